import { timingSafeEqual } from 'node:crypto';
import { returnCodeOf } from '../documents/return-code.ts';
import { invalidField, Problem } from '../problems/problem.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { codeMeant, numberAsCounted, numbersMeant } from './typed-number.ts';
import type { VerificationParts } from './verification-parts.ts';
import { verifyLetter } from './verify-letter.ts';

/** How somebody shows that they hold a letter: what is printed on it. */
export interface LetterProof {
  token?: string;
  letterNo?: string;
  institution?: string;
  code: string;
}

export interface ProvedLetter {
  institutionId: string;
  referralId: string;
  letterNo: string;
}

/**
 * The letter that somebody holds, by its return code. Who has no letter learns nothing: a number that no letter has
 * is answered, counted and takes as long as a wrong code.
 */
export async function proveLetter(parts: VerificationParts, proof: LetterProof, address: string, at: Date): Promise<ProvedLetter> {
  const { token, letterNo } = proof;
  if (token !== undefined) {
    if (letterNo !== undefined) throw invalidField('/letterNo', { reason: 'notAllowed' });
    return proveByToken(parts, token, proof.code, address, at);
  }
  if (letterNo === undefined) throw invalidField('/letterNo', { reason: 'required' });
  return parts.attempts.prove(`typed ${numberAsCounted(letterNo)}`, address, at, () =>
    proveByNumber(parts, letterNo, proof.institution, proof.code),
  );
}

async function proveByToken(parts: VerificationParts, token: string, code: string, address: string, at: Date): Promise<ProvedLetter> {
  const { secrets, attempts } = parts;
  const { status, proved } = await verifyLetter(parts, token);
  if (!proved) throw new Problem('letterNotProved', { letter: status });
  const { record } = proved;
  return attempts.prove(`token ${record.institutionId} ${record.letterNo}`, address, at, async () => {
    if (!isCodeOf(secrets, record, code)) throw new Problem('wrongReturnCode', {});
    return record;
  });
}

const byTypedNumber = {
  name: 'letter-by-typed-number',
  text: `SELECT l.institution_id AS "institutionId", l.referral_id AS "referralId", l.number AS "letterNo"
    FROM institution i JOIN letter l ON l.institution_id = i.id AND l.number = ANY($1)
    WHERE $2::text IS NULL OR i.code = $2`,
};

/** Looked up where there is none, so that it takes as long. */
const none: ProvedLetter = { institutionId: '00000000-0000-0000-0000-000000000000', referralId: '', letterNo: '' };

/** Two institutions may number alike: then it is the one whose code this is. */
async function proveByNumber(
  { db, secrets }: VerificationParts,
  typed: string,
  institution: string | undefined,
  code: string,
): Promise<ProvedLetter> {
  const named = await db.query<ProvedLetter>(byTypedNumber, [numbersMeant(typed), institution?.toLowerCase() ?? null]);
  const proved = (named.length > 0 ? named : [none]).filter((letter) => isCodeOf(secrets, letter, code));
  const [letter] = proved;
  if (!letter || letter === none) throw new Problem('wrongReturnCode', {});
  return letter;
}

/** In the same time whatever is wrong with it. */
function isCodeOf(secrets: Secrets, { institutionId, letterNo }: ProvedLetter, code: string): boolean {
  const right = Buffer.from(codeMeant(returnCodeOf(secrets, institutionId, letterNo)));
  const given = Buffer.alloc(right.length);
  const meant = Buffer.from(codeMeant(code));
  meant.copy(given);
  return timingSafeEqual(right, given) && meant.length === right.length;
}
