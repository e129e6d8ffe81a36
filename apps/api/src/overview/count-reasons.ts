import {
  actWords,
  awaitedStepWords,
  countedReasons,
  stateWords,
  type CountedReason,
  type Language,
  type PeriodQuery,
  type ReasonCountsResponse,
  type ReasonStep,
} from '@countersign/contract';
import type { Named } from '@countersign/policy';
import type { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { answered } from './log-sql.ts';
import { periodOf } from './period.ts';

interface Row {
  act: CountedReason;
  reason: { code: string; zh: string; en: string };
  step: ReasonStep;
  department: Named | null;
  count: number;
}

/**
 * $1 institution, $2 and $3 the moments of the period, $4 chain, $5 department, $6 acts. Such acts are few, so what else
 * is asked about each is looked up one by one, also by a database that has no statistics yet (OFFSET 0).
 */
const selectCounts = {
  name: 'overview-reasons',
  text: `
    WITH given AS MATERIALIZED (
      SELECT e.referral_id, e.seq, e.act, e.reason, coalesce(${answered}, 'issued') AS step
      FROM event e WHERE e.institution_id = $1 AND e.at >= $2 AND e.at < $3 AND e.act = ANY ($6)
    ),
    counted AS (
      SELECT e.act, e.reason, e.step, b.department_id, count(*)::int AS count
      FROM given e CROSS JOIN LATERAL (
        SELECT b.chain, b.department_id FROM event b
        WHERE b.institution_id = $1 AND b.referral_id = e.referral_id AND b.seq = 1 OFFSET 0
      ) b
      WHERE ($4::text IS NULL OR b.chain = $4) AND ($5::uuid IS NULL OR b.department_id = $5)
        AND NOT EXISTS (
          SELECT FROM event t
          WHERE t.institution_id = $1 AND t.referral_id = e.referral_id AND t.takes_back = e.seq OFFSET 0)
      GROUP BY e.act, e.reason, e.step, b.department_id
    )
    SELECT g.act, g.step, g.count,
      json_build_object('code', g.reason, 'zh', coalesce(r.zh, g.reason), 'en', coalesce(r.en, g.reason)) AS reason,
      CASE WHEN d.id IS NOT NULL THEN json_build_object('id', d.id, 'name', d.name) END AS department
    FROM counted g
    LEFT JOIN reason r ON r.institution_id = $1 AND r.act = g.act AND r.code = g.reason
    LEFT JOIN department d ON d.institution_id = $1 AND d.id = g.department_id
    ORDER BY g.count DESC, g.act, g.reason, g.step, d.name, d.id`,
};

const wordsOf = (step: ReasonStep) => (step === 'issued' ? stateWords.issued : awaitedStepWords[step]);

/** Why referrals did not go on in a period, or their letters were voided, as the log tells. */
export async function countReasons(
  db: Database,
  caller: Caller,
  query: PeriodQuery,
  language: Language,
  now: Date,
): Promise<ReasonCountsResponse> {
  const { from, to, begins, ends } = periodOf(query, now);
  const { chain = null, department = null } = query;
  const values = [caller.institution.id, begins, ends, chain, department, countedReasons];
  const rows = await db.query<Row>(selectCounts, values);
  return {
    from,
    to,
    items: rows.map(({ act, reason, step, ...row }) => ({
      act,
      actName: actWords[act][language],
      reason,
      step,
      stepName: wordsOf(step)[language],
      ...row,
    })),
  };
}
