import { maySee, type Facts } from '@countersign/policy';
import { isId } from '@countersign/contract';
import type { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';

/** Who may read a referral: 404 where the institution has none such, 403 where the caller has no part in it. */
export async function requireReferral(db: Database, caller: Caller, id: string): Promise<{ id: string; facts: Facts }> {
  if (!isId(id)) throw new Problem('notFound', {});
  const [row] = await db.query<{ id: string; facts: Facts }>(
    { name: 'require-referral', text: 'SELECT id, facts FROM referral WHERE institution_id = $1 AND id = $2' },
    [caller.institution.id, id],
  );
  if (!row) throw new Problem('notFound', {});
  requireSight(row.facts, caller);
  return row;
}

export function requireSight(facts: Facts, caller: Caller): void {
  if (!maySee(facts, caller.person)) throw new Problem('notInvolved', {});
}
