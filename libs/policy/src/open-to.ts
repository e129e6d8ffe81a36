import type { AnyMachineSnapshot } from 'xstate';
import { awaitedIn, snapshotOf, stateName, type Facts } from './facts.ts';
import type { ChainEvent } from './chains/chain.ts';
import { departmentHeads, insuranceHeads } from './chains/chain.ts';
import { countsIn, type Capacity, type Person } from './person.ts';
import type { Refusal } from './refusals.ts';
import {
  isAside,
  isDepartmentOffice,
  otherHospitalPapers,
  recallableActs,
  returnTargets,
  type Act,
  type Office,
  type ReturnTarget,
  type Step,
} from './vocabulary.ts';

/** What an institution may decide for itself. */
export interface Rules {
  /** Whether somebody may sign a referral that they reported; the log then shows it. */
  ownReportAllowed: boolean;
}

/** The acts a person can be offered on a referral that exists; `report` begins one, `expire` is the system's. */
export type OfferedAct = Exclude<Act, 'report' | 'expire'>;

/** A capacity in which the act is open, with the signature it would give where the act is one of a signer. */
export interface Opening {
  capacity: Capacity;
  step: Step | null;
}

export type Openness = { open: true; as: Opening[] } | { open: false; why: Refusal };

const refuse = (why: Refusal): Openness => ({ open: false, why });
const openAs = (as: Opening[]): Openness => ({ open: true, as });
const withoutStep = (capacities: readonly Capacity[]): Opening[] =>
  capacities.map((capacity) => ({ capacity, step: null }));

/** Offices that see every referral of their institution. */
const institutionWide: readonly Office[] = [
  'medicalOfficer',
  'medicalDirector',
  'deanInCharge',
  'businessDean',
  'insuranceDirector',
  'insuranceLead',
  'windowClerk',
  'auditor',
];

/** Whether this capacity lets somebody see referrals of the department (null: of no department). */
const seesDepartment = (capacity: Capacity, departmentId: string | null): boolean =>
  institutionWide.includes(capacity.office) ||
  (capacity.office !== 'administrator' && departmentId !== null && capacity.departmentId === departmentId);

/** What somebody sees by office: every referral of the institution, or those of some departments. */
export function seesByOffice(person: Person): { all: boolean; departmentIds: string[] } {
  const all = person.capacities.some(({ office }) => institutionWide.includes(office));
  const departmentIds = person.capacities
    .filter(({ office, departmentId }) => office !== 'administrator' && departmentId !== null)
    .map(({ departmentId }) => departmentId!);
  return { all, departmentIds: [...new Set(departmentIds)] };
}

export const maySee = (facts: Facts, person: Person): boolean =>
  facts.people.includes(person.id) ||
  person.capacities.some((capacity) => seesDepartment(capacity, facts.departmentId));

const readsOnly = (person: Person): boolean =>
  person.capacities.length > 0 && person.capacities.every(({ office }) => office === 'auditor');

/** The event by which a machine is asked whether an act is possible at all, for anybody. */
const probe = (act: OfferedAct, snapshot: AnyMachineSnapshot): boolean => {
  switch (act) {
    case 'sign':
      return awaitedIn(snapshot).some(({ signs }) => signs && snapshot.can({ type: 'sign', step: signs }));
    case 'returnForCorrection':
      return returnTargets.some((to) => snapshot.can({ type: 'returnForCorrection', to } satisfies ChainEvent));
    case 'inform':
      return snapshot.can({ type: 'inform', papersReviewed: otherHospitalPapers } satisfies ChainEvent);
    default:
      return snapshot.can({ type: act });
  }
};

/** Where a return can go from here, nearest the beginning first. */
export const returnTargetsOf = (facts: Facts, at: Date): ReturnTarget[] => {
  const snapshot = snapshotOf(facts, at);
  return returnTargets.filter((to) => snapshot.can({ type: 'returnForCorrection', to } satisfies ChainEvent));
};

type Pair = { personId: string; onBehalfOfId: string | null };

/** Whether two signers are in part one person: the one who signs or the one they stand for. */
function shareAPerson(a: Pair, b: Pair): boolean {
  const others = [b.personId, b.onBehalfOfId];
  return others.includes(a.personId) || (a.onBehalfOfId !== null && others.includes(a.onBehalfOfId));
}

const theOtherDean: Partial<Record<Step, Step>> = { deanInCharge: 'businessDean', businessDean: 'deanInCharge' };

const otherDeansSignature = (facts: Facts, step: Step) =>
  facts.signatures.find((signature) => signature.step === theOtherDean[step]);

/** Why this person, standing for that one, cannot give this signature; null when they can. */
function whyNotSign(facts: Facts, pair: Pair, step: Step, rules: Rules): Refusal | null {
  const other = otherDeansSignature(facts, step);
  if (other && shareAPerson(pair, other)) return { code: 'sameDean', office: other.step as Office };
  if (!rules.ownReportAllowed && isOwnReport(facts, pair)) return { code: 'ownReport' };
  return null;
}

export const isOwnReport = (facts: Facts, pair: Pair): boolean => shareAPerson(pair, facts.reporter);

const signerActs: readonly Act[] = ['sign', 'returnForCorrection', 'reject'];

/** Acts that a condition awaits from its offices: who may do them is read off `meta.awaits`. */
function openToAwaited(facts: Facts, act: OfferedAct, person: Person, rules: Rules, snapshot: AnyMachineSnapshot) {
  const awaited = awaitedIn(snapshot);
  const offices = awaited.flatMap(({ awaits }) => awaits);
  const held = person.capacities.filter(({ office }) => offices.includes(office));
  if (held.length === 0) return refuse({ code: 'notYourOffice', act, offices });
  const here = held.filter((capacity) => countsIn(capacity, facts.departmentId));
  if (here.length === 0) return refuse({ code: 'notYourDepartment', act, offices });

  const openings: Opening[] = here.map((capacity) => ({
    capacity,
    step: awaited.find(({ awaits }) => awaits.includes(capacity.office))?.signs ?? null,
  }));
  if (!signerActs.includes(act)) return openAs(openings);

  const whys = openings.map(({ capacity, step }) =>
    whyNotSign(facts, { personId: person.id, onBehalfOfId: capacity.onBehalfOf?.id ?? null }, step!, rules),
  );
  const free = openings.filter((_, i) => whys[i] === null);
  return free.length > 0 ? openAs(free) : refuse(whys[0]!);
}

/** `recall` 撤回: the last person to act, until someone acts after them, while they still hold that office. */
function openToRecall(facts: Facts, person: Person): Openness {
  const { last } = facts;
  if (!(recallableActs as readonly Act[]).includes(last.act)) return refuse({ code: 'cannotBeTakenBack', last: last.act });
  if (last.personId !== person.id) return refuse({ code: 'notLastToAct', last: last.act });
  const same = person.capacities.filter(
    ({ office, onBehalfOf }) => office === last.office && (onBehalfOf?.id ?? null) === last.onBehalfOfId,
  );
  const here = same.filter((capacity) => countsIn(capacity, facts.departmentId));
  if (here.length === 0) return refuse({ code: 'notYourOffice', act: 'recall', offices: [last.office as Office] });
  return openAs(withoutStep(here));
}

/** Who leads where the referral was reported: its department, or for another hospital's patient the medical one. */
const leadsOf = (facts: Facts): readonly Office[] =>
  facts.chain === 'otherHospital' ? ['medicalDirector'] : departmentHeads;

function openToOffices(facts: Facts, act: OfferedAct, person: Person, offices: readonly Office[]): Openness {
  const held = person.capacities.filter(({ office }) => offices.includes(office));
  const here = held.filter((capacity) => countsIn(capacity, facts.departmentId));
  if (here.length > 0) return openAs(withoutStep(here));
  const code = held.length > 0 ? 'notYourDepartment' : 'notYourOffice';
  return refuse({ code, act, offices: [...offices] });
}

function openToWithdraw(facts: Facts, person: Person): Openness {
  const reported = facts.reporter.personId === person.id && person.capacities.length > 0;
  const asLead = openToOffices(facts, 'withdraw', person, leadsOf(facts));
  if (asLead.open || !reported) return asLead;
  const fitting = person.capacities.filter((capacity) => countsIn(capacity, facts.departmentId));
  return openAs(withoutStep((fitting.length > 0 ? fitting : person.capacities).slice(0, 1)));
}

function openToAside(facts: Facts, act: OfferedAct, person: Person, snapshot: AnyMachineSnapshot): Openness {
  if (act === 'remind' && awaitedIn(snapshot).length === 0) {
    return refuse({ code: snapshot.status === 'done' ? 'ended' : 'notAwaited', act, state: stateName(facts.state) });
  }
  const fitting = person.capacities.filter(({ office }) => office !== 'auditor' && office !== 'administrator');
  // Somebody copied from elsewhere speaks in whatever office they hold; one of this department comes first.
  const here = fitting.filter((capacity) => seesDepartment(capacity, facts.departmentId));
  const as = (here.length > 0 ? here : fitting).slice(0, 1);
  return as.length > 0 ? openAs(withoutStep(as)) : refuse({ code: 'readOnly' });
}

/** Whether the act is open to the person at this moment: in which capacities, or why not. */
export function opennessOf(facts: Facts, act: OfferedAct, person: Person, rules: Rules, at: Date): Openness {
  if (!maySee(facts, person)) return refuse({ code: 'notInvolved' });
  if (readsOnly(person)) return refuse({ code: 'readOnly' });
  const snapshot = snapshotOf(facts, at);
  if (isAside(act)) return openToAside(facts, act, person, snapshot);
  if (snapshot.status === 'done') return refuse({ code: 'ended', act, state: stateName(facts.state) });
  if (act === 'recall') return openToRecall(facts, person);
  if (!probe(act, snapshot)) return refuse({ code: 'notAwaited', act, state: stateName(facts.state) });
  if (act === 'withdraw') return openToWithdraw(facts, person);
  if (act === 'void') return openToOffices(facts, act, person, insuranceHeads);
  return openToAwaited(facts, act, person, rules, snapshot);
}

export const offeredActs = [
  'inform',
  'decline',
  'releaseForm',
  'fillIn',
  'sign',
  'returnForCorrection',
  'reject',
  'withdraw',
  'recall',
  'remind',
  'comment',
  'copyTo',
  'issueLetter',
  'void',
] as const satisfies readonly OfferedAct[];

/** Everything the person may do to the referral now and, for each thing they may not, why not. */
export function openTo(facts: Facts, person: Person, rules: Rules, at: Date): Record<OfferedAct, Openness> {
  return Object.fromEntries(
    offeredActs.map((act) => [act, opennessOf(facts, act, person, rules, at)]),
  ) as Record<OfferedAct, Openness>;
}

/** One office that a referral awaits; a worklist shows it to whoever holds the office, but for `except`. */
export interface Awaited {
  office: Office;
  departmentId: string | null;
  step: string;
  clause: string;
  /** People who hold the office but may not act: the reporter, or whoever signed as the other dean. */
  except: string[];
}

export function awaiting(facts: Facts, rules: Rules, at: Date): Awaited[] {
  return awaitedIn(snapshotOf(facts, at)).flatMap(({ awaits, signs, clause }) => {
    const barred: Pair[] = [];
    if (signs && !rules.ownReportAllowed) barred.push(facts.reporter);
    const other = signs && otherDeansSignature(facts, signs);
    if (other) barred.push(other);
    const except = [...new Set(barred.flatMap(({ personId, onBehalfOfId }) => [personId, onBehalfOfId]))];
    return awaits.map((office) => ({
      office,
      departmentId: isDepartmentOffice(office) ? facts.departmentId : null,
      step: signs ?? stateName(facts.state),
      clause,
      except: except.filter((id) => id !== null),
    }));
  });
}
