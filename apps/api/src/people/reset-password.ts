import { audit } from '../audit/audit.ts';
import type { Transaction } from '../database/database.ts';
import { PersonEntity } from '../database/entities/person.ts';
import type { Caller } from '../identity/caller.ts';
import { revokeSessions } from '../identity/revoke-sessions.ts';
import type { InitialPassword, Sealed } from './initial-password.ts';
import { requirePerson } from './require-person.ts';

/** A new password for the first sign-in; whoever knew the old one is signed out. */
export async function resetPassword(
  tx: Transaction,
  caller: Caller,
  id: string,
  initial: InitialPassword,
  at: Date,
): Promise<Sealed> {
  await requirePerson(tx, caller, id);
  const institutionId = caller.institution.id;
  const change = { passwordHash: initial.hash, mustChangePassword: true, failedSignIns: 0, lockedUntil: null };
  await tx.manager.update(PersonEntity, { institutionId, id }, change);
  await revokeSessions(tx, { institutionId, personId: id, at });
  await audit(tx, caller, { what: 'passwordReset', at, subject: id });
  return { sealedPassword: initial.sealed };
}

export async function unlockPerson(tx: Transaction, caller: Caller, id: string, at: Date): Promise<void> {
  await requirePerson(tx, caller, id);
  const change = { failedSignIns: 0, lockedUntil: null };
  await tx.manager.update(PersonEntity, { institutionId: caller.institution.id, id }, change);
  await audit(tx, caller, { what: 'unlocked', at, subject: id });
}
