import { signLetter } from '@countersign/evidence';
import { claimsOf } from '../documents/fill-views.ts';
import { readSource } from '../documents/read-source.ts';
import { proveLetter, type LetterProof } from './prove-letter.ts';
import type { VerificationParts } from './verification-parts.ts';

/**
 * The token of a letter whose number and return code somebody typed: it says what its QR code says, so both ways lead to
 * one page. Only who has the letter gets it.
 */
export async function findLetter(parts: VerificationParts, typed: LetterProof, address: string): Promise<string> {
  const { db, clock, secrets, keys } = parts;
  const { institutionId, referralId, letterNo } = await proveLetter(parts, typed, address, clock.now());
  const source = await readSource(db, institutionId, referralId);
  return signLetter(claimsOf(source!, letterNo, secrets), keys.current);
}
