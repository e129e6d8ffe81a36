import type { CreatePhraseRequest, PhraseResponse } from '@countersign/contract';
import { IsNull } from 'typeorm';
import { v7 as newId } from 'uuid';
import { audit } from '../audit/audit.ts';
import type { Transaction } from '../database/database.ts';
import { InstitutionEntity } from '../database/entities/institution.ts';
import { PersonEntity } from '../database/entities/person.ts';
import { PhraseEntity } from '../database/entities/phrase.ts';
import type { Caller } from '../identity/caller.ts';
import { requireRight } from '../identity/guard.ts';
import { Problem } from '../problems/problem.ts';
import { describePhrase } from './list-phrases.ts';

/** More than anybody looks through. */
const most = 100;

export async function createPhrase(
  tx: Transaction,
  caller: Caller,
  { text, of = 'me', use = 'sign' }: CreatePhraseRequest,
  at: Date,
): Promise<PhraseResponse> {
  if (of === 'institution') requireRight(caller, 'keepPhrases');
  const institutionId = caller.institution.id;
  const personId = of === 'me' ? caller.person.id : null;
  await lockOwner(tx, institutionId, personId);
  const count = await tx.manager.countBy(PhraseEntity, { institutionId, personId: personId ?? IsNull() });
  if (count >= most) throw new Problem('limitReached', { limit: most });
  const phrase = { institutionId, id: newId(), personId, text, createdAt: at, use };
  await tx.manager.insert(PhraseEntity, phrase);
  await audit(tx, caller, { what: 'phraseCreated', at, subject: phrase.id, details: { of } });
  return describePhrase(phrase);
}

/** So that two at once count each other. */
async function lockOwner(tx: Transaction, institutionId: string, personId: string | null): Promise<void> {
  const lock = { mode: 'for_no_key_update' } as const;
  if (personId === null) await tx.manager.findOne(InstitutionEntity, { where: { id: institutionId }, lock });
  else await tx.manager.findOne(PersonEntity, { where: { institutionId, id: personId }, lock });
}
