import { describe, expect, test } from '@jest/globals';
import { ageOn, birthDateOf, checkCharacterOf, faultOfIdNumber, maskIdNumber, maskName, maskPhone, sexOf } from './index.ts';

/** Numbers of nobody: made up, with the check character worked out. */
const numbered = (first17: string): string => first17 + checkCharacterOf(first17);

describe('a resident ID number (GB 11643)', () => {
  test('is right with the check character of the standard itself, and wrong with any other', () => {
    // The example of GB 11643.
    expect(checkCharacterOf('11010519491231002')).toBe('X');
    expect(faultOfIdNumber('11010519491231002X')).toBeNull();
    for (const digit of '0123456789') expect(faultOfIdNumber(`11010519491231002${digit}`)).toBe('checkDigit');
  });

  test('gives away any one digit mistyped and any two neighbours swapped', () => {
    const right = numbered('44190019650312452');
    expect(faultOfIdNumber(right)).toBeNull();
    const places = Array.from({ length: 17 }, (_, i) => i);
    const mistyped = places.flatMap((i) =>
      [...'0123456789'].map((digit) => right.slice(0, i) + digit + right.slice(i + 1)),
    );
    const swapped = places.map((i) => right.slice(0, i) + right[i + 1]! + right[i]! + right.slice(i + 2));
    const wrong = [...mistyped, ...swapped].filter((number) => number !== right);
    expect(wrong.length).toBeGreaterThan(160);
    expect(wrong.filter((number) => faultOfIdNumber(number) === null)).toEqual([]);
  });

  test.each(['19650230', '19651301', '19650100', '19650001', '19000229', '20230229', '18991231'])(
    'has a birth date that the calendar knows and a living patient can have: not %s',
    (born) => {
      expect(faultOfIdNumber(numbered(`441900${born}452`))).toBe('birthDate');
    },
  );

  test.each(['19650228', '20000229', '19000101', '20240229'])('as these are: %s', (born) => {
    expect(faultOfIdNumber(numbered(`441900${born}452`))).toBeNull();
  });

  test('has no birth date later than today, the day counted in Shanghai', () => {
    const born = numbered('44190020261121452');
    expect(faultOfIdNumber(born, new Date('2026-11-20T15:59:59Z'))).toBe('birthDate');
    expect(faultOfIdNumber(born, new Date('2026-11-20T16:00:00Z'))).toBeNull();
    expect(faultOfIdNumber(born)).toBeNull();
  });

  test('keeps the prefix of a division that is no more', () => {
    // 522400, Bijie prefecture, dissolved in 2011; 110103, Chongwen district, dissolved in 2010.
    for (const division of ['522400', '110103']) expect(faultOfIdNumber(numbered(`${division}19650312452`))).toBeNull();
  });

  test('ends in a capital X: whoever reads it from people makes it one first', () => {
    expect(faultOfIdNumber('11010519491231002x')).toBe('shape');
    expect(faultOfIdNumber('11010519491231002x'.toUpperCase())).toBeNull();
  });

  test.each([
    '',
    '110105194912310',
    '11010519491231002X1',
    ' 11010519491231002X',
    '11010519491231002X\n',
    '01010519491231002X',
    '1101051949123100２X',
  ])('has 18 characters and nothing around them: not %j', (wrong) => {
    expect(faultOfIdNumber(wrong)).toBe('shape');
  });

  test('tells birth date and sex', () => {
    expect(birthDateOf('11010519491231002X')).toBe('1949-12-31');
    expect(birthDateOf(numbered('44190019650230452'))).toBeNull();
    expect([sexOf('11010519491231002X'), sexOf(numbered('44190019650312453'))]).toEqual(['female', 'male']);
  });

  test('tells the age, which is a year more from the birthday on', () => {
    expect([ageOn('2026-03-11', '1965-03-12'), ageOn('2026-03-12', '1965-03-12'), ageOn('2026-03-12', '2026-03-12')]).toEqual([60, 61, 0]);
  });
});

describe('what is masked', () => {
  test('of an ID number shows three characters and four', () => {
    expect(maskIdNumber('11010519491231002X')).toBe('110***********002X');
  });

  test('of a name shows its first and its last character, of a short one only its first', () => {
    expect(['王𠮷兰', '欧阳修文', '王兰', '王', ''].map(maskName)).toEqual(['王*兰', '欧**文', '王*', '*', '*']);
  });

  test('of a phone number never shows more than seven digits, and of a short one only its end', () => {
    expect(maskPhone('13800138000')).toBe('138****8000');
    expect(maskPhone('0769-22831234')).toBe('076****1234');
    expect(maskPhone('0102283123')).toBe('********23');
    expect(maskPhone('1234567')).toBe('*****67');
    expect(maskPhone('12')).toBe('**');
    expect(maskPhone('')).toBe('');
  });
});
