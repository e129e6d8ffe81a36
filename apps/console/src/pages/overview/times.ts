import type { Say } from '../../i18n/words.ts';
import type { overviewWords } from './words.ts';

type SayOverview = Say<keyof (typeof overviewWords)['words']['zh-CN']>;

/** 3.25 hours as a person says it: minutes below two hours, days above two days. */
export function sayHours(hours: number, say: SayOverview): string {
  if (hours < 2) return say('minutes', { count: Math.round(hours * 60) });
  if (hours < 48) return say('hours', { count: Math.round(hours) });
  const whole = Math.round(hours);
  return say('daysHours', { days: Math.floor(whole / 24), hours: whole % 24 });
}

/** As a number in a table; an empty cell where there is none. */
export const hoursCell = (hours: number | null): string => (hours === null ? '' : hours.toFixed(1));
