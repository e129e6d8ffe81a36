import { describe, expect, test } from '@jest/globals';
import { dateInShanghai, endOfDay, isNumberPattern, numberByPattern, validityOf } from './index.ts';

describe('the date of a letter', () => {
  test('is the date in Shanghai, which turns at 16:00 UTC', () => {
    expect(dateInShanghai(new Date('2026-12-31T15:59:59.999Z'))).toBe('2026-12-31');
    expect(dateInShanghai(new Date('2026-12-31T16:00:00.000Z'))).toBe('2027-01-01');
    expect(dateInShanghai(new Date('2027-01-01T00:00:00+08:00'))).toBe('2027-01-01');
  });

  test('counts the day of issue as the first valid day', () => {
    const issued = new Date('2026-11-20T23:30:00Z');
    expect(validityOf(issued, 30)).toEqual({ validFrom: '2026-11-21', validUntil: '2026-12-20' });
    expect(validityOf(issued, 1)).toEqual({ validFrom: '2026-11-21', validUntil: '2026-11-21' });
  });

  test('goes over the end of a year and a leap day', () => {
    expect(validityOf(new Date('2026-12-31T10:00:00+08:00'), 2).validUntil).toBe('2027-01-01');
    expect(validityOf(new Date('2028-02-28T10:00:00+08:00'), 2).validUntil).toBe('2028-02-29');
    expect(validityOf(new Date('2027-02-28T10:00:00+08:00'), 2).validUntil).toBe('2027-03-01');
  });

  test('ends with its last valid day in Shanghai', () => {
    expect(endOfDay('2026-12-20').toISOString()).toBe('2026-12-20T16:00:00.000Z');
  });
});

describe('the number of a letter', () => {
  test('is the pattern with year and serial', () => {
    expect(numberByPattern('东转〔{year}〕{serial:6}号', 2026, 1)).toBe('东转〔2026〕000001号');
    expect(numberByPattern('{serial}/{year}', 2026, 42)).toBe('42/2026');
  });

  test('grows where the serial outgrows its width, and is never cut', () => {
    expect(numberByPattern('{year}{serial:2}', 2026, 99)).toBe('202699');
    expect(numberByPattern('{year}{serial:2}', 2026, 100)).toBe('2026100');
  });

  test('takes text of the pattern as it is', () => {
    expect(numberByPattern('$&{year}$1{serial}', 2026, 7)).toBe('$&2026$17');
  });

  test.each([
    '{serial:6}',
    '{year}',
    '转字',
    '',
    '{year}{serial:six}',
    '{year}{serial:0}',
    '{year}{serial:10}',
    '{year}{serial:3}{serial:99999999999}',
    '{serial}{year}{serial}',
    '{year}{year}{serial}',
    '{year}-{serial}-{month}',
    '{ser{year}ial}{serial}',
    '{year}-{serial}}',
  ])('comes from a pattern with one year, one serial of 1 to 9 digits and no other braces: not %j', (pattern) => {
    expect(isNumberPattern(pattern)).toBe(false);
  });

  test.each(['转〔{year}〕{serial:6}号', '{year}-{serial}', '{serial:1}{year}', '9{year}{serial:9}9'])('as %j has', (pattern) => {
    expect(isNumberPattern(pattern)).toBe(true);
  });

  test('is another for every serial and year', () => {
    for (const pattern of ['{year}{serial}', '{serial}{year}', '{year}{serial:2}', '1{serial:3}{year}1']) {
      const numbers = [2026, 2027, 2126].flatMap((year) =>
        Array.from({ length: 1200 }, (_, i) => numberByPattern(pattern, year, i + 1)),
      );
      expect(new Set(numbers).size).toBe(numbers.length);
    }
  });
});
