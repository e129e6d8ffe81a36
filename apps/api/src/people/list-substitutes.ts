import type { Language, SubstituteResponse, SubstitutesPageResponse, SubstitutesQuery } from '@countersign/contract';
import { may, type Office } from '@countersign/policy';
import type { Database, Transaction } from '../database/database.ts';
import { anyId, anyMoment, cursorOf, pageOf, partsOf } from '../http/cursor.ts';
import type { Caller } from '../identity/caller.ts';
import { nameOffice } from './read-offices.ts';

const columns = `
  s.id, s.warrant_no, s.appointment_id, s.valid_from, s.valid_until, s.reason, s.created_at, s.revoked_at,
  a.office, a.department_id AS "departmentId", d.name AS "departmentName",
  h.id AS holder_id, h.name AS holder_name, p.id AS person_id, p.name AS person_name,
  b.id AS set_by_id, b.name AS set_by_name, r.id AS revoked_by_id, r.name AS revoked_by_name`;

const from = `
  substitute s
  JOIN appointment a ON a.institution_id = s.institution_id AND a.id = s.appointment_id
  JOIN person h ON h.institution_id = s.institution_id AND h.id = a.person_id
  JOIN person p ON p.institution_id = s.institution_id AND p.id = s.person_id
  JOIN person b ON b.institution_id = s.institution_id AND b.id = s.set_by
  LEFT JOIN person r ON r.institution_id = s.institution_id AND r.id = s.revoked_by
  LEFT JOIN department d ON d.institution_id = a.institution_id AND d.id = a.department_id`;

interface SubstituteRow {
  id: string;
  warrant_no: string;
  appointment_id: string;
  valid_from: Date;
  valid_until: Date;
  reason: string | null;
  created_at: Date;
  revoked_at: Date | null;
  office: Office;
  departmentId: string | null;
  departmentName: string | null;
  holder_id: string;
  holder_name: string;
  person_id: string;
  person_name: string;
  set_by_id: string;
  set_by_name: string;
  revoked_by_id: string | null;
  revoked_by_name: string | null;
}

const describe = (row: SubstituteRow, language: Language): SubstituteResponse => ({
  id: row.id,
  warrantNo: row.warrant_no,
  holder: { id: row.holder_id, name: row.holder_name },
  person: { id: row.person_id, name: row.person_name },
  appointmentId: row.appointment_id,
  office: nameOffice(row, language),
  from: row.valid_from.toISOString(),
  until: row.valid_until.toISOString(),
  reason: row.reason,
  setBy: { id: row.set_by_id, name: row.set_by_name },
  revokedAt: row.revoked_at?.toISOString() ?? null,
  revokedBy: row.revoked_by_id === null ? null : { id: row.revoked_by_id, name: row.revoked_by_name! },
});

// A warrant is worth as much as the appointment it was given for: it has ended when that has.
const selectPage = {
  name: 'list-substitutes',
  text: `SELECT ${columns} FROM ${from},
      LATERAL (SELECT least(s.valid_until, s.revoked_at, a.valid_until) AS ends) period
    WHERE s.institution_id = $1
      AND ($2::uuid IS NULL OR a.person_id = $2)
      AND ($3::uuid IS NULL OR s.person_id = $3)
      AND ($4::uuid IS NULL OR $4 IN (a.person_id, s.person_id, s.set_by))
      AND CASE $5::text
        WHEN 'past' THEN ends <= $6
        WHEN 'current' THEN s.valid_from <= $6 AND ends > $6
        WHEN 'coming' THEN s.valid_from > $6 AND ends > $6
        ELSE true END
      AND ($7::timestamptz IS NULL OR (s.created_at, s.id) < ($7, $8::uuid))
    ORDER BY s.created_at DESC, s.id DESC LIMIT $9`,
};

/** Warrants, the newest first: all of them for those who watch over them, one's own for everybody else. */
export async function listSubstitutes(
  db: Database,
  caller: Caller,
  query: SubstitutesQuery,
  language: Language,
  at: Date,
): Promise<SubstitutesPageResponse> {
  const { when = null, holderId = null, personId = null, limit = 50 } = query;
  const only = may(caller.person, 'seeSubstitutes') ? null : caller.person.id;
  const [afterAt = null, afterId = null] = partsOf(query.cursor, anyMoment, anyId) ?? [];
  const values = [caller.institution.id, holderId, personId, only, when, at, afterAt, afterId, limit + 1];
  const rows = await db.query<SubstituteRow>(selectPage, values);
  const { items, nextCursor } = pageOf(rows, limit, ({ created_at, id }) => cursorOf(created_at.toISOString(), id));
  return { items: items.map((row) => describe(row, language)), nextCursor };
}

const selectOne = {
  name: 'read-substitute',
  text: `SELECT ${columns} FROM ${from} WHERE s.institution_id = $1 AND s.id = $2`,
};

/** One that exists. */
export async function readSubstitute(
  tx: Transaction,
  caller: Caller,
  id: string,
  language: Language,
): Promise<SubstituteResponse> {
  const [row] = await tx.query<SubstituteRow>(selectOne, [caller.institution.id, id]);
  return describe(row!, language);
}
