import { urgencies, type Urgency } from './vocabulary.ts';

/** Hours that a referral may await one step. */
export type OverdueHours = Record<Urgency, number>;

/** For each urgency, in the order of `urgencies`: what has awaited its step since before this moment is overdue. */
export const overdueBefore = (hours: OverdueHours, at: Date): Date[] =>
  urgencies.map((urgency) => new Date(at.getTime() - hours[urgency] * 3_600_000));

/** Whether what has awaited its step since then has waited for longer than it may. */
export const isOverdue = (since: Date, urgency: Urgency, hours: OverdueHours, at: Date): boolean =>
  since < overdueBefore(hours, at)[urgencies.indexOf(urgency)]!;
