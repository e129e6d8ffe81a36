import type { ColleaguesPageResponse, ColleaguesQuery, Language } from '@countersign/contract';
import type { Database } from '../database/database.ts';
import { cursorOf, pageOf } from '../http/cursor.ts';
import type { Caller } from '../identity/caller.ts';
import { selectPeople } from './list-people.ts';
import { readOffices } from './read-offices.ts';

/** Whom one can copy or name as a substitute: name, title and offices of everybody active, and nothing else. */
export async function listColleagues(
  db: Database,
  caller: Caller,
  query: ColleaguesQuery,
  language: Language,
  at: Date,
): Promise<ColleaguesPageResponse> {
  const { limit = 50 } = query;
  const select = selectPeople(db, caller.institution.id, { ...query, active: true }, at);
  const people = await select.limit(limit + 1).getMany();
  const { items, nextCursor } = pageOf(people, limit, ({ name, id }) => cursorOf(name, id));
  const offices = await readOffices(db, caller.institution.id, items.map(({ id }) => id), language, at);
  return { items: items.map(({ id, name, title }) => ({ id, name, title, offices: offices.get(id)! })), nextCursor };
}
