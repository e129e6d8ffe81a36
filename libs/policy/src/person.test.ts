import { describe, expect, test } from '@jest/globals';
import { capacitiesOf, capacitiesOn, countsIn, type Appointment, type Capacity, type Warrant } from './index.ts';

const at = (time: string): Date => new Date(`2026-11-${time}+08:00`);
const dean: Appointment = {
  office: 'deanInCharge',
  departmentId: null,
  from: '2026-11-01T00:00:00+08:00',
  until: '2026-11-20T00:00:00+08:00',
};
const warrant: Warrant = {
  warrantNo: '代〔2026〕0001号',
  holder: { id: 'wang', name: '王院长' },
  appointment: dean,
  from: '2026-11-10T00:00:00+08:00',
  until: '2026-11-25T00:00:00+08:00',
};
const own = (time: string) => capacitiesOf([dean], [], at(time)).length;
const lent = (time: string, changes: Partial<Warrant> = {}) =>
  capacitiesOf([], [{ ...warrant, ...changes }], at(time)).length;

describe('an appointment', () => {
  test('counts from its first moment to before its last', () => {
    expect([own('01T00:00:00.000'), own('19T23:59:59.999')]).toEqual([1, 1]);
    expect([
      own('20T00:00:00.000'),
      capacitiesOf([dean], [], new Date('2026-10-31T23:59:59.999+08:00')).length,
    ]).toEqual([0, 0]);
  });

  test('without an end counts on', () => {
    expect(capacitiesOf([{ ...dean, until: null }], [], new Date('2099-01-01T00:00:00Z'))).toHaveLength(1);
  });

  test('counts by the moment, whatever offset it is written with', () => {
    const written = { ...dean, until: '2026-11-19T16:00:00Z' };
    expect(capacitiesOf([written], [], at('19T23:59:59.999'))).toHaveLength(1);
    expect(capacitiesOf([written], [], at('20T00:00:00.000'))).toHaveLength(0);
  });
});

describe('a warrant', () => {
  test('counts in its own period', () => {
    expect([lent('09T23:59:59.999'), lent('10T00:00:00.000')]).toEqual([0, 1]);
    const revoked = { until: '2026-11-12T00:00:00+08:00' };
    expect([lent('11T23:59:59.999', revoked), lent('12T00:00:00.000', revoked)]).toEqual([1, 0]);
  });

  test('is worth as much as the appointment it was given for, however long it runs', () => {
    expect([lent('19T23:59:59.999'), lent('20T00:00:00.000')]).toEqual([1, 0]);
    expect(lent('22T00:00:00.000', { appointment: { ...dean, until: null } })).toBe(1);
  });

  test('names holder and number, and stands behind own offices', () => {
    const business: Appointment = { ...dean, office: 'businessDean' };
    expect(capacitiesOf([business], [warrant], at('15T00:00:00.000'))).toEqual([
      { office: 'businessDean', departmentId: null, onBehalfOf: null, warrantNo: null },
      {
        office: 'deanInCharge',
        departmentId: null,
        onBehalfOf: { id: 'wang', name: '王院长' },
        warrantNo: '代〔2026〕0001号',
      },
    ]);
  });
});

describe('a capacity', () => {
  const held = (office: Capacity['office'], departmentId: string | null): Capacity => ({
    office,
    departmentId,
    onBehalfOf: null,
    warrantNo: null,
  });

  test('of a department counts in that department, any other everywhere', () => {
    expect(countsIn(held('departmentLead', 'neurology'), 'neurology')).toBe(true);
    expect(countsIn(held('departmentLead', 'neurology'), 'surgery')).toBe(false);
    expect(countsIn(held('departmentLead', 'neurology'), null)).toBe(false);
    expect([null, 'neurology'].every((department) => countsIn(held('businessDean', null), department))).toBe(true);
  });
});

describe('on a day of which the hour is not known', () => {
  const asked = at('30T12:00:00');
  const ownOn = (day: string, appointment = dean, when = asked) =>
    capacitiesOn([appointment], [], `2026-11-${day}`, when).length;
  const lentOn = (day: string, changes: Partial<Warrant> = {}) =>
    capacitiesOn([], [{ ...warrant, ...changes }], `2026-11-${day}`, asked).length;

  test('an office counts where it was held at some moment of that day in Shanghai', () => {
    expect(['01', '19', '20'].map((day) => ownOn(day))).toEqual([1, 1, 0]);
    const untilNoon = { ...dean, until: '2026-11-20T12:00:00+08:00' };
    expect(['20', '21'].map((day) => ownOn(day, untilNoon))).toEqual([1, 0]);
    const fromEvening = { ...dean, from: '2026-11-05T23:59:59.999+08:00' };
    expect(['04', '05'].map((day) => ownOn(day, fromEvening))).toEqual([0, 1]);
    expect(ownOn('05', { ...dean, from: '2026-11-05T16:00:00Z' })).toBe(0);
  });

  test('an appointment that ended as it began was never held', () => {
    expect(ownOn('05', { ...dean, from: '2026-11-05T08:00:00Z', until: '2026-11-05T08:00:00Z' })).toBe(0);
  });

  test('what begins later on that day does not count yet', () => {
    const fromNoon = { ...dean, from: '2026-11-05T12:00:00+08:00' };
    expect(ownOn('05', fromNoon, at('05T11:59:59.999'))).toBe(0);
    expect(ownOn('05', fromNoon, at('05T12:00:00.000'))).toBe(1);
  });

  test('a warrant counts where it and its appointment have a moment in common', () => {
    expect(['09', '10', '19', '20'].map((day) => lentOn(day))).toEqual([0, 1, 1, 0]);
    const morning = { ...dean, until: '2026-11-15T10:00:00+08:00' };
    const fromNoon = { from: '2026-11-15T12:00:00+08:00', appointment: morning };
    expect(lentOn('15', fromNoon)).toBe(0);
    expect(lentOn('15', { ...fromNoon, from: '2026-11-15T09:00:00+08:00' })).toBe(1);
  });
});
