import { afterAll, expect, test } from '@jest/globals';
import { hospital, idNumberOf, inpatientCase, outpatientCase, patient, reportContent, staff, staffed, type Colleague } from './support/hospital.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { here, people } = await staffed(server);

const find = (who: Colleague, idNumber: string, more: object = {}) =>
  who.http.post('/referrals/find', { idNumber, ...more }, { key: null });

let patients = 0;
/** Somebody who has no referral yet. */
function somebody() {
  const idNumber = idNumberOf(`4419001965031${String((patients += 1)).padStart(4, '0')}`);
  return { idNumber, content: reportContent({ patient: patient({ idNumber }) }) };
}

const lookUps = () =>
  server.database.query<{ person_id: string; subject: string | null; details: object }>(
    `SELECT person_id, subject, details FROM audit_entry
      WHERE institution_id = $1 AND what = 'patientLookedUp' ORDER BY at, id`,
    [here.id],
  );

const idsOf = (answer: Awaited<ReturnType<typeof find>>) => answer.body.items.map(({ id }: { id: string }) => id);

test("a card finds the patient's referrals, newest first, as lists show them", async () => {
  const { idNumber, content } = somebody();
  const [first, second] = [await outpatientCase(people, 'awaitingInform', content), await inpatientCase(people, 0, content)];
  await outpatientCase(people, 'awaitingInform', somebody().content);
  const answer = await find(people.clerk, idNumber);
  expect(answer.status).toBe(200);
  expect(idsOf(answer)).toEqual([second.id, first.id]);
  expect(answer.body.items[0]).toMatchObject({ patientIdMasked: `441***********${idNumber.slice(-4)}`, stateName: '待告知医保办' });
  expect(JSON.stringify(answer.body)).not.toContain(idNumber);
});

test('a page goes on where the one before ended', async () => {
  const { idNumber, content } = somebody();
  const first = await inpatientCase(people, 0, content);
  const second = await inpatientCase(people, 0, content);
  const page = await find(people.clerk, idNumber, { limit: 1 });
  expect(idsOf(page)).toEqual([second.id]);
  const next = await find(people.clerk, idNumber, { limit: 1, cursor: page.body.nextCursor });
  expect([idsOf(next), next.body.nextCursor]).toEqual([[first.id], null]);
  expect(await find(people.clerk, idNumber, { cursor: 'made-up' })).toMatchObject({ status: 400, body: { code: 'badCursor' } });
});

test('a doctor finds those of their department and those they have a part in, and no others', async () => {
  const { idNumber, content } = somebody();
  const walked = await outpatientCase(people, 'awaitingInform', content);
  const elsewhere = await here.person('肿瘤科医生', ['attendingPhysician', here.oncology]);
  expect(idsOf(await find(people.bedDoctor, idNumber))).toEqual([walked.id]);
  expect(idsOf(await find(elsewhere, idNumber))).toEqual([]);
  await walked.do(people.lead, 'copyTo', { people: [elsewhere.id] });
  expect(idsOf(await find(elsewhere, idNumber))).toEqual([walked.id]);
  expect(idsOf(await find(people.administrator, idNumber))).toEqual([]);
});

test('another institution finds nothing of it', async () => {
  const { idNumber, content } = somebody();
  await inpatientCase(people, 0, content);
  const others = await staff(await hospital(server));
  expect(idsOf(await find(others.clerk, idNumber))).toEqual([]);
});

test('a number that a form corrected is the one that is found', async () => {
  const [mistaken, right] = [somebody(), somebody()];
  const walked = await inpatientCase(people, 3, mistaken.content);
  await walked.do(people.director, 'returnForCorrection', { reason: 'incomplete', comment: '证号有误。', to: 'fillIn' });
  const form = { ...right.content, condition: '同前。', destination: { name: '省示例肿瘤医院', division: '440100' } };
  await walked.do(people.bedDoctor, 'fillIn', { form });
  expect(idsOf(await find(people.clerk, right.idNumber))).toEqual([walked.id]);
  expect(idsOf(await find(people.clerk, mistaken.idNumber))).toEqual([]);
});

test('a mistyped number is refused, and what a reader types in lower case is found', async () => {
  const refused = await find(people.clerk, '441900196503124524');
  expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, '/idNumber']);
  const withX = Array.from({ length: 100 }, (_, i) => idNumberOf(`44190019650401${String(i).padStart(3, '0')}`)).find((n) => n.endsWith('X'))!;
  const walked = await inpatientCase(people, 0, reportContent({ patient: patient({ idNumber: withX }) }));
  expect(idsOf(await find(people.clerk, ` ${withX.toLowerCase()} `))).toEqual([walked.id]);
});

test('every look-up is recorded, with what it found and without the number', async () => {
  const { idNumber, content } = somebody();
  const walked = await inpatientCase(people, 0, content);
  const before = (await lookUps()).length;
  await find(people.clerk, idNumber);
  await find(people.clerk, somebody().idNumber);
  await find(people.clerk, '441900196503124524');
  expect((await lookUps()).slice(before)).toEqual([
    { person_id: people.clerk.id, subject: walked.id, details: { found: 1 } },
    { person_id: people.clerk.id, subject: null, details: { found: 0 } },
  ]);
  expect(JSON.stringify(await server.database.query('SELECT * FROM audit_entry'))).not.toContain(idNumber);
});
