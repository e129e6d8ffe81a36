import { describe, expect, test } from '@jest/globals';
import { midnight, workdayBefore } from './workdays.ts';

// Sunday, 22 November 2026, 23:30 in Dongguan: already Sunday there, still Sunday in London.
const sundayNight = new Date('2026-11-22T23:30:00+08:00');

describe('workdayBefore', () => {
  test('counts Monday to Friday only', () => {
    expect(workdayBefore(sundayNight, 1, '09:00')).toEqual(new Date('2026-11-20T09:00:00+08:00'));
    expect(workdayBefore(sundayNight, 5, '09:00')).toEqual(new Date('2026-11-16T09:00:00+08:00'));
    expect(workdayBefore(sundayNight, 6, '17:30')).toEqual(new Date('2026-11-13T17:30:00+08:00'));
  });

  test('takes the day from Asia/Shanghai', () => {
    const earlyTuesday = new Date('2026-11-24T00:30:00+08:00');
    expect(workdayBefore(earlyTuesday, 1, '09:00')).toEqual(new Date('2026-11-23T09:00:00+08:00'));
    expect(workdayBefore(new Date('2026-11-23T23:30:00+08:00'), 1, '09:00')).toEqual(new Date('2026-11-20T09:00:00+08:00'));
  });

  test('lies in the past at any hour of any day', () => {
    for (let hour = 0; hour < 14 * 24; hour += 1) {
      const now = new Date(Date.parse('2026-11-09T00:00:00+08:00') + hour * 3_600_000);
      expect(workdayBefore(now, 1, '23:59').getTime()).toBeLessThan(now.getTime());
      // The warrants of the demo reach back four days: as far as the last working day.
      expect(workdayBefore(now, 1, '00:00').getTime()).toBeGreaterThanOrEqual(midnight(now, -4).getTime());
    }
  });
});
