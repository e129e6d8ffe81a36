import { dateInShanghai } from '@countersign/policy';

const day = 86_400_000;

const isWeekend = (date: string): boolean => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());

/** The working day (Monday to Friday) so many before today in Asia/Shanghai, at this time of day there. */
export function workdayBefore(now: Date, workdays: number, time: string): Date {
  let date = dateInShanghai(now);
  for (let left = workdays; left > 0; ) {
    date = new Date(Date.parse(`${date}T00:00:00Z`) - day).toISOString().slice(0, 10);
    if (!isWeekend(date)) left -= 1;
  }
  return new Date(`${date}T${time}:00+08:00`);
}

/** Midnight in Asia/Shanghai so many days from today. */
export const midnight = (now: Date, days: number): Date =>
  new Date(Date.parse(`${dateInShanghai(now)}T00:00:00+08:00`) + days * day);
