import type { Language, ReferralsPageResponse, ReferralsQuery } from '@countersign/contract';
import { seesByOffice } from '@countersign/policy';
import type { Database } from '../database/database.ts';
import { anyId, cursorOf, partsOf } from '../http/cursor.ts';
import type { Caller } from '../identity/caller.ts';
import { involvements } from './list-involved.ts';
import { handedOverIs, lastId, lookedThrough, rowColumns, rowNames, rowShown, type ReferralRow } from './rows.ts';

interface Answer {
  items: ReferralRow[];
  /** The newest id behind which some range was not looked through to its end; null where all were. */
  horizon: string | null;
}

/** $1 institution, $2 the id behind which the page begins, $3 state, $4 chain, $5 rows, $6 handed over. */
const fits = `($3::text IS NULL OR r.state ? $3) AND ($4::text IS NULL OR r.chain = $4) AND ${handedOverIs('$6')}`;

const pageOf = `
  SELECT (SELECT id FROM horizon) AS horizon,
    (SELECT coalesce(json_agg(${rowColumns} ORDER BY r.id DESC), '[]')
      FROM (
        SELECT DISTINCT f.id FROM found f WHERE NOT EXISTS (SELECT FROM horizon h WHERE f.id < h.id)
        ORDER BY f.id DESC LIMIT $5::int + 1
      ) p
      JOIN referral r ON r.institution_id = $1 AND r.id = p.id ${rowNames}) AS items`;

const ofInstitution = `FROM referral r WHERE r.institution_id = $1 AND r.id < $2`;

/** For offices that see all of the institution. */
const readAll = {
  name: 'list-all-referrals',
  text: `
    WITH found AS MATERIALIZED (
      SELECT r.id FROM (SELECT r.* ${ofInstitution} ORDER BY r.id DESC LIMIT ${lookedThrough}) r
      WHERE ${fits} ORDER BY r.id DESC LIMIT $5::int + 1
    ),
    horizon AS (
      SELECT r.id ${ofInstitution} AND (SELECT count(*) FROM found) <= $5
      ORDER BY r.id DESC OFFSET ${lookedThrough - 1} LIMIT 1
    )
    ${pageOf}`,
};

const ofDepartment = `${ofInstitution} AND r.department_id = s.department`;
const ofPerson = `
  FROM involvement i
  WHERE i.institution_id = $1 AND i.person_id = $7 AND i.kind = s.kind AND i.referral_id < $2`;

/** For everybody else: $7 the person, $8 the departments they see by office; and whatever they have a part in. */
const readOwn = {
  name: 'list-own-referrals',
  text: `
    WITH office AS MATERIALIZED (SELECT * FROM unnest($8::uuid[]) AS s(department)),
    part AS MATERIALIZED (SELECT * FROM unnest($9::text[]) AS s(kind)),
    by_office AS MATERIALIZED (
      SELECT s.department, c.id FROM office s CROSS JOIN LATERAL (
        SELECT r.id FROM (SELECT r.* ${ofDepartment} ORDER BY r.id DESC LIMIT ${lookedThrough}) r
        WHERE ${fits} ORDER BY r.id DESC LIMIT $5::int + 1
      ) c
    ),
    by_part AS MATERIALIZED (
      SELECT s.kind, c.id FROM part s CROSS JOIN LATERAL (
        SELECT r.id FROM (SELECT i.referral_id ${ofPerson} ORDER BY i.referral_id DESC LIMIT ${lookedThrough}) i
        JOIN LATERAL (SELECT * FROM referral r WHERE r.institution_id = $1 AND r.id = i.referral_id) r ON true
        WHERE ${fits} ORDER BY i.referral_id DESC LIMIT $5::int + 1
      ) c
    ),
    found AS (SELECT id FROM by_office UNION ALL SELECT id FROM by_part),
    horizon AS (
      SELECT id FROM (
        SELECT c.id FROM office s CROSS JOIN LATERAL (
          SELECT r.id ${ofDepartment} ORDER BY r.id DESC OFFSET ${lookedThrough - 1} LIMIT 1
        ) c
        WHERE (SELECT count(*) FROM by_office f WHERE f.department = s.department) <= $5
        UNION ALL
        SELECT c.id FROM part s CROSS JOIN LATERAL (
          SELECT i.referral_id AS id ${ofPerson} ORDER BY i.referral_id DESC OFFSET ${lookedThrough - 1} LIMIT 1
        ) c
        WHERE (SELECT count(*) FROM by_part f WHERE f.kind = s.kind) <= $5
      ) h
      ORDER BY id DESC LIMIT 1
    )
    ${pageOf}`,
};

/** Every referral that the caller may see, newest first: an id begins with the moment of its report. */
export async function listReferrals(
  db: Database,
  caller: Caller,
  query: ReferralsQuery,
  language: Language,
): Promise<ReferralsPageResponse> {
  const { state = null, chain = null, handedOver = null, limit = 50 } = query;
  const { institution, person } = caller;
  const [behind] = partsOf(query.cursor, anyId) ?? [lastId];
  const { all, departmentIds } = seesByOffice(person);
  const values = [institution.id, behind, state, chain, limit, handedOver];
  const [answer] = all
    ? await db.query<Answer>(readAll, values)
    : await db.query<Answer>(readOwn, [...values, person.id, departmentIds, Object.values(involvements)]);
  const { items, horizon } = answer!;
  const page = items.slice(0, limit);
  const next = items.length > limit ? page.at(-1)!.id : horizon;
  return {
    items: page.map((row) => rowShown(row, language)),
    nextCursor: next && cursorOf(next),
  };
}
