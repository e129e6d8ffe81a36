import { fromTransition, type Snapshot } from 'xstate';
import { adjacencyMapToArray, getAdjacencyMap } from '@xstate/graph';
import {
  apply,
  currentVersion,
  dateInShanghai,
  decide,
  decideReport,
  isAside,
  openTo,
  otherHospitalPapers,
  returnTargetsOf,
  stateName,
  unsaid,
  validityOf,
  whyNotArrive,
  type ActingAs,
  type Attempt,
  type Capacity,
  type Chain,
  type Decision,
  type Entry,
  type Facts,
  type OfferedAct,
  type PaperKind,
  type Relation,
  type Rules,
} from '../src/index.ts';
import { evening, morning, neurology, personOf, personOn, staff, type Member, type Staff } from './hospital.ts';

/** What the walk asks. Tests hand in broken ones, to see that what they prove can fail. */
export interface Policy {
  personOf: typeof personOf;
  personOn: typeof personOn;
  openTo: typeof openTo;
  decide: typeof decide;
  decideReport: typeof decideReport;
  whyNotArrive: typeof whyNotArrive;
  apply: typeof apply;
  versionFor: (chain: Chain) => string;
}

export const policy: Policy = {
  personOf,
  personOn,
  openTo,
  decide,
  decideReport,
  whyNotArrive,
  apply,
  versionFor: currentVersion,
};

export interface Setting {
  chain: Chain;
  rules: Rules;
  staff: Staff;
  /** Who may report; everybody else would make the same referral under another name. */
  reporters: string[];
  /** Whether signatures are given here, on paper, or now so and now so: what was signed how is then part of the key. */
  signing: 'here' | 'onPaper' | 'both';
  policy: Policy;
}

/** A referral at one point of its way, with everything that led there. */
export interface Moment {
  log: Entry[];
  facts: Facts | null;
  /** The facts after each entry of the log. */
  history: Facts[];
  time: 'morning' | 'evening';
  /** What the rules can see of it. Two moments with one key have the same future. */
  key: string;
}

/** One thing that can happen: somebody's act, the system's, or the end of every warrant at noon. */
export type Happening = { type: string; who: string } & (
  | {
      type: OfferedAct;
      attempt: Attempt;
      as: ActingAs;
      content: string | null;
      decision: Allowed;
    }
  | { type: 'report'; papers: readonly PaperKind[]; decision: Allowed }
  | { type: 'arrive' | 'expire' | 'noon' }
);
type Allowed = Extract<Decision, { allowed: true }>;

export interface Edge {
  from: Moment;
  event: Happening;
  to: Moment;
}

export interface Walk extends Setting {
  moments: Moment[];
  edges: Edge[];
}

const formA = 'sha256:a';
const formB = 'sha256:b';

/** Long after the last day of any letter of these walks. */
export const muchLater = new Date('2027-03-01T09:00:00+08:00');

export const timeOf = ({ time, log }: Moment): Date =>
  new Date((time === 'morning' ? morning : evening).getTime() + log.length * 60_000);

/** What the rules read of the facts; who did what when, and which number a form has, they do not. */
export function keyOf(facts: Facts | null, time: Moment['time']): string {
  if (!facts) return time;
  const { chainVersion, state, reporter, papers, form, signatures, uses } = facts;
  const known = [time, chainVersion, reporter.personId, papers.length, JSON.stringify(state)];
  if (ended.has(stateName(state))) return known.join();
  const signed = signatures.map(
    ({ step, personId, onBehalfOfId, onPaper }) => `${step}:${personId}/${onBehalfOfId ?? ''}${onPaper ? ' on paper' : ''}`,
  );
  return [...known, form ? 'form' : '', uses, ...new Set(signed.sort())].join();
}

const ended = new Set(['used', 'declined', 'rejected', 'withdrawn', 'voided', 'expired']);

/** So that a letter is used once and stays, and used again and ends. */
const uses = 2;

const reason = { reason: { code: 'other', zh: '其他', en: 'other' }, comment: '见附件' };
const collector = (relation: Relation) => ({ name: '李', relation, idNumberMasked: '', idNumberEncrypted: '' });
const paper = (kind: PaperKind) => ({ id: `paper-${kind}`, kind, digest: `sha256:${kind}` });

type ByNobody = { type: 'arrive' | 'expire' | 'noon' };

function dataOf(moment: Moment, event: Exclude<Happening, ByNobody>, setting: Setting): object {
  const { facts } = moment;
  if (event.type === 'report') {
    return {
      chain: setting.chain,
      chainVersion: setting.policy.versionFor(setting.chain),
      number: 'R0001',
      departmentId: setting.chain === 'otherHospital' ? null : neurology,
      papers: event.papers.map(paper),
      formVersion: 0,
      materialDigest: 'sha256:report',
      contentDigest: 'sha256:report',
    };
  }
  const { attempt, decision } = event;
  switch (attempt.act) {
    case 'inform':
      return { comment: null, papersReviewed: attempt.papersReviewed.map(paper) };
    case 'releaseForm':
      return { collector: collector(attempt.relation) };
    case 'handOver':
      return { letterNo: facts!.letter!.number, collector: collector(attempt.relation) };
    case 'fillIn':
      return {
        formVersion: moment.log.filter(({ act }) => act === 'fillIn').length + 1,
        materialDigest: event.content,
        contentDigest: event.content,
      };
    case 'sign':
      return {
        step: decision.step,
        opinion: '同意转诊。',
        formVersion: facts!.form!.version,
        materialDigest: facts!.form!.materialDigest,
        ownReport: decision.ownReport,
        image: null,
        certificate: null,
      };
    case 'signOnPaper': {
      const { step, capacity, ownReport } = decision.onPaper!;
      const { id, name } = attempt.signer;
      return {
        step,
        signer: { id, name, ...capacity },
        signedOn: attempt.signedOn,
        opinion: '同意转诊。',
        paper: paper('signedForm'),
        formVersion: facts!.form!.version,
        materialDigest: facts!.form!.materialDigest,
        ownReport,
      };
    }
    case 'returnForCorrection':
      return { ...reason, to: attempt.to };
    case 'issueLetter': {
      const letter = { number: '转〔2026〕000001号', year: 2026, serial: 1, destination: '示例医院' };
      return { letter: { ...letter, ...validityOf(timeOf(moment), 30), uses, replaces: null } };
    }
    case 'replaceLetter': {
      const old = facts!.letter!;
      const serial = old.serial + 1;
      const number = `转〔2026〕${String(serial).padStart(6, '0')}号`;
      return { ...reason, letter: { ...old, number, serial, replaces: old.number } };
    }
    case 'recall':
      return { takesBack: facts!.last.seq, act: facts!.last.act };
    case 'withdraw':
      return { comment: '患者要求' };
    case 'remind':
      return { message: null };
    case 'comment':
      return { text: '已电话告知' };
    case 'copyTo':
      return { people: [{ id: 'elsewhere', name: '外科主任吴' }], comment: null };
    default:
      return reason;
  }
}

/** The entry that this event writes into the log. */
export function entryOf(moment: Moment, event: Exclude<Happening, { type: 'noon' }>, setting: Setting): Entry {
  const seq = moment.log.length + 1;
  if (event.type === 'expire') {
    const data = { letterNo: moment.facts!.letter!.number };
    return { seq, act: 'expire', at: muchLater.toISOString(), actor: null, data };
  }
  if (event.type === 'arrive') {
    const receiver = { hospital: '示例医院', name: '黎', phoneMasked: null, phoneEncrypted: null };
    const data = { letterNo: moment.facts!.letter!.number, on: dateInShanghai(timeOf(moment)), receiver };
    return { seq, act: 'arrive', at: timeOf(moment).toISOString(), actor: null, data };
  }
  const { id, name } = setting.staff[event.who]!;
  const actor = { id, name, ...(event as { decision: Allowed }).decision.capacity };
  const data = dataOf(moment, event as Exclude<Happening, ByNobody>, setting);
  return { seq, act: event.type, at: timeOf(moment).toISOString(), actor, data } as Entry;
}

export function after(moment: Moment, event: Happening, setting: Setting): Moment {
  if (event.type === 'noon') return { ...moment, time: 'evening', key: keyOf(moment.facts, 'evening') };
  const entry = entryOf(moment, event, setting);
  const before = entry.act === 'recall' ? moment.history[entry.data.takesBack - 2] : undefined;
  const facts = setting.policy.apply(moment.facts, entry, before);
  return {
    log: [...moment.log, entry],
    facts,
    history: [...moment.history, facts],
    time: moment.time,
    key: keyOf(facts, moment.time),
  };
}

/** With all papers and with one missing, in the chain that asks for them. */
const papersTried = (chain: Chain): (readonly PaperKind[])[] =>
  chain === 'otherHospital' ? [otherHospitalPapers, otherHospitalPapers.slice(1)] : [[]];

type Signers = Pick<Setting, 'staff' | 'policy'>;

/** The signature of somebody of that day, in whatever capacity they may have given it: as is said, or is clear. */
function signaturesOf(member: Member, at: Date, { policy: asked }: Signers): Attempt[] {
  const signedOn = dateInShanghai(at);
  const signer = asked.personOn(member, signedOn, at);
  const said = signer.capacities.map(({ office, onBehalfOf }) => ({ office, onBehalfOf: onBehalfOf?.id ?? null }));
  return [unsaid, ...(said.length > 1 ? said : [])].map((signedAs) => ({
    act: 'signOnPaper',
    signer,
    signedAs,
    signedOn,
    scan: { kind: 'signedForm', uploadedAt: at.toISOString() },
  }));
}

const known = new WeakMap<Policy['personOn'], WeakMap<Staff, Map<number, Attempt[]>>>();

/** Everybody's, worked out once for each moment. */
function papersSigned(at: Date, setting: Signers): Attempt[] {
  const ofPolicy = known.get(setting.policy.personOn) ?? new WeakMap<Staff, Map<number, Attempt[]>>();
  known.set(setting.policy.personOn, ofPolicy);
  const ofStaff = ofPolicy.get(setting.staff) ?? new Map<number, Attempt[]>();
  ofPolicy.set(setting.staff, ofStaff);
  const signed = ofStaff.get(at.getTime()) ?? Object.values(setting.staff).flatMap((one) => signaturesOf(one, at, setting));
  ofStaff.set(at.getTime(), signed);
  return signed;
}

/** Every way in which an act could be tried: what chains and rules might let pass, good and bad. */
export function attemptsAt(
  facts: Facts,
  act: OfferedAct,
  at: Date,
  setting: Signers,
): { attempt: Attempt; content: string | null }[] {
  switch (act) {
    case 'signOnPaper':
      return papersSigned(at, setting).map((attempt) => ({ attempt, content: null }));
    case 'inform':
      return papersTried(facts.chain).map((papersReviewed) => ({
        attempt: { act, papersReviewed },
        content: null,
      }));
    case 'releaseForm':
    case 'handOver':
      return (['spouse', 'agent'] as const).map((relation) => ({
        attempt: { act, relation, cardIsPatients: false, isTheAgent: true },
        content: null,
      }));
    case 'fillIn':
      return [formA, formB].map((content) => ({ attempt: { act }, content }));
    case 'returnForCorrection':
      return returnTargetsOf(facts, at).map((to) => ({ attempt: { act, to }, content: null }));
    default:
      return [{ attempt: { act } as Attempt, content: null }];
  }
}

function reportsOpen(setting: Setting, at: Date): Happening[] {
  const departmentId = setting.chain === 'otherHospital' ? null : neurology;
  const { policy: asked, staff: people, chain } = setting;
  return setting.reporters.flatMap((who) =>
    papersTried(chain).flatMap((papers): Happening[] => {
      const person = asked.personOf(people[who]!, at);
      const decision = asked.decideReport({ chain, departmentId, papers, agentNamed: true }, person);
      return decision.allowed ? [{ type: 'report', who, papers, decision }] : [];
    }),
  );
}

/** Each of the person's tries at the act, in these capacities, that is allowed. */
function allowedTries(
  moment: Moment,
  who: string,
  act: OfferedAct,
  as: readonly Capacity[],
  setting: Setting,
): Happening[] {
  const { policy: asked, rules, staff: people } = setting;
  const [facts, at] = [moment.facts!, timeOf(moment)];
  const person = asked.personOf(people[who]!, at);
  return attemptsAt(facts, act, at, setting).flatMap(({ attempt, content }) =>
    as.flatMap(({ office, onBehalfOf }): Happening[] => {
      const said = { office, onBehalfOf: onBehalfOf?.id ?? null };
      const decision = asked.decide(facts, attempt, person, rules, at, said);
      return decision.allowed ? [{ type: act, who, attempt, as: said, content, decision } as Happening] : [];
    }),
  );
}

const isSignedOtherwise = (act: OfferedAct, { signing }: Setting): boolean =>
  (act === 'sign' && signing === 'onPaper') || (act === 'signOnPaper' && signing === 'here');

function actsOpen(moment: Moment, setting: Setting): Happening[] {
  return Object.keys(setting.staff).flatMap((who) => {
    const open = openAt(moment, who, setting);
    return (Object.keys(open) as OfferedAct[]).flatMap((act) => {
      const openness = open[act];
      if (!openness.open || isAside(act) || isSignedOtherwise(act, setting)) return [];
      return allowedTries(
        moment,
        who,
        act,
        openness.as.map(({ capacity }) => capacity),
        setting,
      );
    });
  });
}

/** Every way in which this one act is allowed to anybody, whatever they are offered. */
export const allowedAt = (moment: Moment, act: OfferedAct, setting: Setting): Happening[] =>
  Object.values(setting.staff).flatMap((member) =>
    allowedTries(moment, member.id, act, setting.policy.personOf(member, timeOf(moment)).capacities, setting),
  );

/** Everything that can happen here, asides left out: they change nothing, which a test of their own proves. */
export function happeningsAt(moment: Moment, setting: Setting): Happening[] {
  const at = timeOf(moment);
  const { facts } = moment;
  if (!facts) return reportsOpen(setting, at);
  const noon: Happening[] = moment.time === 'morning' ? [{ type: 'noon', who: 'clock' }] : [];
  const issued = stateName(facts.state) === 'issued';
  const expiry: Happening[] = issued ? [{ type: 'expire', who: 'system' }] : [];
  const arrival: Happening[] = issued && mayArrive(moment, setting) ? [{ type: 'arrive', who: 'receiver' }] : [];
  if (ended.has(stateName(facts.state))) return actsOpen(moment, setting);
  return [...noon, ...expiry, ...arrival, ...actsOpen(moment, setting)];
}

const mayArrive = (moment: Moment, { policy: asked }: Setting): boolean => {
  const [facts, at] = [moment.facts!, timeOf(moment)];
  return asked.whyNotArrive(facts, facts.letter!.number, dateInShanghai(at), at) === null;
};

/** A name of the event that tells it from all others at the same moment. */
export function nameOf(event: Happening): string {
  if (!('decision' in event)) return `${event.who} ${event.type}`;
  const { onPaper } = event.decision;
  const detail = 'attempt' in event ? { ...event.attempt, ...event.as, content: event.content, onPaper } : event.papers;
  return `${event.who} ${event.type} ${JSON.stringify(detail)}`;
}

type At = Snapshot<unknown> & { context: Moment };

/** The whole graph of a chain under these rules, walked by @xstate/graph. */
export function walk(chain: Chain, given: Partial<Setting> = {}): Walk {
  const setting: Setting = {
    chain,
    rules: { ownReportAllowed: false },
    staff,
    reporters: chain === 'otherHospital' ? ['officer', 'medical'] : ['doctor', 'director'],
    signing: 'here',
    policy,
    ...given,
  };
  const start: Moment = { log: [], facts: null, history: [], time: 'morning', key: 'start' };
  const logic = fromTransition((moment: Moment, event: Happening) => after(moment, event, setting), start);
  const map = getAdjacencyMap(logic as never, {
    events: ((at: At) => happeningsAt(at.context, setting)) as never,
    serializeState: ((at: At) => at.context.key) as never,
    serializeEvent: nameOf as never,
    limit: 20_000,
  }) as Parameters<typeof adjacencyMapToArray<At, Happening>>[0];
  return {
    ...setting,
    moments: Object.values(map).map(({ state }) => state.context),
    edges: adjacencyMapToArray<At, Happening>(map).map(({ state, event, nextState }) => ({
      from: state.context,
      event,
      to: nextState.context,
    })),
  };
}

export const openAt = (moment: Moment, who: string, { policy: asked, rules, staff: people }: Setting) => {
  const at = timeOf(moment);
  return asked.openTo(moment.facts!, asked.personOf(people[who]!, at), rules, at);
};
