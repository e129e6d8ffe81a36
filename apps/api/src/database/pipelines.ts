import pg from 'pg';

/** One would do for the work; over the other, statements go past one that waits for a lock. */
const count = 2;

/** A statement that waits for nobody is answered long before. */
const standsStillAfterMillis = 100;

/** As long as a pool keeps somebody waiting: half a minute for a connection, and half a minute for the statement. */
const longestMillis = 60_000;

/** Less than firewalls on the way remember a connection that says nothing. */
const idleMillis = 60_000;

/** Bad values, constraints, races and what our own functions raise are the statement's (SQLSTATE classes). */
const statementsOwn = /^(22|23|40|P0)/;

/** The first who sent a statement on this connection could not have it prepared, so it was not done for the next. */
const notPrepared = '26000';

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? '';

/** There was no connection, so nothing was sent. */
class NotConnected extends Error {}

type Work<T> = (client: pg.Client | pg.Pool) => Promise<T>;

/** One connection; with its first serious error its life ends, but what is under way on it is still answered. */
class Pipeline {
  waiting = 0;
  private answeredAt = 0;
  private readonly connected: Promise<pg.Client>;
  private readonly idle: NodeJS.Timeout;

  constructor(
    options: pg.ClientConfig,
    private readonly leave: (pipeline: Pipeline) => void,
  ) {
    const client = new pg.Client({ ...options, pipeline: true, query_timeout: longestMillis });
    // Whatever is under way on it fails by itself; of an idle one nobody need know.
    client.on('error', () => leave(this));
    this.connected = client.connect().then(
      () => client,
      (error: unknown) => {
        throw new NotConnected('no connection to share', { cause: error });
      },
    );
    this.idle = setTimeout(() => {
      if (this.waiting === 0) leave(this);
    }, idleMillis).unref();
  }

  get standsStill(): boolean {
    return this.waiting > 0 && performance.now() - this.answeredAt > standsStillAfterMillis;
  }

  async run<T>(work: Work<T>): Promise<T> {
    if (this.waiting === 0) this.answeredAt = performance.now();
    this.waiting += 1;
    try {
      return await work(await this.connected);
    } catch (error) {
      // What led to the error may be the connection's: a standby, a table that has changed since the statement was prepared.
      if (!statementsOwn.test(codeOf(error))) this.leave(this);
      throw error;
    } finally {
      this.waiting -= 1;
      this.answeredAt = performance.now();
      this.idle.refresh();
    }
  }

  /** When all that is under way is answered. */
  async end(): Promise<void> {
    clearTimeout(this.idle);
    // Why there is none was told to whoever waited for it.
    const client = await this.connected.catch(() => null);
    await client?.end();
  }
}

/**
 * Connections that many requests share: a statement is sent at once, behind those that are under way, and the database
 * answers them in turn (https://www.postgresql.org/docs/current/libpq-pipeline-mode.html). Each is a transaction of its
 * own, so an error in one touches no other. Where the shared connections stand still or cannot be had, a statement goes
 * over the pool. See docs/decisions/0083-pipelined-acts.md.
 */
export class Pipelines {
  private readonly open = new Set<Pipeline>();
  private readonly ending = new Set<Promise<void>>();
  private closed = false;

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
      if (error instanceof NotConnected || codeOf(error) === notPrepared) return work(this.pool);
      throw error;
    }
  }

  /** Takes no more, and ends when all that is under way is answered. */
  async close(): Promise<void> {
    this.closed = true;
    for (const pipeline of this.open) this.leave(pipeline);
    await Promise.all(this.ending);
  }

  /** The one where least waits; null where each stands still. */
  private choose(): Pipeline | null {
    let best: Pipeline | null = null;
    for (const one of this.open) {
      if (!one.standsStill && (best === null || one.waiting < best.waiting)) best = one;
    }
    if (best?.waiting === 0 || this.open.size === count || this.closed) return best;
    const opened = new Pipeline(this.options, (pipeline) => this.leave(pipeline));
    this.open.add(opened);
    return opened;
  }

  private leave(pipeline: Pipeline): void {
    if (!this.open.delete(pipeline)) return;
    const ended = pipeline.end().finally(() => this.ending.delete(ended));
    this.ending.add(ended);
  }
}
