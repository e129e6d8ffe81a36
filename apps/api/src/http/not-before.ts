import { invalidField } from '../problems/problem.ts';

const clocksDiffer = 5 * 60_000;

/**
 * A moment that must not lie in the past; now where none was given. Clocks differ: a moment that passed some minutes
 * ago is taken as now.
 */
export function notBefore(given: string | undefined, now: Date, pointer: string): Date {
  if (given === undefined) return now;
  const moment = new Date(given);
  if (moment.getTime() < now.getTime() - clocksDiffer) throw invalidField(pointer, { reason: 'past' });
  return moment < now ? now : moment;
}
