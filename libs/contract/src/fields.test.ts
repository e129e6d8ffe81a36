import 'reflect-metadata';
import { describe, expect, test } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Choice, Count, Day, DiagnosisCode, Flag, Id, IdNumber, Ids, Moment, Part, Parts, Phone, Prose, Text } from './fields.ts';
import { fieldReasons } from './field-reasons.ts';
import { problems, sayProblem } from './problems.ts';

/** The reason given for a value in a message with one such field, or null. */
function reasonOf(decorator: PropertyDecorator, value: unknown): string | null {
  class Message {
    field: unknown;
  }
  decorator(Message.prototype, 'field');
  const [error] = validateSync(plainToInstance(Message, { field: value }), { forbidUnknownValues: true });
  if (!error) return null;
  return (JSON.parse(Object.values(error.constraints ?? { none: '{"reason":"inside"}' })[0]!) as { reason: string }).reason;
}

class Inner {
  @Text({ max: 3, example: 'a' }) name!: string;
}

describe('a field', () => {
  test.each<[string, PropertyDecorator, unknown, string | null]>([
    ['text', Text({ max: 3, example: 'a' }), '𠮷👍好', null],
    ['text', Text({ max: 3, example: 'a' }), '  好 ', null],
    ['text', Text({ max: 3, example: 'a' }), '四个字长', 'tooLong'],
    ['text', Text({ max: 3, example: 'a' }), '', 'required'],
    ['text', Text({ max: 3, example: 'a' }), '   ', 'required'],
    ['text', Text({ max: 3, example: 'a' }), null, 'required'],
    ['text', Text({ max: 3, example: 'a' }), 12, 'notText'],
    ['text', Text({ max: 3, example: 'a' }), { $gt: '' }, 'notText'],
    ['text', Text({ max: 3, example: 'a' }), 'a\u0000', 'unprintable'],
    ['text', Text({ max: 3, example: 'a' }), '\ud842', 'unprintable'],
    ['text', Text({ max: 3, example: 'a' }), 'a\nb', 'unprintable'],
    ['prose', Prose({ max: 3, example: 'a' }), 'a\nb', null],
    ['prose', Prose({ max: 3, example: 'a' }), 'a\u0007', 'unprintable'],
    ['a text that may be cleared', Text({ max: 3, example: 'a', nullable: true }), null, null],
    ['a text that may be cleared', Text({ max: 3, example: 'a', nullable: true }), undefined, 'required'],
    ['a message inside', Part(() => Inner), null, 'required'],
    ['a message inside that may be cleared', Part(() => Inner, { nullable: true }), null, null],
    ['a message inside that may be cleared', Part(() => Inner, { nullable: true }), { name: '四个字长' }, 'inside'],
    ['an optional text', Text({ max: 3, example: 'a', optional: true }), undefined, null],
    ['an ID number', IdNumber({ example: '' }), '11010519491231002X', null],
    ['an ID number', IdNumber({ example: '' }), '11010519491231002x', null],
    ['an ID number', IdNumber({ example: '' }), '110105194912310021', 'idCheckDigit'],
    ['an ID number', IdNumber({ example: '' }), '11010519490231002X', 'idBirthDate'],
    ['an ID number', IdNumber({ example: '' }), '1101051949', 'idShape'],
    ['a day', Day({ example: '' }), '2028-02-29', null],
    ['a day', Day({ example: '' }), '2026-02-29', 'noSuchDay'],
    ['a day', Day({ example: '' }), '29/02/2028', 'notDay'],
    ['a moment', Moment({ example: '' }), '2026-11-22T09:10:00+08:00', null],
    ['a day', Day({ example: '' }), '1900-01-01', null],
    ['a day', Day({ example: '' }), '1899-12-31', 'outOfRange'],
    ['a day', Day({ example: '' }), '2200-12-31', null],
    ['a day', Day({ example: '' }), '2201-01-01', 'outOfRange'],
    ['a day', Day({ example: '' }), '0000-01-01', 'outOfRange'],
    ['a day', Day({ example: '' }), Number.NaN, 'notDay'],
    ['a moment', Moment({ example: '' }), '2026-11-22T09:10:00+14:00', null],
    ['a moment', Moment({ example: '' }), '2026-11-22T09:10:00-13:59', null],
    ['a moment', Moment({ example: '' }), '2026-11-22T09:10:00+14:01', 'notMoment'],
    ['a moment', Moment({ example: '' }), '2026-11-22T09:10:00+16:00', 'notMoment'],
    ['a moment', Moment({ example: '' }), '2026-11-22T09:10:00+99:99', 'notMoment'],
    ['a moment', Moment({ example: '' }), '2026-11-22T09:10:00-00:99', 'notMoment'],
    ['a moment', Moment({ example: '' }), '0000-11-22T09:10:00Z', 'outOfRange'],
    ['a moment', Moment({ example: '' }), '1900-01-01T00:00:00Z', null],
    ['a moment', Moment({ example: '' }), '2201-01-01T00:00:00Z', 'outOfRange'],
    ['a moment', Moment({ example: '' }), Number.NaN, 'notMoment'],
    ['a moment', Moment({ example: '' }), '2026-11-22T09:10:00', 'notMoment'],
    ['a moment', Moment({ example: '' }), '2026-11-31T09:10:00Z', 'noSuchDay'],
    ['a moment', Moment({ example: '' }), '2026-11-22T25:10:00Z', 'notMoment'],
    ['a count', Count({ min: 1, max: 9, example: 1 }), 9, null],
    ['a count', Count({ min: 1, max: 9, example: 1 }), 10, 'outOfRange'],
    ['a count', Count({ min: 1, max: 9, example: 1 }), '9', 'notCount'],
    ['a count', Count({ min: 1, max: 9, example: 1 }), 1.5, 'notCount'],
    ['a flag', Flag({ example: true }), false, null],
    ['a flag', Flag({ example: true }), 'false', 'notFlag'],
    ['a choice', Choice(['a', 'b'], { example: 'a' }), 'b', null],
    ['a choice', Choice(['a', 'b'], { example: 'a' }), 'constructor', 'notChoice'],
    ['an id', Id({ example: '' }), '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f70', null],
    ['an id', Id({ example: '' }), "' OR 1=1 --", 'notId'],
    ['ids', Ids({ max: 2, example: [] }), ['0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f70'], null],
    ['ids', Ids({ max: 2, example: [] }), Array(2).fill('0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f70'), 'repeated'],
    ['a phone', Phone({ example: '' }), '0769-22223333', null],
    ['a phone', Phone({ example: '' }), '12345', 'notPhone'],
    ['a diagnosis', DiagnosisCode({ example: '' }), 'C34.900x001', null],
    ['a diagnosis', DiagnosisCode({ example: '' }), '肺癌', 'notDiagnosisCode'],
    ['a part', Part(() => Inner), { name: 'a' }, null],
    ['a part', Part(() => Inner), 'text', 'notObject'],
    ['a part', Part(() => Inner), [{ name: 'a' }], 'notObject'],
    ['a part', Part(() => Inner), { name: '' }, 'inside'],
    ['parts', Parts(() => Inner, { min: 1, max: 1 }), [{ name: 'a' }], null],
    ['parts', Parts(() => Inner, { min: 1, max: 1 }), [], 'tooFew'],
    ['parts', Parts(() => Inner, { min: 1, max: 1 }), [{ name: 'a' }, { name: 'b' }], 'tooMany'],
    ['parts', Parts(() => Inner, { min: 1, max: 1 }), ['a'], 'notObject'],
    ['parts', Parts(() => Inner, { min: 1, max: 1 }), [[{ name: 'a' }]], 'notObject'],
    ['parts', Parts(() => Inner, { min: 1, max: 1 }), [[]], 'notObject'],
    ['parts', Parts(() => Inner, { min: 1, max: 1 }), [{ name: 'long' }], 'inside'],
  ])('%s holding %#: %p', (_kind, decorator, _value, reason) => {
    expect(reasonOf(decorator, _value)).toBe(reason);
  });
});

describe('what people read', () => {
  test.each([
    [120, '请求过于频繁，请在 120 秒后再试。', 'Too many requests: please try again in 120 seconds.'],
    [121, '请求过于频繁，请在 3 分钟后再试。', 'Too many requests: please try again in 3 minutes.'],
  ])('a wait of %d seconds is said as people count', (seconds, zh, en) => {
    expect(sayProblem('tooManyRequests', { seconds }, 'zh-CN')).toBe(zh);
    expect(sayProblem('tooManyRequests', { seconds }, 'en')).toBe(en);
  });

  test('every reason and every problem has a sentence in both languages', () => {
    for (const words of [...Object.values(fieldReasons), ...Object.values(problems)]) {
      expect(typeof words['zh-CN']).toBe('function');
      expect(typeof words.en).toBe('function');
    }
  });
});
