import { v7 as newId } from 'uuid';
import { AppointmentEntity } from '../database/entities/appointment.ts';
import { DepartmentEntity } from '../database/entities/department.ts';
import { PersonEntity } from '../database/entities/person.ts';
import type { Transaction } from '../database/database.ts';
import { insertEntries } from '../directory/entries.ts';
import { sampleHospitals } from '../directory/samples.ts';
import type { Caller } from '../identity/caller.ts';
import { foundInstitution } from '../institutions/found-institution.ts';
import { settingsOf } from '../institutions/settings.ts';
import { setSubstitute } from '../people/set-substitute.ts';
import { hospitals, officesOf, type DemoHospital, type DemoWarrant } from './hospitals.ts';
import { midnight } from './workdays.ts';

/** Ids of what was made, by the names that the demo's cases use. */
export interface Founded {
  institutionId: string;
  /** By code. */
  departments: Map<string, string>;
  /** By user name. */
  people: Map<string, string>;
}

/** Long enough ago for every past case. */
const yearsAgo = (now: Date) => midnight(now, -730);

/** Both hospitals with their people and warrants; by code. */
export async function foundHospitals(tx: Transaction, passwordHash: string, now: Date): Promise<Map<string, Founded>> {
  const founded = new Map<string, Founded>();
  for (const hospital of hospitals) {
    founded.set(hospital.code, await foundHospital(tx, hospital, passwordHash, now));
  }
  return founded;
}

async function foundHospital(tx: Transaction, hospital: DemoHospital, passwordHash: string, now: Date): Promise<Founded> {
  const at = yearsAgo(now);
  const { code, name, settings, administrator } = hospital;
  const { institutionId, administratorId } = await foundInstitution(tx, {
    code,
    name,
    settings,
    administrator: { ...administrator, passwordHash, mustChangePassword: false },
    at,
  });
  const departments = await addDepartments(tx, institutionId, hospital);
  const people = await addPeople(tx, institutionId, hospital, passwordHash, at);
  people.set(administrator.username, administratorId);
  const founded = { institutionId, departments, people };
  await insertEntries(tx, institutionId, 'hospital', await sampleHospitals());
  const appointments = await appoint(tx, hospital, founded, administratorId, at);
  for (const warrant of hospital.warrants) await giveWarrant(tx, hospital, founded, appointments, warrant, now);
  return founded;
}

async function addDepartments(tx: Transaction, institutionId: string, { departments }: DemoHospital) {
  const rows = Object.entries(departments).map(([code, name]) => ({ institutionId, id: newId(), code, name, active: true }));
  await tx.manager.insert(DepartmentEntity, rows);
  return new Map(rows.map(({ code, id }) => [code, id]));
}

async function addPeople(
  tx: Transaction,
  institutionId: string,
  { people }: DemoHospital,
  passwordHash: string,
  createdAt: Date,
): Promise<Map<string, string>> {
  const rows = people.map(({ username, name, title }) => ({
    institutionId,
    id: newId(),
    username,
    name,
    title,
    passwordHash,
    mustChangePassword: false,
    createdAt,
  }));
  await tx.manager.insert(PersonEntity, rows);
  return new Map(rows.map(({ username, id }) => [username, id]));
}

const keyOf = (username: string, office: string) => `${username} ${office}`;

async function appoint(
  tx: Transaction,
  { people }: DemoHospital,
  { institutionId, departments, people: ids }: Founded,
  appointedBy: string,
  at: Date,
): Promise<Map<string, string>> {
  const rows = people.flatMap((person) =>
    officesOf(person).map(([office, department]) => ({
      key: keyOf(person.username, office),
      institutionId,
      id: newId(),
      personId: ids.get(person.username)!,
      office,
      departmentId: department === null ? null : departments.get(department)!,
      validFrom: at,
      validUntil: null,
      appointedBy,
      createdAt: at,
    })),
  );
  await tx.manager.insert(AppointmentEntity, rows.map(({ key: _key, ...row }) => row));
  return new Map(rows.map(({ key, id }) => [key, id]));
}

/** Each holder gives the warrant themselves, on its first day. */
async function giveWarrant(
  tx: Transaction,
  hospital: DemoHospital,
  { institutionId, people }: Founded,
  appointments: Map<string, string>,
  { holder, office, substitute, from, until, reason }: DemoWarrant,
  now: Date,
): Promise<void> {
  const at = midnight(now, from.days);
  const { code, name, settings } = hospital;
  const caller: Caller = {
    institution: { id: institutionId, code, name, settings: settingsOf(settings) },
    session: { id: newId(), presentUntil: null, expiresAt: at },
    username: holder,
    mustChangePassword: false,
    person: { id: people.get(holder)!, name: hospital.people.find(({ username }) => username === holder)!.name, capacities: [] },
  };
  const request = {
    appointmentId: appointments.get(keyOf(holder, office))!,
    personId: people.get(substitute)!,
    until: midnight(now, until.days).toISOString(),
    reason,
  };
  await setSubstitute(tx, caller, request, 'zh-CN', at);
}
