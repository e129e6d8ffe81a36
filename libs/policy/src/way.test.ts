import { beforeAll, describe, expect, test } from '@jest/globals';
import { counting, of, standing } from '../test/log.ts';
import { changed, withVersion } from '../test/machines.ts';
import { timeOf, walk, type Edge, type Moment, type Walk } from '../test/walk.ts';
import { awaiting, chains, chainVersions, stateName, wayOf, type Chain, type StateName, type Way } from './index.ts';

/** DESIGN, section 3: the rows of each chain, with the offices that each asks. */
const rows: Record<Chain, string[]> = {
  outpatient: [
    'O1 report attendingPhysician',
    'O2 inform departmentDirector/departmentLead',
    'O3 releaseForm windowClerk',
    'O4 fillIn departmentDirector/departmentLead',
    'O5 sign departmentDirector/departmentLead',
    'O6 sign medicalDirector',
    'O7 sign deanInCharge + businessDean',
    'O8 sign insuranceDirector/insuranceLead',
    'O9 issueLetter windowClerk',
  ],
  inpatient: [
    'I1 report bedDoctor',
    'I2 inform departmentDirector/departmentLead',
    'I3 releaseForm windowClerk',
    'I4 fillIn bedDoctor',
    'I5 sign departmentDirector/departmentLead',
    'I6 sign insuranceDirector/insuranceLead',
    'I7 issueLetter windowClerk',
  ],
  otherHospital: [
    'X1 report medicalOfficer',
    'X2 inform medicalOfficer/medicalDirector',
    'X3 releaseForm windowClerk',
    'X4 fillIn medicalDirector',
    'X5 sign medicalDirector',
    'X6 sign deanInCharge + businessDean',
    'X7 sign insuranceDirector/insuranceLead',
    'X8 issueLetter windowClerk',
  ],
};

/** A referral at some moment, with the way that is told of it, and where it stands or stood when it ended. */
interface Told {
  moment: Moment;
  stood: StateName;
  way: Way;
}

type Rules = Walk['rules'];

const whole: Record<string, Walk> = {};
const told: Record<string, Told[]> = {};
beforeAll(() => {
  for (const chain of chains) whole[chain] = walk(chain);
  whole['inpatient mixed'] = walk('inpatient', { signing: 'both' });
  for (const [name, { edges }] of Object.entries(whole)) told[name] = edges.map((edge) => tell(edge));
});

const tell = ({ from, to }: Edge, of: typeof wayOf = wayOf): Told => ({
  moment: to,
  stood: stateName((ended(to) ? from : to).facts!.state),
  way: of(to.facts!, to.log, timeOf(to)),
});

const everyWalk = [...chains, 'inpatient mixed'];

const partsOf = ({ steps }: Way) => steps.flatMap(({ act, parts }) => parts.map((part) => ({ act, ...part })));
const ends = ['used', 'declined', 'rejected', 'withdrawn', 'voided', 'expired'];
const ended = ({ facts }: Moment) => ends.includes(stateName(facts!.state));
const line = (fault: string, { log }: Moment) => `${fault}: ${log.map(({ act }) => act).join(' → ')}`;

/** Offices that are awaited and not now, or now and not awaited. */
function nowFaults({ moment, way }: Told, rules: Rules): string[] {
  const now = partsOf(way).flatMap(({ status, offices }) => (status === 'now' ? offices : []));
  const awaited = awaiting(moment.facts!, rules, timeOf(moment)).map(({ office }) => office);
  return now.toSorted().join() === awaited.toSorted().join() ? [] : [line(`now ${now.join()}`, moment)];
}

/** Signatures that the log lets stand and the way does not show as done, or the other way round. */
function signatureFaults({ moment, way }: Told): string[] {
  return partsOf(way).flatMap(({ step, status, stands, seq }) => {
    if (!step) return [];
    const stood = standing(moment.log, step)?.seq;
    const right = (status === 'done') === (stood !== undefined) && (stands ?? false) === (stood !== undefined);
    return right && (stood === undefined || seq === stood) ? [] : [line(`${step} is ${status}`, moment)];
  });
}

/** What is no signature is done before the row where the referral stands, and not from there on. */
function orderFaults({ moment, stood, way }: Told): string[] {
  const stands = way.steps.findIndex(({ state }) => state === stood);
  return way.steps.flatMap(({ act, status }, i) =>
    act !== 'sign' && (status === 'done') !== (stands === -1 || i < stands) ? [line(`${act} is ${status}`, moment)] : [],
  );
}

/** Rows to come in what has ended, rows left in what runs, a letter whose way is not done. */
function endFaults({ moment, stood, way }: Told): string[] {
  const statuses = new Set(partsOf(way).map(({ status }) => status));
  const [over, end] = [ended(moment), way.end];
  const wrong = over ? statuses.has('now') || statuses.has('toCome') : statuses.has('left');
  const last = counting(moment.log).at(-1)!;
  return [
    ...(wrong ? [line([...statuses].join(), moment)] : []),
    ...((end !== null) === over && (!end || (end.seq === last.seq && end.act === last.act)) ? [] : [line('another end', moment)]),
    ...((moment.facts!.letter !== null) === !(statuses.size > 1 || !statuses.has('done')) ? [] : [line('a letter', moment)]),
    ...(end && end.clause !== (way.steps.find(({ state }) => state === stood)?.clause ?? null) ? [line('an end elsewhere', moment)] : []),
  ];
}

/** Returns that the log knows and the way does not, or the other way round. */
function returnFaults({ moment, way }: Told): string[] {
  const asked = (step: string | null) => partsOf(way).find((part) => part.step === step)!.offices;
  const known = of(counting(moment.log), 'returnForCorrection').map(({ seq, data }) => `${seq} to ${data.to}`);
  const shown = way.returns.map(({ seq, to }) => `${seq} to ${to}`);
  const elsewhere = way.returns.filter(({ from, by }) => !asked(from).includes(by.office));
  return known.join() === shown.join() && elsewhere.length === 0 ? [] : [line(`returns ${shown.join()}`, moment)];
}

describe('the way of a referral', () => {
  test.each(chains)('has the rows of the design for the %s chain, whatever became of it', (chain) => {
    const shown = told[chain]!.map(({ way }) =>
      way.steps.map(({ clause, act, parts }) => `${clause} ${act} ${parts.map((p) => p.offices.join('/')).join(' + ')}`),
    );
    expect(new Set(shown.map((each) => each.join()))).toEqual(new Set([rows[chain].join()]));
  });

  test('follows the machine of the version that the referral runs on', () => {
    const other = changed(chainVersions.inpatient['1']!, (states) => {
      states.awaitingRelease!.meta = { awaits: ['insuranceLead'], clause: 'I3' };
    });
    const { facts, log } = told.inpatient!.at(-1)!.moment;
    const third = withVersion('inpatient', '2', other, () => {
      const asOf = (chainVersion: string) => wayOf({ ...facts!, chainVersion }, log, new Date()).steps[2]!.parts[0]!;
      return [asOf('1').offices, asOf('2').offices];
    });
    expect(third).toEqual([['windowClerk'], ['insuranceLead']]);
  });

  test.each(everyWalk)('%s: is now exactly where the referral awaits somebody', (name) => {
    expect(told[name]!.flatMap((one) => nowFaults(one, whole[name]!.rules))).toEqual([]);
  });

  test.each(everyWalk)('%s: shows a signature as done exactly while it stands', (name) => {
    expect(told[name]!.flatMap(signatureFaults)).toEqual([]);
  });

  test.each(everyWalk)('%s: is done up to where it stands, and what follows is to come or left', (name) => {
    expect(told[name]!.flatMap(orderFaults)).toEqual([]);
    expect(told[name]!.flatMap(endFaults)).toEqual([]);
  });

  test.each(everyWalk)('%s: tells every return that was not taken back', (name) => {
    expect(told[name]!.some(({ way }) => way.returns.length > 0)).toBe(true);
    expect(told[name]!.flatMap(returnFaults)).toEqual([]);
  });

  test('is seen to fail where it is told of other facts, or of a log that lacks something', () => {
    const faulty = (told: typeof wayOf, faults: (one: Told) => string[]) =>
      whole.inpatient!.edges.flatMap((edge) => faults(tell(edge, told)));
    const rules = whole.inpatient!.rules;
    const noForm: typeof wayOf = (facts, log, at) => wayOf({ ...facts, form: null }, log, at);
    expect(faulty(noForm, signatureFaults)).not.toEqual([]);
    const early: typeof wayOf = (facts, log, at) => wayOf({ ...facts, state: 'awaitingInform' }, log, at);
    expect(faulty(early, (one) => nowFaults(one, rules))).not.toEqual([]);
    expect(faulty(early, endFaults)).not.toEqual([]);
    const without = (act: string): typeof wayOf => (facts, log, at) =>
      wayOf(facts, log.filter((entry) => entry.act !== act), at);
    expect(faulty(without('inform'), orderFaults)).not.toEqual([]);
    expect(faulty(without('returnForCorrection'), orderFaults)).not.toEqual([]);
    expect(faulty(without('returnForCorrection'), returnFaults)).not.toEqual([]);
    expect(faulty(without('recall'), returnFaults)).not.toEqual([]);
  });

  test('keeps who signed what a material change took the standing from, and who signed it again', () => {
    const shown = told.outpatient!.flatMap(({ way }) => partsOf(way));
    const superseded = shown.filter(({ stands, status }) => stands === false && status !== 'done');
    expect(superseded.some(({ status }) => status === 'now')).toBe(true);
    expect(superseded.some(({ status }) => status === 'toCome')).toBe(true);
    expect(superseded.filter(({ by, at, seq }) => by === null || at === null || seq === null)).toEqual([]);
  });

  test('names who signed on paper, and not who recorded it', () => {
    const shown = told['inpatient mixed']!.flatMap(({ way }) => partsOf(way));
    const onPaper = shown.filter((part) => part.onPaper);
    expect(onPaper.length).toBeGreaterThan(0);
    expect(onPaper.filter(({ by, offices }) => !offices.includes(by!.office))).toEqual([]);
    expect(shown.some(({ step, by, onPaper: paper }) => step !== null && by !== null && !paper)).toBe(true);
  });

  test('has no need of comments, reminders and copies', () => {
    const { facts, log } = told.outpatient!.find(({ way }) => way.returns.length > 0)!.moment;
    const comment = { ...log.at(-1)!, act: 'comment', seq: log.length + 1, data: { text: '已电话告知' } } as never;
    const at = new Date();
    expect(wayOf(facts!, [...log, comment], at)).toEqual(wayOf(facts!, log, at));
  });
});
