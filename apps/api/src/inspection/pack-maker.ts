import { Readable } from 'node:stream';
import type { PackState } from '@countersign/contract';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../clock.ts';
import { Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import { JobRunner, type Job } from '../jobs/job-runner.ts';
import type { Progress } from '../jobs/progress.ts';
import { checkProgram } from './check-program.ts';
import { packedOf, PackFolder } from './pack-folder.ts';
import { yearReadme } from './pack-readme.ts';
import { PackWriter } from './pack-writer.ts';
import { EvidenceReader } from './read-evidence.ts';
import { writePack } from './write-pack.ts';

interface PackJob extends Job {
  year: number;
}

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

/** Makes year packs in the background. What is done lies in files: whoever goes on with a job begins where they end. */
@Injectable()
export class PackMaker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly runner: JobRunner<PackJob>;

  constructor(
    private readonly config: Config,
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly folder: PackFolder,
    private readonly reader: EvidenceReader,
  ) {
    this.runner = new JobRunner<PackJob>(db, clock, { name: 'pack_job', underWay: 'making', outcome: 'size' }, {
      run: (job, progress, signal) => this.make(job, progress, signal),
      finish: ({ id }) => folder.removeParts(id),
      clear: ({ id }, why) => (why === 'failed' ? folder.remove(id) : this.clear()),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.clear();
    await this.runner.start(this.config);
  }

  onApplicationShutdown(): Promise<void> {
    return this.runner.close();
  }

  /** Looks for jobs now; somebody has just asked for one. */
  wake(): void {
    this.runner.wake();
  }

  /** The job is gone: whoever makes it here stops at once. */
  stop(id: string): void {
    this.runner.stop(id);
  }

  private async make(job: PackJob, progress: Progress, signal: AbortSignal): Promise<number> {
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
    return this.assemble(job, signal);
  }

  private async makePart(job: PackJob, referralId: string, signal: AbortSignal): Promise<void> {
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
  private async assemble(job: PackJob, signal: AbortSignal): Promise<number> {
    const parts = await this.folder.partsOf(job.id);
    const writer = new PackWriter(this.clock.now());
    const [, size] = await bothOrNeither(
      writer,
      this.writeWhole(job, parts, writer),
      this.folder.keepWhole(job.id, writer.stream, signal),
    );
    return size;
  }

  private async writeWhole(job: PackJob, parts: readonly string[], writer: PackWriter): Promise<void> {
    await writer.add('README.txt', yearReadme(job.institution, job.year, parts.length));
    await writer.add('check.mjs', checkProgram);
    await writer.add('index.json', Readable.from(this.linesOf(job, parts)));
    for (const part of parts) {
      const { file } = JSON.parse(await this.folder.readLine(job.id, part)) as { file: string };
      await writer.add(file, this.folder.readPart(job.id, part), 'stored');
    }
    writer.end();
  }

  private async *linesOf(job: PackJob, parts: readonly string[]): AsyncGenerator<Buffer> {
    for (const [i, part] of parts.entries()) {
      yield Buffer.from(`${i === 0 ? '[' : ','}\n${await this.folder.readLine(job.id, part)}`);
    }
    yield Buffer.from(parts.length === 0 ? '[]\n' : '\n]\n');
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
}

/** The year in Asia/Shanghai; what was reported after somebody asked is not in it, however long it takes. */
function rangeOf({ year, asked_at }: PackJob): [from: Date, until: Date] {
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
