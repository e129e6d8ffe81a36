import { describe, expect, test } from '@jest/globals';
import type { LetterClaims, LetterReading } from '@countersign/evidence';
import { states } from '@countersign/policy';
import { letterStatus, type LetterOnRecord } from './letter-status.ts';

const head = `sha256:${'a'.repeat(64)}` as const;
const claims: LetterClaims = {
  institution: { id: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f73', name: '示例医院' },
  letterNo: '转〔2026〕000001号',
  patient: '王*兰',
  idNumber: '441***********0012',
  destination: '省示例肿瘤医院',
  validFrom: '2026-11-22',
  validUntil: '2026-12-21',
  issuedAt: '2026-11-22T03:10:00.000Z',
  seq: 9,
  head,
};
const genuine: LetterReading = { genuine: true, claims, kid: 'k' };
const issued: LetterOnRecord = { currentNo: claims.letterNo, state: 'issued', claims };
const inTime = new Date('2026-11-25T02:00:00Z');
const inShanghai = (moment: string) => new Date(`${moment}+08:00`);

test('a letter on record that is in force is genuine', () => {
  expect(letterStatus(genuine, issued, inTime)).toBe('genuine');
});

test.each([
  ['malformed', 'unreadable'],
  ['unknownKey', 'unknownKey'],
  ['altered', 'altered'],
] as const)('a token that is %s is %s, whatever the record says', (why, status) => {
  expect(letterStatus({ genuine: false, why }, issued, inTime)).toBe(status);
  expect(letterStatus({ genuine: false, why }, null, inTime)).toBe(status);
});

describe('a signature alone is not enough', () => {
  test.each([
    ['there is no such letter', null],
    ['the event it names issued no letter', { ...issued, claims: null }],
  ])('where %s', (_, record) => {
    expect(letterStatus(genuine, record, inTime)).toBe('notOnRecord');
  });

  test.each<Partial<LetterClaims>>([
    { head: `sha256:${'b'.repeat(64)}` },
    { seq: 8 },
    { letterNo: '转〔2026〕000003号' },
    { patient: '李*兰' },
    { idNumber: '110***********0012' },
    { destination: '别的医院' },
    { validFrom: '2026-11-01' },
    { validUntil: '2026-12-31' },
    { issuedAt: '2026-11-22T03:10:00.001Z' },
    { institution: { ...claims.institution, id: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f74' } },
  ])('where the record says %j', (more) => {
    expect(letterStatus(genuine, { ...issued, claims: { ...claims, ...more } }, inTime)).toBe('notOnRecord');
  });
});

test('an institution may have another name by now', () => {
  const claimed = { ...claims, institution: { ...claims.institution, name: '改名后的医院' } };
  expect(letterStatus(genuine, { ...issued, claims: claimed }, inTime)).toBe('genuine');
});

describe('the last valid day', () => {
  test.each([
    ['2026-12-21T23:59:59', 'genuine'],
    ['2026-12-22T00:00:00', 'expired'],
  ])('is over in China: at %s it is %s', (moment, status) => {
    expect(letterStatus(genuine, issued, inShanghai(moment))).toBe(status);
  });
});

test.each([
  ['voided', 'void'],
  ['used', 'used'],
  ['expired', 'expired'],
] as const)('a letter whose referral is %s is %s, in time and afterwards', (state, status) => {
  for (const at of [inTime, inShanghai('2027-06-01T12:00:00')]) expect(letterStatus(genuine, { ...issued, state }, at)).toBe(status);
});

test('a letter that another one replaced is replaced, whatever became of that one', () => {
  const replaced = { ...issued, currentNo: '转〔2026〕000002号' };
  for (const state of states) expect(letterStatus(genuine, { ...replaced, state }, inTime)).toBe('replaced');
});
