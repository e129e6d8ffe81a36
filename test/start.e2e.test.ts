import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
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
  // What a killed server leaves behind is then removed with the folder.
  const more = { PORT: '0', DATA_DIR: dataDir, TMPDIR: dataDir, DEMO: 'off', LOG_LEVEL: 'silent', ...env };
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

/** A request that the server has begun to read, and that ends when it is finished. Answers what came back. */
async function beginRequest(address: string): Promise<{ finish(): Promise<string> }> {
  const { hostname, port } = new URL(address);
  const body = JSON.stringify({ institution: 'nowhere', username: 'nobody', password: 'Not-the-password-1' });
  const socket = connect(Number(port), hostname);
  let heard = '';
  socket.on('data', (chunk) => (heard += String(chunk)));
  const closed = new Promise((resolve) => socket.on('close', resolve));
  // A server that is stopped at once resets the connection.
  socket.on('error', () => undefined);
  const head = ['POST /api/v1/sessions HTTP/1.1', `Host: ${hostname}`, 'Content-Type: application/json'];
  socket.write([...head, `Content-Length: ${body.length}`, 'Expect: 100-continue', '', ''].join('\r\n'));
  while (!heard.startsWith('HTTP/1.1 100 ')) await sleep(10);
  heard = '';
  return {
    async finish() {
      socket.write(body);
      await closed;
      return heard.replace(/^\r\n/, '');
    },
  };
}

async function untilRefused(address: string): Promise<void> {
  const { hostname, port } = new URL(address);
  for (;;) {
    const taken = await new Promise<boolean>((resolve) => {
      const socket = connect(Number(port), hostname, () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (!taken) return;
    await sleep(10);
  }
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
    const request = await beginRequest(await server.address);
    server.kill(signal);
    await untilRefused(await server.address);
    expect(await request.finish()).toMatch(/^HTTP\/1\.1 401 [^]*connection: close/);
    expect(await server.ended).toMatchObject({ code: 0, stderr: '' });
  });

  test('stops at once on a second Ctrl-C', async () => {
    const server = start();
    const request = await beginRequest(await server.address);
    server.kill('SIGINT');
    await untilRefused(await server.address);
    // One Ctrl-C reaches the server twice, from the terminal and from npm; this is another one.
    await sleep(600);
    server.kill('SIGINT');
    expect(await server.ended).toMatchObject({ code: 130 });
    expect(await request.finish()).toBe('');
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
    while (last < 20) await sleep(10);
    server.kill('SIGKILL');
    await expect(writing).rejects.toThrow();

    await start().address;
    const after = await connectToDatabase();
    const { rows } = await after.query<{ n: number }>('SELECT n FROM kept ORDER BY n');
    // The one that was running may have been committed without its answer.
    expect(rows.map(({ n }) => n).slice(0, last)).toEqual(Array.from({ length: last }, (_, i) => i + 1));
    expect(rows.length - last).toBeLessThanOrEqual(1);
    await after.end();
  });
});
