import { afterAll, describe, expect, test } from '@jest/globals';
import { createDataSource } from './data-source.ts';
import { Database, DatabaseUnavailable, isRace, isUnavailable } from './database.ts';
import { serveInMemory } from './embedded/embedded.ts';

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
  test.each(['08006', '28P01', '3D000', '53100', '53300', '57P01', '57P03', '25006', 'ECONNREFUSED', 'EPROTO', 'ENOSPC'])(
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
      for (const client of (database.pool as unknown as { _clients: { connection: { stream: { destroy(): void } } }[] })
        ._clients) {
        client.connection.stream.destroy();
      }
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
