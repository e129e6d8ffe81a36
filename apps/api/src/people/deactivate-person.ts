import { audit } from '../audit/audit.ts';
import type { Clock } from '../clock.ts';
import type { Transaction } from '../database/database.ts';
import { PersonEntity } from '../database/entities/person.ts';
import type { Caller } from '../identity/caller.ts';
import { revokeSessions } from '../identity/revoke-sessions.ts';
import { Problem } from '../problems/problem.ts';
import { keepAnAdministrator, takeTurnsOverAdministrators } from './keep-an-administrator.ts';
import { requirePerson } from './require-person.ts';

const lockAppointments = {
  name: 'lock-appointments',
  text: `SELECT id FROM appointment WHERE institution_id = $1 AND person_id = $2 ORDER BY id FOR NO KEY UPDATE`,
};

const lockWarrants = {
  name: 'lock-warrants',
  text: `SELECT id FROM substitute
    WHERE institution_id = $1 AND person_id = $2 AND revoked_at IS NULL ORDER BY id FOR NO KEY UPDATE`,
};

const endAppointments = {
  name: 'end-appointments',
  text: `UPDATE appointment SET valid_until = greatest(valid_from, $3::timestamptz)
    WHERE institution_id = $1 AND person_id = $2 AND (valid_until IS NULL OR valid_until > $3) RETURNING id, office`,
};

const endWarrants = {
  name: 'end-warrants',
  text: `UPDATE substitute SET revoked_at = $3, revoked_by = $4
    WHERE institution_id = $1 AND person_id = $2 AND revoked_at IS NULL AND valid_until > $3 RETURNING warrant_no`,
};

/**
 * Whoever leaves is signed out; their offices end, and with them the warrants given for these, and so do the warrants
 * given to them: nobody acts for somebody who is gone. The row stays, for the log names it.
 */
export async function deactivatePerson(tx: Transaction, caller: Caller, id: string, clock: Clock): Promise<void> {
  await takeTurnsOverAdministrators(tx, caller);
  const person = await requirePerson(tx, caller, id);
  if (!person.active) throw new Problem('alreadyEnded', {});
  const institutionId = caller.institution.id;
  await tx.query(lockAppointments, [institutionId, id]);
  await tx.query(lockWarrants, [institutionId, id]);
  // Only now: whatever they signed while this waited for its turn lies before the end.
  const at = clock.now();
  await keepAnAdministrator(tx, caller, { personId: id }, at);
  await tx.manager.update(PersonEntity, { institutionId, id }, { active: false });
  const ended = await tx.query<{ office: string }>(endAppointments, [institutionId, id, at]);
  const revoked = await tx.query<{ warrant_no: string }>(endWarrants, [institutionId, id, at, caller.person.id]);
  await revokeSessions(tx, { institutionId, personId: id, at });
  const details = { ended: ended.map(({ office }) => office), revoked: revoked.map((one) => one.warrant_no) };
  await audit(tx, caller, { what: 'personDeactivated', at, subject: id, details });
}

/** Offices do not come back by themselves. */
export async function reactivatePerson(tx: Transaction, caller: Caller, id: string, at: Date): Promise<void> {
  const person = await requirePerson(tx, caller, id);
  if (person.active) return;
  await tx.manager.update(PersonEntity, { institutionId: caller.institution.id, id }, { active: true });
  await audit(tx, caller, { what: 'personReactivated', at, subject: id });
}
