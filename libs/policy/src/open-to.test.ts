import { beforeAll, describe, expect, test } from '@jest/globals';
import { morning, neurology, personOf, standsInFor, staff, staffWithOneDeanForTheOther, surgery } from '../test/hospital.ts';
import { attemptsAt, policy, timeOf, walk, type Moment, type Policy, type Setting, type Walk } from '../test/walk.ts';
import {
  awaiting,
  chains,
  dateInShanghai,
  decide,
  isAside,
  maySee,
  offeredActs,
  openTo,
  openToSigner,
  reportsOpenTo,
  decideReport,
  seesByOffice,
  type Facts,
  type OfferedAct,
  type Openness,
  type Person,
  type Refusal,
} from './index.ts';

/** What each person is offered, in every state that a referral of this hospital can reach. */

const walks: Record<string, Walk> = {};
beforeAll(() => {
  for (const chain of chains) walks[chain] = walk(chain);
  walks['one dean for the other'] = walk('outpatient', {
    staff: staffWithOneDeanForTheOther,
    reporters: ['director'],
  });
});
const everyWalk = [...chains, 'one dean for the other'];

interface Look {
  moment: Moment;
  facts: Facts;
  person: Person;
  at: Date;
  open: Record<OfferedAct, Openness>;
}

const looks = new WeakMap<Walk, Look[]>();

/** Everybody's view of every moment, with what they are offered. */
function everyLook(one: Walk): Look[] {
  const known = looks.get(one);
  if (known) return known;
  const { moments, staff: people, policy: asked, rules } = one;
  const all = moments.flatMap((moment) => {
    const { facts } = moment;
    if (!facts) return [];
    const at = timeOf(moment);
    return Object.values(people).map((member) => {
      const person = asked.personOf(member, at);
      return { moment, facts, person, at, open: asked.openTo(facts, person, rules, at) };
    });
  });
  looks.set(one, all);
  return all;
}

const tell = (fault: string, { moment, person }: Look): string => `${person.id} in ${moment.key}: ${fault}`;

/** Refusals that speak of how an act is done, by somebody to whom it is open. */
const howCodes: Refusal['code'][] = [
  'officeNotChosen',
  'holderNotChosen',
  'papersNotReviewed',
  'wrongCollector',
  'notThePatientsCard',
  'notTheirOwnCard',
  'notTheAgent',
  'wrongReturnTarget',
  'signerNotInOffice',
  'signerOfficeNotChosen',
  'signerHolderNotChosen',
  'signerIsOtherDean',
  'signerReported',
  'signerRecords',
];

/** Whether somebody of the hospital could sign: where nobody can, there is no signature to record either. */
const somebodySigns = ({ facts, at }: Look, { staff: people, policy: asked, rules }: Walk): boolean =>
  Object.values(people).some((member) => openToSigner(facts, asked.personOn(member, dateInShanghai(at), at), rules, at).open);

/** Where what somebody is offered and what they may do differ. */
function disagreements(one: Walk): string[] {
  const { policy: asked, rules } = one;
  return everyLook(one).flatMap((look) => {
    const { facts, person, at, open } = look;
    return offeredActs.flatMap((act) => {
      const openness = open[act];
      const attempts = attemptsAt(facts, act, at, one).map(({ attempt }) => attempt);
      if (!openness.open) {
        // Who signed does not count before the window may record anything: any one signature shows why it may not.
        const tries = act === 'signOnPaper' ? attempts.slice(0, 1) : attempts;
        const whys = tries.map((attempt) => asked.decide(facts, attempt, person, rules, at));
        return whys.every((why) => !why.allowed && JSON.stringify(why.why) === JSON.stringify(openness.why))
          ? []
          : [tell(`${act} is closed by ${openness.why.code}, but decided otherwise`, look)];
      }
      const unsaid = attempts.map((attempt) => asked.decide(facts, attempt, person, rules, at));
      const wrongly = unsaid.filter((decision) => !decision.allowed && !howCodes.includes(decision.why.code));
      if (act === 'signOnPaper' && !somebodySigns(look, one)) return [];
      const each = openness.as.filter(({ capacity: { office, onBehalfOf }, step }) =>
        attempts.some((attempt) => {
          const decision = asked.decide(facts, attempt, person, rules, at, {
            office,
            onBehalfOf: onBehalfOf?.id ?? null,
          });
          if (!decision.allowed || decision.step !== step) return false;
          return decision.capacity.office === office && decision.capacity.onBehalfOf?.id === onBehalfOf?.id;
        }),
      );
      return wrongly.length === 0 && each.length === openness.as.length && each.length > 0
        ? []
        : [tell(`${act} is open, but not in each capacity that it says`, look)];
    });
  });
}

const awaitedActs: readonly OfferedAct[] = [
  'inform',
  'decline',
  'releaseForm',
  'fillIn',
  'sign',
  'returnForCorrection',
  'reject',
  'issueLetter',
];

/** Where a worklist would show somebody what they cannot do, or hide what they can. */
function worklistFaults(one: Walk, items: typeof awaiting = awaiting): string[] {
  const { rules } = one;
  return everyLook(one).flatMap((look) => {
    const { facts, person, at, open } = look;
    const listed = items(facts, rules, at).some(({ office, departmentId, except }) =>
      person.capacities.some(
        (capacity) =>
          capacity.office === office &&
          capacity.departmentId === departmentId &&
          !except.includes(person.id) &&
          !except.includes(capacity.onBehalfOf?.id ?? ''),
      ),
    );
    const can = awaitedActs.some((act) => open[act].open);
    return listed === can ? [] : [tell(listed ? 'listed, but nothing is open' : 'open, but not listed', look)];
  });
}

describe('what somebody is offered is what they may do, in each capacity it names, and why not is the same', () => {
  test.each(everyWalk)('%s', (name) => {
    expect(disagreements(walks[name]!)).toEqual([]);
  });

  const broken = (changes: Partial<Policy>, given: Partial<Setting> = {}): Walk => ({
    ...walks.inpatient!,
    ...given,
    policy: { ...policy, ...changes },
  });

  test('is seen to fail where a button shows that the server refuses, and where one is missing', () => {
    const generous: Policy['openTo'] = (facts, person, ...rest) => {
      const open = openTo(facts, person, ...rest);
      const as = [{ capacity: person.capacities[0]!, step: null }];
      return { ...open, void: open.void.open || as[0]!.capacity === undefined ? open.void : { open: true, as } };
    };
    expect(disagreements(broken({ openTo: generous })).join()).toContain('void is open, but not in each');
    const tight: Policy['openTo'] = (facts, person, ...rest) => ({
      ...openTo(facts, person, ...rest),
      sign: { open: false, why: { code: 'readOnly' } },
    });
    expect(disagreements(broken({ openTo: tight })).join()).toContain('sign is closed by readOnly, but decided');
  });
});

describe('a worklist shows a referral to exactly those who can move it on', () => {
  test.each(everyWalk)('%s', (name) => {
    expect(worklistFaults(walks[name]!)).toEqual([]);
  });

  test('also where reporters may sign', () => {
    expect(worklistFaults({ ...walks.outpatient!, rules: { ownReportAllowed: true } })).toEqual([]);
  });

  test('is seen to fail where nobody is excepted, and where an item is missing', () => {
    const everybody: typeof awaiting = (...asked) => awaiting(...asked).map((item) => ({ ...item, except: [] }));
    expect(worklistFaults(walks.outpatient!, everybody).join()).toContain('listed, but nothing is open');
    const leadsOnly: typeof awaiting = (...asked) =>
      awaiting(...asked).filter(({ office }) => office !== 'departmentDirector');
    expect(worklistFaults(walks.outpatient!, leadsOnly).join()).toContain('open, but not listed');
  });

  test('each awaited office stands once, with the clause that awaits it', () => {
    for (const { moments, rules } of Object.values(walks)) {
      for (const moment of moments) {
        if (!moment.facts) continue;
        const items = awaiting(moment.facts, rules, timeOf(moment));
        expect(new Set(items.map(({ office }) => office)).size).toBe(items.length);
        expect(items.every(({ clause }) => /^[OIX]\d$/.test(clause))).toBe(true);
      }
    }
  });
});

describe('whoever may act may see', () => {
  /** Where somebody may act on what they may not see, or a list by office shows others than one asked alone. */
  const sightFaults = (one: Walk, sees: typeof maySee = maySee): string[] =>
    everyLook(one).flatMap((look) => {
      const { facts, person, open } = look;
      const seen = sees(facts, person);
      const { all, departmentIds } = seesByOffice(person);
      const byOffice = all || (facts.departmentId !== null && departmentIds.includes(facts.departmentId));
      const unseen = !seen && offeredActs.some((act) => open[act].open);
      return [
        ...(unseen ? [tell('may act, but not see', look)] : []),
        ...(seen === (facts.people.includes(person.id) || byOffice) ? [] : [tell('a list tells otherwise', look)]),
      ];
    });

  test.each(everyWalk)('%s', (name) => {
    expect(sightFaults(walks[name]!)).toEqual([]);
  });

  test('is seen to fail where a department is forgotten', () => {
    const central: typeof maySee = (_, person) => seesByOffice(person).all;
    const faults = sightFaults(walks.inpatient!, central).join();
    expect(faults).toContain('may act, but not see');
    expect(faults).toContain('a list tells otherwise');
  });

  const somewhere = () => walks.outpatient!.moments.find(({ facts }) => facts?.state === 'awaitingInform')!.facts!;
  const seen = (who: string) => maySee(somewhere(), personOf(staff[who]!, new Date('2026-11-20T09:00:00+08:00')));

  test('a department sees its own referrals, the central offices and the auditor see all, others see none', () => {
    expect(
      ['doctor', 'lead', 'medical', 'clerk', 'insuranceLead', 'auditor', 'substitute'].filter((who) => !seen(who)),
    ).toEqual([]);
    expect(['elsewhere', 'administrator'].filter(seen)).toEqual([]);
  });

  test('an auditor reads and an administrator does neither, even where they are copied', () => {
    const copied = { ...somewhere(), people: ['auditor', 'administrator'] };
    for (const who of ['auditor', 'administrator']) {
      const open = openTo(copied, personOf(staff[who]!, new Date()), { ownReportAllowed: false }, new Date());
      expect(offeredActs.filter((act) => open[act].open)).toEqual([]);
      expect(open.comment).toEqual({ open: false, why: { code: 'readOnly' } });
    }
    const doctor = openTo(copied, personOf(staff.doctor!, new Date()), { ownReportAllowed: false }, new Date());
    expect(offeredActs.filter((act) => isAside(act) && doctor[act].open)).toEqual(['remind', 'comment', 'copyTo']);
  });
});

describe('recording a signature on paper, replacing and handing over a letter', () => {
  const open = (chain: string, state: string, act: OfferedAct) => {
    const { facts } = walks[chain]!.moments.find((moment) => moment.facts?.state === state)!;
    return Object.keys(staff).filter(
      (who) => openTo(facts!, personOf(staff[who]!, morning), { ownReportAllowed: false }, morning)[act].open,
    );
  };

  test('is open to the window alone, where a signature is asked for and while a letter is in force', () => {
    expect(open('outpatient', 'awaitingDepartment', 'signOnPaper')).toEqual(['clerk']);
    expect(open('outpatient', 'awaitingFillIn', 'signOnPaper')).toEqual([]);
    expect(open('outpatient', 'issued', 'replaceLetter')).toEqual(['clerk']);
    expect(open('outpatient', 'awaitingLetter', 'replaceLetter')).toEqual([]);
    expect(open('outpatient', 'used', 'replaceLetter')).toEqual([]);
  });

  test('a letter in force is handed over by the window alone, and none besides', () => {
    for (const chain of chains) {
      for (const { facts } of walks[chain]!.moments) {
        if (!facts) continue;
        const may = Object.keys(staff).filter(
          (who) => openTo(facts, personOf(staff[who]!, morning), { ownReportAllowed: false }, morning).handOver.open,
        );
        expect([facts.state, may]).toEqual([facts.state, facts.state === 'issued' ? ['clerk'] : []]);
      }
    }
  });
});

describe('withdrawing', () => {
  const morning = new Date('2026-11-20T09:00:00+08:00');
  const rules = { ownReportAllowed: false };
  const at = (chain: string, reporter: string) =>
    walks[chain]!.moments.find(
      ({ facts }) => facts?.state === 'awaitingRelease' && facts.reporter.personId === reporter,
    )!.facts!;
  const withdrawals = (facts: Facts, who: string) =>
    openTo(facts, personOf(staff[who]!, morning), rules, morning).withdraw;

  test('is open to whoever reported and to the heads of that department, and to nobody else', () => {
    const open = Object.keys(staff).filter((who) => withdrawals(at('outpatient', 'doctor'), who).open);
    expect(open.sort()).toEqual(['director', 'doctor', 'lead']);
    const others = Object.keys(staff).filter((who) => withdrawals(at('otherHospital', 'officer'), who).open);
    expect(others.sort()).toEqual(['medical', 'officer', 'secondMedical']);
  });

  test('is open to both where a substitute reported, for neither as an auditor', () => {
    const facts: Facts = { ...at('outpatient', 'doctor'), reporter: { personId: 'clerk', onBehalfOfId: 'doctor' } };
    expect(withdrawals(facts, 'clerk').open).toBe(true);
    expect(withdrawals(facts, 'doctor').open).toBe(true);
    const capacities = [
      { office: 'auditor', departmentId: null, onBehalfOf: null, warrantNo: null },
      { office: 'departmentLead', departmentId: surgery, onBehalfOf: null, warrantNo: null },
    ] as const;
    const moved = { id: 'clerk', name: '沈', capacities };
    expect(decide(facts, { act: 'withdraw' }, moved, rules, morning)).toMatchObject({
      allowed: true,
      capacity: { office: 'departmentLead' },
    });
    const inspecting = { ...moved, capacities: capacities.slice(0, 1) };
    expect(decide(facts, { act: 'withdraw' }, inspecting, rules, morning)).toEqual({
      allowed: false,
      why: { code: 'readOnly' },
    });
  });
});

describe('what somebody may begin', () => {
  const morning = new Date('2026-11-20T09:00:00+08:00');

  test('is what decideReport allows them', () => {
    for (const member of Object.values(staff)) {
      const person = personOf(member, morning);
      const begun = reportsOpenTo(person);
      for (const chain of chains) {
        for (const departmentId of chain === 'otherHospital' ? [null] : [neurology, surgery]) {
          const papers = ['emergencyRecord', 'criticalNotice', 'patientIdCard'] as const;
          const { allowed } = decideReport({ chain, departmentId, papers, agentNamed: true }, person);
          const listed = begun.some((one) => one.chain === chain && one.departmentIds.includes(departmentId));
          expect([member.id, chain, departmentId, listed]).toEqual([member.id, chain, departmentId, allowed]);
        }
      }
    }
  });

  test('a substitute of two physicians says for whom, and the report is theirs', () => {
    const locum = {
      id: 'locum',
      name: '代班医生',
      appointments: [],
      warrants: [standsInFor(staff.doctor!), standsInFor(staff.director!, staff.director!.appointments[1])],
    };
    const person = personOf(locum, morning);
    const report = { chain: 'outpatient', departmentId: neurology, papers: [], agentNamed: false } as const;
    expect(decideReport(report, person)).toMatchObject({ allowed: false, why: { code: 'holderNotChosen' } });
    const as = { office: null, onBehalfOf: 'doctor' };
    expect(decideReport(report, person, as)).toMatchObject({ capacity: { onBehalfOf: { id: 'doctor' } } });
  });
});
