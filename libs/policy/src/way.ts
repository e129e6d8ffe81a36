import { conditionsOf, type Condition } from './chains/conditions.ts';
import { machineOf, type ChainMachine } from './chains/index.ts';
import type { Awaits } from './chains/chain.ts';
import { awaitedIn, hasEnded, snapshotOf, type Facts } from './facts.ts';
import type { Actor, Entry, EntryOf, Reasoned } from './log.ts';
import type { Act, Office, ReturnTarget, StateName, Step } from './vocabulary.ts';

/** How far one row of a chain is; `left` stays undone, because the referral ended before it. */
export const wayStatuses = ['done', 'now', 'toCome', 'left'] as const;
export type WayStatus = (typeof wayStatuses)[number];

/** What one row of a chain asks of one office, or of either of two. */
export interface WayPart {
  offices: readonly Office[];
  /** The signature asked for, where it is one. */
  step: Step | null;
  status: WayStatus;
  /** Of a signature that was given: whether it stands. */
  stands: boolean | null;
  /** Who did it last and when, also where it is asked for again since; acts that were taken back left out. */
  by: Actor | null;
  at: string | null;
  seq: number | null;
  onPaper: boolean;
}

/** One row of a chain; both deans are two parts of one. */
export interface WayStep {
  clause: string;
  state: StateName;
  act: Act;
  status: WayStatus;
  parts: WayPart[];
}

export interface WayReturn extends Reasoned {
  seq: number;
  at: string;
  by: Actor;
  /** The signature that was asked for when the form went back. */
  from: Step;
  to: ReturnTarget;
}

/** How a referral ended; `by` is null where it was the system. */
export interface WayEnd {
  seq: number;
  at: string;
  act: Act;
  by: Actor | null;
  /** The row that it did not come past; null once there was a letter. */
  clause: string | null;
  reason: Reasoned['reason'] | null;
  comment: string | null;
}

export interface Way {
  steps: WayStep[];
  returns: WayReturn[];
  end: WayEnd | null;
}

type Row = Pick<WayStep, 'clause' | 'state' | 'act'> & { requests: readonly Awaits[] };

const known = new WeakMap<ChainMachine, Row[]>();

/** The rows of a chain, read off its machine: whatever awaits somebody, and the act that leads on from there. */
function rowsOf(machine: ChainMachine): Row[] {
  const rows = known.get(machine) ?? readRows(conditionsOf(machine));
  known.set(machine, rows);
  return rows;
}

function readRows(conditions: readonly Condition[]): Row[] {
  const ends = new Set(conditions.filter(({ final }) => final).map(({ name }) => name));
  return conditions.flatMap(({ name, requests, exits }) => {
    if (requests.length === 0) return [];
    const act = requests[0]!.signs ? 'sign' : exits.find(({ to }) => !ends.has(to))!.act!;
    return [{ clause: requests[0]!.clause, state: name, act, requests }];
  });
}

const isReturn = (entry: Entry): entry is EntryOf<'returnForCorrection'> => entry.act === 'returnForCorrection';

/** The entries that still count: without what was taken back. */
function counting(log: readonly Entry[]): Entry[] {
  const takenBack = new Set(log.flatMap((entry) => (entry.act === 'recall' ? [entry.data.takesBack] : [])));
  return log.filter(({ seq }) => !takenBack.has(seq));
}

const signerOf = (entry: Entry): Actor | null => (entry.act === 'signOnPaper' ? entry.data.signer : entry.actor);

const isSignature = (entry: Entry, step: Step): boolean =>
  (entry.act === 'sign' || entry.act === 'signOnPaper') && entry.data.step === step;

/**
 * The way of a referral from its report to its letter: the rows of the chain that it runs on, and how far each is.
 * `log` may leave out asides. A signature is done while it stands; any other act is done until the form is sent back
 * to it.
 */
export function wayOf(facts: Facts, log: readonly Entry[], at: Date): Way {
  const [entries, ended] = [counting(log), hasEnded(facts, at)];
  const returns = entries.filter(isReturn);
  const now = new Set(awaitedIn(snapshotOf(facts, at)).map(({ clause, signs }) => `${clause} ${signs}`));
  const rows = rowsOf(machineOf(facts.chain, facts.chainVersion));

  const partOf = (act: Act, { awaits, signs, clause }: Awaits): WayPart => {
    const last = entries.findLast((entry) => (signs ? isSignature(entry, signs) : entry.act === act));
    const stands = last && signs ? standsIn(facts, last.seq) : null;
    const done = stands ?? (last !== undefined && !returns.some(({ seq, data }) => data.to === act && seq > last.seq));
    return {
      offices: awaits,
      step: signs ?? null,
      status: now.has(`${clause} ${signs}`) ? 'now' : done ? 'done' : ended ? 'left' : 'toCome',
      stands,
      by: last ? signerOf(last) : null,
      at: last?.at ?? null,
      seq: last?.seq ?? null,
      onPaper: last?.act === 'signOnPaper',
    };
  };
  const steps = rows.map(({ clause, state, act, requests }) => {
    const parts = requests.map((request) => partOf(act, request));
    return { clause, state, act, status: statusOf(parts), parts };
  });
  return {
    steps,
    returns: returns.map((entry) => returnOf(entry, rows)),
    end: ended ? endOf(log, facts, steps) : null,
  };
}

const standsIn = ({ signatures, form }: Facts, seq: number): boolean =>
  signatures.some((signature) => signature.seq === seq && signature.materialDigest === form?.materialDigest);

/** A row is done when all of it is, and is where the referral stands while any of it is. */
function statusOf(parts: readonly WayPart[]): WayStatus {
  const statuses = parts.map(({ status }) => status);
  return statuses.find((status) => status === 'now') ?? statuses.find((status) => status !== 'done') ?? 'done';
}

function returnOf({ seq, at, actor, data }: EntryOf<'returnForCorrection'>, rows: readonly Row[]): WayReturn {
  const { to, reason, comment } = data;
  const asked = rows.flatMap(({ requests }) => requests);
  const from = asked.find(({ awaits, signs }) => signs && awaits.includes(actor!.office))!.signs!;
  return { seq, at, by: actor!, from, to, reason, comment };
}

function endOf(log: readonly Entry[], { last }: Facts, steps: readonly WayStep[]): WayEnd {
  const { seq, at, act, actor, data } = log.find((entry) => entry.seq === last.seq)!;
  return {
    seq,
    at,
    act,
    by: actor,
    clause: steps.find(({ status }) => status === 'left')?.clause ?? null,
    reason: 'reason' in data ? data.reason : null,
    comment: 'comment' in data ? data.comment : null,
  };
}
