import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { demoPassword } from '../apps/api/src/demo/hospitals.ts';
import { contentOf, textOf } from './support/documents.ts';
import { Http } from './support/http.ts';
import { spawnProgram, type Spawned } from './support/spawn.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'countersign-crash-'));
let running: Spawned | undefined;
afterAll(async () => {
  running?.kill('SIGKILL');
  await running?.ended;
  rmSync(dataDir, { recursive: true, force: true });
});

function start(): Spawned {
  const env = { PORT: '0', DATA_DIR: dataDir, TMPDIR: dataDir, DEMO: 'on', LOG_LEVEL: 'silent', PUBLIC_URL: 'https://zhuanzhen.hospital.example' };
  return (running = spawnProgram(env));
}

/** Into the database of the running server, as its own commands go. */
async function inDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const { databaseUrl } = JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as { databaseUrl: string };
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const rowsOf = (client: pg.Client) =>
  client.query<{ id: string; referral_id: string; kind: string; seq: number; mark: string | null; letter_no: string; digest: string }>(
    'SELECT id, referral_id, kind, seq, mark, letter_no, digest FROM document ORDER BY letter_no, seq, kind',
  );

test('a server that is killed again and again while it makes documents has made each of them once in the end', async () => {
  // From the first moment on, and later and later: before, while and after each document of the demo is made.
  for (const millis of [0, 100, 230, 450]) {
    const server = start();
    await server.address;
    await sleep(millis);
    server.kill('SIGKILL');
    await server.ended;
  }
  const address = await start().address;
  const documents = await inDatabase(async (client) => {
    for (let waited = 0; ; waited += 1) {
      const { rowCount } = await client.query('SELECT FROM outgoing');
      if (rowCount === 0) break;
      expect(waited).toBeLessThan(600);
      await sleep(50);
    }
    const { rows: letters } = await client.query<{ number: string }>('SELECT number FROM letter ORDER BY number');
    const { rows } = await rowsOf(client);
    expect(letters).toHaveLength(3);
    for (const { number } of letters) {
      const originals = rows.filter(({ letter_no, mark }) => letter_no === number && mark === null);
      expect([number, originals.map(({ kind }) => kind)]).toEqual([number, ['approvalForm', 'letter']]);
    }
    return rows;
  });
  // Two for each letter, two void copies of the one that expired, and a void form of the one that was rejected.
  expect(documents.map(({ kind, mark }) => `${kind} ${mark}`).toSorted()).toEqual([
    ...Array.from({ length: 3 }, () => 'approvalForm null'),
    'approvalForm void',
    'approvalForm void',
    ...Array.from({ length: 3 }, () => 'letter null'),
    'letter void',
  ]);
  const http = new Http(address);
  const body = { institution: 'dongguan', username: 'cai.meiling', password: demoPassword, as: 'bearer' };
  const { token } = (await http.post('/sessions', body, { key: null })).body;
  const clerk = { id: '', name: '', token, http: http.as(token) };
  let read = 0;
  for (const { id, digest, letter_no: letterNo } of documents) {
    const { status, bytes } = await contentOf(clerk, id);
    if (status === 404) continue;
    read += 1;
    expect([status, `sha256:${createHash('sha256').update(bytes).digest('hex')}`]).toEqual([200, digest]);
    expect(await textOf(bytes)).toContain(letterNo ?? '转诊审批表');
  }
  expect(read).toBeGreaterThan(4);
});
