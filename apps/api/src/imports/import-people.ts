import type { FirstPasswordResponse, ImportedPeopleResponse } from '@countersign/contract';
import { v7 as newId } from 'uuid';
import { audit } from '../audit/audit.ts';
import type { Transaction } from '../database/database.ts';
import { AppointmentEntity } from '../database/entities/appointment.ts';
import { DepartmentEntity } from '../database/entities/department.ts';
import { PersonEntity } from '../database/entities/person.ts';
import type { Caller } from '../identity/caller.ts';
import { newInitialPassword, type Passwords } from '../identity/passwords.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { insertMany } from './insert-many.ts';
import { allNew, type Plan } from './plan.ts';
import type { PeopleFile } from './read-people-file.ts';

/** A password for the first sign-in of each person in the file, by user name. */
export type FirstPasswords = Map<string, { password: string; hash: string }>;

const atOnce = 100;

/** Before the transaction: thousands of hashes take seconds. */
export async function makeFirstPasswords(passwords: Passwords, people: PeopleFile['people']): Promise<FirstPasswords> {
  const made: FirstPasswords = new Map();
  for (let i = 0; i < people.length; i += atOnce) {
    const some = people.slice(i, i + atOnce).map(async ({ username }) => {
      const password = newInitialPassword();
      made.set(username, { password, hash: await passwords.hashInitial(password) });
    });
    await Promise.all(some);
  }
  return made;
}

interface PeoplePlan extends Plan {
  /** By code. */
  departmentIds: Map<string, string>;
}

/** The answer as it is kept for a repetition of its request: the passwords in it are encrypted. */
type Kept = Omit<ImportedPeopleResponse, 'passwords'> & { sealedPasswords: string };

export function unsealPasswords({ sealedPasswords, ...answer }: Kept, secrets: Secrets): ImportedPeopleResponse {
  return { ...answer, passwords: JSON.parse(secrets.decrypt(sealedPasswords)) as FirstPasswordResponse[] };
}

/** What only the database knows: user names that are taken, departments that are not there. */
export async function planPeople(tx: Transaction, caller: Caller, file: PeopleFile): Promise<PeoplePlan> {
  const { table, rows, people, appointments, faults } = file;
  const institutionId = caller.institution.id;
  const taken = await tx.query<{ username: string }>(
    'SELECT username FROM person WHERE institution_id = $1 AND username = ANY($2::text[])',
    [institutionId, people.map(({ username }) => username)],
  );
  const takenNames = new Set(taken.map(({ username }) => username));
  for (const { line, username } of people) if (takenNames.has(username)) faults.add(line, table.headers.username!, 'taken');

  const departments = await tx.manager.findBy(DepartmentEntity, { institutionId, active: true });
  const departmentIds = new Map(departments.map(({ code, id }) => [code, id]));
  for (const { line, departmentCode } of appointments) {
    if (departmentCode !== null && !departmentIds.has(departmentCode)) faults.add(line, table.headers.departmentCode!, 'notFound');
  }
  faults.refuse();
  return { ...allNew(people.length, rows), appointments: appointments.length, departmentIds };
}

/** All people of the file with their offices, and the password that each signs in with first. */
export async function importPeople(
  tx: Transaction,
  secrets: Secrets,
  caller: Caller,
  file: PeopleFile,
  { departmentIds }: PeoplePlan,
  first: FirstPasswords,
  at: Date,
): Promise<Kept> {
  const institutionId = caller.institution.id;
  const counts = { people: file.people.length, appointments: file.appointments.length };
  const ids = new Map(file.people.map(({ username }) => [username, newId()]));
  const people = file.people.map(({ username, name, title, phone }) => ({
    institutionId,
    id: ids.get(username)!,
    username,
    name,
    title,
    phoneEncrypted: phone === null ? null : secrets.encrypt(phone),
    passwordHash: first.get(username)!.hash,
    createdAt: at,
  }));
  await insertMany(tx, PersonEntity, people);
  const appointments = file.appointments.map(({ username, office, departmentCode, from, until }) => ({
    institutionId,
    id: newId(),
    personId: ids.get(username)!,
    office,
    departmentId: departmentCode === null ? null : departmentIds.get(departmentCode)!,
    validFrom: from ?? at,
    validUntil: until,
    appointedBy: caller.person.id,
    createdAt: at,
  }));
  await insertMany(tx, AppointmentEntity, appointments);
  await audit(tx, caller, { what: 'peopleImported', at, subject: institutionId, details: counts });
  const passwords: FirstPasswordResponse[] = people.map(({ id, username, name }) => ({
    id,
    username,
    name,
    initialPassword: first.get(username)!.password,
  }));
  return { ...counts, sealedPasswords: secrets.encrypt(JSON.stringify(passwords)) };
}
