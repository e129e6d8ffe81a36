import type { ProblemCode } from '@countersign/contract';
import type { Clock } from '../clock.ts';
import { isUnavailable, type Database } from '../database/database.ts';
import type { Job, JobTable } from './job-runner.ts';

const beat = 1_000;

/** The job was cancelled, or is another's by now. */
export class NotOurs extends Error {}

const ours = (underWay: string) => `institution_id = $1 AND id = $2 AND state = '${underWay}' AND taken_until = $3`;

const statementsOf = ({ name, underWay, outcome }: JobTable) => ({
  tell: {
    name: `tell-${name}`,
    text: `UPDATE ${name} SET taken_until = $4, done = $5, total = $6, ${outcome} = $7 WHERE ${ours(underWay)} RETURNING id`,
  },
  end: {
    name: `end-${name}`,
    text: `UPDATE ${name} SET state = $4, ${outcome} = $5, error = $6, done = $7, ended_at = $8, taken_until = NULL
      WHERE ${ours(underWay)} RETURNING id`,
  },
  letGo: {
    name: `let-go-of-${name}`,
    text: `UPDATE ${name} SET taken_until = NULL, done = $4, ${outcome} = $5 WHERE ${ours(underWay)}`,
  },
});

/**
 * Tells every second how far a job is, and that it is still in hand; stops the work where it is no longer ours. Each word
 * names the lease it was given, so a runner that was taken for dead cannot write over its successor.
 */
export class Progress {
  done: number;
  /** What has come of it so far: whoever takes the job over begins with it. */
  outcome: unknown = null;
  private until: Date;
  private total: number | null;
  private readonly timer: NodeJS.Timeout;
  private readonly statements: ReturnType<typeof statementsOf>;
  private telling: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    table: JobTable,
    private readonly job: Job,
    private readonly work: AbortController,
    private readonly lease: number,
  ) {
    this.done = job.done;
    this.total = job.total;
    this.until = job.until;
    this.statements = statementsOf(table);
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

  async end(state: 'ready' | 'failed', outcome: unknown, error: ProblemCode | null): Promise<void> {
    await this.stop();
    const rows = await this.db.query(this.statements.end, [...this.named(), state, outcome, error, this.done, this.clock.now()]);
    if (rows.length === 0) throw new NotOurs();
  }

  /** The server closes: another one may go on at once. */
  async letGo(): Promise<void> {
    await this.db.query(this.statements.letGo, [...this.named(), this.done, this.outcome]);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.telling;
  }

  private async tell(): Promise<void> {
    const until = new Date(this.clock.now().getTime() + this.lease);
    const rows = await this.db.query(this.statements.tell, [...this.named(), until, this.done, this.total, this.outcome]);
    if (rows.length === 0) throw new NotOurs();
    this.until = until;
  }

  private named(): [institutionId: string, id: string, until: Date] {
    return [this.job.institution_id, this.job.id, this.until];
  }
}
