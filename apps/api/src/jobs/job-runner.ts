import { Logger } from '@nestjs/common';
import type { ProblemCode } from '@countersign/contract';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { isUnavailable, type Database } from '../database/database.ts';
import { Problem } from '../problems/problem.ts';
import { NotOurs, Progress } from './progress.ts';

const poll = 5_000;
/** A job whose runner says nothing for so long is taken by another one: longer than any pause of a server that lives. */
const lease = 20_000;

/**
 * A table of jobs: institution_id, id, state, done, total, error, asked_at, taken_until, ended_at, and what comes of them.
 * Their states are waiting, then the one under way, then ready or failed.
 */
export interface JobTable {
  name: 'pack_job' | 'verification_job';
  underWay: 'making' | 'checking';
  outcome: 'size' | 'result';
}

/** A job in hand. `until` is the lease, and tells ours from that of whoever takes the job after us. */
export interface Job {
  institution_id: string;
  institution: string;
  id: string;
  done: number;
  total: number | null;
  asked_at: Date;
  until: Date;
}

/** What one kind of job is. */
export interface Work<J extends Job> {
  /** Answers what comes of the job. May be begun again by another server wherever it was left. */
  run(job: J, progress: Progress, signal: AbortSignal): Promise<unknown>;
  /** The job is ready. */
  finish?(job: J): Promise<void>;
  /** The job failed, was cancelled, or is another's by now: nothing of ours may stay behind. */
  clear?(job: J, why: 'failed' | 'gone'): Promise<void>;
}

/**
 * Runs the jobs of a table in the background, one at a time. What is done lies outside of this process, so whoever finds
 * a job that nobody runs any more goes on where its runner was.
 */
export class JobRunner<J extends Job> {
  private readonly logger: Logger;
  private readonly closing = new AbortController();
  private timer?: NodeJS.Timeout;
  private running: Promise<void> | null = null;
  private inHand: { id: string; stop: AbortController } | null = null;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly table: JobTable,
    private readonly work: Work<J>,
  ) {
    this.logger = new Logger(`JobRunner ${table.name}`);
  }

  async start({ databaseUrl }: Config): Promise<void> {
    // Nobody else can have the embedded database open: whoever ran these jobs is gone.
    if (databaseUrl === null) await this.db.query(`UPDATE ${this.table.name} SET taken_until = NULL`);
    this.timer = setInterval(() => this.wake(), poll).unref();
    this.wake();
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.closing.abort();
    await this.running;
  }

  /** Looks for jobs now; somebody has just asked for one. */
  wake(): void {
    if (this.closing.signal.aborted) return;
    this.running ??= this.runAll().finally(() => (this.running = null));
  }

  /** The job is gone: whoever runs it here stops at once. */
  stop(id: string): void {
    if (this.inHand?.id === id) this.inHand.stop.abort();
  }

  private async runAll(): Promise<void> {
    try {
      while (!this.closing.signal.aborted && (await this.runOne())) continue;
    } catch (error) {
      // What could not be reached now is tried again at the next look.
      if (!isUnavailable(error)) this.logger.error(error);
    }
  }

  /** Takes the job that waits longest and runs it. Answers whether there was one. */
  private async runOne(): Promise<boolean> {
    const now = this.clock.now();
    const [job] = await this.db.query<J>(takeOne(this.table), [now, new Date(now.getTime() + lease)]);
    if (!job) return false;
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, this.closing.signal]);
    this.inHand = { id: job.id, stop };
    const progress = new Progress(this.db, this.clock, this.table, job, stop, lease);
    try {
      await progress.end('ready', await this.work.run(job, progress, signal), null);
      this.logger.log(`job ${job.id} is ready: ${progress.done} referrals`);
      await this.work.finish?.(job);
    } catch (error) {
      await this.giveUp(job, progress, error as Error);
    } finally {
      await progress.stop();
      this.inHand = null;
    }
    return true;
  }

  /** A job that was cancelled or taken over leaves nothing of ours; one that cannot be done says why. */
  private async giveUp(job: J, progress: Progress, error: Error): Promise<void> {
    await progress.stop();
    if (this.closing.signal.aborted) return progress.letGo();
    // The database is away: the lease ends, and somebody goes on.
    if (isUnavailable(error)) return;
    const code: ProblemCode = error instanceof Problem ? error.code : 'unexpected';
    try {
      await progress.end('failed', null, code);
      this.logger.error(`job ${job.id} failed`, error);
      await this.work.clear?.(job, 'failed');
    } catch (refused) {
      if (!(refused instanceof NotOurs)) throw refused;
      await this.work.clear?.(job, 'gone');
    }
  }
}

const takeOne = ({ name, underWay }: JobTable) => ({
  name: `take-${name}`,
  text: `UPDATE ${name} j SET state = '${underWay}', taken_until = $2
    FROM institution i
    WHERE i.id = j.institution_id AND (j.institution_id, j.id) = (
      SELECT institution_id, id FROM ${name}
      WHERE state IN ('waiting', '${underWay}') AND (taken_until IS NULL OR taken_until < $1)
      ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING j.*, i.name AS institution, j.taken_until AS until`,
});
