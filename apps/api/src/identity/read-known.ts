import type { Database } from '../database/database.ts';
import { Problem } from '../problems/problem.ts';
import type { Caller } from './caller.ts';
import type { Known } from './prove-password.ts';

const readKnown = {
  name: 'read-known',
  text: `SELECT password_hash, locked_until FROM person WHERE institution_id = $1 AND id = $2 AND active`,
};

/** The signed-in person as somebody who is about to give their password once more. */
export async function readKnownCaller(db: Database, { institution, person }: Caller): Promise<Known> {
  const [row] = await db.query<{ password_hash: string; locked_until: Date | null }>(readKnown, [
    institution.id,
    person.id,
  ]);
  if (!row) throw new Problem('signedOut', {});
  return {
    institutionId: institution.id,
    personId: person.id,
    passwordHash: row.password_hash,
    lockedUntil: row.locked_until,
    settings: institution.settings,
  };
}
