import type { Transaction } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';

const lockInstitution = {
  name: 'lock-institution',
  text: `SELECT id FROM institution WHERE id = $1 FOR NO KEY UPDATE`,
};

const otherAdministrators = {
  name: 'other-administrators',
  text: `SELECT a.id FROM appointment a
    JOIN person p ON p.institution_id = a.institution_id AND p.id = a.person_id
    WHERE a.institution_id = $1 AND a.office = 'administrator' AND p.active
      AND a.id IS DISTINCT FROM $2::uuid AND a.person_id IS DISTINCT FROM $3::uuid
      AND a.valid_from <= $4 AND a.valid_until IS NULL
    LIMIT 1`,
};

/**
 * Two administrators who remove each other at the same moment take turns: the second is then the last one. First in
 * its transaction, before any other lock.
 */
export async function takeTurnsOverAdministrators(tx: Transaction, caller: Caller): Promise<void> {
  await tx.query(lockInstitution, [caller.institution.id]);
}

/**
 * Refuses what would leave the institution without an administrator from that moment on. Whose appointment has an end
 * does not count: two ends, each harmless while the other person stays, would together leave nobody.
 */
export async function keepAnAdministrator(
  tx: Transaction,
  caller: Caller,
  without: { appointmentId?: string; personId?: string },
  from: Date,
): Promise<void> {
  const { appointmentId = null, personId = null } = without;
  const others = await tx.query(otherAdministrators, [caller.institution.id, appointmentId, personId, from]);
  if (others.length === 0) throw new Problem('lastAdministrator', {});
}
