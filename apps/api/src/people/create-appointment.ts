import type { AppointmentResponse, CreateAppointmentRequest, Language } from '@countersign/contract';
import { isDepartmentOffice, type Office } from '@countersign/policy';
import { v7 as newId } from 'uuid';
import { audit } from '../audit/audit.ts';
import type { Transaction } from '../database/database.ts';
import { AppointmentEntity } from '../database/entities/appointment.ts';
import { DepartmentEntity } from '../database/entities/department.ts';
import { PersonEntity } from '../database/entities/person.ts';
import type { Caller } from '../identity/caller.ts';
import { invalidField } from '../problems/problem.ts';
import { readAppointment } from './list-appointments.ts';

interface Planned {
  institutionId: string;
  personId: string;
  office: Office;
  departmentId: string | null;
  validFrom: Date;
  validUntil: Date | null;
}

export async function createAppointment(
  tx: Transaction,
  caller: Caller,
  { personId, office, departmentId = null, from, until }: CreateAppointmentRequest,
  language: Language,
  at: Date,
): Promise<AppointmentResponse> {
  const planned: Planned = {
    institutionId: caller.institution.id,
    personId,
    office,
    departmentId,
    validFrom: from === undefined ? at : new Date(from),
    validUntil: until == null ? null : new Date(until),
  };
  if (planned.validUntil && planned.validUntil <= planned.validFrom) throw invalidField('/until', { reason: 'wrongOrder' });
  await requireActivePerson(tx, planned);
  await requireFittingDepartment(tx, planned);
  await refuseSecond(tx, planned);
  const id = newId();
  await tx.manager.insert(AppointmentEntity, { ...planned, id, appointedBy: caller.person.id, createdAt: at });
  const appointment = await readAppointment(tx, caller, id, language);
  const { from: validFrom, until: validUntil } = appointment;
  const details = { appointmentId: id, office, departmentId, from: validFrom, until: validUntil };
  await audit(tx, caller, { what: 'appointed', at, subject: personId, details });
  return appointment;
}

/** Locks the person, so that two appointments of theirs come one after the other. */
async function requireActivePerson(tx: Transaction, { institutionId, personId }: Planned): Promise<void> {
  const where = { institutionId, id: personId, active: true };
  const person = await tx.manager.findOne(PersonEntity, { where, lock: { mode: 'for_no_key_update' } });
  if (!person) throw invalidField('/personId', { reason: 'notFound' });
}

/** Locks the department, so that it is neither deleted nor made inactive while somebody is appointed in it. */
async function requireFittingDepartment(tx: Transaction, { institutionId, office, departmentId }: Planned): Promise<void> {
  if (!isDepartmentOffice(office)) {
    if (departmentId !== null) throw invalidField('/departmentId', { reason: 'notAllowed' });
    return;
  }
  if (departmentId === null) throw invalidField('/departmentId', { reason: 'required' });
  const where = { institutionId, id: departmentId, active: true };
  const department = await tx.manager.findOne(DepartmentEntity, { where, lock: { mode: 'pessimistic_read' } });
  if (!department) throw invalidField('/departmentId', { reason: 'notFound' });
}

const findOverlapping = {
  name: 'find-overlapping-appointment',
  text: `SELECT id FROM appointment
    WHERE institution_id = $1 AND person_id = $2 AND office = $3 AND department_id IS NOT DISTINCT FROM $4::uuid
      AND valid_from < coalesce($6::timestamptz, 'infinity') AND $5 < coalesce(valid_until, 'infinity')
      AND (valid_until IS NULL OR valid_until > valid_from)
    LIMIT 1`,
};

/** The same office twice at one time would make every act ask in which of the two. */
async function refuseSecond(tx: Transaction, planned: Planned): Promise<void> {
  const { institutionId, personId, office, departmentId, validFrom, validUntil } = planned;
  const values = [institutionId, personId, office, departmentId, validFrom, validUntil];
  const overlapping = await tx.query(findOverlapping, values);
  if (overlapping.length > 0) throw invalidField('/office', { reason: 'taken' });
}
