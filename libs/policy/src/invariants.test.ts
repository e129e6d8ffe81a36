import { beforeAll, describe, expect, test } from '@jest/globals';
import { morning, neurology, personOf, staffWithOneDeanForTheOther } from '../test/hospital.ts';
import { counting, demanded, heldOffice, of, partiesOf, signaturesIn, signerOf, standing, type Signed } from '../test/log.ts';
import { changed, withVersion } from '../test/machines.ts';
import {
  keyOf,
  policy,
  timeOf,
  walk,
  type Edge,
  type Happening,
  type Moment,
  type Policy,
  type Setting,
  type Walk,
} from '../test/walk.ts';
import {
  apply,
  chains,
  chainVersions,
  currentVersion,
  decide,
  decideReport,
  fold,
  openTo,
  otherHospitalPapers,
  stateName,
  steps,
  type Chain,
  type Entry,
  type Facts,
  type Step,
} from './index.ts';

/**
 * The invariants of DESIGN, section 3, over every state that a referral of this hospital can reach. Each is a checker
 * that lists what is wrong; beside each, the same checker sees a policy with that rule broken.
 */

const lenient = { ownReportAllowed: true };

const told = (entry: Entry): string =>
  entry.act === 'signOnPaper'
    ? `${entry.data.signer.id} sign ${entry.data.step} on paper`
    : `${entry.actor?.id ?? 'system'} ${entry.act} ${'step' in entry.data ? entry.data.step : ''}`;

/** One line per fault, with the way that led to it. */
const tell = (fault: string, { log }: Moment): string => `${fault}: ${log.map(told).join(' → ')}`;

const signing: Happening['type'][] = ['sign', 'signOnPaper'];

/** The signature that an edge has just given, here or on paper. */
function signedBy({ event, to }: Edge): Signed | undefined {
  return signing.includes(event.type) ? signaturesIn(to.log.slice(-1))[0] : undefined;
}

/** Invariant 1, at every step: facts hold a signature exactly while the log lets it stand, and its signer held the office. */
function signatureFaults({ chain, staff, edges }: Walk): string[] {
  return edges.flatMap((edge) => {
    const { to } = edge;
    const last = signedBy(edge);
    const unfit = last && !(demanded[chain][last.data.step]?.includes(signerOf(last).office) && heldOffice(last, staff));
    const wrong = steps.filter((step) => {
      const known = to.facts!.signatures.filter((signature) => signature.step === step).map(({ seq }) => seq);
      return known.join() !== (standing(to.log, step)?.seq ?? '').toString();
    });
    return [
      ...(unfit ? [tell(`a signature of ${last.data.step} without the office`, to)] : []),
      ...wrong.map((step) => tell(`the facts are wrong about the signature of ${step}`, to)),
    ];
  });
}

/** Invariant 1, at the letter and at each that takes its place. */
function letterFaults({ chain, edges }: Walk, acts: Happening['type'][] = ['issueLetter', 'replaceLetter']): string[] {
  return edges.flatMap(({ to, event }) =>
    acts.includes(event.type)
      ? (Object.keys(demanded[chain]) as Step[])
          .filter((step) => !standing(to.log, step))
          .map((step) => tell(`a letter without the standing signature of ${step}`, to))
      : [],
  );
}

/** Invariant 2, first half. */
function deanFaults({ edges }: Walk): string[] {
  return edges.flatMap(({ to }) => {
    const [one, other] = (['deanInCharge', 'businessDean'] as const).map((step) => standing(to.log, step));
    if (!one || !other) return [];
    const both = partiesOf(signerOf(one)).some((id) => partiesOf(signerOf(other)).includes(id));
    return both ? [tell('one person is both deans', to)] : [];
  });
}

/** Invariant 2, second half: by whoever reported or stood behind the report. */
function ownReportFaults({ edges, rules }: Walk): string[] {
  return edges.flatMap((edge) => {
    const { to } = edge;
    const entry = signedBy(edge);
    if (!entry) return [];
    const own = partiesOf(signerOf(entry)).some((id) => partiesOf(to.log[0]!.actor!).includes(id));
    if (own && !rules.ownReportAllowed) return [tell('an own report is signed', to)];
    return own === entry.data.ownReport ? [] : [tell('the log is wrong about an own report', to)];
  });
}

/** A signature on paper is recorded by the window, for somebody else, and the facts never mix it with the others. */
function paperFaults({ edges }: Walk): string[] {
  return edges.flatMap((edge) => {
    const { to } = edge;
    const entry = signedBy(edge);
    const own = entry && partiesOf(entry.actor!).some((id) => partiesOf(signerOf(entry)).includes(id));
    const recorded = entry?.act === 'signOnPaper' && (entry.actor!.office !== 'windowClerk' || own);
    const mixed = to.facts!.signatures.filter(
      ({ seq, personId, onPaper }) =>
        onPaper !== (to.log[seq - 1]!.act === 'signOnPaper') || personId !== signerOf(to.log[seq - 1] as Signed).id,
    );
    return [
      ...(recorded ? [tell('a signature on paper that its signer recorded, or no window', to)] : []),
      ...mixed.map(({ step }) => tell(`the facts mix the signature of ${step}`, to)),
    ];
  });
}

/** The letters of a log, newest last. */
const lettersOf = (log: readonly Entry[]) =>
  log.flatMap((entry) => (entry.act === 'issueLetter' || entry.act === 'replaceLetter' ? [entry.data.letter] : []));

/** A letter is used while it is in force, as often as it says and no oftener, whatever took its place meanwhile. */
function useFaults({ edges }: Walk): string[] {
  return edges.flatMap(({ from, event, to }) => {
    const arrivals = of(to.log, 'arrive').length;
    const [letter] = lettersOf(to.log).slice(-1);
    const state = stateName(to.facts!.state);
    const used = letter !== undefined && arrivals === letter.uses;
    return [
      ...(event.type === 'arrive' && stateName(from.facts!.state) !== 'issued' ? [tell('used while not in force', to)] : []),
      ...(letter && arrivals > letter.uses ? [tell('used oftener than it may be', to)] : []),
      ...((state === 'used') === used ? [] : [tell('used up and yet in force, or the other way round', to)]),
      ...(to.facts!.uses === arrivals ? [] : [tell('the facts count other uses', to)]),
    ];
  });
}

/** A replacement says what the old letter said, names it, and is the only one in force from then on. */
function replacementFaults({ edges }: Walk): string[] {
  return edges.flatMap(({ from, event, to }) => {
    if (event.type !== 'replaceLetter') return [];
    const [old, letter] = lettersOf(to.log).slice(-2);
    const { number, serial, replaces, ...said } = letter!;
    const same = JSON.stringify(said) === JSON.stringify({ ...old, number: undefined, serial: undefined, replaces: undefined });
    const inForce = policy.whyNotArrive(to.facts!, old!.number, old!.validFrom, timeOf(to)) === null;
    return [
      ...(same && replaces === old!.number ? [] : [tell('a replacement that says something else', to)]),
      ...(serial > old!.serial && number !== old!.number ? [] : [tell('a number given twice', to)]),
      ...(inForce ? [tell('two letters in force', to)] : []),
      ...(to.facts!.state === from.facts!.state ? [] : [tell('a replacement that moves', to)]),
    ];
  });
}

/** The ways from each state, by its key. */
function waysFrom({ edges }: Walk): Map<string, Edge[]> {
  const ways = new Map<string, Edge[]>();
  for (const edge of edges) ways.set(edge.from.key, [...(ways.get(edge.from.key) ?? []), edge]);
  return ways;
}

/** Keys of the states from which one of these can still be reached. */
function reaching({ edges }: Walk, goal: (moment: Moment) => boolean): Set<string> {
  const back = new Map<string, string[]>();
  for (const { from, to } of edges) back.set(to.key, [...(back.get(to.key) ?? []), from.key]);
  const reached = new Set(edges.flatMap(({ from, to }) => [from, to].filter(goal)).map(({ key }) => key));
  for (const key of reached) for (const before of back.get(key) ?? []) reached.add(before);
  return reached;
}

const finals = ['used', 'declined', 'rejected', 'withdrawn', 'voided', 'expired'];
const isFinal = ({ facts }: Moment): boolean => facts !== null && finals.includes(stateName(facts.state));

/** Invariant 3, first half: somebody can act, without taking back or withdrawing, and the letter stays in reach. */
function livenessFaults(one: Walk): string[] {
  const ways = waysFrom(one);
  const end = reaching(one, isFinal);
  const letter = reaching(one, ({ facts }) => facts !== null && stateName(facts.state) === 'issued');
  return one.moments.flatMap((moment) => {
    if (isFinal(moment)) return [];
    const acts = (ways.get(moment.key) ?? []).map(({ event }) => event.type);
    const somebody = acts.some((act) => !['recall', 'withdraw', 'noon', 'arrive', 'expire'].includes(act));
    return [
      ...(somebody ? [] : [tell('nobody to act', moment)]),
      ...(end.has(moment.key) ? [] : [tell('no way out', moment)]),
      ...(letter.has(moment.key) ? [] : [tell('no way to a letter', moment)]),
    ];
  });
}

/** Invariant 3, second half. */
function unseenPapers({ edges }: Walk): string[] {
  const early = ['awaitingReport', 'awaitingInform', 'declined', 'withdrawn'];
  return edges.flatMap(({ to }) => {
    if (early.includes(stateName(to.facts!.state))) return [];
    const acts = counting(to.log);
    const reported = of(acts, 'report').flatMap(({ data }) => data.papers);
    const reviewed = of(acts, 'inform').flatMap(({ data }) => data.papersReviewed);
    const seen = [reported, reviewed].every((papers) =>
      otherHospitalPapers.every((kind) => papers.some((paper) => paper.kind === kind)),
    );
    return seen ? [] : [tell('a form without its papers reviewed', to)];
  });
}

/** Invariant 7: whatever version is current by now, state is what the version of the report makes of the log. */
function versionFaults({ moments }: Walk, version: string): string[] {
  return moments.flatMap((moment) => {
    if (!moment.facts) return [];
    const same = moment.facts.chainVersion === version && keyOf(fold(moment.log), moment.time) === moment.key;
    return same ? [] : [tell(`a referral that did not stay in version ${version}`, moment)];
  });
}

/** The walk of a policy with something broken in it, of one reporter only. */
const broken = (chain: Chain, changes: Partial<Policy>, given: Partial<Setting> = {}): Walk =>
  walk(chain, {
    reporters: [chain === 'otherHospital' ? 'officer' : 'doctor'],
    ...given,
    policy: { ...policy, ...changes },
  });

const whole: Record<string, Walk> = {};
beforeAll(() => {
  for (const chain of chains) {
    whole[chain] = walk(chain);
    whole[`${chain} lenient`] = walk(chain, { rules: lenient });
    whole[`${chain} on paper`] = walk(chain, { signing: 'onPaper' });
  }
  // Every mixture of the two; the longer chains would have 32 of each of their states.
  whole['inpatient mixed'] = walk('inpatient', { signing: 'both' });
  whole['one dean for the other'] = walk('outpatient', { staff: staffWithOneDeanForTheOther });
});

const everyWalk = [
  ...chains.flatMap((chain) => [chain, `${chain} lenient`, `${chain} on paper`]),
  'inpatient mixed',
  'one dean for the other',
];

test('the walk reaches every condition of every chain, with all its dead ends', () => {
  for (const chain of chains) {
    const reached = new Set(whole[chain]!.moments.flatMap(({ facts }) => (facts ? [stateName(facts.state)] : [])));
    const conditions = Object.keys(chainVersions[chain]['1']!.states).filter((name) => name !== 'awaitingReport');
    expect([...reached].sort()).toEqual(conditions.sort());
  }
  expect(whole.outpatient!.moments.length).toBeGreaterThan(500);
});

describe('a letter exists only over every signature its chain demands, each standing and by an office held', () => {
  test.each(everyWalk)('%s', (name) => {
    for (const act of ['issueLetter', 'replaceLetter']) {
      expect(whole[name]!.edges.some(({ event }) => event.type === act)).toBe(true);
    }
    expect(letterFaults(whole[name]!)).toEqual([]);
    expect(signatureFaults(whole[name]!)).toEqual([]);
  });

  test('is seen to fail where one dean is enough', () => {
    const either = changed(chainVersions.otherHospital['1']!, (states) => {
      states.awaitingDeans = {
        meta: { awaits: ['deanInCharge', 'businessDean'], signs: 'deanInCharge', clause: 'X6' },
        on: { sign: 'awaitingInsurance', withdraw: 'withdrawn' },
      };
      delete states.awaitingInsurance!.on!.returnForCorrection;
      states.awaitingLetter!.on!.issueLetter = 'issued';
    });
    const one = withVersion('otherHospital', 'either', either, () =>
      broken('otherHospital', { versionFor: () => 'either' }),
    );
    expect(letterFaults(one).join()).toContain('without the standing signature of businessDean');
    expect(signatureFaults(one).join()).toContain('a signature of deanInCharge without the office');
  });

  test('is seen to fail for a replacement whose chain asks no more', () => {
    const careless = changed(chainVersions.inpatient['1']!, (states) => {
      states.awaitingInsurance!.on!.sign = 'awaitingLetter';
      states.awaitingDepartment!.on!.withdraw = 'awaitingLetter';
      states.awaitingLetter!.on!.issueLetter = 'issued';
      states.issued!.on!.replaceLetter = 'issued';
    });
    const faults = withVersion('inpatient', 'careless', careless, () =>
      letterFaults(broken('inpatient', { versionFor: () => 'careless' }), ['replaceLetter']),
    );
    expect(faults.join()).toContain('a letter without the standing signature of insurance');
  });

  test('is seen to fail where signatures outlive a material change', () => {
    const forgiving: typeof apply = (facts, entry, before) => {
      if (entry.act !== 'fillIn' || !facts?.form) return apply(facts, entry, before);
      // As if every signature had been given over the new content.
      const { materialDigest } = entry.data;
      const signatures = facts.signatures.map((signature) => ({ ...signature, materialDigest }));
      return apply({ ...facts, signatures }, entry, before);
    };
    expect(signatureFaults(broken('inpatient', { apply: forgiving }))).not.toEqual([]);
  });

  test('is seen to fail where a signer who was asked again need not sign again', () => {
    const forgetful: typeof apply = (facts, entry, before) => {
      const next = apply(facts, entry, before);
      return entry.act === 'returnForCorrection' ? { ...next, signatures: facts!.signatures } : next;
    };
    expect(signatureFaults(broken('inpatient', { apply: forgetful }))).not.toEqual([]);
  });

  test('is seen to fail where a substitute signs after their warrant has ended', () => {
    const endless: Policy['personOf'] = (member) => personOf(member, morning);
    expect(signatureFaults(broken('outpatient', { personOf: endless })).join()).toContain('without the office');
  });

  test('is seen to fail on paper where nobody asks what the signer held on that day', () => {
    const officeless: Policy['personOn'] = ({ id, name }) => ({
      id,
      name,
      capacities: [{ office: 'insuranceLead', departmentId: null, onBehalfOf: null, warrantNo: null }],
    });
    const faults = signatureFaults(broken('inpatient', { personOn: officeless }, { signing: 'both' }));
    expect(faults.join()).toContain('a signature of insurance without the office');
  });

  test('is seen to fail where another department signs', () => {
    const roaming: Policy['personOf'] = (member, at) => {
      const person = personOf(member, at);
      const capacities = person.capacities.map((capacity) => ({
        ...capacity,
        departmentId: capacity.departmentId && neurology,
      }));
      return { ...person, capacities };
    };
    expect(signatureFaults(broken('inpatient', { personOf: roaming })).join()).toContain('elsewhere sign');
  });
});

describe('a signature on paper is recorded by the window for somebody else, and stays marked', () => {
  const onPaper = everyWalk.filter((name) => /paper|mixed/.test(name));
  test.each(onPaper)('%s', (name) => {
    expect(whole[name]!.edges.some(({ event }) => event.type === 'signOnPaper')).toBe(true);
    expect(paperFaults(whole[name]!)).toEqual([]);
  });

  test('one and the same form is signed here by the one and on paper by the other', () => {
    const letters = whole['inpatient mixed']!.edges.filter(({ event }) => event.type === 'issueLetter');
    const mixtures = letters.map(({ to }) => to.facts!.signatures.map((signature) => signature.onPaper).join());
    expect([...new Set(mixtures)].sort()).toEqual(['false,false', 'false,true', 'true,false', 'true,true']);
  });

  test('is seen to fail where it counts as whose who recorded it, and where its mark is lost', () => {
    const recorders: typeof apply = (facts, entry, before) => {
      const next = apply(facts, entry, before);
      if (entry.act !== 'signOnPaper') return next;
      const signatures = next.signatures.map((one) => (one.seq === entry.seq ? { ...one, personId: entry.actor!.id } : one));
      return { ...next, signatures };
    };
    const paper = { signing: 'onPaper' } as const;
    expect(paperFaults(broken('inpatient', { apply: recorders }, paper)).join()).toContain('the facts mix');
    const unmarked: typeof apply = (...said) => {
      const next = apply(...said);
      return { ...next, signatures: next.signatures.map((one) => ({ ...one, onPaper: false })) };
    };
    expect(paperFaults(broken('inpatient', { apply: unmarked }, paper)).join()).toContain('the facts mix');
  });
});

describe('a letter is used in force alone, and as often as it says', () => {
  test.each(everyWalk)('%s', (name) => {
    const uses = whole[name]!.edges.filter(({ event }) => event.type === 'arrive').map(({ to }) => to.facts!.uses);
    expect([...new Set(uses)].sort()).toEqual([1, 2]);
    expect(useFaults(whole[name]!)).toEqual([]);
  });

  test('is seen to fail where the chain never ends it, and where a use is not counted', () => {
    const lasting = changed(chainVersions.inpatient['1']!, (states) => {
      states.issued!.on!.arrive = [
        { guard: 'lastUse', target: 'issued' },
        { guard: 'furtherUsesLeft', target: 'issued' },
      ];
    });
    const twice: Policy['whyNotArrive'] = (facts, ...rest) =>
      facts.uses === 2 ? { code: 'letterUsed', uses: 2 } : policy.whyNotArrive(facts, ...rest);
    const faults = withVersion('inpatient', 'lasting', lasting, () =>
      useFaults(broken('inpatient', { versionFor: () => 'lasting', whyNotArrive: twice })),
    );
    expect(faults.join()).toContain('used up and yet in force');
    const forgetful: typeof apply = (facts, entry, before) => ({ ...apply(facts, entry, before), uses: 0 });
    expect(useFaults(broken('inpatient', { apply: forgetful })).join()).toContain('the facts count other uses');
  });
});

describe('a replacement says what the old letter said, and is the only one in force', () => {
  test.each(everyWalk)('%s', (name) => {
    expect(replacementFaults(whole[name]!)).toEqual([]);
  });

  test('is seen to fail where the old letter stays in force', () => {
    const both: typeof apply = (facts, entry, before) => {
      const next = apply(facts, entry, before);
      return entry.act === 'replaceLetter' ? { ...next, letter: facts!.letter } : next;
    };
    expect(replacementFaults(broken('inpatient', { apply: both })).join()).toContain('two letters in force');
  });
});

describe('the two deans are two different people, substitutes included', () => {
  test.each(everyWalk)('%s', (name) => {
    expect(deanFaults(whole[name]!)).toEqual([]);
  });

  test('though the substitute of both signs now for the one and now for the other', () => {
    const signed = whole.outpatient!.edges.flatMap(({ to, event }) => {
      const entry = to.log.at(-1);
      return event.type === 'sign' && entry?.act === 'sign' && event.who === 'substitute' ? [entry.data.step] : [];
    });
    expect(new Set(signed)).toEqual(new Set(['deanInCharge', 'businessDean']));
  });

  const blind = (facts: Facts): Facts => ({
    ...facts,
    signatures: facts.signatures.filter(({ step }) => step !== 'deanInCharge' && step !== 'businessDean'),
  });
  const careless: Partial<Policy> = {
    openTo: (facts, ...rest) => openTo(blind(facts), ...rest),
    decide: (facts, ...rest) => decide(blind(facts), ...rest),
  };

  test('is seen to fail where nobody looks at the other signature', () => {
    expect(deanFaults(broken('outpatient', careless))).not.toEqual([]);
    expect(deanFaults(broken('otherHospital', careless))).not.toEqual([]);
    expect(deanFaults(broken('otherHospital', careless, { signing: 'onPaper' }))).not.toEqual([]);
  });

  test('is seen to fail where only the signer counts, and not the holder of the warrant', () => {
    const signersOnly = (facts: Facts): Facts => ({
      ...facts,
      signatures: facts.signatures.map((signature) => ({ ...signature, onBehalfOfId: null })),
    });
    const faults = deanFaults(
      broken(
        'outpatient',
        {
          openTo: (facts, ...rest) => openTo(signersOnly(facts), ...rest),
          decide: (facts, ...rest) => decide(signersOnly(facts), ...rest),
        },
        { staff: staffWithOneDeanForTheOther },
      ),
    );
    expect(faults).not.toEqual([]);
  });
});

describe('nobody signs their own report unless the institution allows it, and then the log shows it', () => {
  test.each(everyWalk)('%s', (name) => {
    expect(ownReportFaults(whole[name]!)).toEqual([]);
  });

  test.each(['outpatient', 'inpatient'])('%s: the allowed twin signs, and the log says so', (chain) => {
    const own = ({ edges }: Walk) =>
      edges.filter(({ event, to }) => event.type === 'sign' && of(to.log, 'sign').at(-1)!.data.ownReport);
    expect(own(whole[chain]!)).toEqual([]);
    expect(own(whole[`${chain} lenient`]!).every(({ event }) => event.who === 'director')).toBe(true);
    expect(own(whole[`${chain} lenient`]!)).not.toEqual([]);
  });

  test('is seen to fail where the rule is not asked, and where the log keeps silent', () => {
    const unasked: Partial<Policy> = {
      openTo: (facts, person, _, at) => openTo(facts, person, lenient, at),
      decide: (facts, attempt, person, _, ...rest) => decide(facts, attempt, person, lenient, ...rest),
    };
    expect(ownReportFaults(broken('inpatient', unasked, { reporters: ['director'] })).join()).toContain(
      'an own report is signed',
    );
    const silent: Partial<Policy> = {
      decide: (...asked) => {
        const decision = decide(...asked);
        if (!decision.allowed) return decision;
        return { ...decision, ownReport: false, onPaper: decision.onPaper && { ...decision.onPaper, ownReport: false } };
      },
    };
    const paper: Partial<Setting> = { signing: 'onPaper', reporters: ['director'] };
    expect(ownReportFaults(broken('inpatient', unasked, paper)).join()).toContain(
      'an own report is signed',
    );
    expect(
      ownReportFaults(broken('inpatient', silent, { ...paper, rules: lenient })).join(),
    ).toContain('the log is wrong');
    expect(ownReportFaults(broken('inpatient', silent, { rules: lenient, reporters: ['director'] })).join()).toContain(
      'the log is wrong',
    );
  });
});

describe('every state that is not final has somebody to act, a way out, and a letter within reach', () => {
  test.each(everyWalk.filter((name) => name !== 'one dean for the other'))('%s', (name) => {
    expect(livenessFaults(whole[name]!)).toEqual([]);
  });

  // docs/decisions/0021-two-deans.md: the seat of a dean who signs for the other stays empty.
  test('but a dean who signs for the other leaves their own seat to nobody, until it is withdrawn or recalled', () => {
    const faults = livenessFaults(whole['one dean for the other']!);
    expect(faults.filter((fault) => !fault.includes('businessDean sign deanInCharge'))).toEqual([]);
    expect(faults.filter((fault) => fault.startsWith('no way out'))).toEqual([]);
    expect(faults.filter((fault) => fault.startsWith('nobody to act'))).not.toEqual([]);
  });

  test('is seen to fail where a condition awaits an office that nobody holds', () => {
    const unheld = changed(chainVersions.inpatient['1']!, (states) => {
      states.awaitingInsurance!.meta = { awaits: ['deanInCharge'], signs: 'insurance', clause: 'I6' };
    });
    const { deanInCharge: _, substitute: __, ...others } = whole.inpatient!.staff;
    const faults = withVersion('inpatient', 'unheld', unheld, () =>
      livenessFaults(broken('inpatient', { versionFor: () => 'unheld' }, { staff: others })),
    );
    expect(faults.join()).toContain('nobody to act');
    expect(faults.join()).toContain('no way to a letter');
  });

  test('is seen to fail where a condition has no way out', () => {
    const trapped = changed(chainVersions.inpatient['1']!, (states) => {
      states.awaitingInsurance!.on = {};
    });
    const faults = withVersion('inpatient', 'trapped', trapped, () =>
      livenessFaults(broken('inpatient', { versionFor: () => 'trapped' })),
    );
    expect(faults.join()).toContain('no way');
  });
});

describe("another hospital's case reaches no form without its three papers reviewed", () => {
  test.each(['otherHospital', 'otherHospital lenient'])('%s', (name) => {
    expect(unseenPapers(whole[name]!)).toEqual([]);
  });

  test('is seen to fail where papers are not asked for', () => {
    const unguarded = changed(chainVersions.otherHospital['1']!, (states) => {
      states.awaitingReport!.on!.report = 'awaitingInform';
      states.awaitingInform!.on!.inform = 'awaitingRelease';
    });
    const unread: Partial<Policy> = {
      versionFor: () => 'unguarded',
      decideReport: (report, ...rest) => decideReport({ ...report, papers: otherHospitalPapers }, ...rest),
    };
    const uninformed: Partial<Policy> = {
      versionFor: () => 'unguarded',
      decide: (facts, attempt, ...rest) =>
        decide(
          facts,
          attempt.act === 'inform' ? { ...attempt, papersReviewed: otherHospitalPapers } : attempt,
          ...rest,
        ),
    };
    withVersion('otherHospital', 'unguarded', unguarded, () => {
      expect(unseenPapers(broken('otherHospital', unread))).not.toEqual([]);
      expect(unseenPapers(broken('otherHospital', uninformed))).not.toEqual([]);
    });
  });
});

describe('a running referral keeps the chain version it started with', () => {
  /** A made-up second version: without the medical department. */
  const second = changed(chainVersions.outpatient['1']!, (states) => {
    states.awaitingDepartment!.on!.sign = { guard: 'signsAsDepartment', target: 'awaitingDeans' };
    states.awaitingDepartment!.always = { guard: 'departmentStands', target: 'awaitingDeans' };
    states.awaitingLetter!.on!.issueLetter = {
      guard: {
        type: 'everySignatureStands',
        params: { of: ['department', 'deanInCharge', 'businessDean', 'insurance'] },
      },
      target: 'issued',
    };
  });

  test('while new referrals start with the new one', () => {
    withVersion('outpatient', '2', second, () => {
      expect(currentVersion('outpatient')).toBe('2');
      expect(versionFaults(whole.outpatient!, '1')).toEqual([]);

      const started = broken('outpatient', {});
      expect(versionFaults(started, '2')).toEqual([]);
      expect(livenessFaults(started)).toEqual([]);
      expect(letterFaults(started).join()).toContain('a letter without the standing signature of medicalDirector');
    });
  });

  test('is seen to fail where every referral follows the newest version', () => {
    const upgraded = (entry: Entry): Entry =>
      entry.act === 'report' ? { ...entry, data: { ...entry.data, chainVersion: '2' } } : entry;
    withVersion('outpatient', '2', second, () => {
      const following = broken('outpatient', {
        versionFor: () => '1',
        apply: (facts, entry, before) => apply(facts, upgraded(entry), before),
      });
      expect(versionFaults(following, '1')).not.toEqual([]);
    });
  });
});
