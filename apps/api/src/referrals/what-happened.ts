import type { Happened } from '@countersign/contract';
import { asides, stateName, type Act } from '@countersign/policy';
import type { StateValue } from 'xstate';
import type { Database } from '../database/database.ts';

interface Row {
  act: Act;
  by: string | null;
  at: Date;
  state: StateValue;
}

/** The newest act that moved the referral: what somebody who comes too late is told. */
export async function whatHappened(db: Database, institutionId: string, referralId: string): Promise<Happened | null> {
  const [row] = await db.query<Row>(
    {
      name: 'what-happened',
      text: `SELECT e.act, coalesce(e.body->'actor'->>'name', e.body->'data'->'receiver'->>'hospital') AS by, e.at, r.state
        FROM event e JOIN referral r ON r.institution_id = e.institution_id AND r.id = e.referral_id
        WHERE e.institution_id = $1 AND e.referral_id = $2 AND NOT e.act = ANY ($3::text[])
        ORDER BY e.seq DESC LIMIT 1`,
    },
    [institutionId, referralId, asides],
  );
  return row ? { act: row.act, by: row.by, at: row.at.toISOString(), state: stateName(row.state) } : null;
}
