import { awaitedStepWords, chainWords, type Language, type StandingResponse, type WaitingCount } from '@countersign/contract';
import { awaitedSteps, chains, overdueBefore, type AwaitedStep, type Chain, type Named } from '@countersign/policy';
import type { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';

/** Which columns a line adds up over, as the database's `grouping(chain, step, department_id)` tells. */
const lines = { group: 0, chain: 3, step: 5, department: 6, total: 7 };

interface Line {
  line: number;
  chain: Chain;
  step: AwaitedStep;
  department: Named | null;
  referrals: number;
  overdue: number;
  oldest_since: Date | null;
}

/** $1 institution, $2 since when what waits is overdue, by urgency. Two offices of one step make one item. */
const selectLines = {
  name: 'overview-standing',
  text: `
    WITH waiting AS (
      SELECT i.referral_id, i.chain, i.step, i.department_id, min(i.since) AS since,
        bool_or(i.since < ($2::timestamptz[])[i.urgency_rank + 1]) AS overdue
      FROM worklist_item i WHERE i.institution_id = $1
      GROUP BY i.referral_id, i.chain, i.step, i.department_id
    ),
    line AS (
      SELECT grouping(chain, step, department_id) AS line, chain, step, department_id,
        count(DISTINCT referral_id)::int AS referrals,
        (count(DISTINCT referral_id) FILTER (WHERE overdue))::int AS overdue, min(since) AS oldest_since
      FROM waiting
      GROUP BY GROUPING SETS ((), (chain), (step), (department_id), (chain, step, department_id))
    )
    SELECT l.line, l.chain, l.step, l.referrals, l.overdue, l.oldest_since,
      CASE WHEN d.id IS NOT NULL THEN json_build_object('id', d.id, 'name', d.name) END AS department
    FROM line l LEFT JOIN department d ON d.institution_id = $1 AND d.id = l.department_id
    ORDER BY d.name, d.id`,
};

const countOf = ({ referrals, overdue, oldest_since }: Line): WaitingCount => ({
  referrals,
  overdue,
  oldestSince: oldest_since?.toISOString() ?? null,
});

/** What is where and since when, over everything that awaits somebody in the caller's institution. */
export async function readStanding(db: Database, caller: Caller, language: Language, now: Date): Promise<StandingResponse> {
  const { id, settings } = caller.institution;
  const rows = await db.query<Line>(selectLines, [id, overdueBefore(settings.overdueHours, now)]);
  const of = (line: keyof typeof lines) => rows.filter((row) => row.line === lines[line]);
  const ofChain = (row: Line) => ({ chain: row.chain, chainName: chainWords[row.chain][language] });
  const ofStep = (row: Line) => ({ step: row.step, stepName: awaitedStepWords[row.step][language] });
  const byChain = (a: Line, b: Line) => chains.indexOf(a.chain) - chains.indexOf(b.chain);
  const byStep = (a: Line, b: Line) => awaitedSteps.indexOf(a.step) - awaitedSteps.indexOf(b.step);
  return {
    at: now.toISOString(),
    total: countOf(of('total')[0]!),
    chains: of('chain').toSorted(byChain).map((row) => ({ ...ofChain(row), ...countOf(row) })),
    steps: of('step').toSorted(byStep).map((row) => ({ ...ofStep(row), ...countOf(row) })),
    departments: of('department').map((row) => ({ department: row.department, ...countOf(row) })),
    groups: of('group')
      .toSorted((a, b) => byChain(a, b) || byStep(a, b))
      .map((row) => ({ ...ofChain(row), ...ofStep(row), department: row.department, ...countOf(row) })),
  };
}
