import { fromTransition, type Snapshot } from 'xstate';
import { adjacencyMapToArray, getAdjacencyMap } from '@xstate/graph';
import {
  apply,
  currentVersion,
  decide,
  decideReport,
  isAside,
  openTo,
  otherHospitalPapers,
  returnTargetsOf,
  stateName,
  validityOf,
  type Act,
  type ActingAs,
  type Attempt,
  type Capacity,
  type Chain,
  type Decision,
  type Entry,
  type Facts,
  type OfferedAct,
  type PaperKind,
  type Rules,
} from '../src/index.ts';
import { evening, morning, neurology, personOf, staff, type Staff } from './hospital.ts';

/** What the walk asks. Tests hand in broken ones, to see that what they prove can fail. */
export interface Policy {
  personOf: typeof personOf;
  openTo: typeof openTo;
  decide: typeof decide;
  decideReport: typeof decideReport;
  apply: typeof apply;
  versionFor: (chain: Chain) => string;
}

export const policy: Policy = { personOf, openTo, decide, decideReport, apply, versionFor: currentVersion };

export interface Setting {
  chain: Chain;
  rules: Rules;
  staff: Staff;
  /** Who may report; everybody else would make the same referral under another name. */
  reporters: string[];
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
      type: Exclude<Act, 'report' | 'expire'>;
      attempt: Attempt;
      as: ActingAs;
      content: string | null;
      decision: Allowed;
    }
  | { type: 'report'; papers: readonly PaperKind[]; decision: Allowed }
  | { type: 'expire' | 'noon' }
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
  const { chainVersion, state, reporter, papers, form, signatures } = facts;
  const known = [time, chainVersion, reporter.personId, papers.length, JSON.stringify(state)];
  if (ended.has(stateName(state))) return known.join();
  const signed = signatures.map(({ step, personId, onBehalfOfId }) => `${step}:${personId}/${onBehalfOfId ?? ''}`);
  return [...known, form ? 'form' : '', ...new Set(signed.sort())].join();
}

const ended = new Set(['declined', 'rejected', 'withdrawn', 'voided', 'expired']);

const reason = { reason: { code: 'other', zh: '其他', en: 'other' }, comment: '见附件' };
const paper = (kind: PaperKind) => ({ id: `paper-${kind}`, kind, digest: `sha256:${kind}` });

function dataOf(moment: Moment, event: Exclude<Happening, { type: 'expire' | 'noon' }>, setting: Setting): object {
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
      return { collector: { name: '李', relation: attempt.relation, idNumberMasked: '', idNumberEncrypted: '' } };
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
      };
    case 'returnForCorrection':
      return { ...reason, to: attempt.to };
    case 'issueLetter': {
      const letter = { number: '转〔2026〕000001号', year: 2026, serial: 1, destination: '示例医院' };
      return { letter: { ...letter, ...validityOf(timeOf(moment), 30) } };
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
  const { id, name } = setting.staff[event.who]!;
  const actor = { id, name, ...(event as { decision: Allowed }).decision.capacity };
  const data = dataOf(moment, event as Exclude<Happening, { type: 'expire' | 'noon' }>, setting);
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

/** Every way in which an act could be tried: what chains and rules might let pass, good and bad. */
export function attemptsAt(facts: Facts, act: OfferedAct, at: Date): { attempt: Attempt; content: string | null }[] {
  switch (act) {
    case 'inform':
      return papersTried(facts.chain).map((papersReviewed) => ({
        attempt: { act, papersReviewed },
        content: null,
      }));
    case 'releaseForm':
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
  return attemptsAt(facts, act, at).flatMap(({ attempt, content }) =>
    as.flatMap(({ office, onBehalfOf }): Happening[] => {
      const said = { office, onBehalfOf: onBehalfOf?.id ?? null };
      const decision = asked.decide(facts, attempt, person, rules, at, said);
      return decision.allowed ? [{ type: act, who, attempt, as: said, content, decision } as Happening] : [];
    }),
  );
}

function actsOpen(moment: Moment, setting: Setting): Happening[] {
  return Object.keys(setting.staff).flatMap((who) => {
    const open = openAt(moment, who, setting);
    return (Object.keys(open) as OfferedAct[]).flatMap((act) => {
      const openness = open[act];
      if (!openness.open || isAside(act)) return [];
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
  const expiry: Happening[] = stateName(facts.state) === 'issued' ? [{ type: 'expire', who: 'system' }] : [];
  if (ended.has(stateName(facts.state))) return actsOpen(moment, setting);
  return [...noon, ...expiry, ...actsOpen(moment, setting)];
}

/** A name of the event that tells it from all others at the same moment. */
export function nameOf(event: Happening): string {
  if (!('decision' in event)) return `${event.who} ${event.type}`;
  const detail = 'attempt' in event ? { ...event.attempt, ...event.as, content: event.content } : event.papers;
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
