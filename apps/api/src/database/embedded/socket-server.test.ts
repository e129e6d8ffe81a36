import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { serveInMemory } from './embedded.ts';

const embedded = await serveInMemory();
const pool = new pg.Pool({ connectionString: embedded.url, max: 8 });
afterAll(async () => {
  await pool.end();
  await embedded.close();
});

await pool.query('CREATE TABLE account (id int PRIMARY KEY, amount int NOT NULL)');
await pool.query('INSERT INTO account VALUES (1, 0), (2, 0)');

const amountOf = async (id: number): Promise<number> =>
  (await pool.query<{ amount: number }>('SELECT amount FROM account WHERE id = $1', [id])).rows[0]?.amount ?? NaN;

const times = <T>(count: number, work: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => work(i)));

describe('many connections to the embedded database', () => {
  test('each get their own answers, prepared or not', async () => {
    const answers = await times(300, async (i) => {
      const name = i % 3 === 0 ? undefined : `same-name-${i % 3}`;
      const text = i % 3 === 2 ? 'SELECT $1::int AS seen, 2 AS other' : 'SELECT $1::int AS seen';
      return (await pool.query<{ seen: number }>({ name, text, values: [i] })).rows[0]?.seen;
    });
    expect(answers).toEqual(Array.from({ length: 300 }, (_, i) => i));
  });

  test('may each give one name to statements of their own', async () => {
    const [one, other] = [await pool.connect(), await pool.connect()];
    const a = await one.query<{ a: number }>({ name: 'mine', text: 'SELECT 1 AS a' });
    const b = await other.query<{ b: number }>({ name: 'mine', text: 'SELECT 2 AS b' });
    expect([a.rows, b.rows]).toEqual([[{ a: 1 }], [{ b: 2 }]]);
    one.release();
    other.release();
  });

  test('do not mix messages that arrive in many pieces', async () => {
    const lengths = await times(16, async (i) => {
      const text = String(i % 10).repeat(400_000 + i);
      return (await pool.query<{ seen: string }>('SELECT $1::text AS seen', [text])).rows[0]?.seen === text;
    });
    expect(lengths).toEqual(Array.from({ length: 16 }, () => true));
  });

  test('keep their transactions apart: no update is lost', async () => {
    await times(40, async () => {
      const client = await pool.connect();
      await client.query('BEGIN');
      const { rows } = await client.query<{ amount: number }>('SELECT amount FROM account WHERE id = 1');
      await new Promise((resolve) => setTimeout(resolve, 1));
      await client.query('UPDATE account SET amount = $1 WHERE id = 1', [(rows[0]?.amount ?? 0) + 1]);
      await client.query('COMMIT');
      client.release();
    });
    expect(await amountOf(1)).toBe(40);
  });

  test('go on after an error, inside a transaction and outside of one', async () => {
    const outcomes = await times(20, async (i) => {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await client.query({ name: 'add', text: 'UPDATE account SET amount = amount + 1 WHERE id = $1', values: [2] });
        if (i % 2) await client.query('INSERT INTO account VALUES ($1, 0)', [1]);
        await client.query('COMMIT');
        return 'done';
      } catch (error) {
        await client.query('ROLLBACK');
        return (error as { code?: string }).code;
      } finally {
        client.release();
      }
    });
    expect(outcomes.filter((one) => one === 'done')).toHaveLength(10);
    expect(outcomes.filter((one) => one === '23505')).toHaveLength(10);
    expect(await amountOf(2)).toBe(10);
    await expect(pool.query('SELECT nothing')).rejects.toMatchObject({ code: '42703' });
  });

  test('roll back what a lost connection left open, and the others go on', async () => {
    const before = await amountOf(1);
    const client = await pool.connect();
    client.on('error', () => undefined);
    await client.query('BEGIN');
    await client.query('UPDATE account SET amount = -1 WHERE id = 1');
    const waiting = amountOf(1);
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    expect(await waiting).toBe(before);
    client.release(true);
  });

  test('leave no prepared statement behind', async () => {
    const client = new pg.Client({ connectionString: embedded.url });
    await client.connect();
    await client.query({ name: 'short-lived', text: 'SELECT 41 + 1' });
    const left = async () =>
      (await pool.query(`SELECT FROM pg_prepared_statements WHERE statement = 'SELECT 41 + 1'`)).rowCount;
    expect(await left()).toBe(1);
    await client.end();
    expect(await left()).toBe(0);
  });

  test('are told that there is no encryption, and still served', async () => {
    const url = new URL(embedded.url);
    const path = `${url.searchParams.get('host')}/.s.PGSQL.${url.searchParams.get('port')}`;
    const socket = connect(path);
    const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
    socket.write(sslRequest);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toBe('N');
    socket.destroy();
  });
});
