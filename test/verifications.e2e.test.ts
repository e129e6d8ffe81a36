import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { LogVerificationResponse } from '@countersign/contract';
import { LogVerifier } from '../apps/api/src/inspection/log-verifier.ts';
import { inpatientCase, outpatientCase, staffed, type Case, type Colleague } from './support/hospital.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());

async function until(who: Colleague, id: string, met: (one: LogVerificationResponse) => boolean): Promise<LogVerificationResponse> {
  for (let waited = 0; waited < 600; waited += 1) {
    const { body } = await who.http.get(`/verifications/${id}`);
    if (met(body)) return body;
    await sleep(50);
  }
  throw new Error('the verification is not done');
}
const ready = (who: Colleague, id: string) => until(who, id, ({ state }) => state === 'ready' || state === 'failed');

async function verified(who: Colleague): Promise<LogVerificationResponse> {
  const { status, body } = await who.http.post('/verifications');
  if (status !== 201) throw new Error(JSON.stringify(body));
  return ready(who, body.id);
}

/** As somebody could who owns the database. */
async function tamper(table: string, sql: string, walked: Case): Promise<void> {
  await server.database.transaction(async (tx) => {
    await tx.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await tx.query(sql, [walked.id]);
    await tx.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  });
}

const eventsOf = async (institutionId: string): Promise<number> => {
  const [row] = await server.database.query<{ count: number }>('SELECT count(*)::int AS count FROM event WHERE institution_id = $1', [institutionId]);
  return row!.count;
};

describe('a verification of all logs', () => {
  test('is made in the background, and says how much holds', async () => {
    const { here, people } = await staffed(server);
    await outpatientCase(people, 'issued');
    await outpatientCase(people, 'awaitingDeans');
    await inpatientCase(people, 6);
    const asked = await people.auditor.http.post('/verifications');
    expect(asked).toMatchObject({
      status: 201,
      body: { state: 'waiting', done: 0, holds: null, broken: [], endedAt: null, askedBy: { id: people.auditor.id } },
    });
    expect(asked.headers.get('location')).toBe(`/api/v1/verifications/${asked.body.id}`);
    expect(await ready(people.auditor, asked.body.id)).toEqual({
      ...asked.body,
      state: 'ready',
      done: 3,
      total: 3,
      events: await eventsOf(here.id),
      holds: true,
      endedAt: expect.any(String),
    });
    const { body: audited } = await people.auditor.http.get(`/audit?subject=${asked.body.id}`);
    expect(audited.items.map(({ what }: { what: string }) => what)).toEqual(['verificationAsked']);
  });

  test('names what does not hold, and why, and passes over what other hospitals have', async () => {
    const [{ people }, other] = [await staffed(server), await staffed(server)];
    const [altered, voided] = [await outpatientCase(people, 'issued'), await outpatientCase(people, 'issued')];
    await outpatientCase(people, 'issued');
    await outpatientCase(other.people, 'issued');
    await tamper('event', `UPDATE event SET body = jsonb_set(body, '{data,opinion}', '"不同意"') WHERE referral_id = $1 AND seq = 5`, altered);
    await tamper('letter', 'DELETE FROM letter WHERE referral_id = $1', voided);
    const found = await verified(people.insuranceLead);
    expect(found).toMatchObject({
      state: 'ready',
      done: 3,
      holds: false,
      brokenCount: 2,
      broken: [
        { referralId: altered.id, seq: 5, why: 'altered', says: { zh: expect.stringContaining('第 5 条'), en: expect.stringContaining('Entry 5') } },
        { referralId: voided.id, why: 'letterDiffers' },
      ],
      letterGap: { serial: 3 },
    });
    expect(found.broken[0]!.number).toBe((await people.auditor.http.get(`/referrals/${altered.id}`)).body.number);
    expect(await verified(other.people.insurance)).toMatchObject({ done: 1, holds: true, broken: [], letterGap: null });
  });

  test('names a hundred of what does not hold, and counts all', async () => {
    const { here, people } = await staffed(server);
    const model = await outpatientCase(people, 'awaitingInform');
    await server.database.query(
      `INSERT INTO referral SELECT (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'number', 'X' || n))).*
       FROM referral r, generate_series(1, 120) n WHERE r.id = $1`,
      [model.id],
    );
    const found = await verified(people.auditor);
    expect(found).toMatchObject({ done: 121, total: 121, brokenCount: 120, holds: false, events: await eventsOf(here.id) });
    expect(found.broken).toHaveLength(100);
  });

  test('goes on where a server that is gone had come to', async () => {
    const { here, people } = await staffed(server);
    const cases = [await outpatientCase(people, 'awaitingInform'), await outpatientCase(people, 'awaitingInform')];
    const { id } = await verified(people.auditor);
    const left = { behind: cases[0]!.id, events: 100, brokenCount: 7, broken: [], letterGap: null };
    const leave = (lease: Date) =>
      server.database.query(
        `UPDATE verification_job SET state = 'checking', done = 1, result = $2, taken_until = $3, ended_at = NULL WHERE id = $1`,
        [id, left, lease],
      );
    const verifier = server.part(LogVerifier);
    await leave(new Date(server.clock.now().getTime() + 60_000));
    verifier.wake();
    await sleep(300);
    expect((await people.auditor.http.get(`/verifications/${id}`)).body).toMatchObject({ state: 'checking', done: 1, brokenCount: 7, holds: null });
    await leave(new Date(server.clock.now().getTime() - 1));
    verifier.wake();
    expect(await ready(people.auditor, id)).toMatchObject({ done: 2, total: 2, events: 100 + (await eventsOf(here.id)) / 2, brokenCount: 7, holds: false });
  });

  test('is one at a time, and one for one request', async () => {
    const { here, people } = await staffed(server);
    await server.database.query(
      `INSERT INTO verification_job (institution_id, id, state, asked_by, asked_at, taken_until)
       VALUES ($1, gen_random_uuid(), 'checking', $2, $3, $4)`,
      [here.id, people.auditor.id, server.clock.now(), new Date(server.clock.now().getTime() + 3_600_000)],
    );
    expect(await people.insurance.http.post('/verifications')).toMatchObject({ status: 409, body: { code: 'verificationUnderWay' } });
    await server.database.query(`DELETE FROM verification_job WHERE institution_id = $1`, [here.id]);
    const [first, second] = [
      await people.insurance.http.post('/verifications', {}, { key: 'once-only' }),
      await people.insurance.http.post('/verifications', {}, { key: 'once-only' }),
    ];
    expect(second.body.id).toBe(first.body.id);
    await ready(people.insurance, first.body.id);
    expect((await people.insurance.http.post('/verifications', { year: 2026 })).body.code).toBe('invalid');
  });

  test('is listed with those before, newest first, to its own hospital and to those who inspect', async () => {
    const [{ people }, other] = [await staffed(server), await staffed(server)];
    const first = await verified(people.auditor);
    const second = await verified(people.insurance);
    const { body } = await people.insuranceLead.http.get('/verifications?limit=1');
    expect(body.items).toEqual([second]);
    expect((await people.insuranceLead.http.get(`/verifications?limit=1&cursor=${body.nextCursor}`)).body).toEqual({ items: [first], nextCursor: null });
    expect((await other.people.auditor.http.get('/verifications')).body.items).toEqual([]);
    expect((await other.people.auditor.http.get(`/verifications/${first.id}`)).status).toBe(404);
    for (const who of [people.administrator, people.clerk, people.deanInCharge]) {
      expect((await who.http.get('/verifications')).body.code).toBe('notPermitted');
      expect((await who.http.post('/verifications')).body.code).toBe('notPermitted');
    }
  });
});
