import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, jest, test } from '@jest/globals';
import { readConfig } from '../apps/api/src/config/config.ts';
import { Database } from '../apps/api/src/database/database.ts';
import { startServer as startAnother } from '../apps/api/src/server.ts';
import { onRealPostgres } from './support/database.ts';
import { Listening } from './support/events.ts';
import { outpatientCase, signed, staffed, type Colleague } from './support/hospital.ts';
import { Http } from './support/http.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { here, people } = await staffed(server);

const open: Listening[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.leave();
  jest.restoreAllMocks();
});

/** The stream is no message that a client of the API waits for to its end, so it is asked for with fetch. */
async function listen({ token }: Pick<Colleague, 'token'>, base = server.http.base): Promise<Listening> {
  const listening = await Listening.to(`${base}/api/v1/worklist/stream`, { Authorization: `Bearer ${token}` });
  open.push(listening);
  return listening;
}

const path = '/worklist/stream';

/** Statements that reach the database while something is done. */
async function statementsOf(work: () => Promise<void>): Promise<string[]> {
  const asked: string[] = [];
  const query = Database.prototype.query;
  const spy = jest.spyOn(Database.prototype, 'query').mockImplementation(function (this: Database, statement, values) {
    asked.push(typeof statement === 'string' ? statement : (statement.name ?? statement.text));
    return query.call(this, statement, values) as never;
  });
  await work();
  spy.mockRestore();
  return asked.filter((name) => /^(worklist-|read-callers|count-worklists)/.test(name));
}

describe('an open worklist', () => {
  test('begins with the counts, and holds no names', async () => {
    await outpatientCase(people, 'awaitingMedicalDirector');
    const page = await listen(people.medical);
    expect(Object.fromEntries(page.answer.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-correlation-id': expect.any(String),
    });
    const counts = await page.next('counts');
    expect(counts).toEqual((await people.medical.http.get('/worklist/counts')).body);
    expect(counts.awaiting).toMatchObject({ count: 1, urgent: { count: 1, more: false } });
    expect(page.text.startsWith('retry: 3000\n\n')).toBe(true);
    expect(page.text).not.toMatch(/王|陈/);
  });

  test('hears of what somebody else did, soon and without asking: whom it awaits, whom it awaited, who has a part in it', async () => {
    const walked = await outpatientCase(people, 'awaitingDepartment');
    const [awaited, awaitedBefore, involved, others] = await Promise.all(
      [people.medical, people.lead, people.physician, people.bedDoctor].map((who) => listen(who)),
    );
    const before = await awaited!.next('counts');
    await Promise.all([awaitedBefore, involved, others].map((page) => page!.next('counts')));
    await walked.do(people.director, 'sign', signed);
    const changed = { referralId: walked.id, version: walked.version };
    expect(await awaited!.next('changed')).toEqual(changed);
    expect((await awaited!.next('counts')).awaiting.count).toBe(before.awaiting.count + 1);
    for (const page of [awaitedBefore, involved]) expect(await page!.next('changed')).toEqual(changed);
    // The bed doctor holds no office that it awaits or awaited, and did nothing to it.
    await walked.do(people.physician, 'copyTo', { people: [people.bedDoctor.id] });
    expect(await others!.next('changed')).toEqual(changed);
    expect(others!.events.filter(({ event }) => event === 'changed')).toHaveLength(1);
    await others!.until('counts', (counts) => counts.copied.count === 1);
  });

  test('hears that the other dean is asked no more after one of them sent it back', async () => {
    const walked = await outpatientCase(people, 'awaitingDeans');
    const page = await listen(people.businessDean);
    const { awaiting } = await page.next('counts');
    await walked.do(people.deanInCharge, 'returnForCorrection', { to: 'fillIn', reason: 'incomplete', comment: '请补充。' });
    expect(await page.next('changed')).toEqual({ referralId: walked.id, version: walked.version });
    expect((await page.next('counts')).awaiting.count).toBe(awaiting.count - 1);
  });

  test('hears of what one has no part in, where one watches all of the institution; others do not', async () => {
    const walked = await outpatientCase(people, 'awaitingDepartment');
    const [watching, other] = await Promise.all([people.auditor, people.bedDoctor].map((who) => listen(who)));
    await Promise.all([watching, other].map((page) => page!.next('counts')));
    await walked.do(people.director, 'sign', signed);
    expect(await watching!.next('changed')).toEqual({ referralId: walked.id, version: walked.version });
    await walked.do(people.physician, 'copyTo', { people: [people.bedDoctor.id] });
    await other!.next('changed');
    expect(other!.events.filter(({ event }) => event === 'changed')).toHaveLength(1);
  });

  test('hears of an act also where a restored database knows transactions of a later time, and where a log was tampered with', async () => {
    const [restored, tampered, walked] = [
      await outpatientCase(people, 'awaitingDepartment'),
      await outpatientCase(people, 'awaitingDepartment'),
      await outpatientCase(people, 'awaitingMedicalDirector'),
    ];
    await server.database.query('ALTER TABLE event DISABLE TRIGGER USER');
    await server.database.query(`UPDATE event SET written_by = '4611686018427387904' WHERE referral_id = $1`, [restored!.id]);
    await server.database.query(`UPDATE event SET body = body || '{"act": "nonsense"}' WHERE referral_id = $1 AND seq = 2`, [tampered!.id]);
    await server.database.query('ALTER TABLE event ENABLE TRIGGER USER');
    const page = await listen(people.deanInCharge);
    await page.next('counts');
    await tampered!.do(people.director, 'sign', signed);
    await walked!.do(people.medical, 'sign', signed);
    await page.until('changed', ({ referralId }) => referralId === walked!.id);
    const heard = page.events.filter(({ event }) => event === 'changed').map(({ data }) => data.referralId);
    expect(heard).not.toContain(restored!.id);
  });

  test('hears nothing of another hospital', async () => {
    const other = await staffed(server);
    const page = await listen(other.people.medical);
    const { awaiting } = await page.next('counts');
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const own = await outpatientCase(other.people, 'awaitingMedicalDirector');
    await page.until('counts', (counts) => counts.awaiting.count === awaiting.count + 1);
    const heard = page.events.filter(({ event }) => event === 'changed').map(({ data }) => data.referralId);
    expect(new Set(heard)).toEqual(new Set([own.id]));
    expect(page.text).not.toContain(walked.id);
  });

  test('hears of an act that a second server wrote to the same database', async () => {
    const config = readConfig({
      PORT: '0', DATA_DIR: server.dataDir, DATABASE_URL: server.databaseUrl, DATABASE_POOL: '4', LOG_LEVEL: 'silent',
    });
    const second = await startAnother(config, server.clock);
    try {
      const walked = await outpatientCase(people, 'awaitingMedicalDirector');
      const page = await listen(people.deanInCharge);
      await page.next('counts');
      const there = new Http(second.address).as(people.medical.token);
      const { body } = await there.post(`/referrals/${walked.id}/sign`, signed, { ifMatch: walked.version });
      expect(await page.next('changed')).toEqual({ referralId: walked.id, version: body.version });
    } finally {
      await second.close();
    }
  });

  test('misses no event whose writer came to its end after others that began later', async () => {
    const [slow, quick] = [await outpatientCase(people, 'awaitingInform'), await outpatientCase(people, 'awaitingInform')];
    const page = await listen(people.lead);
    await page.next('counts');
    const change = (id: string, seq: number) =>
      [
        `INSERT INTO event (institution_id, referral_id, seq, act, person_id, at, body, previous, hash)
         SELECT institution_id, referral_id, $2::int, act, person_id, at, jsonb_set(body, '{seq}', to_jsonb($2::int)), previous, hash
         FROM event WHERE referral_id = $1 AND seq = 2`,
        [id, seq],
      ] as const;
    for (const walked of [slow, quick]) await walked.do(people.lead, 'comment', { text: '好。' });
    await page.next('changed');
    await page.next('changed');
    // Each transaction has its number from its first write; the one with the lower number ends last.
    await server.database.transaction(async (tx) => {
      await tx.query(...change(slow.id, 3));
      // The embedded database runs one transaction at a time: there nobody is quicker.
      if (onRealPostgres) {
        await quick.do(people.lead, 'comment', { text: '已联系。' });
        await page.until('changed', ({ referralId }) => referralId === quick.id);
        await page.next('changed');
      }
      await tx.query('UPDATE referral SET seq = 3 WHERE id = $1', [slow.id]);
    });
    expect(await page.next('changed')).toMatchObject({ referralId: slow.id });
  });

  test('ends when its session does, and says why', async () => {
    const { person } = here;
    const somebody = await person('许同事', 'medicalDirector');
    const page = await listen(somebody);
    await page.next('counts');
    const others = await listen(people.medical);
    await others.next('counts');
    expect((await somebody.http.delete('/session')).status).toBe(204);
    expect(await page.next('signedOut')).toEqual({});
    await page.ended;
    await expect(listen(somebody)).rejects.toThrow('signedOut');
    expect(others.events.map(({ event }) => event)).not.toContain('signedOut');
  });

  test('ends when its session expires', async () => {
    const somebody = await here.person('何同事', 'medicalDirector');
    const page = await listen(somebody);
    await page.next('counts');
    await server.database.query('UPDATE session SET expires_at = $2 WHERE person_id = $1', [somebody.id, server.clock.now()]);
    await page.next('signedOut');
    await page.ended;
  });

  test('shows what an office is awaited for only while it is held', async () => {
    const somebody = await here.person('吕同事', 'medicalDirector');
    const walked = await outpatientCase(people, 'awaitingDepartment');
    const page = await listen(somebody);
    expect((await page.next('counts')).awaiting.count).toBeGreaterThan(0);
    await here.endOffice(somebody, 'medicalDirector');
    await walked.do(people.director, 'sign', signed);
    await page.until('counts', (counts) => counts.awaiting.count === 0);
  });

  test('may be open ten times in one session, and again when one was closed', async () => {
    const somebody = await here.person('施同事', 'auditor');
    const pages = await Promise.all(Array.from({ length: 10 }, () => listen(somebody)));
    expect((await somebody.http.get(path)).body).toMatchObject({ status: 429, code: 'tooManyStreams', limit: 10 });
    pages[0]!.leave();
    for (let waited = 0; waited < 100; waited += 1) {
      const again = await listen(somebody).catch(() => null);
      if (again) return;
      await sleep(20);
    }
    throw new Error('nobody let go of the page that was closed');
  });

  test('of a HEAD request is none', async () => {
    const somebody = await here.person('张同事', 'auditor');
    for (let i = 0; i < 12; i += 1) {
      const { status } = await fetch(`${server.http.base}/api/v1${path}`, { method: 'HEAD', headers: { Authorization: `Bearer ${somebody.token}` } });
      expect(status).toBe(200);
    }
    await listen(somebody);
  });
});

describe('what open worklists cost', () => {
  test('nothing while nobody listens', async () => {
    // The last look for whoever has just left.
    await sleep(500);
    expect(await statementsOf(async () => {
      await outpatientCase(people, 'awaitingDepartment');
      await sleep(3_500);
    })).toEqual([]);
  });

  test('a few statements for a burst of acts, however many pages of however many people are open', async () => {
    const { here: busy, people: staff } = await staffed(server);
    const directors = await Promise.all(Array.from({ length: 60 }, (_, i) => busy.person(`医务${i}`, 'medicalDirector')));
    const cases = await Promise.all(Array.from({ length: 5 }, () => outpatientCase(staff, 'awaitingDepartment')));
    const pages = await Promise.all(directors.flatMap((who) => [listen(who), listen(who)]));
    await Promise.all(pages.map((page) => page.next('counts')));
    const asked = await statementsOf(async () => {
      await Promise.all(cases.map((walked) => walked.do(staff.director, 'sign', signed)));
      await Promise.all(pages.map((page) => page.until('counts', (counts) => counts.awaiting.count === 5)));
    });
    // 60 people are two lots of 50. Acts that fall on both sides of a look make two of them.
    const looks = asked.filter((name) => name === 'worklist-news').length;
    expect(looks).toBeLessThanOrEqual(4);
    expect(asked.length).toBeLessThanOrEqual(looks * 6);
  });
});

test('a server that closes ends its open worklists at once, and waits for no connection that nobody uses', async () => {
  const own = await startServer();
  const { people: staff } = await staffed(own);
  const pages = await Promise.all([listen(staff.medical, own.http.base), listen(staff.lead, own.http.base)]);
  await Promise.all(pages.map((page) => page.next('counts')));
  // As browsers open one ahead.
  const silent = connect(Number(new URL(own.http.base).port), '127.0.0.1');
  await once(silent, 'connect');
  await own.close();
  await Promise.all(pages.map((page) => page.ended));
  if (!silent.closed) await once(silent, 'close');
});
