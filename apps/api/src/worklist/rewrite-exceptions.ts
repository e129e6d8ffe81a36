import { awaiting, type Facts, type Rules } from '@countersign/policy';
import type { Transaction } from '../database/database.ts';
import { firstId } from './rows.ts';

// Locked as an act locks it, so that no act moves a referral between its reading and its rewriting.
const readAwaited = {
  name: 'read-awaited-referrals',
  text: `SELECT r.id, r.facts FROM referral r
    WHERE r.institution_id = $1 AND r.id IN (
      SELECT DISTINCT w.referral_id FROM worklist_item w WHERE w.institution_id = $1 AND w.referral_id > $2
      ORDER BY w.referral_id LIMIT 500)
    ORDER BY r.id FOR NO KEY UPDATE OF r`,
};

const writeExceptions = {
  name: 'write-worklist-exceptions',
  text: `UPDATE worklist_item w SET except_people = i."except"
    FROM jsonb_to_recordset($2::jsonb) AS i(id uuid, office text, "except" uuid[])
    WHERE w.institution_id = $1 AND w.referral_id = i.id AND w.office = i.office
      AND w.except_people IS DISTINCT FROM i."except"`,
};

/** Who may not act on what awaits an institution's offices, after it changed its rules. */
export async function rewriteExceptions(tx: Transaction, institutionId: string, rules: Rules, at: Date): Promise<void> {
  let after = firstId;
  for (;;) {
    const rows = await tx.query<{ id: string; facts: Facts }>(readAwaited, [institutionId, after]);
    const last = rows.at(-1);
    if (!last) return;
    const items = rows.flatMap(({ id, facts }) =>
      awaiting(facts, rules, at).map(({ office, except }) => ({ id, office, except })),
    );
    await tx.query(writeExceptions, [institutionId, JSON.stringify(items)]);
    after = last.id;
  }
}
