import type { ChangePersonRequest, Language, PersonResponse } from '@countersign/contract';
import { audit } from '../audit/audit.ts';
import type { Transaction } from '../database/database.ts';
import { PersonEntity } from '../database/entities/person.ts';
import { orTaken } from '../database/taken.ts';
import type { Caller } from '../identity/caller.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { describePerson } from './describe-person.ts';
import { readOffices } from './read-offices.ts';
import { requirePerson } from './require-person.ts';

export async function changePerson(
  tx: Transaction,
  secrets: Secrets,
  caller: Caller,
  id: string,
  { username, name, title, phone }: ChangePersonRequest,
  language: Language,
  at: Date,
): Promise<PersonResponse> {
  const before = await requirePerson(tx, caller, id);
  const change = {
    username: username?.toLowerCase() ?? before.username,
    name: name ?? before.name,
    title: title === undefined ? before.title : title,
    phoneEncrypted: phone === undefined ? before.phoneEncrypted : phone && secrets.encrypt(phone),
  };
  const key = { institutionId: caller.institution.id, id };
  await orTaken(tx.manager.update(PersonEntity, key, change), { person_username: '/username' });
  const seen = (person: Pick<PersonEntity, 'username' | 'name' | 'title'>) =>
    ({ username: person.username, name: person.name, title: person.title });
  // That the phone number changed is recorded, the number is not.
  const details = { from: seen(before), to: seen(change), phoneChanged: phone !== undefined };
  await audit(tx, caller, { what: 'personChanged', at, subject: id, details });
  const offices = await readOffices(tx, caller.institution.id, [id], language, at);
  return describePerson({ ...before, ...change }, offices.get(id)!, secrets, at);
}
