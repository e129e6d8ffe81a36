import type { Box, Language, WorklistPageResponse, WorklistQuery } from '@countersign/contract';
import type { Database } from '../database/database.ts';
import { anyId, anyMoment, cursorOf, partsOf } from '../http/cursor.ts';
import type { Caller } from '../identity/caller.ts';
import { exactly, lastId, lookedThrough, moment, rowColumns, rowNames, rowShown, type ReferralRow } from './rows.ts';

/** The boxes other than `awaiting`, each a kind of involvement. */
export const involvements = { done: 'did', started: 'started', copied: 'copied' } as const;
type InvolvedBox = Exclude<Box, 'awaiting'>;

type Position = [at: string, referralId: string];

interface Answer {
  items: { at: Position; referral: ReferralRow }[];
  horizon: Position | null;
}

const positionOf = (row: string) => `json_build_array(${exactly(`${row}.at`)}, ${row}.referral_id)`;

const behind = `
  i.institution_id = $1 AND i.person_id = $2 AND i.kind = $3 AND (i.at, i.referral_id) < ($4::timestamptz, $5::uuid)`;

/** $1 institution, $2 person, $3 kind, $4 and $5 where to begin, $6 chain, $7 urgency, $8 department, $9 rows. */
const readInvolved = {
  name: 'list-involved',
  text: `
    WITH found AS MATERIALIZED (
      SELECT i.at, i.referral_id FROM (
        SELECT i.at, i.referral_id FROM involvement i WHERE ${behind}
        ORDER BY i.at DESC, i.referral_id DESC LIMIT ${lookedThrough}
      ) i
      JOIN LATERAL (SELECT * FROM referral r WHERE r.institution_id = $1 AND r.id = i.referral_id) r ON true
      WHERE ($6::text IS NULL OR r.chain = $6) AND ($7::text IS NULL OR r.urgency = $7)
        AND ($8::uuid IS NULL OR r.department_id = $8)
      ORDER BY i.at DESC, i.referral_id DESC LIMIT $9::int + 1
    ),
    horizon AS (
      SELECT i.at, i.referral_id FROM involvement i WHERE ${behind} AND (SELECT count(*) FROM found) <= $9
      ORDER BY i.at DESC, i.referral_id DESC OFFSET ${lookedThrough - 1} LIMIT 1
    )
    SELECT
      (SELECT ${positionOf('h')} FROM horizon h) AS horizon,
      (SELECT coalesce(json_agg(json_build_object('at', ${positionOf('f')}, 'referral', ${rowColumns})
          ORDER BY f.at DESC, f.referral_id DESC), '[]')
        FROM found f JOIN referral r ON r.institution_id = $1 AND r.id = f.referral_id ${rowNames}) AS items`,
};

/** What the caller did, started or was copied on, newest first. */
export async function listInvolved(
  db: Database,
  caller: Caller,
  box: InvolvedBox,
  query: WorklistQuery,
  language: Language,
  now: Date,
): Promise<WorklistPageResponse> {
  const { chain = null, urgency = null, department = null, olderThanHours, overdue, limit = 50 } = query;
  // What somebody did, started or was copied on waits for nobody there.
  if (overdue) return { items: [], nextCursor: null };
  const youngest = olderThanHours ? new Date(now.getTime() - olderThanHours * 3_600_000).toISOString() : 'infinity';
  const [at, referralId] = partsOf(query.cursor, anyMoment, anyId) ?? [youngest, lastId];
  const [answer] = await db.query<Answer>(readInvolved, [
    caller.institution.id,
    caller.person.id,
    involvements[box],
    at,
    referralId,
    chain,
    urgency,
    department,
    limit,
  ]);
  const { items, horizon } = answer!;
  const page = items.slice(0, limit);
  const next = items.length > limit ? page.at(-1)!.at : horizon;
  return {
    items: page.map((item) => ({ ...rowShown(item.referral, language), since: moment(item.at[0]), overdue: false, awaitsMe: [] })),
    nextCursor: next && cursorOf(...next),
  };
}
