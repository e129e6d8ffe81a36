import type { Language, SetSubstituteRequest, SubstituteResponse } from '@countersign/contract';
import { dateInShanghai, numberByPattern, type Office } from '@countersign/policy';
import { v7 as newId } from 'uuid';
import { audit } from '../audit/audit.ts';
import type { Transaction } from '../database/database.ts';
import { AppointmentEntity } from '../database/entities/appointment.ts';
import { PersonEntity } from '../database/entities/person.ts';
import { SubstituteEntity } from '../database/entities/substitute.ts';
import { constraintOf } from '../database/taken.ts';
import { notBefore } from '../http/not-before.ts';
import type { Caller } from '../identity/caller.ts';
import { requireRight } from '../identity/guard.ts';
import { invalidField, Problem } from '../problems/problem.ts';
import { readSubstitute } from './list-substitutes.ts';

/** A numbered warrant to act for the holder of an appointment, given by the holder or by the insurance office. */
export async function setSubstitute(
  tx: Transaction,
  caller: Caller,
  { appointmentId, personId, from, until, reason = null }: SetSubstituteRequest,
  language: Language,
  at: Date,
): Promise<SubstituteResponse> {
  const institutionId = caller.institution.id;
  const appointment = await requireAppointment(tx, institutionId, appointmentId);
  const isHolder = appointment.personId === caller.person.id;
  if (!isHolder) requireSetter(caller, appointment.office);
  if (personId === appointment.personId) throw new Problem('ownSubstitute', {});
  if (!isHolder && personId === caller.person.id) throw new Problem('setterIsSubstitute', {});

  const period = { validFrom: notBefore(from, at, '/from'), validUntil: new Date(until) };
  if (period.validUntil <= period.validFrom) throw invalidField('/until', { reason: 'wrongOrder' });
  refuseOutliving(appointment, period);
  await requireActive(tx, institutionId, personId);
  await refuseSecond(tx, { institutionId, appointmentId, personId, ...period });

  const warrantNo = await nextWarrantNo(tx, caller, at);
  const id = newId();
  const warrant = { institutionId, id, appointmentId, personId, warrantNo, ...period, reason };
  await insertWarrant(tx, { ...warrant, setBy: caller.person.id, createdAt: at });
  const substitute = await readSubstitute(tx, caller, id, language);
  const details = {
    warrantNo,
    office: appointment.office,
    holderId: appointment.personId,
    from: substitute.from,
    until: substitute.until,
  };
  await audit(tx, caller, { what: 'substituteSet', at, subject: personId, details });
  return substitute;
}

/** Counted under a lock, so a number that is taken is one from before the institution changed its pattern. */
async function insertWarrant(tx: Transaction, warrant: Omit<SubstituteEntity, 'revokedAt' | 'revokedBy'>): Promise<void> {
  try {
    await tx.manager.insert(SubstituteEntity, warrant);
  } catch (error) {
    const isTaken = constraintOf(error) === 'substitute_warrant';
    throw isTaken ? new Problem('numberTaken', { number: warrant.warrantNo }) : error;
  }
}

/** Nobody but its holder lends an office that gives power over the others. */
const lentByHolderAlone: readonly Office[] = ['administrator', 'auditor'];

function requireSetter(caller: Caller, office: Office): void {
  if (lentByHolderAlone.includes(office)) throw new Problem('notPermitted', { offices: [office] });
  requireRight(caller, 'setSubstitutesForOthers');
}

/** Locks the appointment, so that it cannot end while a warrant for it is being written. */
async function requireAppointment(tx: Transaction, institutionId: string, id: string): Promise<AppointmentEntity> {
  const where = { institutionId, id };
  const appointment = await tx.manager.findOne(AppointmentEntity, { where, lock: { mode: 'for_no_key_update' } });
  if (!appointment) throw invalidField('/appointmentId', { reason: 'notFound' });
  return appointment;
}

function refuseOutliving(appointment: AppointmentEntity, period: { validFrom: Date; validUntil: Date }): void {
  const begins = appointment.validFrom <= period.validFrom;
  const ends = appointment.validUntil === null || period.validUntil <= appointment.validUntil;
  if (!begins || !ends) throw new Problem('warrantOutlivesAppointment', {});
}

async function requireActive(tx: Transaction, institutionId: string, id: string): Promise<void> {
  const where = { institutionId, id, active: true };
  const person = await tx.manager.findOne(PersonEntity, { where, lock: { mode: 'pessimistic_read' } });
  if (!person) throw new Problem('unknownPerson', { ids: [id] });
}

const findOverlapping = {
  name: 'find-overlapping-warrant',
  text: `SELECT id FROM substitute
    WHERE institution_id = $1 AND appointment_id = $2 AND person_id = $3
      AND valid_from < $5 AND $4 < least(valid_until, revoked_at)
    LIMIT 1`,
};

/** Two warrants for the same office at one time would make every act ask by which of the two. */
async function refuseSecond(
  tx: Transaction,
  planned: { institutionId: string; appointmentId: string; personId: string; validFrom: Date; validUntil: Date },
): Promise<void> {
  const { institutionId, appointmentId, personId, validFrom, validUntil } = planned;
  const values = [institutionId, appointmentId, personId, validFrom, validUntil];
  const overlapping = await tx.query(findOverlapping, values);
  if (overlapping.length > 0) throw invalidField('/personId', { reason: 'taken' });
}

// The counter's row stays locked until the warrant is committed with it, so that no number is ever left out.
const countWarrant = {
  name: 'count-warrant',
  text: `INSERT INTO counter (institution_id, kind, year, last) VALUES ($1, 'warrant', $2, 1)
    ON CONFLICT (institution_id, kind, year) DO UPDATE SET last = counter.last + 1 RETURNING last`,
};

async function nextWarrantNo(tx: Transaction, { institution }: Caller, at: Date): Promise<string> {
  const year = Number(dateInShanghai(at).slice(0, 4));
  const [counter] = await tx.query<{ last: number }>(countWarrant, [institution.id, year]);
  return numberByPattern(institution.settings.warrantNumberPattern, year, counter!.last);
}
