import { type CountResponse, type WorklistCountsResponse } from '@countersign/contract';
import { urgencies, type Person } from '@countersign/policy';
import type { Database } from '../database/database.ts';
import { inRange, mayTakeOn, rangesOf, rangeTable, rangeValues } from './ranges.ts';
import { involvements } from './list-involved.ts';

const most = 1_000;

interface Answer {
  person: string;
  awaiting: { rank: number; count: number; more: boolean }[];
  involved: Record<string, number>;
}

/** Looks at one more than is counted, and no further. $10 the people, $11 the kinds of involvement. */
const readCounts = {
  name: 'count-worklists',
  text: `
    WITH ${rangeTable},
    seen AS MATERIALIZED (
      SELECT r.no, r.person, r.rank, w.referral_id, ${mayTakeOn} AS mine
      FROM range r CROSS JOIN LATERAL (
        SELECT i.referral_id, i.except_people FROM worklist_item i WHERE ${inRange}
        ORDER BY i.since, i.referral_id LIMIT ${most + 1}
      ) w
    ),
    cut AS (
      SELECT DISTINCT person, rank FROM (SELECT person, rank FROM seen GROUP BY person, rank, no HAVING count(*) > ${most}) c
    ),
    counted AS (
      SELECT person, json_agg(json_build_object('rank', rank, 'count', count,
          'more', count > ${most} OR (person, rank) IN (SELECT person, rank FROM cut))) AS ranks
      FROM (SELECT person, rank, count(DISTINCT referral_id) FILTER (WHERE mine) AS count FROM seen GROUP BY person, rank) a
      GROUP BY person
    )
    SELECT p.id AS person, coalesce(c.ranks, '[]') AS awaiting,
      (SELECT json_object_agg(k.kind, (SELECT count(*) FROM (
          SELECT FROM involvement i WHERE i.institution_id = $1 AND i.person_id = p.id AND i.kind = k.kind
          LIMIT ${most + 1}) n))
        FROM unnest($11::text[]) AS k(kind)) AS involved
    FROM unnest($10::uuid[]) AS p(id) LEFT JOIN counted c ON c.person = p.id`,
};

const upToMost = (count: number, more = false): CountResponse => ({
  count: Math.min(count, most),
  more: more || count > most,
});

function shown({ awaiting, involved }: Answer): WorklistCountsResponse {
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

/** How much is in each box of these people of one institution, by their ids, counted up to 1,000. */
export async function countWorklists(
  db: Database,
  institutionId: string,
  people: readonly Person[],
): Promise<Map<string, WorklistCountsResponse>> {
  const answers = await db.query<Answer>(readCounts, [
    institutionId,
    ...rangeValues(people.flatMap((person) => rangesOf(person))),
    people.map(({ id }) => id),
    Object.values(involvements),
  ]);
  return new Map(answers.map((answer) => [answer.person, shown(answer)]));
}
