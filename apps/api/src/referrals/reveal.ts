import type { RevealedContent } from '@countersign/contract';
import { Problem } from '../problems/problem.ts';
import { audit } from '../audit/audit.ts';
import type { Transaction } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { open, type Content } from './personal.ts';

/** ID and phone numbers of a referral in the clear. Every reveal is recorded, in the transaction that reads them. */
export async function reveal(
  tx: Transaction,
  secrets: Secrets,
  caller: Caller,
  id: string,
  at: Date,
): Promise<RevealedContent> {
  const [row] = await tx.query<{ content: Content }>(
    `SELECT f.content FROM form f WHERE f.institution_id = $1 AND f.referral_id = $2
      AND f.version = (SELECT coalesce((r.facts->'form'->>'version')::int, 0) FROM referral r
        WHERE r.institution_id = $1 AND r.id = $2)`,
    [caller.institution.id, id],
  );
  if (!row) throw new Problem('notFound', {});
  await audit(tx, caller, { what: 'referralRevealed', subject: id, at });
  const { patient, ...rest } = open(row.content, secrets);
  const agent = 'agent' in rest ? rest.agent : null;
  return {
    patient: { idNumber: patient.idNumber, phone: patient.phone ?? null },
    agent: agent ? { idNumber: agent.idNumber, phone: agent.phone ?? null } : null,
  };
}
