import { beforeAll, describe, expect, test } from '@jest/globals';
import { evening, morning, neurology, personOf, personOn, standsInFor, staff, surgery, type Member } from '../test/hospital.ts';
import { of } from '../test/log.ts';
import { muchLater, timeOf, walk, type Moment, type Walk } from '../test/walk.ts';
import {
  chains,
  collectorsOf,
  decide,
  decideReport,
  fold,
  offeredActs,
  openTo,
  otherHospitalPapers,
  relations,
  stateName,
  unsaid,
  whyNotArrive,
  whyNotOutcome,
  type Attempt,
  type Chain,
  type Decision,
  type Entry,
  type Office,
  type ActingAs,
  type PaperKind,
  type Refusal,
  type RefusalCode,
  type ReturnTarget,
  type Rules,
  type StateName,
  type Step,
} from './index.ts';

/** Every refusal, and beside it the same thing as it is allowed: one respect differs, and it is the one that counts. */

const strict: Rules = { ownReportAllowed: false };
const walks = {} as Record<Chain, Walk>;
beforeAll(() => {
  for (const chain of chains) walks[chain] = walk(chain);
});

const at = (chain: Chain, state: StateName, also: (moment: Moment) => boolean = () => true): Moment =>
  walks[chain].moments.find(
    (moment) => moment.facts && stateName(moment.facts.state) === state && moment.time === 'morning' && also(moment),
  )!;

const tried = (
  moment: Moment,
  who: string | Member,
  attempt: Attempt,
  { rules = strict, time = timeOf(moment), as }: { rules?: Rules; time?: Date; as?: Parameters<typeof decide>[5] } = {},
): Decision => {
  const member = typeof who === 'string' ? staff[who]! : who;
  return decide(moment.facts!, attempt, personOf(member, time), rules, time, as);
};

const sign: Attempt = { act: 'sign' };
const returnTo = (to: ReturnTarget): Attempt => ({ act: 'returnForCorrection', to });
const release = (relation: (typeof relations)[number], cardIsPatients: boolean, isTheAgent = true): Attempt => ({
  act: 'releaseForm',
  relation,
  cardIsPatients,
  isTheAgent,
});
const inform = (papersReviewed: readonly PaperKind[]): Attempt => ({ act: 'inform', papersReviewed });

const report = (who: string, more: { papers?: readonly PaperKind[]; agentNamed?: boolean } = {}) =>
  decideReport(
    { chain: 'otherHospital', departmentId: null, papers: otherHospitalPapers, agentNamed: true, ...more },
    personOf(staff[who]!, morning),
  );

const signersOf = ({ facts }: Moment, step: Step): string[] =>
  facts!.signatures.filter((signature) => signature.step === step).map(({ personId }) => personId);
const bothDeansAsked = () =>
  at('outpatient', 'awaitingDeans', (moment) =>
    (['deanInCharge', 'businessDean'] as const).every((step) => signersOf(moment, step).length === 0),
  );
const signedByBusinessDean = (who: string) =>
  at('outpatient', 'awaitingDeans', (moment) => signersOf(moment, 'businessDean').includes(who));
const reportedBy = (who: string, state: StateName) =>
  at('outpatient', state, ({ facts }) => facts!.reporter.personId === who);

/** The director of surgery, who also looks after patients here: so they see the referral. */
const lodger: Member = {
  ...staff.elsewhere!,
  appointments: [
    ...staff.elsewhere!.appointments,
    { office: 'bedDoctor', departmentId: neurology, from: '2026-01-01T00:00:00Z', until: null },
  ],
};

/** Stands in for both heads of the department. */
const locum: Member = {
  id: 'locum',
  name: '代班主任',
  appointments: [],
  warrants: [standsInFor(staff.director!), standsInFor(staff.lead!)],
};

const today = '2026-11-20';
const sameEvening = new Date(`${today}T23:00:00+08:00`);

/** The window records what somebody signed on paper. */
const onPaper = (
  moment: Moment,
  signer: string | Member,
  more: { signedAs?: ActingAs; on?: string; kind?: PaperKind; scanned?: Date; recorder?: Member; rules?: Rules; time?: Date } = {},
): Decision => {
  const { signedAs = unsaid, on = today, kind = 'signedForm', recorder = staff.clerk!, rules, time = sameEvening } = more;
  const scan = { kind, uploadedAt: (more.scanned ?? time).toISOString() };
  const member = typeof signer === 'string' ? staff[signer]! : signer;
  const attempt: Attempt = { act: 'signOnPaper', signer: personOn(member, on, time), signedAs, signedOn: on, scan };
  return tried(moment, recorder, attempt, { rules, time });
};

const filledIn = () => new Date(of(at('inpatient', 'awaitingInsurance').log, 'fillIn').at(-1)!.at);
const justBefore = (moment: Date) => new Date(moment.getTime() - 1);

/** Whose business as a clerk does not end at the window. */
const clerkAndLead: Member = {
  ...staff.clerk!,
  appointments: [...staff.clerk!.appointments, ...staff.insuranceLead!.appointments],
};

/** What the receiving hospital reports, in the shape of a decision. */
const arrival = (moment: Moment, { on = today, letterNo = moment.facts!.letter!.number, time = sameEvening } = {}): Decision =>
  asDecision(whyNotArrive(moment.facts!, letterNo, on, time));
const outcome = (moment: Moment, { on = today } = {}): Decision =>
  asDecision(whyNotOutcome(moment.facts!, moment.facts!.letter!.number, on, sameEvening));
const asDecision = (why: Refusal | null): Decision =>
  why ? { allowed: false, why } : { ...tried(at('outpatient', 'awaitingInform'), 'clerk', { act: 'comment' }), allowed: true } as Decision;

/** The moment at which the letter had just been replaced. */
const replaced = (): Moment => walks.inpatient.edges.find(({ event }) => event.type === 'replaceLetter')!.to;

/** The allowed twin of each refusal differs from it in one respect. */
const twins: Record<RefusalCode, { refused: () => Decision; allowed: () => Decision }> = {
  notAwaited: {
    refused: () => tried(at('outpatient', 'awaitingRelease'), 'medical', sign),
    allowed: () => tried(at('outpatient', 'awaitingMedicalDirector'), 'medical', sign),
  },
  ended: {
    refused: () => tried(at('outpatient', 'withdrawn'), 'medical', sign),
    allowed: () => tried(at('outpatient', 'awaitingMedicalDirector'), 'medical', sign),
  },
  notYourOffice: {
    refused: () => tried(at('outpatient', 'awaitingMedicalDirector'), 'officer', sign),
    allowed: () => tried(at('outpatient', 'awaitingMedicalDirector'), 'medical', sign),
  },
  notYourDepartment: {
    refused: () => tried(at('outpatient', 'awaitingInform'), lodger, inform([])),
    allowed: () => tried(at('outpatient', 'awaitingInform'), 'lead', inform([])),
  },
  officeNotChosen: {
    refused: () => tried(bothDeansAsked(), 'substitute', sign),
    allowed: () => tried(bothDeansAsked(), 'substitute', sign, { as: { office: 'businessDean', onBehalfOf: null } }),
  },
  holderNotChosen: {
    refused: () => tried(reportedBy('doctor', 'awaitingDepartment'), locum, sign),
    allowed: () =>
      tried(reportedBy('doctor', 'awaitingDepartment'), locum, sign, { as: { office: null, onBehalfOf: 'lead' } }),
  },
  sameDean: {
    refused: () => tried(signedByBusinessDean('substitute'), 'substitute', sign),
    allowed: () => tried(signedByBusinessDean('businessDean'), 'substitute', sign),
  },
  ownReport: {
    refused: () => tried(reportedBy('director', 'awaitingDepartment'), 'director', sign),
    allowed: () =>
      tried(reportedBy('director', 'awaitingDepartment'), 'director', sign, { rules: { ownReportAllowed: true } }),
  },
  notLastToAct: {
    refused: () => tried(at('outpatient', 'awaitingMedicalDirector'), 'medical', { act: 'recall' }),
    allowed: () => {
      const moment = at('outpatient', 'awaitingMedicalDirector');
      return tried(moment, of(moment.log, 'sign').at(-1)!.actor!.id, { act: 'recall' });
    },
  },
  cannotBeTakenBack: {
    refused: () => tried(at('outpatient', 'issued'), 'clerk', { act: 'recall' }),
    allowed: () =>
      tried(
        at('outpatient', 'awaitingFillIn', ({ facts }) => facts!.last.act === 'releaseForm'),
        'clerk',
        { act: 'recall' },
      ),
  },
  awaitsYou: {
    refused: () => tried(at('outpatient', 'awaitingMedicalDirector'), 'medical', { act: 'remind' }),
    // Of two deans each may still remind the other.
    allowed: () => tried(at('outpatient', 'awaitingDeans'), 'businessDean', { act: 'remind' }),
  },
  readOnly: {
    refused: () => tried(at('outpatient', 'awaitingInform'), 'auditor', { act: 'comment' }),
    allowed: () => tried(at('outpatient', 'awaitingInform'), 'clerk', { act: 'comment' }),
  },
  notInvolved: {
    refused: () => tried(at('outpatient', 'awaitingInform'), 'elsewhere', { act: 'comment' }),
    allowed: () => {
      const moment = at('outpatient', 'awaitingInform');
      const facts = { ...moment.facts!, people: [...moment.facts!.people, 'elsewhere'] };
      return tried({ ...moment, facts }, 'elsewhere', { act: 'comment' });
    },
  },
  papersMissing: {
    refused: () => report('officer', { papers: otherHospitalPapers.slice(0, 2) }),
    allowed: () => report('officer'),
  },
  papersNotReviewed: {
    refused: () => tried(at('otherHospital', 'awaitingInform'), 'medical', inform(otherHospitalPapers.slice(1))),
    allowed: () => tried(at('otherHospital', 'awaitingInform'), 'medical', inform(otherHospitalPapers)),
  },
  agentMissing: {
    refused: () => report('officer', { agentNamed: false }),
    allowed: () => report('officer', { agentNamed: true }),
  },
  wrongCollector: {
    refused: () => tried(at('inpatient', 'awaitingRelease'), 'clerk', release('agent', false)),
    allowed: () => tried(at('inpatient', 'awaitingRelease'), 'clerk', release('spouse', false)),
  },
  notThePatientsCard: {
    refused: () => tried(at('inpatient', 'awaitingRelease'), 'clerk', release('self', false)),
    allowed: () => tried(at('inpatient', 'awaitingRelease'), 'clerk', release('self', true)),
  },
  notTheirOwnCard: {
    refused: () => tried(at('otherHospital', 'awaitingRelease'), 'clerk', release('agent', true)),
    allowed: () => tried(at('otherHospital', 'awaitingRelease'), 'clerk', release('agent', false)),
  },
  notTheAgent: {
    refused: () => tried(at('otherHospital', 'awaitingRelease'), 'clerk', release('agent', false, false)),
    allowed: () => tried(at('otherHospital', 'awaitingRelease'), 'clerk', release('agent', false, true)),
  },
  wrongReturnTarget: {
    refused: () => tried(at('outpatient', 'awaitingMedicalDirector'), 'medical', returnTo('insurance')),
    allowed: () => tried(at('outpatient', 'awaitingMedicalDirector'), 'medical', returnTo('department')),
  },
  signerNotInOffice: {
    // Their warrant ended at noon of that day: on paper they can have signed in the morning, but not the day after.
    refused: () =>
      onPaper(bothDeansAsked(), 'substitute', {
        signedAs: { office: 'businessDean', onBehalfOf: null },
        on: '2026-11-21',
        time: new Date('2026-11-21T09:00:00+08:00'),
      }),
    allowed: () => onPaper(bothDeansAsked(), 'substitute', { signedAs: { office: 'businessDean', onBehalfOf: null } }),
  },
  signerOfficeNotChosen: {
    refused: () => onPaper(bothDeansAsked(), 'substitute'),
    allowed: () => onPaper(bothDeansAsked(), 'substitute', { signedAs: { office: 'deanInCharge', onBehalfOf: null } }),
  },
  signerHolderNotChosen: {
    refused: () => onPaper(reportedBy('doctor', 'awaitingDepartment'), locum),
    allowed: () =>
      onPaper(reportedBy('doctor', 'awaitingDepartment'), locum, { signedAs: { office: null, onBehalfOf: 'lead' } }),
  },
  signerIsOtherDean: {
    refused: () => onPaper(signedByBusinessDean('substitute'), 'substitute'),
    allowed: () => onPaper(signedByBusinessDean('businessDean'), 'substitute'),
  },
  signerReported: {
    refused: () => onPaper(reportedBy('director', 'awaitingDepartment'), 'director'),
    allowed: () => onPaper(reportedBy('director', 'awaitingDepartment'), 'director', { rules: { ownReportAllowed: true } }),
  },
  signerRecords: {
    refused: () => onPaper(at('inpatient', 'awaitingInsurance'), clerkAndLead, { recorder: clerkAndLead }),
    allowed: () => onPaper(at('inpatient', 'awaitingInsurance'), clerkAndLead, { recorder: { ...staff.clerk!, id: 'another' } }),
  },
  scanOlderThanForm: {
    refused: () => onPaper(at('inpatient', 'awaitingInsurance'), 'insuranceLead', { scanned: justBefore(filledIn()) }),
    allowed: () => onPaper(at('inpatient', 'awaitingInsurance'), 'insuranceLead', { scanned: filledIn() }),
  },
  wrongDay: {
    refused: () => onPaper(at('inpatient', 'awaitingInsurance'), 'insuranceLead', { on: '2026-11-19' }),
    allowed: () => onPaper(at('inpatient', 'awaitingInsurance'), 'insuranceLead', { on: today }),
  },
  letterOutlived: {
    refused: () => tried(at('inpatient', 'issued'), 'clerk', { act: 'replaceLetter' }, { time: muchLater }),
    allowed: () => tried(at('inpatient', 'issued'), 'clerk', { act: 'replaceLetter' }),
  },
  letterUsed: {
    refused: () => arrival(at('inpatient', 'used')),
    allowed: () => arrival(at('inpatient', 'issued', ({ facts }) => facts!.uses === 1)),
  },
  letterVoid: {
    refused: () => arrival(at('inpatient', 'voided')),
    allowed: () => arrival(at('inpatient', 'issued')),
  },
  letterReplaced: {
    refused: () => arrival(replaced(), { letterNo: replaced().facts!.letter!.replaces! }),
    allowed: () => arrival(replaced()),
  },
  notArrived: {
    refused: () => outcome(at('inpatient', 'issued', ({ facts }) => facts!.uses === 0)),
    allowed: () => outcome(at('inpatient', 'issued', ({ facts }) => facts!.uses === 1)),
  },
};

describe.each(Object.entries(twins))('%s', (code, { refused, allowed }) => {
  test('is the reason of a refusal', () => {
    expect(refused()).toMatchObject({ allowed: false, why: { code } });
  });

  test('and its twin is allowed', () => {
    expect(allowed()).toMatchObject({ allowed: true });
  });
});

test('every refusal that the whole walk can give has its twins here', () => {
  const seen = new Set<string>();
  for (const { moments, staff: people, rules } of Object.values(walks)) {
    for (const moment of moments) {
      if (!moment.facts) continue;
      for (const member of Object.values(people)) {
        const open = openTo(moment.facts, personOf(member, timeOf(moment)), rules, timeOf(moment));
        for (const act of offeredActs) {
          const openness = open[act];
          if (!openness.open) seen.add(openness.why.code);
        }
      }
    }
  }
  expect([...seen].filter((code) => !(code in twins))).toEqual([]);
  expect(seen.size).toBeGreaterThanOrEqual(9);
});

describe('the reason given is the one that holds for the capacity named', () => {
  test('a substitute of two holders hears why not for this one, and may for the other', () => {
    const moment = reportedBy('director', 'awaitingDepartment');
    const forDirector = tried(moment, locum, sign, { as: { office: null, onBehalfOf: 'director' } });
    expect(forDirector).toEqual({ allowed: false, why: { code: 'ownReport' } });
    expect(tried(moment, locum, sign, { as: { office: null, onBehalfOf: 'lead' } })).toMatchObject({ allowed: true });
    // Only one of the two is left, so nothing needs to be chosen.
    expect(tried(moment, locum, sign)).toMatchObject({ allowed: true, capacity: { onBehalfOf: { id: 'lead' } } });
  });

  test('an office that somebody does not hold is not theirs to name', () => {
    const moment = at('outpatient', 'awaitingRelease');
    const named = (office: 'auditor' | 'windowClerk') =>
      tried(moment, 'clerk', { act: 'comment' }, { as: { office, onBehalfOf: null } });
    expect(named('auditor')).toMatchObject({ allowed: false, why: { code: 'notYourOffice' } });
    expect(named('windowClerk')).toMatchObject({ allowed: true });
  });

  test('own offices come before warrants', () => {
    const alsoForTheLead = { ...staff.director!, warrants: [standsInFor(staff.lead!)] };
    const moment = reportedBy('doctor', 'awaitingDepartment');
    expect(tried(moment, alsoForTheLead, sign)).toMatchObject({
      capacity: { onBehalfOf: null, office: 'departmentDirector' },
    });
    const asLead = tried(moment, alsoForTheLead, sign, { as: { office: null, onBehalfOf: 'lead' } });
    expect(asLead).toMatchObject({ capacity: { onBehalfOf: { id: 'lead' }, office: 'departmentLead' } });
  });
});

describe('a signature on paper', () => {
  const awaited = () => at('inpatient', 'awaitingInsurance');

  test('needs its scan to be one of a signed form', () => {
    expect(onPaper(awaited(), 'insuranceLead', { kind: 'other' })).toEqual({
      allowed: false,
      why: { code: 'papersMissing', papers: ['signedForm'] },
    });
    expect(onPaper(awaited(), 'insuranceLead')).toMatchObject({ allowed: true });
  });

  test('is its signer\'s in every respect, and the window\'s in none', () => {
    expect(onPaper(awaited(), 'insuranceLead')).toMatchObject({
      capacity: { office: 'windowClerk' },
      step: null,
      ownReport: false,
      onPaper: { capacity: { office: 'insuranceLead' }, step: 'insurance', ownReport: false },
    });
  });

  test('is refused in the office that the signer did not name or hold', () => {
    const named = (office: Office) => onPaper(awaited(), 'insuranceLead', { signedAs: { office, onBehalfOf: null } });
    expect(named('insuranceDirector')).toMatchObject({ why: { code: 'signerNotInOffice' } });
    expect(named('insuranceLead')).toMatchObject({ allowed: true });
    expect(onPaper(awaited(), 'elsewhere')).toMatchObject({ why: { code: 'signerNotInOffice' } });
  });

  test('is not of a day, nor its scan of a moment, before the form was returned to its signer', () => {
    const returned = walks.inpatient.edges.find(
      ({ event, to }) => event.type === 'returnForCorrection' && of(to.log, 'returnForCorrection').at(-1)!.data.to === 'department',
    )!.to;
    const sentBack = '2026-11-22T10:00:00+08:00';
    const log = [...returned.log.slice(0, -1), { ...returned.log.at(-1)!, at: sentBack } as Entry];
    const moment = { ...returned, log, facts: fold(log)! };
    const later = new Date('2026-11-23T09:00:00+08:00');
    const on = (day: string, scanned = later) => onPaper(moment, 'lead', { on: day, scanned, time: later });
    expect(on('2026-11-21')).toMatchObject({ why: { code: 'wrongDay', from: '2026-11-22' } });
    expect(on('2026-11-22', justBefore(new Date(sentBack)))).toMatchObject({ why: { code: 'scanOlderThanForm' } });
    expect(on('2026-11-22', new Date(sentBack))).toMatchObject({ allowed: true });
  });

  test('can be of any day since the form was filled in, up to today', () => {
    const later = new Date('2026-11-23T09:00:00+08:00');
    const on = (day: string) => onPaper(awaited(), 'insuranceLead', { on: day, time: later }).allowed;
    expect(['2026-11-19', '2026-11-20', '2026-11-22', '2026-11-23', '2026-11-24'].filter(on)).toEqual([
      '2026-11-20', '2026-11-22', '2026-11-23',
    ]);
  });

  test('is not recorded by whom its signer stood for, nor by whoever stands for its signer', () => {
    const [byLead, byAnother] = [standsInFor(clerkAndLead, staff.insuranceLead!.appointments[0]), standsInFor(staff.insuranceLead!)];
    const deputy = (warrant: typeof byLead): Member => ({ id: 'deputy', name: '代签人', appointments: [], warrants: [warrant] });
    expect(onPaper(awaited(), deputy(byLead), { recorder: clerkAndLead })).toMatchObject({ why: { code: 'signerRecords' } });
    expect(onPaper(awaited(), deputy(byAnother), { recorder: clerkAndLead })).toMatchObject({ allowed: true });

    const window = standsInFor(clerkAndLead, staff.clerk!.appointments[0]);
    const atWindow: Member = { id: 'atWindow', name: '代班窗口', appointments: [], warrants: [{ ...window, until: null }] };
    expect(onPaper(awaited(), clerkAndLead, { recorder: atWindow })).toMatchObject({ why: { code: 'signerRecords' } });
    expect(onPaper(awaited(), 'insuranceLead', { recorder: atWindow })).toMatchObject({ allowed: true });
  });

  test('bars its signer from signing here as the other dean', () => {
    const recorded = walk('outpatient', { signing: 'onPaper', reporters: ['doctor'] }).moments.find(
      (moment) =>
        moment.facts &&
        moment.time === 'morning' &&
        stateName(moment.facts.state) === 'awaitingDeans' &&
        signersOf(moment, 'businessDean').includes('substitute'),
    )!;
    expect(tried(recorded, 'substitute', sign)).toMatchObject({ why: { code: 'sameDean', office: 'businessDean' } });
    expect(tried(recorded, 'deanInCharge', sign)).toMatchObject({ allowed: true });
  });
});

describe('a return slip', () => {
  test('names a day on which the letter was valid, and not one to come', () => {
    const issued = at('inpatient', 'issued');
    const { validUntil } = issued.facts!.letter!;
    const later = new Date('2026-11-25T09:00:00+08:00');
    const on = (day: string) => arrival(issued, { on: day, time: later }).allowed;
    expect(['2026-11-19', '2026-11-20', '2026-11-25', '2026-11-26'].filter(on)).toEqual(['2026-11-20', '2026-11-25']);
    expect(arrival(issued, { on: '2026-11-26', time: later })).toMatchObject({ why: { code: 'wrongDay' } });
    const lastMoment = new Date(`${validUntil}T23:59:59.999+08:00`);
    expect(arrival(issued, { on: validUntil, time: lastMoment })).toMatchObject({ allowed: true });
    const over = arrival(issued, { on: validUntil, time: new Date(lastMoment.getTime() + 1) });
    expect(over).toEqual({ allowed: false, why: { code: 'letterOutlived', validUntil } });
    expect(arrival(at('inpatient', 'expired'))).toMatchObject({ why: { code: 'letterOutlived' } });
  });

  test('may tell the outcome after the letter has ended, and only of a day that has come', () => {
    expect(outcome(at('inpatient', 'used'))).toMatchObject({ allowed: true });
    expect(outcome(at('inpatient', 'used'), { on: '2026-11-21' })).toMatchObject({ why: { code: 'wrongDay' } });
  });
});

describe('who may come for the form', () => {
  const collected = (chain: Chain, relation: (typeof relations)[number], cardIsPatients: boolean) =>
    tried(at(chain, 'awaitingRelease'), 'clerk', release(relation, cardIsPatients)).allowed;

  test('is the patient or family, and for another hospital its agent alone', () => {
    const family = ['self', 'spouse', 'parent', 'child', 'sibling', 'otherFamily'];
    expect(chains.map((chain) => collectorsOf(chain, 'releaseForm'))).toEqual([family, family, ['agent']]);
    expect(collected('otherHospital', 'spouse', false)).toBe(false);
  });

  test('a family member may show either card, the patient only their own, an agent only their own', () => {
    expect([collected('inpatient', 'child', true), collected('inpatient', 'child', false)]).toEqual([true, true]);
    expect([collected('inpatient', 'self', true), collected('inpatient', 'self', false)]).toEqual([true, false]);
    expect(collected('otherHospital', 'agent', true)).toBe(false);
    expect(collected('otherHospital', 'agent', false)).toBe(true);
  });
});

describe('who may take the letter', () => {
  const taken = (chain: Chain, relation: (typeof relations)[number], cardIsPatients = false, isTheAgent = true) =>
    tried(at(chain, 'issued'), 'clerk', { act: 'handOver', relation, cardIsPatients, isTheAgent });

  test('is the patient or family, and for another hospital its agent as well', () => {
    const family = ['self', 'spouse', 'parent', 'child', 'sibling', 'otherFamily'];
    expect(chains.map((chain) => collectorsOf(chain, 'handOver'))).toEqual([family, family, [...family, 'agent']]);
    expect(taken('inpatient', 'agent')).toMatchObject({ why: { code: 'wrongCollector', act: 'handOver' } });
    expect(taken('inpatient', 'child')).toMatchObject({ allowed: true });
    expect([taken('otherHospital', 'agent').allowed, taken('otherHospital', 'spouse').allowed]).toEqual([true, true]);
  });

  test('shows the card that would get them the form', () => {
    expect(taken('outpatient', 'self', false)).toMatchObject({ why: { code: 'notThePatientsCard' } });
    expect(taken('outpatient', 'self', true)).toMatchObject({ allowed: true });
    expect(taken('otherHospital', 'agent', true)).toMatchObject({ why: { code: 'notTheirOwnCard' } });
    expect(taken('otherHospital', 'agent', false, false)).toMatchObject({ why: { code: 'notTheAgent' } });
    expect(taken('otherHospital', 'spouse', true, false)).toMatchObject({ allowed: true });
  });

  test('gets it while it is in force, and not a moment longer', () => {
    const handOver: Attempt = { act: 'handOver', relation: 'spouse', cardIsPatients: false, isTheAgent: false };
    const issued = at('inpatient', 'issued');
    const { validUntil } = issued.facts!.letter!;
    const lastMoment = new Date(`${validUntil}T23:59:59.999+08:00`);
    expect(tried(issued, 'clerk', handOver, { time: lastMoment })).toMatchObject({ allowed: true });
    const over = tried(issued, 'clerk', handOver, { time: new Date(lastMoment.getTime() + 1) });
    expect(over).toEqual({ allowed: false, why: { code: 'letterOutlived', validUntil } });
  });
});

test('a report is of the department whose office the reporter holds', () => {
  const outpatient = (who: string, departmentId: string) =>
    decideReport({ chain: 'outpatient', departmentId, papers: [], agentNamed: false }, personOf(staff[who]!, morning));
  expect(outpatient('doctor', surgery)).toMatchObject({ allowed: false, why: { code: 'notYourDepartment' } });
  expect(outpatient('doctor', neurology)).toMatchObject({ allowed: true });
  expect(outpatient('lead', neurology)).toMatchObject({ allowed: false, why: { code: 'notYourOffice' } });
});

test('a warrant that has ended opens nothing any more', () => {
  const moment = signedByBusinessDean('businessDean');
  expect(tried(moment, 'substitute', sign)).toMatchObject({ allowed: true });
  expect(tried(moment, 'substitute', sign, { time: evening })).toEqual({
    allowed: false,
    why: { code: 'notInvolved' },
  });
});
