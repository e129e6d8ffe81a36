import { auditWords, type AuditPageResponse, type Audited, type AuditQuery, type Language } from '@countersign/contract';
import type { Database } from '../database/database.ts';
import { anyId, anyMoment, cursorOf, pageOf, partsOf } from '../http/cursor.ts';
import type { Caller } from '../identity/caller.ts';

/** A text as an id, where it is one: reasons are subjects by their names. */
const idIn = (text: string): string => `CASE WHEN ${text} ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN (${text})::uuid END`;

const selectPage = {
  name: 'list-audit',
  text: `SELECT e.id, e.at, e.what, e.subject, e.details, p.id AS person_id, p.name AS person_name,
      COALESCE(
        (SELECT s.name FROM person s WHERE s.institution_id = e.institution_id AND s.id = ${idIn('e.subject')}),
        (SELECT r.number FROM referral r
          WHERE r.institution_id = e.institution_id AND r.id = COALESCE(
            ${idIn("e.details->>'referralId'")},
            (SELECT a.referral_id FROM paper a WHERE a.institution_id = e.institution_id AND a.id = ${idIn('e.subject')}),
            ${idIn('e.subject')})),
        (SELECT d.name FROM department d WHERE d.institution_id = e.institution_id AND d.id = ${idIn('e.subject')}),
        CASE WHEN jsonb_typeof(e.details->'name') = 'string' THEN e.details->>'name' END
      ) AS about
    FROM audit_entry e
    LEFT JOIN person p ON p.institution_id = e.institution_id AND p.id = e.person_id
    WHERE e.institution_id = $1
      AND ($2::text IS NULL OR e.what = $2)
      AND ($3::uuid IS NULL OR e.person_id = $3)
      AND ($4::text IS NULL OR e.subject = $4)
      AND ($5::timestamptz IS NULL OR e.at >= $5)
      AND ($6::timestamptz IS NULL OR e.at < $6)
      AND ($7::timestamptz IS NULL OR (e.at, e.id) < ($7, $8::uuid))
    ORDER BY e.at DESC, e.id DESC LIMIT $9`,
};

interface EntryRow {
  id: string;
  at: Date;
  what: Audited;
  subject: string | null;
  details: Record<string, unknown>;
  person_id: string | null;
  person_name: string | null;
  about: string | null;
}

/** What was done beside the acts on referrals, the latest first. */
export async function listAudit(
  db: Database,
  caller: Caller,
  query: AuditQuery,
  language: Language,
): Promise<AuditPageResponse> {
  const { what = null, personId = null, subject = null, from = null, to = null, limit = 50 } = query;
  const [afterAt = null, afterId = null] = partsOf(query.cursor, anyMoment, anyId) ?? [];
  const values = [caller.institution.id, what, personId, subject, from, to, afterAt, afterId, limit + 1];
  const rows = await db.query<EntryRow>(selectPage, values);
  const { items, nextCursor } = pageOf(rows, limit, ({ at, id }) => cursorOf(at.toISOString(), id));
  return {
    items: items.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      what: row.what,
      whatName: auditWords[row.what][language],
      person: row.person_id === null ? null : { id: row.person_id, name: row.person_name! },
      subject: row.subject,
      about: row.about,
      details: row.details,
    })),
    nextCursor,
  };
}
