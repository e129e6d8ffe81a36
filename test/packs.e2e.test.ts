import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PackResponse } from '@countersign/contract';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readConfig } from '../apps/api/src/config/config.ts';
import { demoPassword } from '../apps/api/src/demo/hospitals.ts';
import { PackFolder } from '../apps/api/src/inspection/pack-folder.ts';
import { PackMaker } from '../apps/api/src/inspection/pack-maker.ts';
import { startServer as startAnother } from '../apps/api/src/server.ts';
import { documentsOf } from './support/documents.ts';
import { hospital, inpatientCase, outpatientCase, patient, staff, type Colleague, type Hospital, type Staff } from './support/hospital.ts';
import { Http } from './support/http.ts';
import { run } from './support/run.ts';
import { startServer } from './support/server.ts';
import { spawnProgram, type Spawned } from './support/spawn.ts';
import { unpackInto, unzip } from './support/zip.ts';

const server = await startServer();
afterAll(() => server.close());
const base = mkdtempSync(join(tmpdir(), 'countersign-packs-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
afterEach(() => {
  jest.restoreAllMocks();
});

const year = Number(server.clock.now().toISOString().slice(0, 4));
const cases = 5;
let here: Hospital;
let people: Staff;

beforeAll(async () => {
  here = await hospital(server);
  people = await staff(here);
  for (let i = 0; i < cases; i += 1) {
    const walked = i % 2 === 0 ? await inpatientCase(people, 6) : await outpatientCase(people, 'awaitingDeans');
    await documentsOf(people.clerk, walked.id);
  }
});

const ask = (who: Colleague, of = year, key?: string) => who.http.post('/packs', { year: of }, key ? { key } : {});
const show = async (http: Http, id: string): Promise<PackResponse> => (await http.get(`/packs/${id}`)).body;
const folder = (dataDir = server.dataDir) => join(dataDir, 'packs');

const filesOf = (id: string) => readdirSync(folder()).filter((name) => name.startsWith(id));

async function untilFilesAre(id: string, names: string[]): Promise<void> {
  for (let waited = 0; filesOf(id).join() !== names.join() && waited < 200; waited += 1) await sleep(20);
  expect(filesOf(id)).toEqual(names);
}

async function until(http: Http, id: string, met: (pack: PackResponse) => boolean): Promise<PackResponse> {
  for (let waited = 0; waited < 1_200; waited += 1) {
    const pack = await show(http, id);
    if (met(pack)) return pack;
    await sleep(50);
  }
  throw new Error(`still ${JSON.stringify(await show(http, id))}`);
}
const ready = (http: Http, id: string) => until(http, id, ({ state }) => state !== 'waiting' && state !== 'making');

async function contentOf(http: Http, token: string, id: string): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
  const answer = await fetch(`${http.base}/api/v1/packs/${id}/content`, { headers: { Authorization: `Bearer ${token}` } });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

/** Makes each part wait, so that a job is caught in the middle. */
function slowly(millis: number): void {
  const close = PackFolder.prototype.closePart;
  jest.spyOn(PackFolder.prototype, 'closePart').mockImplementation(async function (this: PackFolder, ...args) {
    await sleep(millis);
    return close.apply(this, args);
  });
}

async function remove(id: string): Promise<void> {
  expect((await people.auditor.http.delete(`/packs/${id}`)).status).toBe(204);
}

describe('the packs of a year', () => {
  test('are made in the background, and hold a pack of each referral that checks without us', async () => {
    const asked = await ask(people.auditor);
    expect(asked).toMatchObject({
      status: 201,
      body: { year, state: 'waiting', done: 0, size: null, problem: null, askedBy: { id: people.auditor.id } },
    });
    expect(asked.headers.get('location')).toBe(`/api/v1/packs/${asked.body.id}`);
    const pack = await ready(people.auditor.http, asked.body.id);
    expect(pack).toMatchObject({ state: 'ready', done: cases, total: cases, endedAt: expect.any(String) });
    const { headers, bytes } = await contentOf(people.auditor.http, people.auditor.token, pack.id);
    expect([headers.get('content-type'), Number(headers.get('content-length')), bytes.length]).toEqual(['application/zip', pack.size, pack.size]);
    const files = await unzip(bytes);
    const index = JSON.parse(files.get('index.json')!.toString()) as { number: string; file: string; sha256: string; holds: boolean; head: string }[];
    expect(index).toHaveLength(cases);
    expect(files.get('README.txt')!.toString()).toContain(`共 ${cases} 例`);
    for (const { file, sha256, holds, head, number } of index) {
      const zip = files.get(file)!;
      expect([file, holds, `sha256:${createHash('sha256').update(zip).digest('hex')}`]).toEqual([`packs/${number}.zip`, true, sha256]);
      const unpacked = join(base, number);
      const own = await unzip(zip);
      unpackInto(unpacked, own);
      expect(JSON.parse(own.get('verification.json')!.toString()).referral).toMatchObject({ number, head });
      expect((await run(join(unpacked, 'check.mjs'), ['pack', unpacked])).code).toBe(0);
    }
    const audited = (await people.auditor.http.get(`/audit?subject=${pack.id}`)).body.items as { what: string }[];
    expect(audited.map(({ what }) => what)).toEqual(['yearPackDownloaded', 'yearPackAsked']);
    await remove(pack.id);
  });

  test('lie on disk encrypted, and leave no part behind', async () => {
    const { body } = await ask(people.auditor);
    const pack = await ready(people.auditor.http, body.id);
    const file = join(folder(), `${pack.id}.zip`);
    await untilFilesAre(pack.id, [`${pack.id}.zip`]);
    const sealed = readFileSync(file);
    expect([sealed.includes('packs/'), sealed.includes('%PDF'), sealed.includes(patient().idNumber)]).toEqual([false, false, false]);
    const plain = (await contentOf(people.auditor.http, people.auditor.token, pack.id)).bytes;
    expect(plain.includes('packs/')).toBe(true);
    // A pack that was altered on the disk breaks off, and is nobody's proof.
    writeFileSync(file, Buffer.concat([sealed.subarray(0, -1), Buffer.from([sealed.at(-1)! ^ 1])]));
    await expect(contentOf(people.auditor.http, people.auditor.token, pack.id)).rejects.toThrow();
    rmSync(file);
    expect(await people.auditor.http.get(`/packs/${pack.id}/content`)).toMatchObject({ status: 500, body: { code: 'packLost' } });
    await remove(pack.id);
  });

  test('are of the year in which a referral was reported, in Shanghai', async () => {
    const other = await hospital(server);
    const others = await staff(other);
    for (const reportedAt of [`${year}-01-01T00:30:00+08:00`, `${year - 1}-12-31T23:30:00+08:00`]) {
      const { id } = await inpatientCase(others, 1);
      await server.database.query('UPDATE referral SET reported_at = $2 WHERE id = $1', [id, reportedAt]);
    }
    for (const one of [year, year - 1]) {
      const { body } = await ask(others.auditor, one);
      expect(await ready(others.auditor.http, body.id)).toMatchObject({ state: 'ready', total: 1, done: 1 });
    }
    const { body } = await ask(others.auditor, year - 2);
    const empty = await ready(others.auditor.http, body.id);
    expect(empty).toMatchObject({ state: 'ready', total: 0 });
    const files = await unzip((await contentOf(others.auditor.http, others.auditor.token, body.id)).bytes);
    expect(JSON.parse(files.get('index.json')!.toString())).toEqual([]);
    expect((await ask(others.auditor, year + 1)).body).toMatchObject({ code: 'invalid', errors: [{ pointer: '/year' }] });
  });

  test('tell how far they are, and are not given out before they are ready', async () => {
    slowly(600);
    const { body } = await ask(people.insurance);
    const some = await until(people.insurance.http, body.id, ({ done }) => done > 0);
    expect(some).toMatchObject({ state: 'making', total: cases, size: null });
    expect(some.done).toBeLessThan(cases);
    const refused = await people.insurance.http.get(`/packs/${body.id}/content`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'packNotReady', total: cases } });
    expect((await ready(people.insurance.http, body.id)).state).toBe('ready');
    expect((await contentOf(people.insurance.http, people.insurance.token, body.id)).status).toBe(200);
    await remove(body.id);
  });

  test('are asked for once of each year while they are made', async () => {
    slowly(300);
    const first = await ask(people.auditor, year, 'one-pack');
    expect(await ask(people.auditor, year, 'one-pack')).toMatchObject({ status: 201, body: { id: first.body.id } });
    expect(await ask(people.insurance)).toMatchObject({ status: 409, body: { code: 'packUnderWay', year } });
    const other = await ask(people.insurance, year - 3);
    expect(other.status).toBe(201);
    const listed = (await people.auditor.http.get('/packs')).body.items as PackResponse[];
    expect(listed.map(({ id }) => id)).toEqual([other.body.id, first.body.id]);
    // One at a time: the second waits for the first.
    await until(people.auditor.http, first.body.id, ({ state }) => state === 'making');
    expect((await show(people.auditor.http, other.body.id)).state).toBe('waiting');
    await ready(people.auditor.http, other.body.id);
    const again = await ask(people.insurance);
    expect(again.status).toBe(201);
    for (const id of [first.body.id, other.body.id, again.body.id]) await remove(id);
  });

  test('that are cancelled stop at once and leave nothing', async () => {
    slowly(300);
    const { body } = await ask(people.auditor);
    await until(people.auditor.http, body.id, ({ state }) => state === 'making');
    while (!existsSync(join(folder(), body.id))) await sleep(10);
    await remove(body.id);
    expect(await people.auditor.http.get(`/packs/${body.id}`)).toMatchObject({ status: 404 });
    expect(await people.auditor.http.delete(`/packs/${body.id}`)).toMatchObject({ status: 404 });
    await untilFilesAre(body.id, []);
    await sleep(500);
    expect(filesOf(body.id)).toEqual([]);
    const audited = (await people.auditor.http.get(`/audit?subject=${body.id}`)).body.items as { what: string }[];
    expect(audited.map(({ what }) => what)).toEqual(['yearPackDeleted', 'yearPackAsked']);
  });

  test('that cannot be made say why, and can be asked for again', async () => {
    const full = jest.spyOn(PackFolder.prototype, 'keepPart').mockRejectedValue(Object.assign(new Error('full'), { code: 'EIO' }));
    const { body } = await ask(people.auditor);
    const failed = await ready(people.auditor.http, body.id);
    expect(failed).toMatchObject({ state: 'failed', problem: 'unexpected', detail: expect.stringContaining('意外') });
    expect(await people.auditor.http.get(`/packs/${body.id}/content`)).toMatchObject({ status: 409, body: { code: 'packFailed' } });
    await untilFilesAre(body.id, []);
    full.mockRestore();
    const again = await ask(people.auditor);
    expect((await ready(people.auditor.http, again.body.id)).state).toBe('ready');
    for (const id of [body.id, again.body.id]) await remove(id);
  });

  test('are for the auditor and the heads of insurance, each of their own institution', async () => {
    const { body } = await ask(people.insuranceLead);
    await ready(people.auditor.http, body.id);
    const others = await staff(await hospital(server));
    for (const path of [`/packs/${body.id}`, `/packs/${body.id}/content`]) {
      expect((await people.clerk.http.get(path)).body.code).toBe('notPermitted');
      expect((await others.auditor.http.get(path)).status).toBe(404);
    }
    expect((await ask(people.administrator)).body.code).toBe('notPermitted');
    expect((await people.officer.http.get('/packs')).body.code).toBe('notPermitted');
    expect((await others.auditor.http.get('/packs')).body).toEqual({ items: [] });
    expect((await others.auditor.http.delete(`/packs/${body.id}`)).status).toBe(404);
    expect((await people.clerk.http.delete(`/packs/${body.id}`)).body.code).toBe('notPermitted');
    await remove(body.id);
  });

  test('are kept up to a limit', async () => {
    const other = await hospital(server);
    const { auditor } = await staff(other);
    await server.database.query(
      `INSERT INTO pack_job (institution_id, id, year, state, asked_by, asked_at)
        SELECT $1, gen_random_uuid(), 2001, 'failed', $2, $3 FROM generate_series(1, 20)`,
      [other.id, auditor.id, server.clock.now()],
    );
    expect(await ask(auditor)).toMatchObject({ status: 422, body: { code: 'limitReached', limit: 20 } });
    const [one] = (await auditor.http.get('/packs')).body.items as PackResponse[];
    expect((await auditor.http.delete(`/packs/${one!.id}`)).status).toBe(204);
    expect((await ask(auditor)).status).toBe(201);
  });
});

describe('several servers', () => {
  async function another() {
    const config = readConfig({ PORT: '0', DATA_DIR: server.dataDir, DATABASE_URL: server.databaseUrl, DATABASE_POOL: '4', LOG_LEVEL: 'silent' });
    return startAnother(config, server.clock);
  }

  test('make a pack between them once, and go on where one that is gone was', async () => {
    const second = await another();
    slowly(200);
    const kept = jest.spyOn(PackFolder.prototype, 'keepPart');
    const { body } = await ask(people.auditor);
    expect((await ready(people.auditor.http, body.id)).state).toBe('ready');
    expect(kept.mock.calls.length).toBe(cases);
    await second.close();
    await remove(body.id);
  });

  test('let go of a job when they stop, for the next one to go on with', async () => {
    slowly(300);
    const kept = jest.spyOn(PackFolder.prototype, 'keepPart');
    const { body } = await ask(people.auditor);
    const { http } = people.auditor;
    await until(http, body.id, ({ done }) => done > 1);
    await server.restart();
    const after = server.http.as(people.auditor.token);
    expect((await ready(after, body.id)).state).toBe('ready');
    // One part may have been in the middle.
    expect(kept.mock.calls.length).toBeLessThanOrEqual(cases + 1);
    people = Object.fromEntries(Object.entries(people).map(([name, one]) => [name, { ...one, http: server.http.as(one.token) }])) as Staff;
    await remove(body.id);
  });

  test('take a job whose maker says nothing any more, and not before', async () => {
    const { body } = await ask(people.auditor, year - 4);
    await ready(people.auditor.http, body.id);
    const dead = new Date(server.clock.now().getTime() + 20_000);
    await server.database.query(`UPDATE pack_job SET state = 'making', taken_until = $2, ended_at = NULL WHERE id = $1`, [body.id, dead]);
    const maker = server.part(PackMaker);
    maker.wake();
    await (maker as unknown as { running: Promise<void> | null }).running;
    expect((await show(people.auditor.http, body.id)).state).toBe('making');
    server.clock.advance({ seconds: 21 });
    maker.wake();
    expect((await ready(people.auditor.http, body.id)).state).toBe('ready');
    server.clock.set(new Date());
    await remove(body.id);
  });
});

describe('a server that is killed', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-killed-'));
  const env = { PORT: '0', DATA_DIR: dataDir, TMPDIR: dataDir, DEMO: 'on', LOG_LEVEL: 'silent' };
  let running: Spawned;
  afterAll(async () => {
    running.kill('SIGKILL');
    await running.ended;
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function signIn(): Promise<{ http: Http; token: string }> {
    const http = new Http(await running.address);
    const { body } = await http.post('/sessions', { institution: 'dongguan', username: 'tan.bingqing', password: demoPassword, as: 'bearer' });
    return { http: http.as(body.token), token: body.token };
  }

  const linesOf = (id: string): string[] => {
    const parts = join(folder(dataDir), id);
    return existsSync(parts) ? readdirSync(parts).filter((name) => name.endsWith('.json')) : [];
  };

  test('goes on with what was done, and the pack is whole in the end', async () => {
    running = spawnProgram(env);
    const { http } = await signIn();
    const { body } = await http.post('/packs', { year });
    while (linesOf(body.id).length < 2) await sleep(2);
    running.kill('SIGKILL');
    await running.ended;
    const done = linesOf(body.id);
    expect(done.length).toBeGreaterThan(1);
    // A mark in a line that was done shows whether that part is made anew.
    const marked = join(folder(dataDir), body.id, done[0]!);
    writeFileSync(marked, readFileSync(marked, 'utf8').replace('{', '{"mark":"before",'));

    running = spawnProgram(env);
    const after = await signIn();
    const pack = await ready(after.http, body.id);
    expect(pack.state).toBe('ready');
    expect(pack.done).toBe(pack.total);
    expect(pack.total).toBeGreaterThan(done.length);
    const files = await unzip((await contentOf(after.http, after.token, body.id)).bytes);
    const index = JSON.parse(files.get('index.json')!.toString()) as { file: string; mark?: string }[];
    expect(index).toHaveLength(pack.total!);
    expect(index.filter(({ mark }) => mark === 'before')).toHaveLength(1);
    for (const { file } of index) expect((await unzip(files.get(file)!)).has('manifest.json')).toBe(true);
  });
});
