import { Logger } from '@nestjs/common';
import pg from 'pg';

/** One would do for the work; over the other, statements go past one that waits for a lock. */
const count = 2;

/** A statement that waits for nobody is answered long before. */
const longestQueueMillis = 100;

/** What has no answer by then breaks the connection: whether it was done, or what was sent behind it, is not known. */
const longestMillis = 60_000;

/** A statement waits no longer for a lock here, where others wait behind it. */
const longestLock = '1s';

/** Less than firewalls on the way remember a connection that says nothing. */
const idleMillis = 60_000;

/** After one could not be opened. */
const openAgainMillis = 5_000;

/** Bad values, constraints, races, locks and what our own functions raise are the statement's (SQLSTATE, classes of it). */
const statementsOwn = /^(22|23|40|55P03|P0)/;

/**
 * Not done for a reason of this connection alone: whoever sent the statement first could not have it prepared (26000), or
 * a lock did not come in time (55P03).
 */
const notHere = /^(26000|55P03)$/;

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? '';

type Work<T> = (client: pg.Client | pg.Pool) => Promise<T>;

/** One connection; with its first serious error its life ends, but what is under way on it is still answered. */
class Pipeline {
  private readonly client: pg.Client;
  private readonly connecting: Promise<void>;
  private readonly idle: NodeJS.Timeout;
  private isConnected = false;
  /** When each statement under way was sent, oldest first: as they are answered. */
  private readonly sent: number[] = [];
  private drained: (() => void) | null = null;

  /** `leave` is called once it should take no more, with the reason where it could not be connected. */
  constructor(
    options: pg.ClientConfig,
    private readonly leave: (pipeline: Pipeline, notConnected?: unknown) => void,
  ) {
    const lock = `${options.options ?? ''} -c lock_timeout=${longestLock}`;
    this.client = new pg.Client({ ...options, options: lock, pipeline: true, query_timeout: longestMillis });
    // Whatever is under way on it fails by itself; of an idle one nobody need know.
    this.client.on('error', () => leave(this));
    this.connecting = this.client.connect().then(
      () => {
        this.isConnected = true;
      },
      (error: unknown) => leave(this, error),
    );
    this.idle = setTimeout(() => {
      if (this.waiting === 0) leave(this);
    }, idleMillis).unref();
  }

  get waiting(): number {
    return this.sent.length;
  }

  get takesMore(): boolean {
    return this.isConnected && (this.waiting === 0 || performance.now() - this.sent[0]! < longestQueueMillis);
  }

  async run<T>(work: Work<T>): Promise<T> {
    this.sent.push(performance.now());
    try {
      return await work(this.client);
    } catch (error) {
      // What led to the error may be the connection's: a standby, a table that has changed since the statement was prepared.
      if (!statementsOwn.test(codeOf(error))) this.leave(this);
      throw error;
    } finally {
      this.sent.shift();
      this.idle.refresh();
      if (this.waiting === 0) this.drained?.();
    }
  }

  /** Closes the connection when all that is under way is answered; for its other end nobody waits. */
  async end(): Promise<void> {
    clearTimeout(this.idle);
    if (this.waiting > 0) {
      await new Promise<void>((resolve) => {
        this.drained = resolve;
      });
    }
    void this.connecting.then(() => this.client.end());
  }
}

/**
 * Connections that many requests share: a statement is sent at once, behind those that are under way, and the database
 * answers them in turn (https://www.postgresql.org/docs/current/libpq-pipeline-mode.html). Each is a transaction of its
 * own, so an error in one touches no other. Where none of them is open or each has kept somebody waiting, a statement
 * goes over the pool. See docs/decisions/0083-pipelined-acts.md.
 */
export class Pipelines {
  private readonly logger = new Logger('Database');
  private readonly open = new Set<Pipeline>();
  private readonly ending = new Set<Promise<void>>();
  private closed = false;
  private openFrom = 0;

  constructor(
    private readonly options: pg.ClientConfig,
    private readonly pool: pg.Pool,
  ) {}

  async run<T>(work: Work<T>): Promise<T> {
    const pipeline = this.choose();
    if (pipeline === null) return work(this.pool);
    try {
      return await pipeline.run(work);
    } catch (error) {
      if (notHere.test(codeOf(error))) return work(this.pool);
      throw error;
    }
  }

  /** Takes no more, and ends when all that is under way is answered. */
  async close(): Promise<void> {
    this.closed = true;
    for (const pipeline of this.open) this.leave(pipeline);
    await Promise.all(this.ending);
  }

  /** The one where least waits. */
  private choose(): Pipeline | null {
    let best: Pipeline | null = null;
    for (const one of this.open) {
      if (one.takesMore && (best === null || one.waiting < best.waiting)) best = one;
    }
    if (best?.waiting !== 0) this.openAnother();
    return best;
  }

  /** In the background: whoever asks now does not wait for it. */
  private openAnother(): void {
    if (this.closed || this.open.size === count || performance.now() < this.openFrom) return;
    this.open.add(new Pipeline(this.options, (pipeline, notConnected) => this.leave(pipeline, notConnected)));
  }

  private leave(pipeline: Pipeline, notConnected?: unknown): void {
    if (!this.open.delete(pipeline)) return;
    if (notConnected !== undefined) {
      this.openFrom = performance.now() + openAgainMillis;
      this.logger.warn(`acts go over the pool, as no connection to share can be opened: ${(notConnected as Error).message}`);
    }
    const ended = pipeline.end().finally(() => this.ending.delete(ended));
    this.ending.add(ended);
  }
}
