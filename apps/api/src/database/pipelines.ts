import pg from 'pg';

/** Of short statements one connection does as many as this process can ask for; the other is for when that one waits. */
const count = 2;

/** Less than firewalls on the way remember a connection that says nothing. */
const idleMillis = 60_000;

/** One connection, opened when it is needed, and anew after an error. */
class Pipeline {
  waiting = 0;
  private client: Promise<pg.Client> | null = null;
  private readonly idle = setTimeout(() => {
    if (this.waiting === 0) void this.leave(this.client);
  }, idleMillis).unref();

  constructor(private readonly options: pg.ClientConfig) {}

  async run<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = (this.client ??= this.open());
    this.waiting += 1;
    try {
      return await work(await client);
    } catch (error) {
      // As a pool does: what led to the error (a standby, a statement prepared for an older table) may be the connection's.
      void this.leave(client);
      throw error;
    } finally {
      this.waiting -= 1;
      this.idle.refresh();
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.idle);
    await this.leave(this.client);
  }

  private open(): Promise<pg.Client> {
    const client = new pg.Client({ ...this.options, pipeline: true });
    const opened = client.connect().then(() => client);
    // Whatever is under way on it fails by itself; of an idle one nobody need know.
    client.on('error', () => void this.leave(opened));
    return opened;
  }

  /** What is under way on it is still answered; what comes next goes on another. */
  private async leave(client: Promise<pg.Client> | null): Promise<void> {
    if (client === null || client !== this.client) return;
    this.client = null;
    // Why it could not connect was told to whoever waited for it.
    const connected = await client.catch(() => null);
    await connected?.end();
  }
}

/**
 * Connections that many requests share: a statement is sent at once, behind those that are under way, and the database
 * answers them in turn (https://www.postgresql.org/docs/current/libpq-pipeline-mode.html). Each is a transaction of its
 * own, so an error in one touches no other. See docs/decisions/0083-pipelined-acts.md.
 */
export class Pipelines {
  private readonly all: readonly Pipeline[];

  constructor(options: pg.ClientConfig) {
    this.all = Array.from({ length: count }, () => new Pipeline(options));
  }

  /** On the connection where least is waiting: whoever comes while a statement waits for a lock goes past it. */
  run<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    return this.all.reduce((best, one) => (one.waiting < best.waiting ? one : best)).run(work);
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((one) => one.close()));
  }
}
