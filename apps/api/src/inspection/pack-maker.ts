import { Readable } from 'node:stream';
import type { PackState, ProblemCode } from '@countersign/contract';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../clock.ts';
import { Config } from '../config/config.ts';
import { Database, isUnavailable } from '../database/database.ts';
import { Problem } from '../problems/problem.ts';
import { checkProgram } from './check-program.ts';
import { packedOf, PackFolder } from './pack-folder.ts';
import { yearReadme } from './pack-readme.ts';
import { PackWriter } from './pack-writer.ts';
import { EvidenceReader } from './read-evidence.ts';
import { writePack } from './write-pack.ts';

const poll = 5_000;
const beat = 1_000;
/** A job whose maker says nothing for so long is taken by another one: longer than any pause of a server that lives. */
const lease = 20_000;

/** A job in hand. `until` is the lease, and tells ours from that of whoever takes the job after us. */
interface Job {
  institution_id: string;
  institution: string;
  id: string;
  year: number;
  asked_at: Date;
  until: Date;
}

const takeOne = {
  name: 'take-pack-job',
  text: `UPDATE pack_job j SET state = 'making', taken_until = $2
    FROM institution i
    WHERE i.id = j.institution_id AND (j.institution_id, j.id) = (
      SELECT institution_id, id FROM pack_job
      WHERE state IN ('waiting', 'making') AND (taken_until IS NULL OR taken_until < $1)
      ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING j.institution_id, i.name AS institution, j.id, j.year, j.asked_at, j.taken_until AS until`,
};

const ours = `institution_id = $1 AND id = $2 AND state = 'making' AND taken_until = $3`;

const tell = {
  name: 'tell-pack-progress',
  text: `UPDATE pack_job SET taken_until = $4, done = $5, total = $6 WHERE ${ours} RETURNING id`,
};

const end = {
  name: 'end-pack-job',
  text: `UPDATE pack_job SET state = $4, size = $5, error = $6, done = $7, ended_at = $8, taken_until = NULL
    WHERE ${ours} RETURNING id`,
};

const letGo = {
  name: 'let-go-of-pack-job',
  text: `UPDATE pack_job SET taken_until = NULL WHERE ${ours}`,
};

const countReferrals = {
  name: 'count-referrals-to-pack',
  text: `SELECT count(*)::int AS total FROM referral WHERE institution_id = $1 AND reported_at >= $2 AND reported_at < $3`,
};

const nextReferrals = {
  name: 'next-referrals-to-pack',
  text: `SELECT id FROM referral WHERE institution_id = $1 AND reported_at >= $2 AND reported_at < $3 AND id > $4
    ORDER BY id LIMIT 200`,
};

const nil = '00000000-0000-0000-0000-000000000000';

/** The job was cancelled, or is another's by now. */
class NotOurs extends Error {}

/**
 * Makes year packs in the background, one at a time. What is done lies in files and the job in the database, so whoever
 * finds a job that nobody makes any more goes on where its maker was.
 */
@Injectable()
export class PackMaker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('PackMaker');
  private readonly closing = new AbortController();
  private timer?: NodeJS.Timeout;
  private running: Promise<void> | null = null;
  private inHand: { id: string; stop: AbortController } | null = null;

  constructor(
    private readonly config: Config,
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly folder: PackFolder,
    private readonly reader: EvidenceReader,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.clear();
    // Nobody else can have this database open: whoever made these jobs is gone.
    if (this.config.databaseUrl === null) await this.db.query('UPDATE pack_job SET taken_until = NULL');
    this.timer = setInterval(() => this.wake(), poll).unref();
    this.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.closing.abort();
    await this.running;
  }

  /** Looks for jobs now; somebody has just asked for one. */
  wake(): void {
    if (this.closing.signal.aborted) return;
    this.running ??= this.makeAll().finally(() => (this.running = null));
  }

  /** The job is gone: whoever makes it here stops at once. */
  stop(id: string): void {
    if (this.inHand?.id === id) this.inHand.stop.abort();
  }

  private async makeAll(): Promise<void> {
    try {
      while (!this.closing.signal.aborted && (await this.makeOne())) continue;
    } catch (error) {
      // What could not be reached now is tried again at the next look.
      if (!isUnavailable(error)) this.logger.error(error);
    }
  }

  /** Takes the job that waits longest and makes it. Answers whether there was one. */
  private async makeOne(): Promise<boolean> {
    const now = this.clock.now();
    const [job] = await this.db.query<Job>(takeOne, [now, this.leaseFrom(now)]);
    if (!job) return false;
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, this.closing.signal]);
    this.inHand = { id: job.id, stop };
    const progress = new Progress(this.db, this.clock, job, stop);
    try {
      await this.make(job, progress, signal);
    } catch (error) {
      await this.giveUp(job, progress, error as Error);
    } finally {
      await progress.stop();
      this.inHand = null;
    }
    return true;
  }

  private async make(job: Job, progress: Progress, signal: AbortSignal): Promise<void> {
    await this.folder.clearUnfinished(job.id);
    const done = new Set(await this.folder.partsOf(job.id));
    const range = rangeOf(job);
    const [counted] = await this.db.query<{ total: number }>(countReferrals, [job.institution_id, ...range]);
    progress.begin(done.size, counted!.total);
    let after = nil;
    for (;;) {
      const rows = await this.db.query<{ id: string }>(nextReferrals, [job.institution_id, ...range, after]);
      for (const { id } of rows) {
        if (done.has(id)) continue;
        await this.makePart(job, id, signal);
        progress.done += 1;
      }
      const last = rows.at(-1);
      if (!last) break;
      after = last.id;
    }
    const size = await this.assemble(job, signal);
    await progress.end('ready', size, null);
    await this.folder.removeParts(job.id);
    this.logger.log(`the pack of ${job.year} is ready: ${progress.done} referrals, ${size} bytes`);
  }

  private async makePart(job: Job, referralId: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const record = await this.reader.readRecord(job.institution_id, referralId);
    const writer = new PackWriter(this.clock.now());
    const [verification, written] = await bothOrNeither(
      writer,
      writePack(writer, this.reader, record),
      this.folder.keepPart(job.id, referralId, writer.stream, signal),
    );
    await this.folder.closePart(job.id, packedOf(verification, written));
  }

  /** One ZIP of all parts, with a list of them. */
  private async assemble(job: Job, signal: AbortSignal): Promise<number> {
    const parts = await this.folder.partsOf(job.id);
    const writer = new PackWriter(this.clock.now());
    const [, size] = await bothOrNeither(
      writer,
      this.writeWhole(job, parts, writer),
      this.folder.keepWhole(job.id, writer.stream, signal),
    );
    return size;
  }

  private async writeWhole(job: Job, parts: readonly string[], writer: PackWriter): Promise<void> {
    await writer.add('README.txt', yearReadme(job.institution, job.year, parts.length));
    await writer.add('check.mjs', checkProgram);
    await writer.add('index.json', Readable.from(this.linesOf(job, parts)));
    for (const part of parts) {
      const { file } = JSON.parse(await this.folder.readLine(job.id, part)) as { file: string };
      await writer.add(file, this.folder.readPart(job.id, part), 'stored');
    }
    writer.end();
  }

  private async *linesOf(job: Job, parts: readonly string[]): AsyncGenerator<Buffer> {
    for (const [i, part] of parts.entries()) {
      yield Buffer.from(`${i === 0 ? '[' : ','}\n${await this.folder.readLine(job.id, part)}`);
    }
    yield Buffer.from(parts.length === 0 ? '[]\n' : '\n]\n');
  }

  /** A job that was cancelled or taken over leaves nothing of ours; one that cannot be made says why. */
  private async giveUp(job: Job, progress: Progress, error: Error): Promise<void> {
    await progress.stop();
    if (this.closing.signal.aborted) {
      await this.db.query(letGo, [job.institution_id, job.id, progress.until]);
      return;
    }
    // The database is away: the lease ends, and somebody goes on.
    if (isUnavailable(error)) return;
    const code: ProblemCode = error instanceof Problem ? error.code : 'unexpected';
    try {
      await progress.end('failed', null, code);
      this.logger.error(`the pack of ${job.year} could not be made`, error);
      await this.folder.remove(job.id);
    } catch (refused) {
      if (!(refused instanceof NotOurs)) throw refused;
      await this.clear();
    }
  }

  /** Removes files that no job needs: of jobs that are gone or failed, and parts of those that are ready. */
  private async clear(): Promise<void> {
    const jobs = await this.folder.jobs();
    const rows = await this.db.query<{ id: string; state: PackState }>(
      { name: 'pack-jobs-of-files', text: 'SELECT id, state FROM pack_job WHERE id = ANY ($1::uuid[])' },
      [jobs],
    );
    const states = new Map(rows.map(({ id, state }) => [id, state]));
    for (const job of jobs) {
      const state = states.get(job);
      if (state === 'ready') await this.folder.removeParts(job);
      else if (state !== 'waiting' && state !== 'making') await this.folder.remove(job);
    }
  }

  private leaseFrom(now: Date): Date {
    return new Date(now.getTime() + lease);
  }
}

/** The year in Asia/Shanghai; what was reported after somebody asked is not in it, however long it takes. */
function rangeOf({ year, asked_at }: Job): [from: Date, until: Date] {
  const begin = (of: number) => new Date(`${of}-01-01T00:00:00+08:00`);
  const until = begin(year + 1);
  return [begin(year), asked_at < until ? asked_at : until];
}

/** Writing and keeping go hand in hand: where one fails, the other ends, and what failed first is what is told. */
async function bothOrNeither<W, K>(writer: PackWriter, writing: Promise<W>, keeping: Promise<K>): Promise<[W, K]> {
  let first: Error | undefined;
  const failed = (error: Error) => {
    first ??= error;
    writer.fail(error);
  };
  writing.catch(failed);
  keeping.catch(failed);
  const [written, kept] = await Promise.allSettled([writing, keeping]);
  if (written.status === 'rejected' || kept.status === 'rejected') throw first!;
  return [written.value, kept.value];
}

/** Tells every second how far a job is, and that it is still in hand; stops the work where it is no longer ours. */
class Progress {
  done = 0;
  until: Date;
  private total: number | null = null;
  private readonly timer: NodeJS.Timeout;
  private telling: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly job: Job,
    private readonly work: AbortController,
  ) {
    this.until = job.until;
    this.timer = setInterval(() => {
      this.telling = this.telling.then(() => this.tell()).catch((error: unknown) => {
        // A database that is away comes back, or our lease ends: then the next word is not taken.
        if (!isUnavailable(error)) this.work.abort(error);
      });
    }, beat).unref();
  }

  begin(done: number, total: number): void {
    this.done = done;
    this.total = total;
    this.telling = this.telling.then(() => this.tell()).catch((error: unknown) => this.work.abort(error));
  }

  async end(state: 'ready' | 'failed', size: number | null, error: ProblemCode | null): Promise<void> {
    await this.stop();
    const { institution_id, id } = this.job;
    const now = this.clock.now();
    const rows = await this.db.query(end, [institution_id, id, this.until, state, size, error, this.done, now]);
    if (rows.length === 0) throw new NotOurs();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.telling;
  }

  private async tell(): Promise<void> {
    const { institution_id, id } = this.job;
    const until = new Date(this.clock.now().getTime() + lease);
    const rows = await this.db.query(tell, [institution_id, id, this.until, until, this.done, this.total]);
    if (rows.length === 0) throw new NotOurs();
    this.until = until;
  }
}
