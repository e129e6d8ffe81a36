import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { createDataSource } from '../apps/api/src/database/data-source.ts';
import { Database, DatabaseUnavailable, isUnanswered, isUnavailable } from '../apps/api/src/database/database.ts';
import { Pipelines } from '../apps/api/src/database/pipelines.ts';
import { onRealPostgres, openTestDatabase } from './support/database.ts';

const { url, close } = await openTestDatabase();
const database = new Database(await createDataSource(url, 2).initialize());
const opened: Pipelines[] = [];
afterAll(async () => {
  await Promise.all(opened.map((pipelines) => pipelines.close()));
  await database.close();
  await close();
});

await database.query('CREATE TABLE entry (id int PRIMARY KEY)');
const insert = { name: 'insert-entry', text: 'INSERT INTO entry VALUES ($1)' };
const echo = { name: 'echo', text: 'SELECT $1::int AS seen' };
const divide = { name: 'divide', text: 'SELECT 1 / $1::int AS seen' };
const ids = async () => (await database.query<{ id: number }>('SELECT id FROM entry ORDER BY id')).map(({ id }) => id);

const times = <T>(count: number, work: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => work(i)));

const failureOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'done', (error: unknown) => error);

function open(options: pg.ClientConfig = { connectionString: url }): Pipelines {
  const pipelines = new Pipelines(options, database.pool);
  opened.push(pipelines);
  return pipelines;
}

/** Which connection the next statement would go on. */
const next = (pipelines: Pipelines) => pipelines.run(async (client) => client);

const askOne = (pipelines: Pipelines) => pipelines.run((client) => client.query('SELECT 1'));

/** As if the network had gone. */
const cut = (client: unknown): void =>
  (client as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();

/** Keeps the next connection waiting until it is told to go on. */
function hold(pipelines: Pipelines): { held: Promise<unknown>; goOn(): void } {
  let goOn = (): void => undefined;
  const told = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  return { held: pipelines.run((client) => told.then(() => client)), goOn };
}

describe('pipelined statements', () => {
  test('each get their own answer, whatever was sent before it was there', async () => {
    const answers = await times(200, (i) => database.pipelined<{ seen: number }>(echo, [i]));
    expect(answers.map(([row]) => row?.seen)).toEqual(Array.from({ length: 200 }, (_, i) => i));
  });

  test('fail alone: those before and behind one that fails are written and answered', async () => {
    const outcomes = await times(30, async (i) => {
      const work = i % 3 === 0 ? database.pipelined(divide, [0]) : database.pipelined(insert, [100 + i]);
      return work.then(() => 100 + i, (error: { code?: string }) => error.code);
    });
    const written = outcomes.filter((one) => typeof one === 'number');
    expect(outcomes.filter((one) => one === '22012')).toHaveLength(10);
    expect(written).toHaveLength(20);
    expect(await ids()).toEqual(written);
  });

  test('are told the true reason where the first of them could not be prepared', async () => {
    const faulty = { name: 'faulty', text: 'SELECT nothing' };
    const failures = await times(6, () => failureOf(database.pipelined(faulty)));
    expect(failures.map((one) => (one as { code?: string }).code)).toEqual(Array(6).fill('42703'));
  });

  test('share two connections', async () => {
    const pipelines = open();
    const used = await times(50, () => pipelines.run((client) => client.query('SELECT 1').then(() => client)));
    expect(new Set(used).size).toBe(2);
    expect(used).not.toContain(database.pool);
  });

  test('go past one that waits, and over the pool where both stand still', async () => {
    const pipelines = open();
    const first = hold(pipelines);
    const past = [await next(pipelines), await next(pipelines)];
    expect(past[0]).toBe(past[1]);
    const second = hold(pipelines);
    await sleep(200);
    expect(await next(pipelines)).toBe(database.pool);
    second.goOn();
    expect(await second.held).toBe(past[0]);
    expect(await next(pipelines)).toBe(past[0]);
    first.goOn();
    expect(past).not.toContain(await first.held);
  });

  test('leave a connection after an error that may be its own, and keep it after one of the statement', async () => {
    const pipelines = open();
    const first = await next(pipelines);
    await expect(pipelines.run((client) => client.query('SELECT 1 / 0'))).rejects.toMatchObject({ code: '22012' });
    expect(await next(pipelines)).toBe(first);
    const [failure, behind] = await Promise.all([
      failureOf(pipelines.run((client) => client.query('SELECT nothing'))),
      pipelines.run((client) => client.query<{ one: number }>('SELECT 1 AS one')),
    ]);
    expect(failure).toMatchObject({ code: '42703' });
    expect(behind.rows).toEqual([{ one: 1 }]);
    expect(await next(pipelines)).not.toBe(first);
  });

  test('on a connection that breaks fail as unanswered, and the next get a new one', async () => {
    const pipelines = open();
    await askOne(pipelines);
    const broken = await times(5, () =>
      failureOf(
        pipelines.run((client) => {
          const answer = client.query('SELECT 1');
          cut(client);
          return answer;
        }),
      ),
    );
    expect(broken.map(isUnanswered)).toEqual(Array(5).fill(true));
    await askOne(pipelines);
  });

  test('do not meet a connection that broke while nothing was under way', async () => {
    const pipelines = open();
    const idle = (await next(pipelines)) as pg.Client;
    cut(idle);
    await new Promise((resolve) => idle.once('end', resolve));
    await askOne(pipelines);
  });

  test('go over the pool where no connection can be shared, be it refused or not answered', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    for (const nowhere of [1, port]) {
      const pipelines = open({ host: '127.0.0.1', port: nowhere, user: 'u', connectionTimeoutMillis: 200 });
      expect(await times(3, () => next(pipelines))).toEqual(Array(3).fill(database.pool));
    }
    silent.close();
  });

  test('are refused as the database being away where the pool has none either', async () => {
    const pool = new pg.Pool({ host: '127.0.0.1', port: 1, user: 'u' });
    const pipelines = new Pipelines({ host: '127.0.0.1', port: 1, user: 'u' }, pool);
    expect(isUnavailable(await failureOf(askOne(pipelines)))).toBe(true);
    await pool.end();
  });

  test('that are under way are answered before the end, and none comes after it', async () => {
    const own = new Database(await createDataSource(url, 1).initialize());
    const under = times(20, (i) => own.pipelined<{ seen: number }>(echo, [i]));
    await own.pipelined(echo, [0]);
    await own.close();
    expect((await under).map(([row]) => row?.seen)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    await expect(own.pipelined(echo, [1])).rejects.toThrow(DatabaseUnavailable);
  });
});

// The embedded database is one session: there nobody waits for another's lock, and nobody can be cut off.
(onRealPostgres ? describe : describe.skip)('on a server, pipelined statements', () => {
  test('that wait for a lock hold up no one who comes later, and are done when it is gone', async () => {
    await database.query('INSERT INTO entry VALUES (1), (2)');
    const pipelines = open();
    const touch = (id: number) => pipelines.run((client) => client.query('UPDATE entry SET id = id WHERE id = $1', [id]));
    let waiting: Promise<unknown>[] = [];
    await database.transaction(async (tx) => {
      await tx.query('SELECT FROM entry WHERE id = 1 FOR UPDATE');
      waiting = [touch(1), touch(1)];
      await sleep(200);
      await touch(2);
    });
    expect(await Promise.all(waiting)).toMatchObject([{ rowCount: 1 }, { rowCount: 1 }]);
  });

  test('whose connection the server ends are unanswered, and those behind it', async () => {
    const pipelines = open();
    const under = times(3, () => failureOf(pipelines.run((client) => client.query('SELECT pg_sleep(5)'))));
    await sleep(100);
    await database.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE $1 AND pid <> pg_backend_pid()', ['%pg_sleep%']);
    expect((await under).map(isUnanswered)).toEqual([true, true, true]);
    await askOne(pipelines);
  });
});
