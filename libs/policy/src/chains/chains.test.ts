import { describe, expect, test } from '@jest/globals';
import { adjacencyMapToArray, getAdjacencyMap } from '@xstate/graph';
import { transition, type AnyMachineSnapshot, type AnyStateMachine } from 'xstate';
import { changed } from '../../test/machines.ts';
import { otherHospitalPapers, returnTargets, states, steps, type Act, type Office, type Step } from '../vocabulary.ts';
import type { Awaits, ChainContext, ChainEvent } from './chain.ts';
import { chainVersions, currentVersion, machineOf, type ChainMachine } from './index.ts';
import { inpatient } from './inpatient.ts';
import { otherHospital } from './other-hospital.ts';
import { outpatient } from './outpatient.ts';

const heads = ['departmentDirector', 'departmentLead'] as const;
const insurance = ['insuranceDirector', 'insuranceLead'] as const;

/** DESIGN, section 3: whom each row awaits, and for what. Both deans stand in one row: 会签. */
type Row = [clause: string, awaits: (readonly Office[])[], act: Act, signatures?: Step[]];
const tables: Record<string, Row[]> = {
  outpatient: [
    ['O1', [['attendingPhysician']], 'report'],
    ['O2', [heads], 'inform'],
    ['O3', [['windowClerk']], 'releaseForm'],
    ['O4', [heads], 'fillIn'],
    ['O5', [heads], 'sign', ['department']],
    ['O6', [['medicalDirector']], 'sign', ['medicalDirector']],
    ['O7', [['deanInCharge'], ['businessDean']], 'sign', ['deanInCharge', 'businessDean']],
    ['O8', [insurance], 'sign', ['insurance']],
    ['O9', [['windowClerk']], 'issueLetter'],
  ],
  inpatient: [
    ['I1', [['bedDoctor']], 'report'],
    ['I2', [heads], 'inform'],
    ['I3', [['windowClerk']], 'releaseForm'],
    ['I4', [['bedDoctor']], 'fillIn'],
    ['I5', [heads], 'sign', ['department']],
    ['I6', [insurance], 'sign', ['insurance']],
    ['I7', [['windowClerk']], 'issueLetter'],
  ],
  otherHospital: [
    ['X1', [['medicalOfficer']], 'report'],
    ['X2', [['medicalOfficer', 'medicalDirector']], 'inform'],
    ['X3', [['windowClerk']], 'releaseForm'],
    ['X4', [['medicalDirector']], 'fillIn'],
    ['X5', [['medicalDirector']], 'sign', ['medicalDirector']],
    ['X6', [['deanInCharge'], ['businessDean']], 'sign', ['deanInCharge', 'businessDean']],
    ['X7', [insurance], 'sign', ['insurance']],
    ['X8', [['windowClerk']], 'issueLetter'],
  ],
};

const machines: [string, ChainMachine][] = [
  ['outpatient', outpatient],
  ['inpatient', inpatient],
  ['otherHospital', otherHospital],
];

const demandedBy = (name: string): Step[] => tables[name]!.flatMap(([, , , signatures]) => signatures ?? []);

/** What every signer may return to, by the order of the table: whoever fills in, and whoever signed in a row before. */
const targetsFrom = (name: string, row: number) => [
  'fillIn',
  ...tables[name]!.slice(0, row).flatMap(([, , , signatures]) => signatures ?? []),
];

const noon = Date.parse('2026-11-20T12:00:00+08:00');
const context = (standing: readonly Step[] = [], usesLeft = 1, letterEnds = noon + 5000): ChainContext => ({
  standing,
  letterEnds,
  usesLeft,
  now: noon,
});

const incomplete = otherHospitalPapers.map((missing) => otherHospitalPapers.filter((paper) => paper !== missing));
const onlyNamed = [
  'decline',
  'releaseForm',
  'fillIn',
  'reject',
  'withdraw',
  'issueLetter',
  'replaceLetter',
  'arrive',
  'void',
] as const;
const everyEvent = (machine: AnyStateMachine): ChainEvent[] => [
  ...[otherHospitalPapers, ...incomplete].map((papers) => ({ type: 'report', papers }) as const),
  ...[otherHospitalPapers, ...incomplete].map((papersReviewed) => ({ type: 'inform', papersReviewed }) as const),
  ...steps.map((step) => ({ type: 'sign', step }) as const),
  ...returnTargets.map((to) => ({ type: 'returnForCorrection', to }) as const),
  ...onlyNamed.map((type) => ({ type })),
  { type: `xstate.after.letterLife.${machine.id}.issued` } as never,
];

const at = (machine: AnyStateMachine, value: unknown, standing: readonly Step[] = []): AnyMachineSnapshot =>
  machine.resolveState({ value: value as never, context: context(standing) });

interface Way {
  from: AnyMachineSnapshot;
  event: ChainEvent;
  to: AnyMachineSnapshot;
}

/** Every condition that the machine reaches while these signatures stand, and every way on. */
function walkedWith(
  machine: AnyStateMachine,
  standing: readonly Step[],
): { conditions: AnyMachineSnapshot[]; ways: Way[] } {
  const map = getAdjacencyMap<AnyMachineSnapshot, ChainEvent, undefined>(machine as never, {
    fromState: at(machine, 'awaitingReport', standing),
    events: everyEvent(machine),
    serializeState: ({ value }) => JSON.stringify(value),
    limit: 10_000,
  });
  return {
    conditions: Object.values(map).map(({ state }) => state),
    ways: adjacencyMapToArray(map)
      .map(({ state, event, nextState }) => ({ from: state, event, to: nextState }))
      .filter(({ from, event }) => from.can(event)),
  };
}

/** The whole machine: its way with every signature still to come, and with all of them there. */
function walked(machine: AnyStateMachine) {
  const [none, all] = [walkedWith(machine, []), walkedWith(machine, steps)];
  return { conditions: [...none.conditions, ...all.conditions], ways: [...none.ways, ...all.ways] };
}

const nameOf = ({ value }: AnyMachineSnapshot): string =>
  typeof value === 'string' ? value : Object.keys(value as object)[0]!;
const metasOf = (snapshot: AnyMachineSnapshot): Awaits[] =>
  Object.values(snapshot.getMeta() as Record<string, Awaits | undefined>).filter((meta) => meta !== undefined);
const subsetsOf = <T>(all: readonly T[]): T[][] =>
  all.reduce<T[][]>((subsets, one) => [...subsets, ...subsets.map((subset) => [...subset, one])], [[]]);

const next = (machine: AnyStateMachine, from: AnyMachineSnapshot, event: ChainEvent): AnyMachineSnapshot =>
  transition(machine, from as never, event)[0] as AnyMachineSnapshot;

/** The table that the machine itself would print, going its straight way to the letter. */
function tableOf(machine: AnyStateMachine): Row[] {
  const rows: Row[] = [];
  let snapshot = at(machine, 'awaitingReport');
  while (nameOf(snapshot) !== 'issued' && rows.length < 20) {
    const metas = metasOf(snapshot);
    const signatures = metas.flatMap(({ signs }) => signs ?? []);
    const straight: ChainEvent[] = signatures.map((step) => ({ type: 'sign', step }));
    if (straight.length === 0) {
      const events = everyEvent(machine).filter(({ type }) => !['decline', 'withdraw', 'sign'].includes(type));
      const onward = events.find((event) => at(machine, snapshot.value, steps).can(event));
      if (!onward) return rows;
      straight.push(onward);
    }
    const [clauses, awaits] = [metas.map(({ clause }) => clause), metas.map((meta) => meta.awaits)];
    const clause = [...new Set(clauses)].join();
    rows.push([clause, awaits, straight[0]!.type as Act, ...(signatures.length > 0 ? [signatures] : [])] as Row);
    const standing = nameOf(snapshot) === 'awaitingLetter' ? steps : [];
    for (const event of straight) snapshot = next(machine, at(machine, snapshot.value, standing), event);
  }
  return rows;
}

/** Conditions in which the machine would issue a letter, or refuse one, against the signatures that stand. */
const letterFaults = (machine: AnyStateMachine, demanded: readonly Step[]): string[] =>
  subsetsOf(steps).flatMap((standing) => {
    const every = demanded.every((step) => standing.includes(step));
    return walkedWith(machine, standing).conditions.flatMap((condition) =>
      condition.can({ type: 'issueLetter' }) !== (every && nameOf(condition) === 'awaitingLetter')
        ? [`${nameOf(condition)} with ${standing.join()} of ${demanded.join()}`]
        : [],
    );
  });

/** Ways by which a signature that nobody is asked for would move the machine. */
const strayingSignatures = (machine: AnyStateMachine): string[] =>
  walked(machine).ways.flatMap(({ from, event }) =>
    event.type === 'sign' && !metasOf(from).some(({ signs }) => signs === event.step)
      ? [`${event.step} in ${nameOf(from)}`]
      : [],
  );

/** Conditions that are not final and have nobody to act, or no way out. */
const deadEnds = (machine: AnyStateMachine): string[] => {
  const { conditions, ways } = walked(machine);
  return conditions.flatMap((condition) => {
    if (condition.status === 'done') return [];
    const out = ways.some(({ from, to }) => nameOf(from) === nameOf(condition) && nameOf(to) !== nameOf(condition));
    const awaited = metasOf(condition).some(({ awaits }) => awaits.length > 0) || nameOf(condition) === 'issued';
    return out && awaited ? [] : [nameOf(condition)];
  });
};

/** Where a withdrawal is possible though a letter exists, or impossible though none does. */
const withdrawalFaults = (machine: AnyStateMachine): string[] =>
  walked(machine)
    .conditions.filter((condition) => {
      const running = condition.status !== 'done' && !['awaitingReport', 'issued'].includes(nameOf(condition));
      return condition.can({ type: 'withdraw' }) !== running;
    })
    .map(nameOf);

/** Ways from the report to a form without all three papers seen. */
const unseenPapers = (machine: AnyStateMachine): string[] =>
  walked(machine).ways.flatMap(({ from, event }) => {
    const seen = event.type === 'report' ? event.papers : event.type === 'inform' ? event.papersReviewed : null;
    return seen && !otherHospitalPapers.every((paper) => seen.includes(paper))
      ? [`${event.type} in ${nameOf(from)} with ${seen.join()}`]
      : [];
  });

/** Milliseconds after which an issued letter expires by itself; undefined when it never does. */
function lifeOfLetter(machine: AnyStateMachine): number | undefined {
  const [issued, actions] = transition(machine, at(machine, 'awaitingLetter', steps) as never, { type: 'issueLetter' });
  const after = (actions as { type: string; params?: { delay?: number } }[]).map(({ params }) => params?.delay);
  return nameOf(issued as never) === 'issued' ? after.find((delay) => delay !== undefined) : undefined;
}

describe.each(machines)('the %s chain', (name, machine) => {
  test('is the table of the design, row by row', () => {
    expect(tableOf(machine)).toEqual(tables[name]);
    const reordered = changed(machine, (all) => {
      all.awaitingInform!.on!.inform = { target: 'awaitingFillIn' };
    });
    expect(tableOf(reordered)).not.toEqual(tables[name]);
  });

  test('reaches each of its conditions, and all of them are words of the vocabulary', () => {
    const reached = new Set(walked(machine).conditions.map(nameOf));
    expect([...reached].sort()).toEqual(Object.keys(machine.states).sort());
    expect(states).toEqual(expect.arrayContaining([...reached]));
    const cut = changed(machine, (all) => {
      all.awaitingRelease!.on = { withdraw: 'withdrawn' };
    });
    expect(walked(cut).conditions.map(nameOf)).not.toContain('awaitingLetter');
  });

  test('has somebody to act and a way out in every condition that is not final', () => {
    expect(deadEnds(machine)).toEqual([]);
    const stuck = changed(machine, (all) => {
      all.awaitingInsurance!.on = {};
      delete all.awaitingInsurance!.always;
    });
    expect(deadEnds(stuck)).toContain('awaitingInsurance');
    const unowned = changed(machine, (all) => {
      all.awaitingRelease!.meta = { awaits: [], clause: '-' };
    });
    expect(deadEnds(unowned)).toContain('awaitingRelease');
  });

  test('ends for good in a final condition', () => {
    const final = walked(machine).conditions.filter(({ status }) => status === 'done');
    expect([...new Set(final.map(nameOf))].sort()).toEqual([
      'declined', 'expired', 'rejected', 'used', 'voided', 'withdrawn',
    ]);
    for (const condition of final) expect(everyEvent(machine).filter((event) => condition.can(event))).toEqual([]);
    const revived = changed(machine, (all) => {
      all.declined = { on: { report: 'awaitingInform' } };
    });
    expect(
      walked(revived)
        .conditions.filter(({ status }) => status === 'done')
        .map(nameOf),
    ).not.toContain('declined');
  });

  test('issues a letter only while every signature it demands stands, whatever else stands', () => {
    const demanded = demandedBy(name);
    expect(letterFaults(machine, demanded)).toEqual([]);
    const careless = changed(machine, (all) => {
      all.awaitingLetter!.on!.issueLetter = 'issued';
    });
    expect(letterFaults(careless, demanded)).not.toEqual([]);
  });

  const issuedWith = (of: AnyStateMachine, ...facts: Parameters<typeof context>): AnyMachineSnapshot =>
    of.resolveState({ value: 'issued', context: context(...facts) });

  test('replaces a letter in force alone, and only while every signature it demands stands', () => {
    const demanded = demandedBy(name);
    const faults = (of: AnyStateMachine) =>
      subsetsOf(steps).flatMap((standing) => {
        const every = demanded.every((step) => standing.includes(step));
        const conditions = walked(machine).conditions.map(({ value }) => at(of, value, standing));
        return conditions.flatMap((condition) =>
          condition.can({ type: 'replaceLetter' }) !== (every && nameOf(condition) === 'issued')
            ? [`${nameOf(condition)} with ${standing.join()}`]
            : [],
        );
      });
    expect(faults(machine)).toEqual([]);
    const careless = changed(machine, (all) => {
      all.issued!.on!.replaceLetter = 'issued';
    });
    expect(faults(careless)).not.toEqual([]);
    expect(issuedWith(machine, steps, 1, noon).can({ type: 'replaceLetter' })).toBe(false);
    expect(issuedWith(careless, steps, 1, noon).can({ type: 'replaceLetter' })).toBe(true);
  });

  test('ends a letter with its last use, and takes none after its last day', () => {
    const arrive = { type: 'arrive' } as const;
    expect(nameOf(next(machine, issuedWith(machine, steps, 2), arrive))).toBe('issued');
    expect(nameOf(next(machine, issuedWith(machine, steps, 1), arrive))).toBe('used');
    expect(issuedWith(machine, steps, 0).can(arrive)).toBe(false);
    expect(issuedWith(machine, steps, 1, noon).can(arrive)).toBe(false);
    expect(issuedWith(machine, steps, 1, noon + 1).can(arrive)).toBe(true);
  });

  test('moves by the signature it asks for, and by no other', () => {
    expect(strayingSignatures(machine)).toEqual([]);
    const loose = changed(machine, (all) => {
      all.awaitingInsurance!.on!.sign = 'awaitingLetter';
    });
    expect(strayingSignatures(loose)).not.toEqual([]);
  });

  test('can be withdrawn from the report until the letter, and voided after it', () => {
    expect(withdrawalFaults(machine)).toEqual([]);
    const late = changed(machine, (all) => {
      all.issued!.on!.withdraw = 'withdrawn';
    });
    expect(withdrawalFaults(late)).toEqual(['issued']);
    const voidable = walked(machine).conditions.filter((condition) => condition.can({ type: 'void' }));
    expect(voidable.map(nameOf)).toEqual(['issued']);
  });

  test('lets every signer return to whoever fills in and to every earlier signer, and to nobody else', () => {
    for (const [row, [, , , signatures]] of tables[name]!.entries()) {
      if (!signatures) continue;
      const condition = walked(machine).conditions.find((one) =>
        signatures.every((step) => metasOf(one).some(({ signs }) => signs === step)),
      )!;
      const targets = returnTargets.filter((to) => condition.can({ type: 'returnForCorrection', to }));
      expect(targets).toEqual(returnTargets.filter((to) => targetsFrom(name, row).includes(to)));
      expect(condition.can({ type: 'reject' })).toBe(true);
    }
  });

  test('lets a letter live to the end of its last valid day', () => {
    expect(lifeOfLetter(machine)).toBe(5000);
    const misspelt = changed(machine, (all) => {
      all.issued!.after = { leterLife: 'expired' };
    });
    expect(lifeOfLetter(misspelt)).not.toBe(5000);
  });

  test('holds states, verbs and guards and nothing else', () => {
    const doings = (one: AnyStateMachine) =>
      JSON.stringify(one.config).match(/"(entry|exit|invoke|actions|output|spawn)":/g) ?? [];
    expect(doings(machine)).toEqual([]);
    const busy = changed(machine, (all) => {
      all.issued = { ...all.issued, entry: 'sendLetter' } as never;
    });
    expect(doings(busy)).not.toEqual([]);
  });
});

describe.each([
  ['outpatient', outpatient],
  ['otherHospital', otherHospital],
] as [string, ChainMachine][])('the two deans of the %s chain', (_, machine) => {
  const sign = (step: Step): ChainEvent => ({ type: 'sign', step });
  const both = { awaitingDeans: { deanInCharge: 'awaiting', businessDean: 'awaiting' } };
  const after = (...events: ChainEvent[]) =>
    events.reduce((snapshot, event) => next(machine, snapshot, event), at(machine, both));

  test('are both asked, and sign in either order', () => {
    expect(nameOf(after(sign('deanInCharge')))).toBe('awaitingDeans');
    expect(nameOf(after(sign('businessDean')))).toBe('awaitingDeans');
    expect(nameOf(after(sign('deanInCharge'), sign('businessDean')))).toBe('awaitingInsurance');
    expect(nameOf(after(sign('businessDean'), sign('deanInCharge')))).toBe('awaitingInsurance');
    expect(nameOf(after(sign('businessDean'), sign('businessDean')))).toBe('awaitingDeans');
  });

  test('lose their open request when one of them returns the form', () => {
    const returned = after({ type: 'returnForCorrection', to: 'fillIn' });
    expect(metasOf(returned).flatMap(({ awaits }) => awaits)).not.toContain('businessDean');
    expect(metasOf(after(sign('deanInCharge'))).flatMap(({ awaits }) => awaits)).toEqual(['businessDean']);
  });
});

test("another hospital's case reaches no form without all three papers reported and reviewed", () => {
  expect(unseenPapers(otherHospital)).toEqual([]);
  const unread = changed(otherHospital, (all) => {
    all.awaitingInform!.on!.inform = 'awaitingRelease';
  });
  expect(unseenPapers(unread)).not.toEqual([]);
  const unasked = changed(otherHospital, (all) => {
    all.awaitingReport!.on!.report = 'awaitingInform';
  });
  expect(unseenPapers(unasked)).not.toEqual([]);
  // The patient's own hospital asks for no papers at all.
  expect(unseenPapers(outpatient)).not.toEqual([]);
});

describe('versions of a chain', () => {
  test.each(Object.keys(chainVersions))('%s has a current one, the last that was added', (name) => {
    const versions = chainVersions[name as keyof typeof chainVersions];
    const current = currentVersion(name as keyof typeof chainVersions);
    expect(machineOf(name as keyof typeof chainVersions, current)).toBe(Object.values(versions).at(-1));
  });

  test('are never guessed: a version that this software does not know is an error', () => {
    expect(() => machineOf('outpatient', '99')).toThrow('chain outpatient has no version 99');
    expect(machineOf('outpatient', '1')).toBe(outpatient);
  });
});
