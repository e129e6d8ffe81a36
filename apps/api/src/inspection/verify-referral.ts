import type { VerificationResponse } from '@countersign/contract';
import type { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { requireReferral } from '../referrals/require-referral.ts';
import type { EvidenceReader } from './read-evidence.ts';
import { verificationOf } from './verification.ts';

/** What holds of a referral and what does not, its files included. For whoever may see it: it shows no more than its log. */
export async function verifyReferral(
  db: Database,
  reader: EvidenceReader,
  caller: Caller,
  id: string,
): Promise<VerificationResponse> {
  await requireReferral(db, caller, id);
  const record = await reader.readRecord(caller.institution.id, id);
  return verificationOf(reader.evidenceOf(record, await reader.lostOf(record)), reader.secrets);
}
