import type { Transaction } from '../database/database.ts';
import { PhraseEntity } from '../database/entities/phrase.ts';
import type { Caller } from '../identity/caller.ts';
import { requireRight } from '../identity/guard.ts';
import { Problem } from '../problems/problem.ts';

/** A phrase that the caller may change: their own, or the institution's if they keep it; others' own do not exist. */
export async function requirePhrase(tx: Transaction, caller: Caller, id: string): Promise<PhraseEntity> {
  const where = { institutionId: caller.institution.id, id };
  const phrase = await tx.manager.findOne(PhraseEntity, { where, lock: { mode: 'for_no_key_update' } });
  if (!phrase || (phrase.personId !== null && phrase.personId !== caller.person.id)) throw new Problem('notFound', {});
  if (phrase.personId === null) requireRight(caller, 'keepPhrases');
  return phrase;
}
