import type { ReportContent, RevealedContent } from '@countersign/contract';
import type { CollectedAct, EntryOf } from '@countersign/policy';
import { audit } from '../audit/audit.ts';
import type { Transaction } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { open, type Content } from './personal.ts';

interface Row {
  current: Content;
  report: ReportContent;
  release: EntryOf<'releaseForm'> | null;
  hand_over: EntryOf<'handOver'> | null;
}

/** ID and phone numbers of a referral in the clear. Every reveal is recorded, in the transaction that reads them. */
export async function reveal(
  tx: Transaction,
  secrets: Secrets,
  caller: Caller,
  id: string,
  at: Date,
): Promise<RevealedContent> {
  const [row] = await tx.query<Row>(
    `SELECT f.content AS current,
        (SELECT v.content FROM form v
          WHERE v.institution_id = r.institution_id AND v.referral_id = r.id AND v.version = 0) AS report,
        (SELECT e.body FROM event e
          WHERE e.institution_id = r.institution_id AND e.referral_id = r.id AND e.act = 'releaseForm'
          ORDER BY e.seq DESC LIMIT 1) AS release,
        (SELECT e.body FROM event e
          WHERE e.institution_id = r.institution_id AND e.referral_id = r.id AND e.act = 'handOver'
            AND e.body->'data'->>'letterNo' = r.facts->'letter'->>'number'
          ORDER BY e.seq DESC LIMIT 1) AS hand_over
      FROM referral r
      JOIN form f ON f.institution_id = r.institution_id AND f.referral_id = r.id
        AND f.version = coalesce((r.facts->'form'->>'version')::int, 0)
      WHERE r.institution_id = $1 AND r.id = $2`,
    [caller.institution.id, id],
  );
  if (!row) throw new Problem('notFound', {});
  await audit(tx, caller, { what: 'referralRevealed', subject: id, at });
  const { patient } = open(row.current, secrets);
  const { agent } = open(row.report, secrets);
  return {
    patient: { idNumber: patient.idNumber, phone: patient.phone ?? null },
    agent: agent ? { idNumber: agent.idNumber, phone: agent.phone ?? null } : null,
    collector: cardOf(row.release, secrets),
    handedOver: cardOf(row.hand_over, secrets),
  };
}

const cardOf = (entry: EntryOf<CollectedAct> | null, secrets: Secrets): { idNumber: string } | null =>
  entry && { idNumber: secrets.decrypt(entry.data.collector.idNumberEncrypted) };
