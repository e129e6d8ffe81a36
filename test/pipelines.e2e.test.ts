import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { createDataSource } from '../apps/api/src/database/data-source.ts';
import { Database, DatabaseUnavailable, isUnavailable } from '../apps/api/src/database/database.ts';
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

/** Opens both of its connections; until then statements go over the pool. */
async function open(options: pg.ClientConfig = { connectionString: url }): Promise<Pipelines> {
  const pipelines = new Pipelines(options, database.pool);
  opened.push(pipelines);
  await both(pipelines);
  return pipelines;
}

async function both(pipelines: Pipelines, pool = database.pool): Promise<[pg.Client, pg.Client]> {
  for (;;) {
    const first = hold(pipelines);
    const second = hold(pipelines);
    first.goOn();
    second.goOn();
    const clients = [await first.held, await second.held];
    if (!clients.includes(pool) && clients[0] !== clients[1]) return clients as [pg.Client, pg.Client];
    await sleep(10);
  }
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
    const pipelines = await open();
    const used = await times(50, () => pipelines.run((client) => client.query('SELECT 1').then(() => client)));
    expect(new Set(used).size).toBe(2);
    expect(used).not.toContain(database.pool);
  });

  test('go past one that waits, and over the pool where both have kept somebody waiting', async () => {
    const pipelines = await open();
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

  test('leave a connection after an error that may be its own, where what is under way is still answered', async () => {
    const pipelines = await open();
    const before = await both(pipelines);
    const say = (text: string) =>
      pipelines.run(async (client) => ({ client, one: (await client.query<{ one: number }>(text)).rows[0]!.one }));
    const [failure, ...answers] = await Promise.all([
      failureOf(say('SELECT nothing')),
      ...Array.from({ length: 5 }, (_, i) => say(`SELECT ${i} AS one`)),
    ]);
    expect(failure).toMatchObject({ code: '42703' });
    expect(answers.map(({ one }) => one)).toEqual([0, 1, 2, 3, 4]);
    expect(new Set(answers.map(({ client }) => client))).toEqual(new Set(before));
    const after = await both(pipelines);
    expect(after.filter((client) => before.includes(client))).toHaveLength(1);
  });

  test('keep a connection after an error of the statement itself', async () => {
    const pipelines = await open();
    const before = await both(pipelines);
    await expect(pipelines.run((client) => client.query('SELECT 1 / 0'))).rejects.toMatchObject({ code: '22012' });
    expect(new Set(await both(pipelines))).toEqual(new Set(before));
  });

  test('on a connection that breaks fail as the database being away, and the next are answered', async () => {
    const pipelines = await open();
    const broken = await times(6, () =>
      failureOf(
        pipelines.run((client) => {
          const answer = client.query('SELECT 1');
          cut(client);
          return answer;
        }),
      ),
    );
    expect(broken.map(isUnavailable)).toEqual(Array(6).fill(true));
    await askOne(pipelines);
    await both(pipelines);
  });

  test('do not meet a connection that broke while nothing was under way', async () => {
    const pipelines = await open();
    for (const idle of await both(pipelines)) {
      cut(idle);
      await new Promise((resolve) => idle.once('end', resolve));
    }
    await askOne(pipelines);
  });

  test('go over the pool while none can be opened, be it refused or not answered', async () => {
    let asked = 0;
    const silent = createServer(() => {
      asked += 1;
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    for (const nowhere of [1, port]) {
      const pipelines = new Pipelines({ host: '127.0.0.1', port: nowhere, user: 'u', connectionTimeoutMillis: 100 }, database.pool);
      for (let tried = 0; tried < 10; tried += 1) {
        expect(await next(pipelines)).toBe(database.pool);
        await sleep(50);
      }
      await pipelines.close();
    }
    // It is not tried again at once.
    expect(asked).toBeLessThanOrEqual(2);
    silent.close();
  });

  test('that are under way are answered before the end, and none comes after it', async () => {
    const own = new Database(await createDataSource(url, 1).initialize());
    const pipelines = new Pipelines({ connectionString: url }, own.pool);
    const [client] = await both(pipelines, own.pool);
    const under = times(20, (i) => pipelines.run((one) => one.query<{ seen: number }>(`SELECT ${i} AS seen`)));
    await pipelines.close();
    expect((await under).map(({ rows }) => rows[0]?.seen)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    await expect(client.query('SELECT 1')).rejects.toThrow('Client was closed');
    expect(await next(pipelines)).toBe(own.pool);
    await own.close();
    await expect(own.pipelined(echo, [1])).rejects.toThrow(DatabaseUnavailable);
  });
});

// The embedded database is one session: there nobody waits for another's lock, and nobody can be cut off.
(onRealPostgres ? describe : describe.skip)('on a server, pipelined statements', () => {
  test('that wait for a lock hold up neither who comes later nor what was sent behind them, and are done when it is gone', async () => {
    await database.query('INSERT INTO entry VALUES (1), (2)');
    const pipelines = await open();
    const touch = (id: number) => pipelines.run((client) => client.query('UPDATE entry SET id = id WHERE id = $1', [id]));
    let waiting: Promise<unknown>[] = [];
    await database.transaction(async (tx) => {
      await tx.query('SELECT FROM entry WHERE id = 1 FOR UPDATE');
      waiting = [touch(1), touch(1)];
      const behind = times(4, () => pipelines.run((client) => client.query('SELECT 1').then(() => client)));
      await sleep(200);
      await touch(2);
      expect(new Set(await behind).size).toBe(2);
    });
    expect(await Promise.all(waiting)).toMatchObject([{ rowCount: 1 }, { rowCount: 1 }]);
  });

  test('whose connection the server ends fail as the database being away, and those behind them', async () => {
    const pipelines = await open();
    const under = times(6, () => failureOf(pipelines.run((client) => client.query('SELECT pg_sleep(60)'))));
    const sleeping = `FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query = 'SELECT pg_sleep(60)'`;
    while ((await database.query(`SELECT ${sleeping}`)).length < 2) await sleep(10);
    await database.query(`SELECT pg_terminate_backend(pid) ${sleeping}`);
    expect((await under).map(isUnavailable)).toEqual(Array(6).fill(true));
    await askOne(pipelines);
  });
});
