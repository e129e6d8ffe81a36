import type { AnyMachineSnapshot } from 'xstate';
import { awaitedIn, hasLetterInForce, snapshotOf, stateName, type Facts } from './facts.ts';
import type { ChainEvent } from './chains/chain.ts';
import { departmentHeads, insuranceHeads } from './chains/chain.ts';
import { countsIn, type Capacity, type Named, type Person } from './person.ts';
import type { Refusal } from './refusals.ts';
import { officesWith } from './rights.ts';
import {
  isAside,
  isDepartmentOffice,
  otherHospitalPapers,
  isRecallable,
  returnTargets,
  type Act,
  type AwaitedStep,
  type Office,
  type ReturnTarget,
  type Step,
  type SystemAct,
} from './vocabulary.ts';

/** What an institution may decide for itself. */
export interface Rules {
  /** Whether somebody may sign a referral that they reported; the log then shows it. */
  ownReportAllowed: boolean;
}

/** The acts a person can be offered on a referral that exists; `report` begins one, some are the system's. */
export type OfferedAct = Exclude<Act, 'report' | SystemAct>;

/** A capacity in which the act is open, with the signature it would give where the act is one of a signer. */
export interface Opening {
  capacity: Capacity;
  step: Step | null;
}

export type Openness = { open: true; as: Opening[] } | { open: false; why: Refusal };

/** In which capacity somebody says they act; needed only where several would fit. */
export interface ActingAs {
  office: Office | null;
  /** Id of the holder for whom a substitute acts. */
  onBehalfOf: string | null;
}

export const unsaid: ActingAs = { office: null, onBehalfOf: null };

/** What the person may act as, as far as it is the capacity they named. */
export const capacitiesAs = (person: Person, { office, onBehalfOf }: ActingAs): Capacity[] =>
  person.capacities.filter(
    (capacity) =>
      (office === null || capacity.office === office) &&
      (onBehalfOf === null || capacity.onBehalfOf?.id === onBehalfOf),
  );

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
  (officesWith.seeReferrals.includes(capacity.office) && departmentId !== null && capacity.departmentId === departmentId);

/** What somebody sees by office: every referral of the institution, or those of some departments. */
export function seesByOffice(person: Person): { all: boolean; departmentIds: string[] } {
  const all = person.capacities.some(({ office }) => institutionWide.includes(office));
  const departmentIds = person.capacities
    .filter(({ office, departmentId }) => officesWith.seeReferrals.includes(office) && departmentId !== null)
    .map(({ departmentId }) => departmentId!);
  return { all, departmentIds: [...new Set(departmentIds)] };
}

export const maySee = (facts: Facts, person: Person): boolean =>
  facts.people.includes(person.id) ||
  person.capacities.some((capacity) => seesDepartment(capacity, facts.departmentId));

const readsOnly = (person: Person): boolean =>
  person.capacities.length > 0 && person.capacities.every(({ office }) => office === 'auditor');

/** Whether the chain allows the act here at all: its machine is asked, with the best that anybody could bring. */
function chainAllows(act: OfferedAct, snapshot: AnyMachineSnapshot): boolean {
  switch (act) {
    case 'comment':
    case 'copyTo':
      return true;
    case 'remind':
      return awaitedIn(snapshot).length > 0;
    case 'handOver':
      return hasLetterInForce(snapshot);
    case 'recall':
      return snapshot.status !== 'done';
    case 'sign':
    case 'signOnPaper':
      return awaitedIn(snapshot).some(({ signs }) => signs && snapshot.can({ type: 'sign', step: signs }));
    case 'returnForCorrection':
      return returnTargets.some((to) => snapshot.can({ type: 'returnForCorrection', to } satisfies ChainEvent));
    case 'inform':
      return snapshot.can({ type: 'inform', papersReviewed: otherHospitalPapers } satisfies ChainEvent);
    default:
      return snapshot.can({ type: act });
  }
}

/** Where a return can go from here, nearest the beginning first. */
export const returnTargetsOf = (facts: Facts, at: Date): ReturnTarget[] => {
  const snapshot = snapshotOf(facts, at);
  return returnTargets.filter((to) => snapshot.can({ type: 'returnForCorrection', to } satisfies ChainEvent));
};

/** Whoever acts, and whom they stand for. */
export type Pair = { personId: string; onBehalfOfId: string | null };

export const pairOf = ({ id }: Named, { onBehalfOf }: Capacity): Pair => ({
  personId: id,
  onBehalfOfId: onBehalfOf?.id ?? null,
});

/** Whether two who act are in part one person: the one who acts or the one they stand for. */
export function shareAPerson(a: Pair, b: Pair): boolean {
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

/** Acts of the window alone, beside those that the chain awaits from it. */
const windowActs: readonly Act[] = ['signOnPaper', 'replaceLetter', 'handOver'];

/** Acts on a letter in force. */
const onLetterInForce: readonly Act[] = ['replaceLetter', 'handOver'];

const signerActs: readonly Act[] = ['sign', 'returnForCorrection', 'reject'];

/** Acts that a condition awaits from its offices: who may do them is read off `meta.awaits`. */
function openToAwaited(
  facts: Facts,
  act: OfferedAct,
  person: Person,
  rules: Rules,
  snapshot: AnyMachineSnapshot,
): Openness {
  const awaited = awaitedIn(snapshot);
  const openness = openToOffices(facts, act, person, awaited.flatMap(({ awaits }) => awaits));
  if (!openness.open) return openness;

  const openings: Opening[] = openness.as.map(({ capacity }) => ({
    capacity,
    step: awaited.find(({ awaits }) => awaits.includes(capacity.office))?.signs ?? null,
  }));
  if (!signerActs.includes(act)) return openAs(openings);

  const whys = openings.map(({ capacity, step }) =>
    whyNotSign(facts, pairOf(person, capacity), step!, rules),
  );
  const free = openings.filter((_, i) => whys[i] === null);
  return free.length > 0 ? openAs(free) : refuse(whys[0]!);
}

/** Whether everything that is awaited is the person's to do, so that a reminder would go to themselves. */
const awaitsOnly = (facts: Facts, person: Person, rules: Rules, snapshot: AnyMachineSnapshot): boolean =>
  awaitedIn(snapshot).every(({ awaits, signs }) =>
    person.capacities.some(
      (capacity) =>
        awaits.includes(capacity.office) &&
        countsIn(capacity, facts.departmentId) &&
        (!signs || whyNotSign(facts, pairOf(person, capacity), signs, rules) === null),
    ),
  );

/** Acts of certain offices: of this department, where the office belongs to one. */
function openToOffices(facts: Facts, act: OfferedAct, person: Person, offices: readonly Office[]): Openness {
  const held = person.capacities.filter(({ office }) => offices.includes(office));
  const here = held.filter((capacity) => countsIn(capacity, facts.departmentId));
  if (here.length > 0) return openAs(withoutStep(here));
  const code = held.length > 0 ? 'notYourDepartment' : 'notYourOffice';
  return refuse({ code, act, offices: [...offices] });
}

/** `recall` 撤回: the last person to act, until someone acts after them, while they still hold that office. */
function openToRecall(facts: Facts, person: Person): Openness {
  const { last } = facts;
  if (!isRecallable(last.act)) return refuse({ code: 'cannotBeTakenBack', last: last.act });
  if (last.personId !== person.id) return refuse({ code: 'notLastToAct', last: last.act });
  const same = person.capacities.filter(({ onBehalfOf }) => (onBehalfOf?.id ?? null) === last.onBehalfOfId);
  return openToOffices(facts, 'recall', { ...person, capacities: same }, [last.office as Office]);
}

/** Who leads where the referral was reported: its department, or for another hospital's patient the medical one. */
const leadsOf = (facts: Facts): readonly Office[] =>
  facts.chain === 'otherHospital' ? ['medicalDirector'] : departmentHeads;

/** Capacities that act at all: an auditor reads, an administrator looks after people and settings. */
const acting = (capacities: readonly Capacity[]): Capacity[] =>
  capacities.filter(({ office }) => officesWith.actOnReferrals.includes(office));

/** One capacity for an act that needs no office in particular: the first that fits best. */
const firstOf = (better: readonly Capacity[], others: readonly Capacity[]): Capacity[] => [...better, ...others].slice(0, 1);

/** `withdraw`: whoever reported, in whatever office they still act, or who leads where it was reported. */
function openToWithdraw(facts: Facts, person: Person): Openness {
  const asLead = openToOffices(facts, 'withdraw', person, leadsOf(facts));
  const { personId, onBehalfOfId } = facts.reporter;
  if (asLead.open || (person.id !== personId && person.id !== onBehalfOfId)) return asLead;
  const fitting = acting(person.capacities);
  const as = firstOf(fitting.filter((capacity) => countsIn(capacity, facts.departmentId)), fitting);
  return as.length > 0 ? openAs(withoutStep(as)) : asLead;
}

/** `remind`, `comment`, `copyTo`: whoever may see the referral, in whatever office they act. */
function openToAside(facts: Facts, act: OfferedAct, person: Person, as: ActingAs): Openness {
  const fitting = acting(capacitiesAs(person, as));
  // Somebody copied from elsewhere speaks in whatever office they hold; one of this department comes first.
  const first = firstOf(fitting.filter((capacity) => seesDepartment(capacity, facts.departmentId)), fitting);
  if (first.length > 0) return openAs(withoutStep(first));
  const offices = acting(person.capacities).map(({ office }) => office);
  return refuse(offices.length > 0 ? { code: 'notYourOffice', act, offices } : { code: 'readOnly' });
}

function opennessIn(
  snapshot: AnyMachineSnapshot,
  facts: Facts,
  act: OfferedAct,
  person: Person,
  rules: Rules,
  as: ActingAs,
): Openness {
  if (!maySee(facts, person)) return refuse({ code: 'notInvolved' });
  if (readsOnly(person)) return refuse({ code: 'readOnly' });
  if (!chainAllows(act, snapshot)) {
    const state = stateName(facts.state);
    if (onLetterInForce.includes(act) && state === 'issued') return refuse(outlived(facts));
    return refuse({ code: snapshot.status === 'done' ? 'ended' : 'notAwaited', act, state });
  }
  const speaker = { ...person, capacities: capacitiesAs(person, as) };
  if (windowActs.includes(act)) return openToOffices(facts, act, speaker, officesWith.serveWindow);
  if (act === 'remind' && awaitsOnly(facts, person, rules, snapshot)) return refuse({ code: 'awaitsYou' });
  if (isAside(act)) return openToAside(facts, act, person, as);
  if (act === 'recall') return openToRecall(facts, speaker);
  if (act === 'withdraw') return openToWithdraw(facts, speaker);
  if (act === 'void') return openToOffices(facts, act, speaker, insuranceHeads);
  return openToAwaited(facts, act, speaker, rules, snapshot);
}

const outlived = ({ letter }: Facts): Refusal => ({ code: 'letterOutlived', validUntil: letter!.validUntil });

/**
 * What somebody could sign, in which capacities, whether or not they see the referral: for a signature that was given
 * on paper, by the capacities that its signer had on that day.
 */
export const openToSigner = (facts: Facts, signer: Person, rules: Rules, at: Date): Openness =>
  openToAwaited(facts, 'sign', signer, rules, snapshotOf(facts, at));

/**
 * Whether the act is open to the person at this moment: in which capacities, or why not. With `as`, whether it is open
 * in the capacity they name.
 */
export const opennessOf = (
  facts: Facts,
  act: OfferedAct,
  person: Person,
  rules: Rules,
  at: Date,
  as: ActingAs = unsaid,
): Openness => opennessIn(snapshotOf(facts, at), facts, act, person, rules, as);

export const offeredActs = [
  'inform',
  'decline',
  'releaseForm',
  'fillIn',
  'sign',
  'signOnPaper',
  'returnForCorrection',
  'reject',
  'withdraw',
  'recall',
  'remind',
  'comment',
  'copyTo',
  'issueLetter',
  'replaceLetter',
  'handOver',
  'void',
] as const satisfies readonly OfferedAct[];

/** Everything the person may do to the referral now and, for each thing they may not, why not. */
export function openTo(facts: Facts, person: Person, rules: Rules, at: Date): Record<OfferedAct, Openness> {
  const snapshot = snapshotOf(facts, at);
  return Object.fromEntries(
    offeredActs.map((act) => [act, opennessIn(snapshot, facts, act, person, rules, unsaid)]),
  ) as Record<OfferedAct, Openness>;
}

/** One office that a referral awaits; a worklist shows it to whoever holds the office, but for `except`. */
export interface Awaited {
  office: Office;
  departmentId: string | null;
  step: AwaitedStep;
  clause: string;
  /**
   * Ids of people who may not act here, be it for themselves or by warrant, and for whom no substitute may: whoever
   * reported, or signed as the other dean, and whoever they stood in for.
   */
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
      step: signs ?? (stateName(facts.state) as AwaitedStep),
      clause,
      except: except.filter((id) => id !== null),
    }));
  });
}
