import type { ChangePhraseRequest, PhraseResponse } from '@countersign/contract';
import { audit } from '../audit/audit.ts';
import type { Transaction } from '../database/database.ts';
import { PhraseEntity } from '../database/entities/phrase.ts';
import type { Caller } from '../identity/caller.ts';
import { describePhrase } from './list-phrases.ts';
import { requirePhrase } from './require-phrase.ts';

export async function changePhrase(
  tx: Transaction,
  caller: Caller,
  id: string,
  { text, use: given }: ChangePhraseRequest,
  at: Date,
): Promise<PhraseResponse> {
  const phrase = await requirePhrase(tx, caller, id);
  const use = given ?? phrase.use;
  await tx.manager.update(PhraseEntity, { institutionId: caller.institution.id, id }, { text, use });
  const after = describePhrase({ ...phrase, text, use });
  await audit(tx, caller, { what: 'phraseChanged', at, subject: id, details: { of: after.of } });
  return after;
}

export async function deletePhrase(tx: Transaction, caller: Caller, id: string, at: Date): Promise<void> {
  const phrase = await requirePhrase(tx, caller, id);
  await tx.manager.delete(PhraseEntity, { institutionId: caller.institution.id, id });
  await audit(tx, caller, { what: 'phraseDeleted', at, subject: id, details: { of: describePhrase(phrase).of } });
}
