import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ageOn, birthDateOf, dateInShanghai, sexOf } from '../libs/policy/src/index.ts';
import { hospital, inpatientCase, reportContent, staff, type Case, type Hospital, type Staff } from './support/hospital.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());

let here: Hospital;
let people: Staff;
let walked: Case;
const patientId = reportContent().patient.idNumber;
beforeAll(async () => {
  here = await hospital(server);
  people = await staff(here);
  walked = await inpatientCase(people, 2);
});

const audited = () =>
  server.database.query<{ person_id: string; subject: string }>(
    `SELECT person_id, subject FROM audit_entry WHERE institution_id = $1 AND what = 'referralRevealed'`,
    [here.id],
  );

test('a referral shows ID numbers masked, and whole to whoever may see it and is recorded as having looked', async () => {
  const { body: shown } = await people.clerk.http.get(`/referrals/${walked.id}`);
  expect(JSON.stringify(shown)).not.toContain(patientId);
  // What a doctor asks first is told without it.
  expect(shown.patient).toEqual({ sex: sexOf(patientId), age: ageOn(dateInShanghai(new Date()), birthDateOf(patientId)!) });
  expect(await audited()).toEqual([]);
  const { status, body } = await people.clerk.http.post(`/referrals/${walked.id}/reveal`);
  expect([status, body.patient.idNumber]).toEqual([200, patientId]);
  expect(await audited()).toEqual([{ person_id: people.clerk.id, subject: walked.id }]);
  expect(JSON.stringify(await server.database.query('SELECT * FROM audit_entry'))).not.toContain(patientId);
});

test('nothing is revealed to whoever has no part in it, nor to another institution', async () => {
  const before = await audited();
  const outsider = await here.person('外科室', ['attendingPhysician', here.oncology]);
  const stranger = await (await hospital(server)).person('他院', 'insuranceLead');
  const refused = await outsider.http.post(`/referrals/${walked.id}/reveal`);
  expect([refused.status, refused.body.code]).toEqual([403, 'notInvolved']);
  expect((await stranger.http.post(`/referrals/${walked.id}/reveal`)).status).toBe(404);
  expect(await audited()).toEqual(before);
});

test('a field that would be ignored is refused, and nothing is revealed; without any the number is', async () => {
  const before = await audited();
  const path = `/referrals/${walked.id}/reveal`;
  const { status, body } = await people.clerk.http.post(path, { reason: '核对' });
  expect([status, body.errors[0].pointer]).toEqual([400, '/reason']);
  expect(await audited()).toEqual(before);
  expect((await people.clerk.http.post(path)).status).toBe(200);
});

test('each look is recorded, also one that is sent again; another referral with its key is refused', async () => {
  const before = await audited();
  const sending = { key: 'look-again' };
  const path = `/referrals/${walked.id}/reveal`;
  const first = await people.medical.http.post(path, undefined, sending);
  const again = await people.medical.http.post(path, undefined, sending);
  expect([first.status, again.status, again.body]).toEqual([200, 200, first.body]);
  expect(await audited()).toHaveLength(before.length + 2);
  const kept = await server.database.query(`SELECT body FROM idempotent_answer WHERE key = 'look-again'`);
  expect(kept).toEqual([{ body: null }]);
  const other = await inpatientCase(people, 2);
  const reused = await people.medical.http.post(`/referrals/${other.id}/reveal`, undefined, sending);
  expect([reused.status, reused.body.code]).toEqual([422, 'keyReused']);
});
