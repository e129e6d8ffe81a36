import { afterAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { createDataSource } from './data-source.ts';
import { Database, DatabaseUnavailable, isRace, isUnavailable } from './database.ts';
import { serveInMemory } from './embedded/embedded.ts';
import { Pipelines } from './pipelines.ts';

const embedded = await serveInMemory();
const database = new Database(await createDataSource(embedded.url, 2).initialize());
afterAll(async () => {
  await database.close();
  await embedded.close();
});

await database.query('CREATE TABLE entry (id int PRIMARY KEY)');
const insert = { name: 'insert-entry', text: 'INSERT INTO entry VALUES ($1)' };
const ids = async () => (await database.query<{ id: number }>('SELECT id FROM entry ORDER BY id')).map(({ id }) => id);

describe('a transaction', () => {
  test('is kept as a whole', async () => {
    const answer = await database.transaction(async (tx) => {
      await tx.query(insert, [1]);
      await tx.query(insert, [2]);
      return 'done';
    });
    expect([answer, await ids()]).toEqual(['done', [1, 2]]);
  });

  test('is undone as a whole, by our own error or by the database', async () => {
    const mistake = new Error('changed my mind');
    await expect(
      database.transaction(async (tx) => {
        await tx.query(insert, [3]);
        throw mistake;
      }),
    ).rejects.toBe(mistake);
    const again = database.transaction(async (tx) => {
      await tx.query(insert, [4]);
      await tx.query(insert, [1]);
    });
    expect(isRace(await again.catch((error: unknown) => error))).toBe(true);
    expect(await ids()).toEqual([1, 2]);
  });

  test('gives its connection back, also after an error', async () => {
    for (let i = 0; i < 5; i += 1) {
      await expect(database.transaction((tx) => tx.query('SELECT nothing'))).rejects.toMatchObject({ code: '42703' });
    }
    expect(await ids()).toEqual([1, 2]);
  });

  test('has repositories of its own', async () => {
    await database.transaction(async ({ query, manager }) => {
      await query(insert, [5]);
      expect(await manager.query('SELECT id FROM entry WHERE id = 5')).toEqual([{ id: 5 }]);
    });
    expect(await ids()).toEqual([1, 2, 5]);
  });
});

/** As if the network had gone: the socket of each connection is cut. */
const cut = (clients: readonly unknown[]): void => {
  for (const client of clients as { connection: { stream: { destroy(): void } } }[]) client.connection.stream.destroy();
};

describe('pipelined statements', () => {
  const echo = { name: 'echo', text: 'SELECT $1::int AS seen' };
  const failing = { name: 'failing', text: 'SELECT 1 / $1::int AS seen' };
  const times = <T>(count: number, work: (i: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: count }, (_, i) => work(i)));

  /** Which connection the next statement would go on. */
  const next = (pipelines: Pipelines) => pipelines.run(async (client) => client);

  const opened: Pipelines[] = [];
  function open(options: pg.ClientConfig = { connectionString: embedded.url }): Pipelines {
    const pipelines = new Pipelines(options);
    opened.push(pipelines);
    return pipelines;
  }
  afterAll(() => Promise.all(opened.map((pipelines) => pipelines.close())));

  test('each get their own answer, whatever was sent before it was there', async () => {
    const answers = await times(200, (i) => database.pipelined<{ seen: number }>(echo, [i]));
    expect(answers.map(([row]) => row?.seen)).toEqual(Array.from({ length: 200 }, (_, i) => i));
  });

  test('fail alone: those before and behind one that fails are written and answered', async () => {
    const outcomes = await times(30, async (i) => {
      const work = i % 3 === 0 ? database.pipelined(failing, [0]) : database.pipelined(insert, [100 + i]);
      return work.then(() => 100 + i, (error: { code?: string }) => error.code);
    });
    expect(outcomes.filter((one) => one === '22012')).toHaveLength(10);
    expect(outcomes.filter((one) => typeof one === 'number')).toHaveLength(20);
    expect(await ids()).toEqual([1, 2, 5, ...outcomes.filter((one) => typeof one === 'number')]);
    await database.query('DELETE FROM entry WHERE id >= 100');
  });

  test('fail with the one that should have prepared them, as the database being away', async () => {
    const faulty = { name: 'faulty', text: 'SELECT nothing' };
    const failures = await times(3, () => database.pipelined(faulty).catch((error: unknown) => error));
    expect(failures[0]).toMatchObject({ code: '42703' });
    expect(failures[2]).toBeInstanceOf(DatabaseUnavailable);
    expect(await database.pipelined(faulty).catch((error: unknown) => error)).toMatchObject({ code: '42703' });
  });

  test('share few connections', async () => {
    const pipelines = open();
    const used = await times(50, () => pipelines.run((client) => client.query('SELECT 1').then(() => client)));
    expect(new Set(used).size).toBe(2);
  });

  test('go past one that waits', async () => {
    const pipelines = open();
    let goOn = (): void => undefined;
    const waits = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const held = pipelines.run((client) => waits.then(() => client));
    const past = [await next(pipelines), await next(pipelines)];
    goOn();
    expect(past).not.toContain(await held);
    expect(past[0]).toBe(past[1]);
  });

  test('leave a connection on which one failed, and keep one on which none did', async () => {
    const pipelines = open();
    const first = await next(pipelines);
    expect(await next(pipelines)).toBe(first);
    await expect(pipelines.run((client) => client.query('SELECT nothing'))).rejects.toMatchObject({ code: '42703' });
    expect(await next(pipelines)).not.toBe(first);
  });

  test('on a connection that breaks fail as the database being away, and the next get a new one', async () => {
    const pipelines = open();
    const broken = times(5, async () => {
      const work = pipelines.run((client) => {
        const answer = client.query('SELECT 1');
        cut([client]);
        return answer;
      });
      return work.then(() => 'done', (error: unknown) => isUnavailable(error) && 'away');
    });
    expect(new Set(await broken)).toEqual(new Set(['away']));
    await pipelines.run((client) => client.query('SELECT 1'));
  });

  test('do not meet a connection that broke while nothing was under way', async () => {
    const pipelines = open();
    const idle = await next(pipelines);
    cut([idle]);
    await new Promise((resolve) => idle.once('end', resolve));
    await pipelines.run((client) => client.query('SELECT 1'));
  });

  test('are refused while there is no database, and done again when there is', async () => {
    const url = new URL(embedded.url);
    const there = { host: url.searchParams.get('host')!, port: Number(url.searchParams.get('port')), user: 'postgres' };
    const options = { ...there, database: 'postgres', host: '127.0.0.1', port: 1 };
    const pipelines = open(options);
    const refused = await times(3, () => next(pipelines).then(() => false, isUnavailable));
    expect(refused).toEqual([true, true, true]);
    Object.assign(options, there);
    await pipelines.run((client) => client.query('SELECT 1'));
  });
});

describe('a value', () => {
  test('comes as what it is: days as text, moments as dates, counts as numbers', async () => {
    const [row] = await database.query(
      `SELECT '2026-02-28'::date AS day, '2026-02-28T23:00:00Z'::timestamptz AS moment, count(*) AS count,
         '{"a": [1]}'::jsonb AS json, 12345678901.5::numeric AS exact`,
    );
    expect(row).toEqual({
      day: '2026-02-28',
      moment: new Date('2026-02-28T23:00:00Z'),
      count: 1,
      json: { a: [1] },
      exact: '12345678901.5',
    });
  });
});

describe('a failure', () => {
  test.each(['08006', '26000', '28P01', '3D000', '53100', '53300', '57P01', '57P03', '25006', 'ECONNREFUSED', 'ENOSPC'])(
    '%s is the database being away, also inside an error of TypeORM',
    (code) => {
      expect(isUnavailable({ code })).toBe(true);
      expect(isUnavailable({ driverError: { code } })).toBe(true);
    },
  );

  test.each(['23505', '23503', '22P02', '42703', 'ENOENT', ''])('%s is not', (code) => {
    expect(isUnavailable({ code })).toBe(false);
  });

  test('to connect is the database being away', async () => {
    const nowhere = createDataSource('postgres://u@127.0.0.1:1/d', 1);
    expect(isUnavailable(await nowhere.initialize().catch((error: unknown) => error))).toBe(true);
  });

  test('of a connection that breaks is the database being away, and the next statement gets a new one', async () => {
    const broken = database.transaction(async (tx) => {
      await tx.query(insert, [6]);
      cut((database.pool as unknown as { _clients: unknown[] })._clients);
      await tx.query(insert, [7]);
    });
    await expect(broken).rejects.toThrow(DatabaseUnavailable);
    expect(await ids()).toEqual([1, 2, 5]);
  });

  test('of a unique value or of an order is a race; of anything else is none', () => {
    expect(['23505', '40001', '40P01'].every((code) => isRace({ code }))).toBe(true);
    expect(['23503', '23514', '42703', 'ECONNRESET'].some((code) => isRace({ code }))).toBe(false);
  });
});
