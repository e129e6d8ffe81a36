import { officeWords, type Language, type WorklistPageResponse, type WorklistQuery } from '@countersign/contract';
import { isOverdue, overdueBefore, urgencies } from '@countersign/policy';
import type { Database } from '../database/database.ts';
import { anyId, anyMoment, cursorOf, partsOf } from '../http/cursor.ts';
import type { Caller } from '../identity/caller.ts';
import { inRange, mayTakeOn, rangesOf, rangeTable, rangeValues, waysOpen, type Range } from './ranges.ts';
import { exactly, lookedThrough, moment, rowColumns, rowNames, rowShown, type ReferralRow } from './rows.ts';

/** Urgency, since when, which referral. */
type Position = [rank: string, since: string, referralId: string];

const anyRank = (part: string): boolean => urgencies.some((_, rank) => part === String(rank));

interface Item {
  at: Position;
  /** `no` is the range it was found in, from 1. */
  ways: { no: number; step: string; except: string[] }[];
  referral: ReferralRow;
}

interface Answer {
  items: Item[];
  /** The first place that some range was not looked through to the end of; null where all were. */
  horizon: Position | null;
}

const place = 'urgency_rank, since, referral_id';
const positionOf = (row: string) =>
  `json_build_array(${row}.urgency_rank::text, ${exactly(`${row}.since`)}, ${row}.referral_id)`;

/**
 * Each range gives its first items that the filters let pass, and all of them together one page: as much work over a
 * thousand referrals as over ten million. Two offices that await a referral in one step make one row.
 * $10 chain, $11 department, $12 since at the latest, $13 rows, $14 whether overdue, $15 since when what waits is, by urgency.
 */
const readAwaiting = {
  name: 'list-awaiting',
  text: `
    WITH ${rangeTable},
    found AS MATERIALIZED (
      SELECT r.no, w.urgency_rank, w.since, w.referral_id, w.step, w.except_people
      FROM range r CROSS JOIN LATERAL (
        SELECT * FROM (
          SELECT i.* FROM worklist_item i WHERE ${inRange} AND i.since <= $12
          ORDER BY i.since, i.referral_id LIMIT ${lookedThrough}
        ) w
        WHERE ${mayTakeOn} AND ($10::text IS NULL OR w.chain = $10) AND ($11::uuid IS NULL OR w.department_id = $11)
          AND ($14::boolean IS NULL OR (w.since < ($15::timestamptz[])[w.urgency_rank + 1]) = $14)
        ORDER BY w.since, w.referral_id LIMIT $13::int + 1
      ) w
    ),
    horizon AS (
      SELECT h.* FROM range r CROSS JOIN LATERAL (
        SELECT i.urgency_rank, i.since, i.referral_id FROM worklist_item i WHERE ${inRange} AND i.since <= $12
        ORDER BY i.since, i.referral_id OFFSET ${lookedThrough - 1} LIMIT 1
      ) h
      WHERE (SELECT count(*) FROM found f WHERE f.no = r.no) <= $13
      ORDER BY ${place} LIMIT 1
    ),
    page AS (
      SELECT ${place}, json_agg(json_build_object('no', no, 'step', step, 'except', except_people) ORDER BY no) AS ways
      FROM found f
      WHERE NOT EXISTS (
        SELECT FROM horizon h
        WHERE (f.urgency_rank, f.since, f.referral_id) > (h.urgency_rank, h.since, h.referral_id))
      GROUP BY ${place} ORDER BY ${place} LIMIT $13::int + 1
    )
    SELECT
      (SELECT ${positionOf('h')} FROM horizon h) AS horizon,
      (SELECT coalesce(json_agg(json_build_object(
          'at', ${positionOf('p')}, 'ways', p.ways, 'referral', ${rowColumns})
          ORDER BY p.urgency_rank, p.since, p.referral_id), '[]')
        FROM page p JOIN referral r ON r.institution_id = $1 AND r.id = p.referral_id ${rowNames}) AS items`,
};

/** The ranges from a position on: those of less urgent items whole, those of its own urgency behind it. */
function rangesFrom({ person }: Caller, urgency: WorklistQuery['urgency'], from: string[] | null): Range[] {
  const all = rangesOf(person, urgency ? [urgencies.indexOf(urgency)] : undefined);
  if (!from) return all;
  const [rank, since, referralId] = from as Position;
  return all
    .filter((range) => range.rank >= Number(rank))
    .map((range) => (range.rank === Number(rank) ? { ...range, since, referralId } : range));
}

/** What awaits the caller, most urgent and then longest waiting first. */
export async function listAwaiting(
  db: Database,
  caller: Caller,
  query: WorklistQuery,
  language: Language,
  now: Date,
): Promise<WorklistPageResponse> {
  const { chain = null, urgency, department = null, olderThanHours, overdue = null, limit = 50 } = query;
  const { overdueHours } = caller.institution.settings;
  const ranges = rangesFrom(caller, urgency, partsOf(query.cursor, anyRank, anyMoment, anyId));
  const until = olderThanHours ? new Date(now.getTime() - olderThanHours * 3_600_000) : 'infinity';
  const [answer] = await db.query<Answer>(readAwaiting, [
    caller.institution.id,
    ...rangeValues(ranges),
    chain,
    department,
    until,
    limit,
    overdue,
    overdueBefore(overdueHours, now),
  ]);
  const { items, horizon } = answer!;
  const page = items.slice(0, limit);
  const next = items.length > limit ? page.at(-1)!.at : horizon;
  return {
    items: page.map((item) => ({
      ...itemShown(item, ranges, language),
      overdue: isOverdue(new Date(item.at[1]), item.referral.urgency, overdueHours, now),
    })),
    nextCursor: next && cursorOf(...next),
  };
}

function itemShown({ at, ways, referral }: Item, ranges: readonly Range[], language: Language) {
  return {
    ...rowShown(referral, language),
    since: moment(at[1]),
    awaitsMe: ways.flatMap(({ no, step, except }) =>
      waysOpen(ranges[no - 1]!, except).map(({ office, onBehalfOf }) => ({
        step,
        office,
        officeName: officeWords[office][language],
        onBehalfOf,
      })),
    ),
  };
}
