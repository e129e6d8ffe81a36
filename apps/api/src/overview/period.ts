import type { PeriodQuery } from '@countersign/contract';
import { dateInShanghai, endOfDay } from '@countersign/policy';
import { invalidField } from '../problems/problem.ts';

const usualDays = 90;
const mostDays = 366;
const day = 86_400_000;

/** Days in Asia/Shanghai, both included, and the moments between which they lie. */
export interface Period {
  from: string;
  to: string;
  begins: Date;
  /** The first moment that is no longer part of it. */
  ends: Date;
}

/** The period that was asked for: unless they are given, it ends today and began 90 days before its end. */
export function periodOf(query: PeriodQuery, now: Date): Period {
  const { from, to = dateInShanghai(now) } = query;
  const ends = endOfDay(to);
  const begins = from === undefined ? new Date(ends.getTime() - usualDays * day) : new Date(endOfDay(from).getTime() - day);
  if (begins >= ends) throw invalidField('/to', { reason: 'wrongOrder' });
  if (ends.getTime() - begins.getTime() > mostDays * day) {
    throw invalidField('/from', { reason: 'periodTooLong', args: { max: mostDays } });
  }
  return { from: dateInShanghai(begins), to, begins, ends };
}

/** The Monday of every week that has a day in the period. */
export function weeksOf({ from, to }: Period): string[] {
  const first = new Date(`${from}T00:00:00Z`);
  const monday = first.getTime() - ((first.getUTCDay() + 6) % 7) * day;
  const weeks = Math.floor((Date.parse(`${to}T00:00:00Z`) - monday) / (7 * day)) + 1;
  return Array.from({ length: weeks }, (_, i) => new Date(monday + i * 7 * day).toISOString().slice(0, 10));
}
