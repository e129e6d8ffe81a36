import type { Language } from '@countersign/contract';

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** A day, yyyy-MM-dd, as people read it. */
export function sayDay(date: string, language: Language): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return language === 'en' ? `${day} ${months[month - 1]} ${year}` : `${year}年${month}月${day}日`;
}

/** A moment as people in China read it, to the minute. */
export function sayMoment(at: Date, language: Language): string {
  const local = new Date(at.getTime() + 8 * 3_600_000).toISOString();
  const [day, time] = [sayDay(local.slice(0, 10), language), local.slice(11, 16)];
  return language === 'en' ? `${day}, ${time} (Beijing time)` : `${day} ${time}（北京时间）`;
}
