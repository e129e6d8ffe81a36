import type { Language } from '@countersign/contract/language';

const zone = 'Asia/Shanghai';

const formats = new Map<string, Intl.DateTimeFormat>();
function format(language: Language, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${name}`;
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', { timeZone: zone, ...options });
    formats.set(key, made);
  }
  return made;
}

/** A moment, in hospital time: 2026年11月26日 08:35. */
export const sayMoment = (at: string, language: Language): string =>
  format(language, 'moment', { year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false }).format(
    new Date(at),
  );

/** The same where room is short: 11-26 08:35. */
export const sayShortMoment = (at: string, language: Language): string =>
  format(language, 'short', { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hour12: false })
    .format(new Date(at))
    .replaceAll('/', '-');

/** The time of day: 08:35. */
export const sayTime = (at: string, language: Language): string =>
  format(language, 'time', { hour: '2-digit', minute: '2-digit', hour12: false }).format(new Date(at));

/** A day that is a date already (yyyy-MM-dd), or the day of a moment in Asia/Shanghai. */
export const sayDay = (day: string, language: Language): string =>
  format(language, 'day', { year: 'numeric', month: 'long', day: 'numeric' }).format(
    new Date(day.length === 10 ? `${day}T12:00:00+08:00` : day),
  );

/** Today in Asia/Shanghai as yyyy-MM-dd. */
export const dayInShanghai = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

export type Span = { key: 'soon' | 'minutes' | 'hours' | 'days'; count: number };

/** How long from then to now, in the largest unit that fits. */
export function spanOf(since: string, now: number): Span {
  const minutes = Math.max(0, Math.floor((now - Date.parse(since)) / 60_000));
  if (minutes < 1) return { key: 'soon', count: 0 };
  if (minutes < 60) return { key: 'minutes', count: minutes };
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? { key: 'hours', count: hours } : { key: 'days', count: Math.floor(hours / 24) };
}
