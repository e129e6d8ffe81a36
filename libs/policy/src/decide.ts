import { currentVersion, machineOf } from './chains/index.ts';
import type { Awaits } from './chains/chain.ts';
import {
  capacitiesAs,
  opennessOf,
  openToSigner,
  isOwnReport,
  pairOf,
  returnTargetsOf,
  shareAPerson,
  unsaid,
  type ActingAs,
  type OfferedAct,
  type Opening,
  type Pair,
  type Rules,
} from './open-to.ts';
import { daysOfOutcome, daysToArrive, daysToSignOnPaper, hasOutlived, stateName, type Days, type Facts } from './facts.ts';
import { countsIn, type Capacity, type Person } from './person.ts';
import type { Refusal } from './refusals.ts';
import {
  chains,
  otherHospitalPapers,
  relations,
  type Act,
  type Chain,
  type CollectedAct,
  type Office,
  type PaperKind,
  type Relation,
  type ReturnTarget,
  type Step,
} from './vocabulary.ts';

/** What somebody tries to do, as far as policy has a say in it. `as` names the office when several would fit. */
export type Attempt =
  | { act: 'inform'; papersReviewed: readonly PaperKind[] }
  | {
      act: CollectedAct;
      relation: Relation;
      /** Whether the ID card shown is the patient's. */
      cardIsPatients: boolean;
      /** Whether name and card are those of the agent named in the report. */
      isTheAgent: boolean;
    }
  | { act: 'returnForCorrection'; to: ReturnTarget }
  | {
      act: 'signOnPaper';
      /** The signer, with the capacities they had on the day of signing. */
      signer: Person;
      signedAs: ActingAs;
      /** Date in Asia/Shanghai, yyyy-MM-dd. */
      signedOn: string;
      /** Null where there is none, which is not for policy to refuse. `uploadedAt` is ISO 8601. */
      scan: { kind: PaperKind; uploadedAt: string } | null;
    }
  | { act: Exclude<OfferedAct, 'inform' | CollectedAct | 'returnForCorrection' | 'signOnPaper'> };

/** A signature as it is given: as what, for which step, over an own report or not. */
export interface Given {
  capacity: Capacity;
  step: Step | null;
  ownReport: boolean;
}

export type Decision =
  | (Given & {
      allowed: true;
      /** The signature that is recorded from paper: its signer's, where the rest is the recorder's. */
      onPaper: Given | null;
    })
  | { allowed: false; why: Refusal };

const refuse = (why: Refusal): Decision => ({ allowed: false, why });

/**
 * Who may collect the form or the letter in each chain: the patient or family. For another hospital's patient only the
 * agent gets the form, and the letter also goes to the agent.
 */
export function collectorsOf(chain: Chain, act: CollectedAct): Relation[] {
  if (chain !== 'otherHospital') return relations.filter((relation) => relation !== 'agent');
  return act === 'releaseForm' ? ['agent'] : [...relations];
}

/** What an act itself must bring, whoever does it. */
function whyNotLikeThis(facts: Facts, attempt: Attempt, at: Date): Refusal | null {
  switch (attempt.act) {
    case 'inform': {
      if (facts.chain !== 'otherHospital') return null;
      const papers = otherHospitalPapers.filter((paper) => !attempt.papersReviewed.includes(paper));
      return papers.length > 0 ? { code: 'papersNotReviewed', papers } : null;
    }
    case 'releaseForm':
    case 'handOver': {
      const { act, relation } = attempt;
      const allowed = collectorsOf(facts.chain, act);
      if (!allowed.includes(relation)) return { code: 'wrongCollector', act, relation, allowed };
      if (relation === 'self' && !attempt.cardIsPatients) return { code: 'notThePatientsCard' };
      if (relation === 'agent' && attempt.cardIsPatients) return { code: 'notTheirOwnCard' };
      if (relation === 'agent' && !attempt.isTheAgent) return { code: 'notTheAgent' };
      return null;
    }
    case 'returnForCorrection': {
      const allowed = returnTargetsOf(facts, at);
      return allowed.includes(attempt.to) ? null : { code: 'wrongReturnTarget', to: attempt.to, allowed };
    }
    default:
      return null;
  }
}

/**
 * One capacity out of those that fit. Own offices come before warrants. Where a person could give two different
 * signatures, or act for two different people, they say which: whose signature it is, is never guessed.
 */
function choose(openings: readonly Opening[], act: Act): Opening | Refusal {
  if (new Set(openings.map(({ step }) => step)).size > 1) {
    return { code: 'officeNotChosen', act, offices: [...new Set(openings.map(({ capacity }) => capacity.office))] };
  }
  const own = openings.find(({ capacity }) => capacity.onBehalfOf === null);
  if (own) return own;
  const holders = new Map(openings.map(({ capacity }) => [capacity.onBehalfOf!.id, capacity.onBehalfOf!]));
  return holders.size > 1 ? { code: 'holderNotChosen', act, holders: [...holders.values()] } : openings[0]!;
}

/** May this person do this now, and as whom? Pure: the moment and the rules are arguments. */
export function decide(
  facts: Facts,
  attempt: Attempt,
  person: Person,
  rules: Rules,
  at: Date,
  as: ActingAs = unsaid,
): Decision {
  const openness = opennessOf(facts, attempt.act, person, rules, at, as);
  if (!openness.open) return refuse(openness.why);
  const chosen = choose(openness.as, attempt.act);
  if ('code' in chosen) return refuse(chosen);
  const why = whyNotLikeThis(facts, attempt, at);
  if (why) return refuse(why);
  const own = givenBy(facts, person, chosen);
  if (attempt.act !== 'signOnPaper') return { allowed: true, ...own, onPaper: null };
  const onPaper = decideOnPaper(facts, attempt, pairOf(person, own.capacity), rules, at);
  return 'code' in onPaper ? refuse(onPaper) : { allowed: true, ...own, onPaper };
}

const givenBy = (facts: Facts, person: Person, { capacity, step }: Opening): Given => ({
  capacity,
  step,
  ownReport: isOwnReport(facts, pairOf(person, capacity)),
});

const outside = (day: string, days: Days): Refusal | null =>
  day < days.from || day > days.until ? { code: 'wrongDay', ...days } : null;

/** A signature on paper keeps every rule of one that is given here, by the day on which it was given. */
function decideOnPaper(
  facts: Facts,
  { signer, signedAs, signedOn, scan }: Extract<Attempt, { act: 'signOnPaper' }>,
  recorder: Pair,
  rules: Rules,
  at: Date,
): Given | Refusal {
  if (scan !== null && scan.kind !== 'signedForm') return { code: 'papersMissing', papers: ['signedForm'] };
  const wrongDay = outside(signedOn, daysToSignOnPaper(facts, at));
  if (wrongDay) return wrongDay;
  // A day may have seen both an older form signed and this one filled in; a scan tells which came first.
  if (scan !== null && Date.parse(scan.uploadedAt) < Date.parse(facts.form!.since)) return { code: 'scanOlderThanForm' };
  const asNamed = { ...signer, capacities: capacitiesAs(signer, signedAs) };
  const openness = openToSigner(facts, asNamed, rules, at);
  if (!openness.open) return ofTheSigner(openness.why);
  const chosen = choose(openness.as, 'sign');
  if ('code' in chosen) return ofTheSigner(chosen);
  return shareAPerson(pairOf(signer, chosen.capacity), recorder) ? { code: 'signerRecords' } : givenBy(facts, signer, chosen);
}

/** What refuses somebody's signature, said to whoever records it. */
function ofTheSigner(why: Refusal): Refusal {
  switch (why.code) {
    case 'notYourOffice':
    case 'notYourDepartment':
      return { code: 'signerNotInOffice', offices: why.offices };
    case 'officeNotChosen':
      return { code: 'signerOfficeNotChosen', offices: why.offices };
    case 'holderNotChosen':
      return { code: 'signerHolderNotChosen', holders: why.holders };
    case 'sameDean':
      return { code: 'signerIsOtherDean', office: why.office };
    case 'ownReport':
      return { code: 'signerReported' };
    default:
      return why;
  }
}

/** Why a letter with this number cannot be used now; null when it can. */
function whyNotInForce(facts: Facts, letterNo: string, at: Date): Refusal | null {
  const letter = facts.letter!;
  if (letterNo !== letter.number) return { code: 'letterReplaced' };
  if (stateName(facts.state) === 'used') return { code: 'letterUsed', uses: letter.uses };
  if (stateName(facts.state) === 'voided') return { code: 'letterVoid' };
  const over = stateName(facts.state) === 'expired' || hasOutlived(facts, at);
  return over ? { code: 'letterOutlived', validUntil: letter.validUntil } : null;
}

/** Why the receiving hospital cannot report that somebody arrived with this letter of the referral; null when it can. */
export const whyNotArrive = (facts: Facts, letterNo: string, on: string, at: Date): Refusal | null =>
  whyNotInForce(facts, letterNo, at) ?? outside(on, daysToArrive(facts, at));

/** Why it cannot report what became of whoever arrived with this letter of the referral; null when it can. */
export function whyNotOutcome(facts: Facts, letterNo: string, on: string, at: Date): Refusal | null {
  if (!facts.arrivedWith.includes(letterNo)) return { code: 'notArrived' };
  return outside(on, daysOfOutcome(facts, at));
}

/** Who begins a referral: read off the chain as it is now. */
const reportersOf = (chain: Chain): readonly Office[] =>
  (machineOf(chain, currentVersion(chain)).states.awaitingReport!.meta as Awaits).awaits;

/** `report` begins a referral: the chain's reporting office, in the referral's department where it has one. */
export function decideReport(
  report: { chain: Chain; departmentId: string | null; papers: readonly PaperKind[]; agentNamed: boolean },
  person: Person,
  as: ActingAs = unsaid,
): Decision {
  const offices = [...reportersOf(report.chain)];
  const held = capacitiesAs(person, as).filter(({ office }) => offices.includes(office));
  if (held.length === 0) return refuse({ code: 'notYourOffice', act: 'report', offices });
  const here = held.filter((capacity) => countsIn(capacity, report.departmentId));
  if (here.length === 0) return refuse({ code: 'notYourDepartment', act: 'report', offices });
  const chosen = choose(here.map((capacity) => ({ capacity, step: null })), 'report');
  if ('code' in chosen) return refuse(chosen);
  if (report.chain === 'otherHospital') {
    const papers = otherHospitalPapers.filter((paper) => !report.papers.includes(paper));
    if (papers.length > 0) return refuse({ code: 'papersMissing', papers });
    if (!report.agentNamed) return refuse({ code: 'agentMissing' });
  }
  return { allowed: true, capacity: chosen.capacity, step: null, ownReport: true, onPaper: null };
}

/** What the person may begin, and in which departments. */
export function reportsOpenTo(person: Person): { chain: Chain; departmentIds: (string | null)[] }[] {
  return chains.flatMap((chain) => {
    const held = person.capacities.filter(({ office }) => reportersOf(chain).includes(office));
    const departmentIds = [...new Set(held.map(({ departmentId }) => departmentId))];
    return held.length > 0 ? [{ chain, departmentIds }] : [];
  });
}
