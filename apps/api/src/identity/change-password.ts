import type { ChangePasswordRequest } from '@countersign/contract';
import { audit } from '../audit/audit.ts';
import type { Database } from '../database/database.ts';
import { Problem } from '../problems/problem.ts';
import type { Caller } from './caller.ts';
import { refuseWeak, type Passwords } from './passwords.ts';
import { acceptPassword, provePassword } from './prove-password.ts';
import { readKnownCaller } from './read-known.ts';
import { revokeSessions } from './revoke-sessions.ts';

const setPassword = {
  name: 'set-password',
  text: `UPDATE person SET password_hash = $3, must_change_password = false WHERE institution_id = $1 AND id = $2`,
};

/** Whoever knew the old password is signed out everywhere but here. */
export async function changePassword(
  db: Database,
  passwords: Passwords,
  caller: Caller,
  { current, next }: ChangePasswordRequest,
  at: Date,
): Promise<void> {
  const known = await readKnownCaller(db, caller);
  await provePassword(db, passwords, known, current, at, 'presenceFailed');
  refuseWeak(next, caller.username);
  if (await passwords.verify(known.passwordHash, next)) throw new Problem('passwordReused', {});
  const hash = await passwords.hash(next);
  const [institutionId, personId] = [caller.institution.id, caller.person.id];
  await db.transaction(async (tx) => {
    await acceptPassword(tx, known, at);
    await tx.query(setPassword, [institutionId, personId, hash]);
    await revokeSessions(tx, { institutionId, personId, at, except: caller.session.id });
    await audit(tx, caller, { what: 'passwordChanged', at, subject: personId });
  });
}
