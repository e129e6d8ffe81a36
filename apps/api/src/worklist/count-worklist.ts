import { type CountResponse, type WorklistCountsResponse } from '@countersign/contract';
import { urgencies } from '@countersign/policy';
import type { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { inRange, mayTakeOn, rangesOf, rangeTable, rangeValues } from './ranges.ts';
import { involvements } from './list-involved.ts';

const most = 1_000;

interface Answer {
  awaiting: { rank: number; count: number; more: boolean }[];
  involved: Record<string, number>;
}

/** Looks at one more than is counted, and no further. $9 the person, $10 the kinds of involvement. */
const readCounts = {
  name: 'count-worklist',
  text: `
    WITH ${rangeTable},
    seen AS MATERIALIZED (
      SELECT r.no, r.rank, w.referral_id, ${mayTakeOn} AS mine
      FROM range r CROSS JOIN LATERAL (
        SELECT i.referral_id, i.except_people FROM worklist_item i WHERE ${inRange}
        ORDER BY i.since, i.referral_id LIMIT ${most + 1}
      ) w
    ),
    cut AS (SELECT DISTINCT rank FROM (SELECT rank FROM seen GROUP BY rank, no HAVING count(*) > ${most}) c)
    SELECT
      (SELECT coalesce(json_agg(json_build_object('rank', rank, 'count', count,
          'more', count > ${most} OR rank IN (SELECT rank FROM cut))), '[]')
        FROM (SELECT rank, count(DISTINCT referral_id) FILTER (WHERE mine) AS count FROM seen GROUP BY rank) a) AS awaiting,
      (SELECT json_object_agg(k.kind, (SELECT count(*) FROM (
          SELECT FROM involvement i WHERE i.institution_id = $1 AND i.person_id = $9 AND i.kind = k.kind
          LIMIT ${most + 1}) n))
        FROM unnest($10::text[]) AS k(kind)) AS involved`,
};

const upToMost = (count: number, more = false): CountResponse => ({
  count: Math.min(count, most),
  more: more || count > most,
});

/** How much is in each box, counted up to 1,000. */
export async function countWorklist(db: Database, caller: Caller): Promise<WorklistCountsResponse> {
  const [answer] = await db.query<Answer>(readCounts, [
    caller.institution.id,
    ...rangeValues(rangesOf(caller.person)),
    caller.person.id,
    Object.values(involvements),
  ]);
  const { awaiting, involved } = answer!;
  const ofUrgency = urgencies.map((_, rank) => {
    const found = awaiting.find((one) => one.rank === rank);
    return upToMost(found?.count ?? 0, found?.more);
  });
  const sum = ofUrgency.reduce((total, { count }) => total + count, 0);
  const more = ofUrgency.some((one) => one.more);
  return {
    awaiting: {
      ...upToMost(sum, more),
      ...(Object.fromEntries(urgencies.map((urgency, rank) => [urgency, ofUrgency[rank]!])) as Record<
        (typeof urgencies)[number],
        CountResponse
      >),
    },
    done: upToMost(involved[involvements.done]!),
    started: upToMost(involved[involvements.started]!),
    copied: upToMost(involved[involvements.copied]!),
  };
}
