import type { Audited } from '@countersign/contract';
import { audit } from '../audit/audit.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { Settings } from '../institutions/settings.ts';
import { Problem } from '../problems/problem.ts';
import type { Passwords } from './passwords.ts';

/** Somebody whose password can be put to the test. */
export interface Known {
  institutionId: string;
  personId: string;
  passwordHash: string;
  lockedUntil: Date | null;
  settings: Settings;
}

// The row's own values are counted up under its lock: of many guesses at once no more are answered than the rule lets.
const countWrong = {
  name: 'count-wrong-password',
  text: `UPDATE person SET
      failed_sign_ins = CASE WHEN locked_until IS NULL THEN failed_sign_ins + 1 ELSE 1 END,
      locked_until = CASE
        WHEN (CASE WHEN locked_until IS NULL THEN failed_sign_ins + 1 ELSE 1 END) >= $4 THEN $5::timestamptz END
    WHERE institution_id = $1 AND id = $2 AND (locked_until IS NULL OR locked_until <= $3)
    RETURNING locked_until`,
};

const forgetWrong = {
  name: 'forget-wrong-passwords',
  text: `UPDATE person SET failed_sign_ins = 0, locked_until = NULL
    WHERE institution_id = $1 AND id = $2 AND active AND password_hash = $4
      AND (locked_until IS NULL OR locked_until <= $3)
    RETURNING id`,
};

const readLock = {
  name: 'read-lock',
  text: `SELECT locked_until FROM person WHERE institution_id = $1 AND id = $2`,
};

interface LockRow {
  locked_until: Date | null;
}

const lockedOut = (until: Date, at: Date): Problem =>
  new Problem('lockedOut', { seconds: Math.max(1, Math.ceil((until.getTime() - at.getTime()) / 1000)) });

/** Refuses a wrong password and counts it; after so many in a row it locks the person out for some minutes. */
export async function provePassword(
  db: Database,
  passwords: Passwords,
  known: Known,
  password: string,
  at: Date,
  failure: Audited,
): Promise<void> {
  // Verified also where it does not matter: how long the answer takes must not tell a locked name from an unknown one.
  const isRight = await passwords.verify(known.passwordHash, password);
  if (known.lockedUntil && known.lockedUntil > at) throw lockedOut(known.lockedUntil, at);
  if (isRight) return;
  // Committed before it is answered: the refusal must not undo the count.
  throw await db.transaction((tx) => countFailure(tx, known, at, failure));
}

async function countFailure(tx: Transaction, known: Known, at: Date, failure: Audited): Promise<Problem> {
  const { institutionId, personId, settings } = known;
  const until = new Date(at.getTime() + settings.lockOutMinutes * 60_000);
  const values = [institutionId, personId, at, settings.lockOutAfter, until];
  const [counted] = await tx.query<LockRow>(countWrong, values);
  if (!counted) return lockedMeanwhile(tx, known, at);
  const by = { institution: { id: institutionId }, person: { id: personId } };
  await audit(tx, by, { what: failure, at, subject: personId });
  if (!counted.locked_until) return new Problem('wrongPassword', {});
  await audit(tx, by, { what: 'lockedOut', at, subject: personId });
  return lockedOut(counted.locked_until, at);
}

async function lockedMeanwhile(tx: Transaction, { institutionId, personId }: Known, at: Date): Promise<Problem> {
  const [row] = await tx.query<LockRow>(readLock, [institutionId, personId]);
  return row?.locked_until && row.locked_until > at ? lockedOut(row.locked_until, at) : new Problem('wrongPassword', {});
}

/**
 * Clears the count once the right password was given; first in the transaction of what the password opens. A lock
 * that fell, or a password that changed, while this one was being verified still counts.
 */
export async function acceptPassword(tx: Transaction, known: Known, at: Date): Promise<void> {
  const values = [known.institutionId, known.personId, at, known.passwordHash];
  const [accepted] = await tx.query(forgetWrong, values);
  if (!accepted) throw await lockedMeanwhile(tx, known, at);
}
