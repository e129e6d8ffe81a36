/** Dates of letters are dates in Asia/Shanghai (UTC+8, no daylight saving). */
export const dateInShanghai = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** First and last valid day of a letter issued at this moment that is valid for so many days, the first included. */
export function validityOf(issuedAt: Date, validDays: number): { validFrom: string; validUntil: string } {
  const validFrom = dateInShanghai(issuedAt);
  return { validFrom, validUntil: addDays(validFrom, validDays - 1) };
}

/** Where the serial goes, and how many digits it has at least. */
const serialPlace = /\{serial(?::([1-9]))?\}/;

/** `东转〔{year}〕{serial:6}号` with year 2026 and serial 1 is 东转〔2026〕000001号. */
export const numberByPattern = (pattern: string, year: number, serial: number): string =>
  pattern
    .replace('{year}', String(year))
    .replace(serialPlace, (_, width?: string) => String(serial).padStart(Number(width ?? 1), '0'));

/**
 * Whether a pattern gives every serial of every year a text of its own: it has one place for each, and no braces else.
 * They may touch: a year has four digits, so counted from its end of the text it is always clear where the serial is.
 */
export const isNumberPattern = (pattern: string): boolean =>
  pattern.includes('{year}') &&
  serialPlace.test(pattern) &&
  !/[{}]/.test(pattern.replace('{year}', ' ').replace(serialPlace, ' '));
