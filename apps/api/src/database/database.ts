import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { Pipelines } from './pipelines.ts';

/** A statement with a name is prepared once per connection; its name stands for its text, so it must not vary. */
export interface Statement {
  name?: string;
  text: string;
}

/** Work that is committed as a whole or not at all. */
export interface Transaction {
  query<Row extends object>(statement: Statement | string, values?: readonly unknown[]): Promise<Row[]>;
  /** Repositories inside this transaction. */
  readonly manager: EntityManager;
}

/** The database cannot be reached or cannot take work now; nothing is wrong with the request. */
export class DatabaseUnavailable extends Error {}

@Injectable()
export class Database {
  /** TypeORM's own pool, so that statements and repositories share their connections. */
  readonly pool: pg.Pool;
  private readonly pipelines: Pipelines;

  /** Of a data source that is initialized. */
  constructor(readonly dataSource: DataSource) {
    this.pool = (dataSource.driver as PostgresDriver).master as pg.Pool;
    this.pipelines = new Pipelines(dataSource.options.extra as pg.ClientConfig, this.pool);
  }

  /** Repositories, each statement its own transaction. */
  get manager(): EntityManager {
    return this.dataSource.manager;
  }

  async query<Row extends object>(statement: Statement | string, values: readonly unknown[] = []): Promise<Row[]> {
    return availably(() => runOn<Row>(this.pool, statement, values));
  }

  /**
   * For statements of a few milliseconds that come by the hundred: they share connections, where each waits for those
   * before it. Not while the same work holds a transaction open: the statement may wait behind one that waits for it.
   */
  async pipelined<Row extends object>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    return availably(() => this.pipelines.run((client) => runOn<Row>(client, statement, values)));
  }

  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await availably(() => runner.connect())) as pg.PoolClient;
      await availably(() => runner.startTransaction());
      const answer = await work({
        query: (statement, values = []) => availably(() => runOn(client, statement, values)),
        manager: runner.manager,
      });
      await availably(() => runner.commitTransaction());
      return answer;
    } catch (error) {
      await rollBack(runner);
      throw error;
    } finally {
      await runner.release();
    }
  }

  async close(): Promise<void> {
    await this.pipelines.close();
    await this.dataSource.destroy();
  }
}

async function runOn<Row extends object>(
  client: pg.Pool | pg.ClientBase,
  statement: Statement | string,
  values: readonly unknown[],
): Promise<Row[]> {
  const { name, text } = typeof statement === 'string' ? { name: undefined, text: statement } : statement;
  const { rows } = await client.query<Row & pg.QueryResultRow>({ name, text, values: [...values] });
  return rows;
}

async function rollBack(runner: QueryRunner): Promise<void> {
  // A connection that broke is released already, and its transaction is rolled back by the database.
  if (!runner.isTransactionActive || runner.isReleased) return;
  try {
    await runner.rollbackTransaction();
  } catch (error) {
    // What broke the connection now is on its way to the caller as the first error.
    if (!isUnavailable(error) && !runner.isReleased) throw error;
  }
}

/** Work whose failure to reach the database is told apart from every other failure. */
export async function availably<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isUnavailable(error)) throw new DatabaseUnavailable((error as Error).message, { cause: error });
    throw error;
  }
}

/** Another transaction was first: the same value, or an order that cannot be kept. */
export const isRace = (error: unknown): boolean => ['23505', '40001', '40P01'].includes(codeOf(error));

/** The database gave this transaction up for the sake of another, and nothing was done: it can be sent again. */
export const isGivenUp = (error: unknown): boolean => ['40001', '40P01'].includes(codeOf(error));

/** The way to the server is broken, or the disk is full. */
const unavailableCode =
  /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|EPROTO|ERR_(SSL|STREAM)_.+|ETIMEDOUT|E(HOST|NET)(UNREACH|DOWN)|ENOBUFS|ENOTFOUND|EAI_AGAIN|ENOSPC|EDQUOT)$/;

/**
 * Shutting down or starting (57P0x), out of disk, memory or connections (53), connection exceptions (08), failed over
 * to a read-only standby (25006), disk errors (58030), a statement stopped at its time limit (57014), or a database
 * that lets us in no more (28, 3D000).
 */
const unavailableState = /^(08...|28...|3D000|53...|57P0[1-5]|57014|58030|25006)$/;

/** What `pg` throws without any code. */
const unavailableMessage =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Received unexpected|Client has encountered a connection error|Client was closed|Cannot use a pool after)/;

export function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true;
  const code = codeOf(error);
  // The file that is missing is then the database's socket.
  if (code === 'ENOENT') return (error as NodeJS.ErrnoException).syscall === 'connect';
  if (code) return unavailableCode.test(code) || unavailableState.test(code);
  return error instanceof Error && unavailableMessage.test(error.message);
}

/** TypeORM wraps what the driver throws. */
function codeOf(error: unknown): string {
  const { code, driverError } = (error ?? {}) as { code?: unknown; driverError?: { code?: unknown } };
  const found = driverError?.code ?? code;
  return typeof found === 'string' ? found : '';
}
