import { afterAll, describe, expect, test } from '@jest/globals';
import { LetterExpiry } from '../apps/api/src/referrals/expire-letters.ts';
import { verifyLog } from '../apps/api/src/referrals/verify-log.ts';
import { hospital, outpatientCase, staff, staffed, type Case } from './support/hospital.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { here, people } = await staffed(server);

const db = () => server.database;
const verify = () => verifyLog(db(), server.secrets, null);

/** Changes the database as somebody could who owns it: the triggers are taken away first and put back after. */
async function tamper(sql: string, walked: Case): Promise<void> {
  await db().transaction(async (tx) => {
    await tx.query('ALTER TABLE event DISABLE TRIGGER USER');
    await tx.query('ALTER TABLE form DISABLE TRIGGER USER');
    await tx.query('ALTER TABLE letter DISABLE TRIGGER USER');
    await tx.query(sql, [walked.id]);
    await tx.query('ALTER TABLE event ENABLE TRIGGER USER');
    await tx.query('ALTER TABLE form ENABLE TRIGGER USER');
    await tx.query('ALTER TABLE letter ENABLE TRIGGER USER');
  });
}

describe('the log', () => {
  test.each(['event', 'form', 'letter', 'audit_entry'])('%s takes new rows and refuses to change or lose any', async (table) => {
    await outpatientCase(people, 'issued');
    await people.clerk.http.get('/session');
    for (const sql of [`UPDATE ${table} SET institution_id = institution_id`, `DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`]) {
      const rows = await db().query(`SELECT * FROM ${table} LIMIT 1`);
      if (rows.length === 0 && !sql.startsWith('TRUNCATE')) continue;
      await expect(db().query(sql)).rejects.toThrow(/append-only/);
    }
  });

  test('holds after every chain that was walked', async () => {
    await outpatientCase(people, 'awaitingDeans');
    const verified = await verify();
    expect(verified.broken).toEqual([]);
    expect(verified.referrals).toBeGreaterThan(0);
  });

  test.each([
    ['an opinion that was altered', `UPDATE event SET body = jsonb_set(body, '{data,opinion}', '"不同意"') WHERE referral_id = $1 AND seq = 5`, 5, 'altered'],
    ['an event taken out', 'DELETE FROM event WHERE referral_id = $1 AND seq = 5', 5, 'missing'],
    ['an end cut off', 'DELETE FROM event WHERE referral_id = $1 AND seq = 9', 9, 'endMissing'],
    ['two hashes exchanged', `UPDATE event SET previous = hash WHERE referral_id = $1 AND seq = 3`, 3, 'notLinked'],
    ['a column that says another act', `UPDATE event SET act = 'reject' WHERE referral_id = $1 AND seq = 6`, 6, 'columnsDiffer'],
    ['a state that the log does not say', `UPDATE referral SET state = '"issued"' WHERE id = $1`, 9, 'projectionDiffers'],
    ['a signature added to the facts', `UPDATE referral SET facts = jsonb_set(facts, '{signatures}', (facts->'signatures') || (facts->'signatures')) WHERE id = $1`, 9, 'projectionDiffers'],
    ['a form rewritten', `UPDATE form SET content = jsonb_set(content, '{reason}', '"别的理由"') WHERE referral_id = $1 AND version = 1`, 4, 'formDiffers'],
    ['an ID number exchanged in a form', `UPDATE form SET content = jsonb_set(content, '{patient,idNumber}', '"enc1:AAAA"') WHERE referral_id = $1 AND version = 0`, 1, 'formDiffers'],
    ['an event moved in time', `UPDATE event SET at = at - interval '1 year' WHERE referral_id = $1 AND seq = 2`, 2, 'columnsDiffer'],
    ['another name in the lists', `UPDATE referral SET patient_name = '别人' WHERE id = $1`, 9, 'projectionDiffers'],
    ['a form that no act filled in', `INSERT INTO form SELECT institution_id, referral_id, 99, content, material_digest, content_digest FROM form WHERE referral_id = $1 AND version = 1`, 9, 'formDiffers'],
  ])('shows %s at the event where it shows first', async (_, sql, seq, why) => {
    const walked = await outpatientCase(people, 'awaitingLetter');
    const number = (await people.clerk.http.get(`/referrals/${walked.id}`)).body.number as string;
    expect((await verifyLog(db(), server.secrets, number)).broken).toEqual([]);
    await tamper(sql, walked);
    expect((await verifyLog(db(), server.secrets, number)).broken).toEqual([{ number, seq, why }]);
  });

  test.each([
    ['was made valid for longer', `UPDATE letter SET valid_until = valid_until + 300 WHERE referral_id = $1`],
    ['may be used oftener', 'UPDATE letter SET uses = 99 WHERE referral_id = $1'],
    ['leads to another district', `UPDATE letter SET content = jsonb_set(content, '{division}', '"110000"') WHERE referral_id = $1`],
    ['replaces another by now', `UPDATE letter SET replaces = '转〔2025〕000001号' WHERE referral_id = $1`],
    ['was the last and is gone', 'DELETE FROM letter WHERE referral_id = $1'],
  ])('shows a letter that %s', async (_, sql) => {
    const walked = await outpatientCase(people, 'issued');
    const number = (await people.clerk.http.get(`/referrals/${walked.id}`)).body.number as string;
    expect((await verifyLog(db(), server.secrets, number)).broken).toEqual([]);
    await tamper(sql, walked);
    expect((await verifyLog(db(), server.secrets, number)).broken).toEqual([{ number, seq: 10, why: 'letterDiffers' }]);
  });

  test('shows a paper that no act brought', async () => {
    const walked = await outpatientCase(people, 'issued');
    const number = (await people.clerk.http.get(`/referrals/${walked.id}`)).body.number as string;
    await db().query(
      `INSERT INTO paper (institution_id, id, kind, name, media_type, size, digest, uploaded_by, uploaded_at, referral_id)
       VALUES ($1, gen_random_uuid(), 'other', '补充材料.pdf', 'application/pdf', 10, 'sha256:stray', $2, now(), $3)`,
      [here.id, people.clerk.id, walked.id],
    );
    expect((await verifyLog(db(), server.secrets, number)).broken).toEqual([{ number, seq: 10, why: 'paperDiffers' }]);
  });

  test('shows a letter whose number was taken out', async () => {
    const other = await hospital(server);
    const others = await staff(other);
    const first = await outpatientCase(others, 'issued');
    await outpatientCase(others, 'issued');
    await tamper('DELETE FROM letter WHERE referral_id = $1', first);
    expect((await verify()).letterGap).toMatchObject({ serial: 2 });
  });
});

describe('a letter past its last valid day', () => {
  test('is expired by the system, and the log says that it was the system', async () => {
    const { app } = { app: server };
    const walked = await outpatientCase(people, 'issued');
    const expiry = new LetterExpiry(app.database, app.clock);
    app.clock.advance({ days: 29 });
    expect(await expiry.expireOverdue()).toBe(0);
    app.clock.advance({ days: 1, hours: 24 });
    expect(await expiry.expireOverdue()).toBeGreaterThan(0);
    const { body } = await people.clerk.http.get(`/referrals/${walked.id}`);
    expect(body.state).toBe('expired');
    const { body: log } = await people.clerk.http.get(`/referrals/${walked.id}/history`);
    expect(log.entries.at(-1)).toMatchObject({ entry: { act: 'expire', actor: null } });
    app.clock.set(new Date());
  });
});
