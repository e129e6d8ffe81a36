import type { PresenceResponse } from '@countersign/contract';
import type { Database } from '../database/database.ts';
import { Problem } from '../problems/problem.ts';
import type { Caller } from './caller.ts';
import type { Passwords } from './passwords.ts';
import { acceptPassword, provePassword } from './prove-password.ts';
import { readKnownCaller } from './read-known.ts';

const setPresence = {
  name: 'set-presence',
  text: `UPDATE session SET present_until = $3 WHERE institution_id = $1 AND id = $2 AND revoked_at IS NULL RETURNING id`,
};

/** Opens the signing window of this session: the password once, then some minutes that the institution sets. */
export async function provePresence(
  db: Database,
  passwords: Passwords,
  caller: Caller,
  password: string,
  at: Date,
): Promise<PresenceResponse> {
  const known = await readKnownCaller(db, caller);
  await provePassword(db, passwords, known, password, at, 'presenceFailed');
  const until = new Date(at.getTime() + caller.institution.settings.signingWindowMinutes * 60_000);
  await db.transaction(async (tx) => {
    await acceptPassword(tx, known, at);
    const open = await tx.query(setPresence, [caller.institution.id, caller.session.id, until]);
    if (open.length === 0) throw new Problem('signedOut', {});
  });
  return { presentUntil: until.toISOString() };
}

export async function endPresence(db: Database, { institution, session }: Caller): Promise<void> {
  await db.query(setPresence, [institution.id, session.id, null]);
}
