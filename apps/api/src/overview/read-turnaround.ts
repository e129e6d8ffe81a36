import {
  awaitedStepWords,
  chainWords,
  type Language,
  type PeriodQuery,
  type Turnaround,
  type TurnaroundResponse,
} from '@countersign/contract';
import { awaitedSteps, chains, type AwaitedStep, type Chain } from '@countersign/policy';
import type { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { answered, moving } from './log-sql.ts';
import { periodOf, weeksOf, type Period } from './period.ts';

/** Letters where `step` is null, else acts that answered it; of all chains, or of all the period, where that is null. */
interface Line {
  chain: Chain | null;
  step: AwaitedStep | null;
  week: string | null;
  count: number;
  /** Median and ninth decile, in hours. */
  hours: [median: number, p90: number];
}

const deans = `'deanInCharge', 'businessDean'`;

/**
 * $1 institution, $2 and $3 the moments of the period, $4 chain, $5 department.
 *
 * What was answered had been awaited since the act before it. The deans are asked at once: the other dean's signature
 * began nothing. Ids begin with their moment, so the log of what moved in the period lies behind the oldest id in it:
 * one range of the log's primary key, which holds all that is asked for.
 */
const selectLines = {
  name: 'overview-turnaround',
  text: `
    WITH moved AS MATERIALIZED (
      SELECT DISTINCT e.referral_id FROM event e WHERE e.institution_id = $1 AND e.at >= $2 AND e.at < $3
    ),
    oldest AS (SELECT m.referral_id FROM moved m ORDER BY m.referral_id LIMIT 1),
    recalled AS MATERIALIZED (
      SELECT b.referral_id, b.takes_back FROM event b
      WHERE b.institution_id = $1 AND b.takes_back IS NOT NULL AND b.referral_id >= (SELECT o.referral_id FROM oldest o)
    ),
    act AS (
      SELECT e.referral_id, e.seq, e.act, e.at, e.chain, e.department_id, e.step AS signed, ${answered} AS step
      FROM moved m JOIN event e ON e.institution_id = $1 AND e.referral_id = m.referral_id
        AND e.referral_id >= (SELECT o.referral_id FROM oldest o)
      WHERE ${moving}
        AND NOT EXISTS (SELECT FROM recalled b WHERE b.referral_id = e.referral_id AND b.takes_back = e.seq)
    ),
    log AS (
      SELECT act, at, step, first_value(chain) OVER earlier AS chain, first_value(department_id) OVER earlier AS department_id,
        first_value(at) OVER earlier AS reported_at,
        CASE WHEN step IN (${deans}) THEN max(at) FILTER (WHERE signed IN (${deans}) IS NOT TRUE) OVER earlier
          ELSE lag(at) OVER earlier END AS since
      FROM act
      WINDOW earlier AS (PARTITION BY referral_id ORDER BY seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ),
    done AS MATERIALIZED (
      SELECT chain, step, act = 'issueLetter' AS letter, date_part('epoch', at - since) / 3600 AS waited,
        date_part('epoch', at - reported_at) / 3600 AS taken,
        CASE WHEN act = 'issueLetter' THEN to_char(date_trunc('week', at AT TIME ZONE 'Asia/Shanghai'), 'YYYY-MM-DD') END AS week
      FROM log
      WHERE at >= $2 AND at < $3 AND step IS NOT NULL AND ($4::text IS NULL OR chain = $4)
        AND ($5::uuid IS NULL OR department_id = $5)
    )
    SELECT chain, step, NULL AS week, count(*)::int AS count,
      percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY waited) AS hours
    FROM done GROUP BY GROUPING SETS ((step), (chain, step))
    UNION ALL
    SELECT chain, NULL, week, count(*)::int, percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY taken)
    FROM done WHERE letter GROUP BY GROUPING SETS ((), (chain), (week), (chain, week))`,
};

/** Hundredths of an hour are half a minute. */
const rounded = (hours: number | undefined): number | null => (hours === undefined ? null : Math.round(hours * 100) / 100);

function turnaroundOf(lines: readonly Line[], chain: Chain | null, period: Period, language: Language): Turnaround {
  const own = lines.filter((line) => line.chain === chain);
  const letters = (week: string | null) => own.find((line) => line.step === null && line.week === week);
  const all = letters(null);
  return {
    letters: all?.count ?? 0,
    medianHours: rounded(all?.hours?.[0]),
    p90Hours: rounded(all?.hours?.[1]),
    steps: awaitedSteps.flatMap((step) => {
      const line = own.find((one) => one.step === step);
      if (!line) return [];
      const [median, p90] = line.hours;
      const stepName = awaitedStepWords[step][language];
      return [{ step, stepName, acts: line.count, medianHours: rounded(median), p90Hours: rounded(p90) }];
    }),
    weeks: weeksOf(period).map((week) => {
      const line = letters(week);
      return { week, letters: line?.count ?? 0, medianHours: rounded(line?.hours[0]) };
    }),
  };
}

/** Letters of a period, and how long each step was waited for, as the log tells. */
export async function readTurnaround(
  db: Database,
  caller: Caller,
  query: PeriodQuery,
  language: Language,
  now: Date,
): Promise<TurnaroundResponse> {
  const period = periodOf(query, now);
  const { from, to, begins, ends } = period;
  const { chain = null, department = null } = query;
  const lines = await db.query<Line>(selectLines, [caller.institution.id, begins, ends, chain, department]);
  return {
    from,
    to,
    total: turnaroundOf(lines, null, period, language),
    chains: chains
      .filter((one) => chain === null || one === chain)
      .map((one) => ({ chain: one, chainName: chainWords[one][language], ...turnaroundOf(lines, one, period, language) })),
  };
}
