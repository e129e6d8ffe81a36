import { audit } from '../audit/audit.ts';
import type { Clock } from '../clock.ts';
import type { Transaction } from '../database/database.ts';
import { AppointmentEntity } from '../database/entities/appointment.ts';
import { SubstituteEntity } from '../database/entities/substitute.ts';
import type { Caller } from '../identity/caller.ts';
import { requireRight } from '../identity/guard.ts';
import { Problem } from '../problems/problem.ts';

/** Ends a warrant before its time: by its holder, by whoever set it, or by the insurance office. It stays on record. */
export async function revokeSubstitute(tx: Transaction, caller: Caller, id: string, clock: Clock): Promise<void> {
  const key = { institutionId: caller.institution.id, id };
  const warrant = await tx.manager.findOne(SubstituteEntity, { where: key, lock: { mode: 'for_no_key_update' } });
  if (!warrant) throw new Problem('notFound', {});
  const { institutionId, appointmentId } = warrant;
  const holder = await tx.manager.findOneByOrFail(AppointmentEntity, { institutionId, id: appointmentId });
  if (![holder.personId, warrant.setBy].includes(caller.person.id)) requireRight(caller, 'setSubstitutesForOthers');
  // Only now: whatever was signed while this waited for its turn lies before the end.
  const at = clock.now();
  if (warrant.revokedAt || warrant.validUntil <= at) throw new Problem('alreadyEnded', {});
  await tx.manager.update(SubstituteEntity, key, { revokedAt: at, revokedBy: caller.person.id });
  const details = { warrantNo: warrant.warrantNo, office: holder.office, holderId: holder.personId };
  await audit(tx, caller, { what: 'substituteRevoked', at, subject: warrant.personId, details });
}
