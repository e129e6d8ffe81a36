import type { Mark } from './views.ts';

export const markWords: Record<Mark, string> = { draft: '草稿', void: '作废' };

/** 2026年11月20日, of a date such as 2026-11-20. */
export function chineseDate(date: string): string {
  const [year, month, day] = date.split('-');
  return `${year}年${Number(month)}月${Number(day)}日`;
}

/** 2026年11月20日 14:05 in Asia/Shanghai (UTC+8, no daylight saving), of an ISO 8601 moment. */
export function chineseTime(moment: string): string {
  const there = new Date(Date.parse(moment) + 8 * 3_600_000).toISOString();
  return `${chineseDate(there.slice(0, 10))} ${there.slice(11, 16)}`;
}

/** The day of `chineseTime`. */
export function chineseDay(moment: string): string {
  return chineseTime(moment).split(' ')[0]!;
}

/** 一 to 九十九, as official writing counts occasions. */
export function chineseNumber(value: number): string {
  const digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
  const tens = Math.floor(value / 10);
  return `${tens > 1 ? digits[tens] : ''}${tens > 0 ? '十' : ''}${digits[value % 10]}`;
}
