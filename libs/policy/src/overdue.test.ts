import { expect, test } from '@jest/globals';
import { isOverdue, overdueBefore } from './overdue.ts';

const hours = { emergency: 2, urgent: 24, routine: 72 };
const at = new Date('2026-11-22T04:00:00.000Z');

test('a step is overdue once it has waited for longer than its urgency allows, and not before', () => {
  expect(isOverdue(new Date('2026-11-22T02:00:00.000Z'), 'emergency', hours, at)).toBe(false);
  expect(isOverdue(new Date('2026-11-22T01:59:59.999Z'), 'emergency', hours, at)).toBe(true);
  expect(isOverdue(new Date('2026-11-22T01:59:59.999Z'), 'urgent', hours, at)).toBe(false);
  expect(isOverdue(new Date('2026-11-21T03:59:59.999Z'), 'urgent', hours, at)).toBe(true);
  expect(isOverdue(new Date('2026-11-21T03:59:59.999Z'), 'routine', hours, at)).toBe(false);
  expect(isOverdue(new Date('2026-11-19T03:59:59.999Z'), 'routine', hours, at)).toBe(true);
});

test('the moments for each urgency stand in the order of urgencies', () => {
  expect(overdueBefore(hours, at).map((moment) => moment.toISOString())).toEqual([
    '2026-11-22T02:00:00.000Z',
    '2026-11-21T04:00:00.000Z',
    '2026-11-19T04:00:00.000Z',
  ]);
});
