import { officeWords, type DemoPersonResponse, type Language } from '@countersign/contract';
import { capacitiesOf, type Appointment, type Warrant } from '@countersign/policy';
import type { Database } from '../database/database.ts';
import { appointmentsOf, warrantsOf } from '../identity/caller.ts';
import { hospitals } from './hospitals.ts';

export async function hasDemo(db: Database): Promise<boolean> {
  const rows = await db.query('SELECT FROM institution WHERE (code, name) IN (SELECT * FROM unnest($1::text[], $2::text[]))', [
    hospitals.map(({ code }) => code),
    hospitals.map(({ name }) => name),
  ]);
  return rows.length === hospitals.length;
}

/** Whom the sign-in page offers: everybody, so that a case of any department can go on; first those of the README's walk-through. */
const shown = hospitals.flatMap(({ code, walk, people, administrator }) =>
  [...new Set([...walk, ...people.map(({ username }) => username), administrator.username])].map((username) => ({ institution: code, username })),
);

const readPeople = {
  name: 'read-demo-people',
  text: `SELECT i.code AS institution, p.username, p.name, ${appointmentsOf('p')} AS appointments, ${warrantsOf('p')} AS warrants,
      (SELECT jsonb_object_agg(d.id, d.name) FROM department d WHERE d.institution_id = i.id) AS departments
    FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS shown (code, username, place)
    JOIN institution i ON i.code = shown.code
    JOIN person p ON p.institution_id = i.id AND p.username = shown.username AND p.active
    ORDER BY shown.place`,
};

interface Row {
  institution: string;
  username: string;
  name: string;
  appointments: Appointment[];
  warrants: Warrant[];
  /** Names by id. */
  departments: Record<string, string>;
}

/** Demo people as what they may act at this moment: warrants end, and visitors change things. */
export async function readDemoPeople(db: Database, language: Language, at: Date): Promise<DemoPersonResponse[]> {
  const rows = await db.query<Row>(readPeople, [
    shown.map(({ institution }) => institution),
    shown.map(({ username }) => username),
  ]);
  return rows.map(({ institution, username, name, appointments, warrants, departments }) => ({
    institution,
    username,
    name,
    offices: capacitiesOf(appointments, warrants, at).map(({ office, departmentId, onBehalfOf }) => ({
      office,
      officeName: officeWords[office][language],
      departmentName: departmentId === null ? null : departments[departmentId]!,
      onBehalfOf: onBehalfOf?.name ?? null,
    })),
  }));
}
