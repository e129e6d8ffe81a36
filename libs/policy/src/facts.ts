import type { AnyMachineSnapshot, StateValue } from 'xstate';
import { machineOf } from './chains/index.ts';
import type { Awaits, ChainContext, ChainEvent } from './chains/chain.ts';
import { dateInShanghai } from './letter.ts';
import type { Actor, Entry, EntryOf, LetterRef } from './log.ts';
import { stateAfter } from './state-after.ts';
import {
  isAside,
  isRecallable,
  isSystemAct,
  type Act,
  type Chain,
  type PaperKind,
  type StateName,
  type Step,
} from './vocabulary.ts';

/** A signature still in force: not recalled, not superseded by other content. */
export interface Signature {
  seq: number;
  step: Step;
  personId: string;
  onBehalfOfId: string | null;
  materialDigest: string;
  /** Given on paper, and recorded by the window with its scan. */
  onPaper: boolean;
}

/** What the log says about a referral, in the shape the rules ask for. Plain data: stored and compared as JSON. */
export interface Facts {
  chain: Chain;
  chainVersion: string;
  state: StateValue;
  departmentId: string | null;
  reporter: { personId: string; onBehalfOfId: string | null };
  papers: PaperKind[];
  /** `since` is the moment at which it was last filled in or returned: paper that was signed before is not this form. */
  form: { version: number; materialDigest: string; since: string } | null;
  signatures: Signature[];
  /** The newest letter; those that it replaced are void. */
  letter: LetterRef | null;
  /** How often the letter, or one that it replaced, was used. */
  uses: number;
  /** Numbers of the letters that somebody arrived with. */
  arrivedWith: string[];
  /** The last act that moved the referral and has not been taken back. */
  last: { seq: number; act: Act; personId: string | null; office: string | null; onBehalfOfId: string | null };
  /** Everybody who acted or was copied: they may always see the referral. */
  people: string[];
}

/** End of a letter's last valid day in Asia/Shanghai, which has no daylight saving time. */
export const endOfDay = (date: string): Date => new Date(Date.parse(`${date}T00:00:00+08:00`) + 86_400_000);

const contextOf = (facts: Pick<Facts, 'signatures' | 'form' | 'letter' | 'uses'>, at: Date): ChainContext => ({
  standing: facts.signatures
    .filter(({ materialDigest }) => materialDigest === facts.form?.materialDigest)
    .map(({ step }) => step),
  letterEnds: facts.letter ? endOfDay(facts.letter.validUntil).getTime() : null,
  usesLeft: facts.letter ? facts.letter.uses - facts.uses : 0,
  now: at.getTime(),
});

/** The machine of a referral, standing where the facts say. */
export function snapshotOf(facts: Facts, at: Date, state: StateValue = facts.state): AnyMachineSnapshot {
  return machineOf(facts.chain, facts.chainVersion).resolveState({ value: state, context: contextOf(facts, at) });
}

/** The name of the condition, whichever of its parts are still open. */
export const stateName = (state: StateValue): StateName =>
  (typeof state === 'string' ? state : Object.keys(state)[0]) as StateName;

/** Whether the letter's last valid day is over: then, and not before, the system may let it expire. */
export const hasOutlived = (facts: Facts, at: Date): boolean =>
  facts.letter !== null && endOfDay(facts.letter.validUntil) <= at;

export const hasEnded = (facts: Facts, at: Date): boolean => snapshotOf(facts, at).status === 'done';

/** Whether there is a letter in force: one that another could take the place of. */
export const hasLetterInForce = (snapshot: AnyMachineSnapshot): boolean => snapshot.can({ type: 'replaceLetter' });

/** Every condition that awaits somebody now: one, or two while both deans are asked. */
export const awaitedIn = (snapshot: AnyMachineSnapshot): Awaits[] =>
  Object.values(snapshot.getMeta() as Record<string, Awaits | undefined>).filter((meta) => meta !== undefined);

/** The event that an entry is to its machine. The end of a letter's life is the machine's own delayed event. */
function eventOf(entry: Entry, chain: Chain): ChainEvent {
  switch (entry.act) {
    case 'report':
      return { type: 'report', papers: entry.data.papers.map(({ kind }) => kind) };
    case 'inform':
      return { type: 'inform', papersReviewed: entry.data.papersReviewed.map(({ kind }) => kind) };
    case 'sign':
    case 'signOnPaper':
      return { type: 'sign', step: entry.data.step };
    case 'returnForCorrection':
      return { type: 'returnForCorrection', to: entry.data.to };
    case 'expire':
      return { type: `xstate.after.letterLife.${chain}.issued` } as unknown as ChainEvent;
    default:
      return { type: entry.act } as ChainEvent;
  }
}

/** What an entry changes beside the state. */
function changed(facts: Facts, entry: Entry): Facts {
  switch (entry.act) {
    case 'fillIn': {
      const { formVersion: version, materialDigest } = entry.data;
      // A material change supersedes every signature for good, even if a later form reads as an earlier one did.
      const signatures = facts.signatures.filter((signature) => signature.materialDigest === materialDigest);
      return { ...facts, form: { version, materialDigest, since: entry.at }, signatures };
    }
    case 'sign':
      return signed(facts, entry, entry.actor!, false);
    case 'signOnPaper': {
      if (!facts.form) return facts;
      const { signer, signedOn } = entry.data;
      const { from, until } = daysToSignOnPaper(facts, new Date(entry.at));
      if (signedOn < from || signedOn > until) throw new Error(`signed on ${signedOn}, not between ${from} and ${until}`);
      return signed(facts, entry, signer, true);
    }
    case 'returnForCorrection': {
      const { to } = entry.data;
      // What is asked for again is not given again by a paper that was signed before.
      const form = facts.form && { ...facts.form, since: entry.at };
      return { ...facts, form, signatures: facts.signatures.filter(({ step }) => step !== to) };
    }
    case 'issueLetter': {
      const { letter } = entry.data;
      if (letter.replaces !== null) throw new Error(`letter ${letter.number} replaces one that there never was`);
      return { ...facts, letter };
    }
    case 'replaceLetter': {
      if (!facts.letter) return facts;
      const { letter } = entry.data;
      if (!takesThePlaceOf(facts.letter, letter)) {
        throw new Error(`letter ${letter.number} is no replacement of ${facts.letter.number}`);
      }
      return { ...facts, letter };
    }
    case 'arrive': {
      if (!facts.letter) return facts;
      const { letterNo, on } = entry.data;
      const { from, until } = daysToArrive(facts, new Date(entry.at));
      if (letterNo !== facts.letter.number) throw new Error(`arrived with letter ${letterNo}, which is not the newest`);
      if (on < from || on > until) throw new Error(`arrived on ${on}, not between ${from} and ${until}`);
      return facts;
    }
    default:
      return facts;
  }
}

const keptByReplacement = ['validFrom', 'validUntil', 'destination', 'uses'] as const satisfies (keyof LetterRef)[];

/** A replacement names the old letter and says the same under another number. */
const takesThePlaceOf = (old: LetterRef, letter: LetterRef): boolean =>
  letter.replaces === old.number &&
  letter.number !== old.number &&
  keptByReplacement.every((key) => letter[key] === old[key]);

/** Days of this calendar, yyyy-MM-dd, both included. */
export interface Days {
  from: string;
  until: string;
}

/** When a signature on paper that is asked for now can have been given. */
export const daysToSignOnPaper = ({ form }: Facts, at: Date): Days => ({
  from: dateInShanghai(new Date(form!.since)),
  until: dateInShanghai(at),
});

/** When somebody can have arrived with the letter, as far as one can say at this moment. */
export function daysToArrive({ letter }: Facts, at: Date): Days {
  const [today, { validFrom, validUntil }] = [dateInShanghai(at), letter!];
  return { from: validFrom, until: today < validUntil ? today : validUntil };
}

/** When the outcome of a treatment can have come, as far as one can say at this moment. */
export const daysOfOutcome = ({ letter }: Facts, at: Date): Days => ({
  from: letter!.validFrom,
  until: dateInShanghai(at),
});

function signed(facts: Facts, { seq, data }: EntryOf<'sign' | 'signOnPaper'>, signer: Actor, onPaper: boolean): Facts {
  const { step, materialDigest } = data;
  if (materialDigest !== facts.form?.materialDigest) throw new Error(`${step} signed other content than the form has`);
  const onBehalfOfId = signer.onBehalfOf?.id ?? null;
  const signature = { seq, step, personId: signer.id, onBehalfOfId, materialDigest, onPaper };
  return { ...facts, signatures: [...facts.signatures, signature] };
}

/** A use counts after the machine was asked whether there is one left. */
const used = (facts: Facts, entry: Entry): Facts =>
  entry.act === 'arrive'
    ? { ...facts, uses: facts.uses + 1, arrivedWith: [...new Set([...facts.arrivedWith, entry.data.letterNo])] }
    : facts;

function requireArrival(facts: Facts, { at, data }: EntryOf<'outcome'>): void {
  if (!facts.arrivedWith.includes(data.letterNo)) throw new Error(`an outcome of letter ${data.letterNo}, with which nobody arrived`);
  const { from, until } = daysOfOutcome(facts, new Date(at));
  if (data.on < from || data.on > until) throw new Error(`an outcome on ${data.on}, not between ${from} and ${until}`);
}

function requireInForce(facts: Facts, { at, data }: EntryOf<'handOver'>): void {
  if (!hasLetterInForce(snapshotOf(facts, new Date(at))) || data.letterNo !== facts.letter!.number) {
    throw new Error(`letter ${data.letterNo} is handed over, which is not in force`);
  }
}

const lastOf = ({ seq, act, actor }: Entry): Facts['last'] => ({
  seq,
  act,
  personId: actor?.id ?? null,
  office: actor?.office ?? null,
  onBehalfOfId: actor?.onBehalfOf?.id ?? null,
});

function withPeople(people: readonly string[], entry: Entry): string[] {
  const named = entry.act === 'copyTo' ? entry.data.people.map(({ id }) => id) : [];
  const acted: (Actor | null)[] = [entry.actor, entry.act === 'signOnPaper' ? entry.data.signer : null];
  return [...new Set([...people, ...acted.flatMap((actor) => (actor ? [actor.id] : [])), ...named])];
}

function begin(entry: Extract<Entry, { act: 'report' }>): Facts {
  const { chain, chainVersion, departmentId, papers } = entry.data;
  return {
    chain,
    chainVersion,
    state: 'awaitingReport',
    departmentId,
    reporter: { personId: entry.actor!.id, onBehalfOfId: entry.actor!.onBehalfOf?.id ?? null },
    papers: papers.map(({ kind }) => kind),
    form: null,
    signatures: [],
    letter: null,
    uses: 0,
    arrivedWith: [],
    last: lastOf(entry),
    people: [],
  };
}

/**
 * The facts after one more act. `before` are the facts that a recall goes back to. Throws where the chain does not
 * allow the act: `decide` refuses such an act, so an entry like that means a log that policy never wrote.
 */
export function apply(facts: Facts | null, entry: Entry, before?: Facts): Facts {
  if (facts === null && entry.act !== 'report') throw new Error(`a log begins with report, not ${entry.act}`);
  if ((entry.actor === null) !== isSystemAct(entry.act)) throw new Error(`${entry.act} by the wrong kind of actor`);
  const now = facts ?? begin(entry as Extract<Entry, { act: 'report' }>);
  const people = withPeople(now.people, entry);
  if (entry.act === 'outcome') requireArrival(now, entry);
  if (entry.act === 'handOver') requireInForce(now, entry);
  if (isAside(entry.act)) return { ...now, people };
  if (entry.act === 'recall') {
    if (entry.data.takesBack !== now.last.seq || !isRecallable(now.last.act)) {
      throw new Error(`recall of entry ${entry.data.takesBack}, but ${now.last.act} in ${now.last.seq} came last`);
    }
    if (!before) throw new Error(`recall of ${entry.data.act} does not say what it goes back to`);
    return { ...before, people };
  }
  const next = changed(now, entry);
  const at = new Date(entry.at);
  const snapshot = snapshotOf(next, at, now.state);
  const event = eventOf(entry, now.chain);
  if (!snapshot.can(event) || (entry.act === 'expire' && !hasOutlived(now, at))) {
    throw new Error(`${now.chain} does not allow ${entry.act} in ${stateName(now.state)}`);
  }
  const state = stateAfter(machineOf(now.chain, now.chainVersion), snapshot, event);
  return { ...used(next, entry), state, last: lastOf(entry), people };
}

/** The facts just before the entry with this number: what its recall goes back to. */
export const factsBefore = (log: readonly Entry[], seq: number): Facts => fold(log.filter((entry) => entry.seq < seq))!;

/** State is what the log says: all facts, worked out from the log alone. Null for an empty log. */
export const fold = (log: readonly Entry[]): Facts | null => foldEach(log).at(-1) ?? null;

/** The facts after each entry of a log, in its order. */
export function foldEach(log: readonly Entry[]): Facts[] {
  const after: Facts[] = [];
  for (const entry of log) {
    if (entry.seq !== after.length + 1) throw new Error(`entry ${after.length + 1} of the log has number ${entry.seq}`);
    const before = entry.act === 'recall' ? after[entry.data.takesBack - 2] : undefined;
    after.push(apply(after.at(-1) ?? null, entry, before));
  }
  return after;
}

/** How often the referral moved: its version, which requests name in If-Match. */
export const versionOf = (log: readonly Entry[]): number => log.filter(({ act }) => !isAside(act)).length;
