import type { ReportArrivalRequest, ReportOutcomeRequest, ReturnSlipResponse } from '@countersign/contract';
import { recordArrival, recordOutcome } from '../referrals/return-slip.ts';
import { proveLetter } from './prove-letter.ts';
import { receiptOf } from './receipt.ts';
import type { VerificationParts } from './verification-parts.ts';

/** The receiving hospital says that the patient has arrived. Said twice, it is recorded once. */
export async function reportArrival(
  parts: VerificationParts,
  { on, hospital, name, phone, ...proof }: ReportArrivalRequest,
  address: string,
): Promise<ReturnSlipResponse> {
  const { db, clock, secrets } = parts;
  const letter = await proveLetter(parts, proof, address, clock.now());
  const { letterNo } = letter;
  const { seq, at } = await recordArrival(db, clock, secrets, letter, { letterNo, on, receiver: { hospital, name, phone } });
  return { letterNo, slip: 'arrival', on, recordedAt: at, receipt: receiptOf(secrets, { ...letter, seq }) };
}

/** It says what became of the patient. Said twice, it is recorded once. */
export async function reportOutcome(
  parts: VerificationParts,
  { kind, on, text, hospital, name, phone, ...proof }: ReportOutcomeRequest,
  address: string,
): Promise<ReturnSlipResponse> {
  const { db, clock, secrets } = parts;
  const letter = await proveLetter(parts, proof, address, clock.now());
  const { letterNo } = letter;
  const { seq, at } = await recordOutcome(db, clock, secrets, letter, { letterNo, kind, on, text, receiver: { hospital, name, phone } });
  return { letterNo, slip: 'outcome', on, recordedAt: at, receipt: receiptOf(secrets, { ...letter, seq }) };
}
