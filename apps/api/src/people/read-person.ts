import type { Language, PersonResponse } from '@countersign/contract';
import type { Database } from '../database/database.ts';
import { PersonEntity } from '../database/entities/person.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { describePerson } from './describe-person.ts';
import { readOffices } from './read-offices.ts';

export async function readPerson(
  db: Database,
  secrets: Secrets,
  caller: Caller,
  id: string,
  language: Language,
  at: Date,
): Promise<PersonResponse> {
  const person = await db.manager.findOneBy(PersonEntity, { institutionId: caller.institution.id, id });
  if (!person) throw new Problem('notFound', {});
  const offices = await readOffices(db, caller.institution.id, [id], language, at);
  return describePerson(person, offices.get(id)!, secrets, at);
}
