import type { LetterClaims } from '@countersign/evidence';
import { stateName, type Facts } from '@countersign/policy';
import { isId } from '@countersign/contract';
import type { Database } from '../database/database.ts';
import type { LetterOnRecord } from './letter-status.ts';

/** A letter as the database has it. */
export interface Recorded extends LetterOnRecord {
  institutionId: string;
  referralId: string;
  letterNo: string;
  /** Whether somebody arrived with this very letter. */
  arrived: boolean;
}

interface Row {
  institution_id: string;
  referral_id: string;
  number: string;
  valid_until: string;
  facts: Facts;
  head: string | null;
}

const byNumber = {
  name: 'letter-by-number',
  text: `SELECT l.institution_id, l.referral_id, l.number, l.valid_until::text, r.facts, e.hash AS head
    FROM letter l
    JOIN referral r ON r.institution_id = l.institution_id AND r.id = l.referral_id
    LEFT JOIN event e ON e.institution_id = l.institution_id AND e.referral_id = l.referral_id AND e.seq = $3
    WHERE l.institution_id = $1 AND l.number = $2`,
};

/** The letter that a token names; null where there is none. */
export async function readRecord(db: Database, claims: LetterClaims): Promise<Recorded | null> {
  const { institution, letterNo, seq } = claims;
  if (!isId(institution.id) || seq < 1 || seq > 2_147_483_647) return null;
  const [row] = await db.query<Row>(byNumber, [institution.id, letterNo, seq]);
  return row ? recorded(row) : null;
}

const recorded = ({ institution_id, referral_id, number, valid_until, facts, head }: Row): Recorded => ({
  institutionId: institution_id,
  referralId: referral_id,
  letterNo: number,
  currentNo: facts.letter!.number,
  state: stateName(facts.state),
  validUntil: valid_until,
  head,
  arrived: facts.arrivedWith.includes(number),
});
