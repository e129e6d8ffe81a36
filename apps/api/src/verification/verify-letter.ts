import type { LetterStatus } from '@countersign/contract';
import { readLetter, type LetterClaims } from '@countersign/evidence';
import { letterStatus } from './letter-status.ts';
import { readRecord, type Recorded } from './read-record.ts';
import type { VerificationParts } from './verification-parts.ts';

/** What a letter is worth, for whoever holds it. */
export interface Verdict {
  status: LetterStatus;
  at: Date;
  /** What the token says and the record confirms; null where it does not. */
  proved: { claims: LetterClaims; record: Recorded } | null;
}

/** Answers without saying more than the token does. */
export async function verifyLetter({ db, keys, secrets, clock }: VerificationParts, token: string): Promise<Verdict> {
  const at = clock.now();
  const reading = readLetter(token, keys.publicKeys);
  const record = reading.genuine ? await readRecord(db, secrets, reading.claims) : null;
  const status = letterStatus(reading, record, at);
  const proved = reading.genuine && record && status !== 'notOnRecord' ? { claims: reading.claims, record } : null;
  return { status, at, proved };
}
