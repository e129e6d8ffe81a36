import { isDepartmentOffice, type Office } from './vocabulary.ts';

export interface Named {
  id: string;
  name: string;
}

/** A period from–until; `until` is exclusive, null is open-ended. Moments are ISO 8601. */
export interface Period {
  from: string;
  until: string | null;
}

/** Person holds office, in a department where the office belongs to one. */
export interface Appointment extends Period {
  office: Office;
  departmentId: string | null;
}

/** A numbered warrant to act for the holder of an appointment. */
export interface Warrant extends Period {
  warrantNo: string;
  holder: Named;
  appointment: Appointment;
}

/** What a person may act as at one moment: their own office, or another's by warrant. */
export interface Capacity {
  office: Office;
  departmentId: string | null;
  onBehalfOf: Named | null;
  warrantNo: string | null;
}

export interface Person extends Named {
  /** Own capacities first, then those by warrant. */
  capacities: readonly Capacity[];
}

const covers = (period: Period, at: Date): boolean =>
  Date.parse(period.from) <= at.getTime() && (period.until === null || at.getTime() < Date.parse(period.until));

/**
 * What somebody with these appointments and warrants may act as at this moment. A warrant is worth as much as the
 * appointment it was given for: it ends when the holder's office ends.
 */
export function capacitiesOf(
  appointments: readonly Appointment[],
  warrants: readonly Warrant[],
  at: Date,
): Capacity[] {
  return capacitiesWhere(appointments, warrants, (...periods) => periods.every((period) => covers(period, at)));
}

function capacitiesWhere(
  appointments: readonly Appointment[],
  warrants: readonly Warrant[],
  held: (...periods: Period[]) => boolean,
): Capacity[] {
  const own = appointments
    .filter((appointment) => held(appointment))
    .map(({ office, departmentId }) => ({ office, departmentId, onBehalfOf: null, warrantNo: null }));
  const lent = warrants
    .filter((warrant) => held(warrant, warrant.appointment))
    .map(({ appointment: { office, departmentId }, holder, warrantNo }) => ({
      office,
      departmentId,
      onBehalfOf: { id: holder.id, name: holder.name },
      warrantNo,
    }));
  return [...own, ...lent];
}

/** Whether all of these have a moment in common on this day in Asia/Shanghai, as far as it is over. */
function coverDay(periods: readonly Period[], day: string, at: Date): boolean {
  const begin = Date.parse(`${day}T00:00:00+08:00`);
  const from = Math.max(begin, ...periods.map((period) => Date.parse(period.from)));
  const ends = periods.flatMap(({ until }) => (until === null ? [] : [Date.parse(until)]));
  return from < Math.min(begin + 86_400_000, at.getTime() + 1, ...ends);
}

/**
 * What somebody with these appointments and warrants may have acted as on a day of which the hour is not known, asked
 * at this moment.
 */
export const capacitiesOn = (
  appointments: readonly Appointment[],
  warrants: readonly Warrant[],
  day: string,
  at: Date,
): Capacity[] =>
  capacitiesWhere(appointments, warrants, (...periods) => coverDay(periods, day, at));

/** Whether a capacity counts for a referral of this department (null: a referral of no department). */
export const countsIn = (capacity: Capacity, departmentId: string | null): boolean =>
  !isDepartmentOffice(capacity.office) || capacity.departmentId === departmentId;
