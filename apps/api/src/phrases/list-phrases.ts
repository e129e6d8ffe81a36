import type { PhraseResponse, PhrasesResponse } from '@countersign/contract';
import { IsNull } from 'typeorm';
import type { Database } from '../database/database.ts';
import { PhraseEntity } from '../database/entities/phrase.ts';
import type { Caller } from '../identity/caller.ts';

export const describePhrase = ({ id, personId, text, use }: PhraseEntity): PhraseResponse => ({
  id,
  of: personId === null ? 'institution' : 'me',
  text,
  use,
});

/** Those of the institution, then one's own, each in the order in which they were made. */
export async function listPhrases(db: Database, { institution, person }: Caller): Promise<PhrasesResponse> {
  const all = { institutionId: institution.id };
  const phrases = await db.manager.find(PhraseEntity, {
    where: [{ ...all, personId: IsNull() }, { ...all, personId: person.id }],
    order: { personId: { direction: 'ASC', nulls: 'FIRST' }, createdAt: 'ASC', id: 'ASC' },
  });
  return { items: phrases.map(describePhrase) };
}
