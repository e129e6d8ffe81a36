import type { LetterClaims } from '@countersign/evidence';
import { stateName, type Entry, type Facts } from '@countersign/policy';
import { isId } from '@countersign/contract';
import type { Database } from '../database/database.ts';
import { claimsOfEvent } from '../documents/fill-views.ts';
import type { Content } from '../referrals/personal.ts';
import type { Secrets } from '../secrets/secrets.ts';
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
  institutionId: string;
  institution: string;
  referralId: string;
  letterNo: string;
  facts: Facts;
  /** The event that the token names, and its hash; null where there is none. */
  entry: Entry | null;
  hash: string | null;
  form: Content;
}

const byNumber = {
  name: 'letter-by-number',
  text: `SELECT l.institution_id AS "institutionId", i.name AS institution, l.referral_id AS "referralId", l.number AS "letterNo",
      r.facts, e.body AS entry, e.hash, f.content AS form
    FROM letter l
    JOIN institution i ON i.id = l.institution_id
    JOIN referral r ON r.institution_id = l.institution_id AND r.id = l.referral_id
    JOIN form f ON f.institution_id = l.institution_id AND f.referral_id = l.referral_id
      AND f.version = (r.facts -> 'form' ->> 'version')::int
    LEFT JOIN event e ON e.institution_id = l.institution_id AND e.referral_id = l.referral_id AND e.seq = $3
    WHERE l.institution_id = $1 AND l.number = $2`,
};

/** The letter that a token names; null where there is none. */
export async function readRecord(db: Database, secrets: Secrets, claims: LetterClaims): Promise<Recorded | null> {
  const { institution, letterNo, seq } = claims;
  if (!isId(institution.id) || seq < 1 || seq > 2_147_483_647) return null;
  const [row] = await db.query<Row>(byNumber, [institution.id, letterNo, seq]);
  return row ? recorded(row, secrets) : null;
}

function recorded(row: Row, secrets: Secrets): Recorded {
  const { institutionId, referralId, letterNo, facts } = row;
  return {
    institutionId,
    referralId,
    letterNo,
    currentNo: facts.letter!.number,
    state: stateName(facts.state),
    claims: claimsIn(row, secrets),
    arrived: facts.arrivedWith.includes(letterNo),
  };
}

/** Nothing is filled in after a letter: its form is the one that there is now. */
function claimsIn({ institutionId: id, institution: name, letterNo, entry, hash, form }: Row, secrets: Secrets): LetterClaims | null {
  if (!hash || (entry?.act !== 'issueLetter' && entry?.act !== 'replaceLetter')) return null;
  const { letter } = entry.data;
  return letter.number === letterNo ? claimsOfEvent({ id, name }, { entry, letter, hash }, form, secrets) : null;
}
