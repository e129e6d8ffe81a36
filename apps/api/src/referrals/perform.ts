import { setTimeout as sleep } from 'node:timers/promises';
import type { ActingAsPart, ReferralSummary } from '@countersign/contract';
import {
  apply,
  decide,
  type ActData,
  type ActingAs,
  type Actor,
  type Attempt,
  type Decision,
  type Entry,
  type Facts,
  type OfferedAct,
  type Refusal,
  type Rules,
} from '@countersign/policy';
import type { Clock } from '../clock.ts';
import { isRace, isUnavailable, type Database } from '../database/database.ts';
import { sameAnswer, type RequestKey } from '../database/once.ts';
import { constraintOf } from '../database/taken.ts';
import type { Caller, Credential } from '../identity/caller.ts';
import { Problem, refused } from '../problems/problem.ts';
import { readForAct, type Extra, type ReferralRow, type SeenForAct } from './read-for-act.ts';
import { whatHappened } from './what-happened.ts';
import { writeAct, type ActWrite } from './write-act.ts';

export type Allowed = Extract<Decision, { allowed: true }>;

/** A referral as an act finds it. */
export interface Seen<X> {
  at: Date;
  caller: Caller;
  referral: ReferralRow;
  extra: X;
}

/** What one act adds to the way that all acts go. */
export interface Recipe<A extends OfferedAct, X = unknown> {
  act: A;
  as?: ActingAsPart;
  extra?: Extra | ((at: Date) => Extra);
  /** A signature, given or recorded, asks for a fresh proof that it is the person themselves. */
  needsPresence?: boolean;
  attempt(seen: Seen<X>): Attempt;
  data(seen: Seen<X>, decision: Allowed): ActData[A];
  /** What others must be asked for once the act is decided. Nothing is locked while they think. */
  complete?(seen: Seen<X>, actor: Actor, data: ActData[A]): Promise<ActData[A]>;
  /** The facts that the act goes back to; a recall's alone. */
  before?(seen: Seen<X>): Facts;
  /** What is written beside the event: a form version, a paper attached, a letter. */
  also?(seen: Seen<X>, data: ActData[A]): Partial<Pick<ActWrite, 'form' | 'digest' | 'papers' | 'letter' | 'draft'>>;
}

export interface ActRequest {
  credential: Credential;
  request: RequestKey;
  referralId: string;
  /** The version the person saw. */
  version: number;
}

/** Comments may overtake an act again and again; it gives way a little longer each time, and gives up at last. */
const attempts = 40;
const givingWay = (tried: number): Promise<void> => sleep(Math.random() * Math.min(tried, 10) * 2);
/** Before each further attempt where the database is away, and not for somebody who has waited so long already. */
const pauses = [100, 500];
const patienceMillis = 30_000;

export const rulesOf = (caller: Caller): Rules => ({ ownReportAllowed: caller.institution.settings.ownReportAllowed });

export const actingAs = (as?: ActingAsPart): ActingAs => ({
  office: as?.office ?? null,
  onBehalfOf: as?.onBehalfOf ?? null,
});

export const actorOf = ({ person }: Caller, { capacity }: Allowed): Actor => ({
  id: person.id,
  name: person.name,
  ...capacity,
});

/**
 * The way of every act: one read, policy's decision, one guarded write. Overtaken by an act that did not move the
 * referral (a comment, say), or by another letter's number, it starts again; overtaken by one that did, it says what
 * happened instead.
 */
export async function perform<A extends OfferedAct, X>(
  db: Database,
  clock: Clock,
  asked: ActRequest,
  recipe: Recipe<A, X>,
): Promise<ReferralSummary> {
  return untilWritten(() => attemptOnce(db, clock, asked, recipe));
}

/**
 * Tries again what was overtaken, which answers null or loses a race, and what the database did not answer: whether such a
 * write happened is found by the next attempt, which reads anew. Of two that both still run, the guard or a unique key
 * stops one. `givenUp` is the problem of whoever was overtaken all the time.
 */
export async function untilWritten<T>(
  attempt: () => Promise<T | null>,
  givenUp = (): Problem => new Problem('overtaken', { happened: null }),
): Promise<T> {
  const begun = performance.now();
  const away = [...pauses];
  for (let tried = 0; tried < attempts; tried += 1) {
    try {
      const answer = await attempt();
      if (answer) return answer;
    } catch (error) {
      if (isUnavailable(error)) {
        const pause = away.shift();
        if (pause === undefined || performance.now() - begun > patienceMillis) throw error;
        await sleep(pause * (1 + Math.random()));
      } else if (!isRace(error)) throw error;
    }
    await givingWay(tried);
  }
  throw givenUp();
}

async function attemptOnce<A extends OfferedAct, X>(
  db: Database,
  clock: Clock,
  asked: ActRequest,
  recipe: Recipe<A, X>,
): Promise<ReferralSummary | null> {
  const at = clock.now();
  const { credential, request, referralId } = asked;
  const extra = typeof recipe.extra === 'function' ? recipe.extra(at) : recipe.extra;
  const read = await readForAct<X>(db, credential, referralId, request.key, at, extra);
  const before = sameAnswer<ReferralSummary>(read.answer, request);
  if (before) return before;
  const seen = foundIn(read);
  const decision = await allowedOrRefused(db, asked, recipe, seen);
  const { referral, caller } = seen;
  const actor = actorOf(caller, decision);
  const decided = recipe.data(seen, decision);
  const data = recipe.complete ? await recipe.complete(seen, actor, decided) : decided;
  const entry = {
    seq: referral.seq + 1,
    act: recipe.act,
    at: at.toISOString(),
    actor,
    data,
  } as unknown as Entry;
  const write: ActWrite = {
    institutionId: caller.institution.id,
    referral,
    id: referral.id,
    number: referral.number,
    entry,
    facts: apply(referral.facts, entry, recipe.before?.(seen)),
    rules: rulesOf(caller),
    ...recipe.also?.(seen, data),
    asked: { personId: caller.person.id, request },
  };
  try {
    return (await writeAct(db, write))?.answer ?? null;
  } catch (error) {
    if (constraintOf(error) === 'letter_number') await refuseTakenNumber(db, write);
    throw error;
  }
}

const olderLetter = {
  name: 'older-letter-of-number',
  text: `SELECT serial FROM letter WHERE institution_id = $1 AND number = $2 AND (year, serial) <> ($3::int, $4::int)`,
};

/**
 * Of two who race for one serial the other goes on with the next one; a number that another serial has, from before the
 * institution changed its pattern, stays taken however often it is tried.
 */
async function refuseTakenNumber(db: Database, { institutionId, letter }: ActWrite): Promise<void> {
  const { number, year, serial } = letter!;
  const older = await db.query(olderLetter, [institutionId, number, year, serial]);
  if (older.length > 0) throw new Problem('numberTaken', { number });
}

function foundIn<X>({ at, caller, referral, extra }: SeenForAct<X>): Seen<X> {
  if (!referral) throw new Problem('notFound', {});
  return { at, caller, referral, extra };
}

/** Refusals that come of what others did meanwhile say what that was. */
const tellsWhatHappened = (why: Refusal): boolean =>
  ['notAwaited', 'ended', 'notLastToAct', 'cannotBeTakenBack'].includes(why.code);

async function allowedOrRefused<A extends OfferedAct, X>(
  db: Database,
  { version }: ActRequest,
  recipe: Recipe<A, X>,
  seen: Seen<X>,
): Promise<Allowed> {
  const { caller, referral, at } = seen;
  const attempt = recipe.attempt(seen);
  const decision = decide(referral.facts, attempt, caller.person, rulesOf(caller), at, actingAs(recipe.as));
  const happened = () => whatHappened(db, caller.institution.id, referral.id);
  if (!decision.allowed && decision.why.code === 'notInvolved') throw refused(decision.why);
  if (version !== referral.version) throw new Problem('overtaken', { happened: await happened() });
  if (!decision.allowed) {
    throw refused(decision.why, tellsWhatHappened(decision.why) ? { happened: await happened() } : {});
  }
  const { presentUntil } = caller.session;
  if (recipe.needsPresence && (!presentUntil || presentUntil <= at)) throw new Problem('presenceNeeded', {});
  return decision;
}
