import type { LetterStatus } from '@countersign/contract';
import { canonical, type LetterClaims, type LetterReading } from '@countersign/evidence';
import { dateInShanghai, type StateName } from '@countersign/policy';

/** What the database says about the letter that a token names. */
export interface LetterOnRecord {
  /** Number of the letter that its referral has now; another one than the token's where it was replaced. */
  currentNo: string;
  state: StateName;
  /** What a token of it says, worked out anew; null where the event that the token names did not issue it. */
  claims: LetterClaims | null;
}

/**
 * What a letter is worth at this moment: first what its token proves by itself, then what became of the letter. A
 * token that nobody but us can have signed, and of which the log knows nothing, is no letter.
 */
export function letterStatus(reading: LetterReading, record: LetterOnRecord | null, at: Date): LetterStatus {
  if (!reading.genuine) return reading.why === 'malformed' ? 'unreadable' : reading.why;
  const { letterNo, validUntil } = reading.claims;
  if (!record?.claims || !saysTheSame(reading.claims, record.claims)) return 'notOnRecord';
  if (record.currentNo !== letterNo) return 'replaced';
  if (record.state === 'voided') return 'void';
  if (record.state === 'used') return 'used';
  return record.state === 'expired' || dateInShanghai(at) > validUntil ? 'expired' : 'genuine';
}

/** In everything but what the institution is called: it may have another name by now. */
function saysTheSame(one: LetterClaims, other: LetterClaims): boolean {
  const bare = ({ institution: { id }, ...said }: LetterClaims) => canonical({ id, ...said });
  return bare(one) === bare(other);
}
