import { afterAll, describe, expect, test } from '@jest/globals';
import { readLogged, verifyLog } from '../apps/api/src/referrals/verify-log.ts';
import { algorithmOf } from '../libs/evidence/src/index.ts';
import { formContent, hospital, outpatientCase, signed, staff, type Case, type Hospital } from './support/hospital.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());

/** Every digest that the log of a case names or is made of, by its algorithm. */
async function algorithmsOf(here: Hospital, walked: Case): Promise<string[]> {
  const { events, forms, head } = await readLogged(server.database, here.id, walked.id);
  const links = events.flatMap(({ previous, hash, body }) => [
    previous,
    hash,
    ...('materialDigest' in body.data ? [body.data.materialDigest] : []),
  ]);
  const digests = [head, ...links, ...forms.flatMap(({ materialDigest, contentDigest }) => [materialDigest, contentDigest])];
  return [...new Set(digests.map(algorithmOf))];
}

const brokenOf = async ({ people, id }: Case) => {
  const { body } = await people.clerk.http.get(`/referrals/${id}`);
  return (await verifyLog(server.database, server.secrets, body.number as string)).broken;
};

describe('digests of an institution', () => {
  test.each([
    ['sha256', {}],
    ['sm3', { digestAlgorithm: 'sm3' as const }],
  ])('are all made by %s, and the log holds', async (algorithm, settings) => {
    const here = await hospital(server, settings);
    const walked = await outpatientCase(await staff(here), 'issued');
    expect(await algorithmsOf(here, walked)).toEqual([algorithm]);
    expect(await brokenOf(walked)).toEqual([]);
  });

  test('made by SM3 show an altered event and an altered form as well', async () => {
    const walked = await outpatientCase(await staff(await hospital(server, { digestAlgorithm: 'sm3' })), 'issued');
    const alter = (table: string, sql: string) =>
      server.database.transaction(async (tx) => {
        await tx.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
        await tx.query(sql, [walked.id]);
        await tx.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
      });
    await alter('form', `UPDATE form SET content = jsonb_set(content, '{reason}', '"别的理由"') WHERE referral_id = $1 AND version = 1`);
    expect(await brokenOf(walked)).toMatchObject([{ seq: 4, why: 'formDiffers' }]);
    await alter('event', `UPDATE event SET body = jsonb_set(body, '{data,opinion}', '"不同意"') WHERE referral_id = $1 AND seq = 5`);
    expect(await brokenOf(walked)).toMatchObject([{ seq: 5, why: 'altered' }]);
  });

  test('stay as they began in a referral that runs: a new setting takes no signature away', async () => {
    const here = await hospital(server);
    const people = await staff(here);
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const { status } = await people.administrator.http.patch('/institution', { settings: { digestAlgorithm: 'sm3' } });
    expect(status).toBe(200);
    await walked.do(people.medical, 'returnForCorrection', { to: 'fillIn', reason: 'incomplete', comment: '请核对电话。' });
    const { body } = await walked.do(people.lead, 'fillIn', { form: formContent() });
    // The same material content goes straight back to whoever returned it.
    expect(body.state).toBe('awaitingMedicalDirector');
    await walked.do(people.medical, 'sign', signed);
    expect(await algorithmsOf(here, walked)).toEqual(['sha256']);
    expect(await algorithmsOf(here, await outpatientCase(people, 'awaitingInform'))).toEqual(['sm3']);
    expect(await brokenOf(walked)).toEqual([]);
  });
});
