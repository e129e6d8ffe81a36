import { Logger } from '@nestjs/common';
import { may, type Rules } from '@countersign/policy';
import type { Clock } from '../clock.ts';
import { isUnavailable, type Database } from '../database/database.ts';
import { readCallers, type Caller } from '../identity/caller.ts';
import { rulesOf } from '../referrals/perform.ts';
import { countWorklists } from './count-worklist.ts';
import { awaits } from './ranges.ts';
import { readChanges, readNews, type Change } from './read-news.ts';
import type { WorklistStream } from './worklist-stream.ts';

/** How soon an act of another server is seen, and that a session has ended. */
const poll = 3_000;
/** What comes within so short a time is looked at together. */
const burst = 200;
/** After a look, a rest of so many times as long as it took: at most a fifth of the time goes into looking. */
const restFactor = 4;
/** Counts change with time alone too: a warrant begins, an appointment ends. */
const longestUncounted = 300_000;
/** People counted by one statement. */
const atOnce = 50;

/**
 * The open streams of one institution. One look at a time serves all of them: what is new, whom it concerns, and the
 * counts of those people, each once however many pages they have open.
 */
export class LiveInstitution {
  private readonly logger = new Logger('LiveWorklists');
  private readonly streams = new Set<WorklistStream>();
  private rules: Rules = { ownReportAllowed: false };
  private snapshot: string | null = null;
  private timer?: NodeJS.Timeout;
  private nextLook = Infinity;
  private notBefore = 0;
  private looking: Promise<void> | null = null;
  private failing = false;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly id: string,
  ) {}

  get isEmpty(): boolean {
    return this.streams.size === 0;
  }

  openOf(sessionId: string): number {
    return [...this.streams].filter((stream) => stream.sessionId === sessionId).length;
  }

  /** Its first counts come from a look like all others, so that no older ones can come after them. */
  join(stream: WorklistStream, caller: Caller): void {
    this.rules = rulesOf(caller);
    this.streams.add(stream);
    this.lookIn(0);
  }

  leave(stream: WorklistStream): void {
    this.streams.delete(stream);
    if (this.isEmpty) clearTimeout(this.timer);
  }

  /** An act of this server was written. */
  ring(): void {
    this.lookIn(burst);
  }

  async close(): Promise<void> {
    for (const stream of this.streams) stream.end();
    this.streams.clear();
    clearTimeout(this.timer);
    await this.looking;
  }

  private lookIn(millis: number): void {
    this.nextLook = Math.min(this.nextLook, performance.now() + millis);
    // What happens in the middle of a look is for the next one.
    if (!this.looking && !this.isEmpty) this.schedule();
  }

  private schedule(): void {
    clearTimeout(this.timer);
    const wait = Math.max(this.nextLook, this.notBefore) - performance.now();
    this.timer = setTimeout(() => {
      this.nextLook = Infinity;
      this.looking = this.lookOrTell();
    }, wait).unref();
  }

  private async lookOrTell(): Promise<void> {
    const begun = performance.now();
    try {
      await this.look();
      this.failing = false;
    } catch (error) {
      // Nothing is lost: the next look begins where the last one that succeeded ended.
      if (!this.failing) this.logger.error('open worklists cannot be kept up to date; trying again', isUnavailable(error) ? undefined : error);
      this.failing = true;
    }
    const now = performance.now();
    this.notBefore = now + restFactor * (now - begun);
    this.looking = null;
    this.lookIn(poll);
  }

  private async look(): Promise<void> {
    const now = this.clock.now();
    const streams = [...this.streams];
    const sessions = [...new Set(streams.map(({ sessionId }) => sessionId))];
    const news = await readNews(this.db, this.id, this.snapshot, sessions, now);
    for (const stream of streams) {
      if (!news.sessions.includes(stream.sessionId)) stream.tellSignedOut();
    }
    for await (const change of readChanges(this.db, this.id, news.changed, this.rules, now)) {
      if (change.fault) this.logger.error(`the log of referral ${change.referralId} cannot be read; verify it`, change.fault);
      for (const stream of streams) {
        const theirs = concerns(change, stream);
        if (theirs || may(stream.person, 'seeOverview')) stream.tellChanged(change);
        stream.due ||= theirs;
      }
    }
    this.snapshot = news.snapshot;
    await this.count(streams.filter(({ due, countedAt }) => due || performance.now() - countedAt > longestUncounted), now);
  }

  private async count(due: readonly WorklistStream[], now: Date): Promise<void> {
    const sessions = [...new Map(due.map(({ person, sessionId }) => [person.id, sessionId])).values()];
    for (let from = 0; from < sessions.length; from += atOnce) {
      const callers = await readCallers(this.db, this.id, sessions.slice(from, from + atOnce), now);
      const counts = await countWorklists(this.db, this.id, callers.map(({ person }) => person));
      for (const caller of callers) {
        this.rules = rulesOf(caller);
        for (const stream of due.filter(({ person }) => person.id === caller.person.id)) {
          stream.person = caller.person;
          stream.tellCounts(counts.get(caller.person.id)!);
          stream.due = false;
          stream.countedAt = performance.now();
        }
      }
    }
  }
}

const concerns = ({ people, awaited }: Change, { person }: WorklistStream): boolean =>
  people.includes(person.id) || awaited.some((one) => awaits(one, person));
