import type { CreatePersonRequest, PersonResponse } from '@countersign/contract';
import { v7 as newId } from 'uuid';
import { audit } from '../audit/audit.ts';
import type { Transaction } from '../database/database.ts';
import { PersonEntity } from '../database/entities/person.ts';
import { orTaken } from '../database/taken.ts';
import type { Caller } from '../identity/caller.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { describePerson } from './describe-person.ts';
import type { InitialPassword, Sealed } from './initial-password.ts';

export async function createPerson(
  tx: Transaction,
  secrets: Secrets,
  caller: Caller,
  { username, name, title = null, phone = null }: CreatePersonRequest,
  initial: InitialPassword,
  at: Date,
): Promise<PersonResponse & Sealed> {
  const person: PersonEntity = {
    institutionId: caller.institution.id,
    id: newId(),
    username: username.toLowerCase(),
    name,
    title,
    phoneEncrypted: phone === null ? null : secrets.encrypt(phone),
    passwordHash: initial.hash,
    mustChangePassword: true,
    failedSignIns: 0,
    lockedUntil: null,
    signatureImage: null,
    active: true,
    createdAt: at,
  };
  await orTaken(tx.manager.insert(PersonEntity, person), { person_username: '/username' });
  const details = { username: person.username, name, title };
  await audit(tx, caller, { what: 'personCreated', at, subject: person.id, details });
  return { ...describePerson(person, [], secrets, at), sealedPassword: initial.sealed };
}
