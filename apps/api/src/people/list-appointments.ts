import type { AppointmentResponse, AppointmentsPageResponse, AppointmentsQuery, Language } from '@countersign/contract';
import type { Office } from '@countersign/policy';
import type { Database, Transaction } from '../database/database.ts';
import { anyId, anyMoment, cursorOf, pageOf, partsOf } from '../http/cursor.ts';
import type { Caller } from '../identity/caller.ts';
import { nameOffice } from './read-offices.ts';

export const appointmentColumns = `
  a.id, a.office, a.department_id AS "departmentId", d.name AS "departmentName", a.valid_from, a.valid_until,
  a.created_at, p.id AS person_id, p.name AS person_name, b.id AS appointed_by_id, b.name AS appointed_by_name`;

export const appointmentFrom = `
  appointment a
  JOIN person p ON p.institution_id = a.institution_id AND p.id = a.person_id
  LEFT JOIN person b ON b.institution_id = a.institution_id AND b.id = a.appointed_by
  LEFT JOIN department d ON d.institution_id = a.institution_id AND d.id = a.department_id`;

interface AppointmentRow {
  id: string;
  office: Office;
  departmentId: string | null;
  departmentName: string | null;
  valid_from: Date;
  valid_until: Date | null;
  created_at: Date;
  person_id: string;
  person_name: string;
  appointed_by_id: string | null;
  appointed_by_name: string | null;
}

const describe = (row: AppointmentRow, language: Language): AppointmentResponse => ({
  id: row.id,
  person: { id: row.person_id, name: row.person_name },
  ...nameOffice(row, language),
  from: row.valid_from.toISOString(),
  until: row.valid_until?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
  appointedBy: row.appointed_by_id === null ? null : { id: row.appointed_by_id, name: row.appointed_by_name! },
});

const selectPage = {
  name: 'list-appointments',
  text: `SELECT ${appointmentColumns} FROM ${appointmentFrom}
    WHERE a.institution_id = $1
      AND ($2::uuid IS NULL OR a.person_id = $2)
      AND ($3::text IS NULL OR a.office = $3)
      AND ($4::uuid IS NULL OR a.department_id = $4)
      AND ($5::timestamptz IS NULL
        OR (a.valid_from <= $5 AND (a.valid_until IS NULL OR a.valid_until > $5)))
      AND ($6::timestamptz IS NULL OR (a.valid_from, a.id) < ($6, $7::uuid))
    ORDER BY a.valid_from DESC, a.id DESC LIMIT $8`,
};

/** Appointments, the latest first; what ended stays in the list. */
export async function listAppointments(
  db: Database,
  caller: Caller,
  query: AppointmentsQuery,
  language: Language,
): Promise<AppointmentsPageResponse> {
  const { personId = null, office = null, departmentId = null, at = null, limit = 50 } = query;
  const [afterFrom = null, afterId = null] = partsOf(query.cursor, anyMoment, anyId) ?? [];
  const values = [caller.institution.id, personId, office, departmentId, at, afterFrom, afterId, limit + 1];
  const rows = await db.query<AppointmentRow>(selectPage, values);
  const { items, nextCursor } = pageOf(rows, limit, ({ valid_from, id }) => cursorOf(valid_from.toISOString(), id));
  return { items: items.map((row) => describe(row, language)), nextCursor };
}

const selectOne = {
  name: 'read-appointment',
  text: `SELECT ${appointmentColumns} FROM ${appointmentFrom} WHERE a.institution_id = $1 AND a.id = $2`,
};

/** One that exists. */
export async function readAppointment(
  tx: Transaction,
  caller: Caller,
  id: string,
  language: Language,
): Promise<AppointmentResponse> {
  const [row] = await tx.query<AppointmentRow>(selectOne, [caller.institution.id, id]);
  return describe(row!, language);
}
