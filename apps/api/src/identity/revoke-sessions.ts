import { audit } from '../audit/audit.ts';
import type { Database, Transaction } from '../database/database.ts';
import { Problem } from '../problems/problem.ts';
import type { Caller } from './caller.ts';

const revokeOne = {
  name: 'revoke-session',
  text: `UPDATE session SET revoked_at = $4
    WHERE institution_id = $1 AND person_id = $2 AND id = $3 AND revoked_at IS NULL AND expires_at > $4
    RETURNING id`,
};

const revokeAll = {
  name: 'revoke-sessions',
  text: `UPDATE session SET revoked_at = $3
    WHERE institution_id = $1 AND person_id = $2 AND revoked_at IS NULL AND id IS DISTINCT FROM $4::uuid`,
};

/** Ends every session of a person, but for one where it is named. */
export async function revokeSessions(
  tx: Transaction,
  { institutionId, personId, at, except = null }: { institutionId: string; personId: string; at: Date; except?: string | null },
): Promise<void> {
  await tx.query(revokeAll, [institutionId, personId, at, except]);
}

export async function signOut(db: Database, caller: Caller, at: Date): Promise<void> {
  await endSession(db, caller, caller.session.id, at, 'signedOut');
}

/** Ends one session of one's own: a phone left behind, say. */
export async function endSession(
  db: Database,
  caller: Caller,
  id: string,
  at: Date,
  what: 'signedOut' | 'sessionEnded' = 'sessionEnded',
): Promise<void> {
  await db.transaction(async (tx) => {
    const ended = await tx.query(revokeOne, [caller.institution.id, caller.person.id, id, at]);
    if (ended.length === 0) throw new Problem('notFound', {});
    await audit(tx, caller, { what, at, subject: id });
  });
}

export async function signOutEverywhere(db: Database, caller: Caller, at: Date): Promise<void> {
  const { institution, person } = caller;
  await db.transaction(async (tx) => {
    await revokeSessions(tx, { institutionId: institution.id, personId: person.id, at });
    await audit(tx, caller, { what: 'signedOutEverywhere', at, subject: person.id });
  });
}
