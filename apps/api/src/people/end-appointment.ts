import type { AppointmentResponse, EndAppointmentRequest, Language } from '@countersign/contract';
import { audit } from '../audit/audit.ts';
import type { Clock } from '../clock.ts';
import type { Transaction } from '../database/database.ts';
import { AppointmentEntity } from '../database/entities/appointment.ts';
import { notBefore } from '../http/not-before.ts';
import type { Caller } from '../identity/caller.ts';
import { invalidField, Problem } from '../problems/problem.ts';
import { keepAnAdministrator, takeTurnsOverAdministrators } from './keep-an-administrator.ts';
import { readAppointment } from './list-appointments.ts';

/** Ends an appointment now or later, and only ever sooner than before: who held an office is never rewritten. */
export async function endAppointment(
  tx: Transaction,
  caller: Caller,
  id: string,
  { until }: EndAppointmentRequest,
  language: Language,
  clock: Clock,
): Promise<AppointmentResponse> {
  await takeTurnsOverAdministrators(tx, caller);
  const key = { institutionId: caller.institution.id, id };
  const appointment = await tx.manager.findOne(AppointmentEntity, { where: key, lock: { mode: 'for_no_key_update' } });
  if (!appointment) throw new Problem('notFound', {});
  // Only now: whatever was signed while this waited for its turn lies before the end.
  const at = clock.now();
  const { office, validFrom, validUntil, personId } = appointment;
  if (validUntil && validUntil <= at) throw new Problem('alreadyEnded', {});
  const end = notBefore(until, at, '/until');
  if (validUntil && end > validUntil) throw invalidField('/until', { reason: 'wrongOrder' });
  if (office === 'administrator') await keepAnAdministrator(tx, caller, { appointmentId: id }, end);
  // One that has not begun never does.
  await tx.manager.update(AppointmentEntity, key, { validUntil: end < validFrom ? validFrom : end });
  const details = { appointmentId: id, office, departmentId: appointment.departmentId, until: end.toISOString() };
  await audit(tx, caller, { what: 'appointmentEnded', at, subject: personId, details });
  return readAppointment(tx, caller, id, language);
}
