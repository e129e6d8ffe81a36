import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { spawnProgram, type Spawned } from './support/spawn.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'countersign-start-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

let running: Spawned[] = [];
afterEach(async () => {
  for (const one of running) one.kill('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  running = [];
});

function start(env: Record<string, string> = {}, program?: string, args?: string[]): Spawned {
  const more = { PORT: '0', DATA_DIR: dataDir, DEMO: 'off', LOG_LEVEL: 'silent', ...env };
  const spawned = spawnProgram(more, program, args);
  running.push(spawned);
  return spawned;
}

/** Ended by an operator's mistake: exit code 1, one line, which says what. */
async function expectRefused(spawned: Spawned, ...said: (string | RegExp)[]): Promise<void> {
  const { code, stdout, stderr } = await spawned.ended;
  expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({ code: 1, stdout: '', lines: 1 });
  for (const one of said) expect(stderr).toMatch(one);
}

/** Into the database of the running server, as its own commands go. */
async function connectToDatabase(): Promise<pg.Client> {
  const { databaseUrl } = JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as { databaseUrl: string };
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return client;
}

describe('a start', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    ['PORT', { PORT: '65536' }, /PORT .*"65536"/],
    ['DEMO', { DEMO: 'maybe' }, /DEMO .*on, off, auto/],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://root@localhost/x' }, /DATABASE_URL .*postgres:\/\//],
    ['HOST', { HOST: '203.0.113.1' }, /HOST .*203\.0\.113\.1/],
  ])('with a bad %s is refused', async (_, env, said) => {
    await expectRefused(start(env), said);
  });

  test('on a database that does not answer is refused', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => free.once('listening', resolve));
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    await expectRefused(start({ DATABASE_URL: `postgres://u:secret@127.0.0.1:${port}/x` }), /ECONNREFUSED/, /^(?!.*secret)/);
  });

  test('on a data folder that is a file is refused', async () => {
    const file = join(dataDir, 'a-file');
    writeFileSync(file, '');
    await expectRefused(start({ DATA_DIR: file }), file);
  });

  test('on a taken port is refused, and lets go of its data folder', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    await expectRefused(start({ PORT: String(port) }), new RegExp(`${port}`));
    other.close();
    expect(await start().address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test('on a data folder in use says by which process, and where that serves', async () => {
    const first = start();
    const address = await first.address;
    await expectRefused(start(), new RegExp(`${first.pid}`), address);
  });

  test('with another key than the database was encrypted with is refused', async () => {
    const first = start();
    await first.address;
    first.kill('SIGTERM');
    await first.ended;
    const other = join(dataDir, 'other.key');
    await expectRefused(start({ SECRET_KEY_FILE: other }), other);
    writeFileSync(other, 'f'.repeat(64));
    await expectRefused(start({ SECRET_KEY_FILE: other }), other);
    writeFileSync(other, 'not a key');
    await expectRefused(start({ SECRET_KEY_FILE: other }), /64/);
    await start({ SECRET_KEY_FILE: join(dataDir, 'keys', 'secret.key') }).address;
  });
});

describe('a running server', () => {
  test('shares its database with commands', async () => {
    await start().address;
    expect(await start({}, 'commands/migrate.js').ended).toMatchObject({ code: 0, stderr: '' });
    expect(await start({}, 'commands/verify-log.js').ended).toMatchObject({ code: 0, stderr: '' });
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('finishes what runs on %s, and takes no more', async (signal) => {
    const server = start();
    const address = await server.address;
    const client = await connectToDatabase();
    await client.query('BEGIN');
    // Waits for the transaction above.
    const answer = fetch(`${address}/api/v1/health/ready`);
    await sleep(300);
    server.kill(signal);
    await sleep(300);
    await expect(fetch(`${address}/api/v1/health/live`)).rejects.toThrow();
    await client.query('COMMIT');
    client.on('error', () => undefined);
    expect((await answer).status).toBe(200);
    expect(await server.ended).toMatchObject({ code: 0, stderr: '' });
  });

  test('stops at once on a second Ctrl-C', async () => {
    const server = start();
    const address = await server.address;
    const client = await connectToDatabase();
    client.on('error', () => undefined);
    await client.query('BEGIN');
    const answer = fetch(`${address}/api/v1/health/ready`).then(
      () => 'answered',
      () => 'broken off',
    );
    await sleep(300);
    server.kill('SIGINT');
    await sleep(800);
    server.kill('SIGINT');
    expect(await server.ended).toMatchObject({ code: 130 });
    expect(await answer).toBe('broken off');
  });

  test('that is killed loses nothing it committed, and leaves its data folder to the next', async () => {
    const server = start();
    await server.address;
    const client = await connectToDatabase();
    client.on('error', () => undefined);
    await client.query('CREATE TABLE kept (n int)');
    let last = 0;
    const writing = (async () => {
      for (let n = 1; ; n += 1) {
        await client.query('INSERT INTO kept VALUES ($1)', [n]);
        last = n;
      }
    })();
    await sleep(1_000);
    server.kill('SIGKILL');
    await expect(writing).rejects.toThrow();
    expect(last).toBeGreaterThan(0);

    await start().address;
    const after = await connectToDatabase();
    const { rows } = await after.query<{ n: number }>('SELECT n FROM kept ORDER BY n');
    // The one that was running may have been committed without its answer.
    expect(rows.map(({ n }) => n).slice(0, last)).toEqual(Array.from({ length: last }, (_, i) => i + 1));
    expect(rows.length - last).toBeLessThanOrEqual(1);
    await after.end();
  });
});
