import { afterAll, describe, expect, test } from '@jest/globals';
import { hospital, outpatientCase, staff, type Colleague } from './support/hospital.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());

const here = await hospital(server, { letterNumberPattern: '甲〔{year}〕{serial:6}号', warrantNumberPattern: '{year}-{serial:4}' });
const people = await staff(here);
const change = async (settings: object) => {
  const { status } = await people.administrator.http.patch('/institution', { settings });
  expect(status).toBe(200);
};

test('whether own reports may be signed also changes what waits already, to and fro', async () => {
  const strict = await here.person('钱自报', ['attendingPhysician', here.surgery], ['departmentDirector', here.surgery]);
  const walked = await outpatientCase({ ...people, physician: strict }, 'awaitingDepartment');
  const waitsFor = async ({ http }: Colleague) => {
    const { body } = await http.get('/worklist?limit=100');
    return body.items.some(({ id }: { id: string }) => id === walked.id);
  };
  expect([await waitsFor(strict), await waitsFor(people.director)]).toEqual([false, true]);
  await change({ ownReportAllowed: true });
  expect([await waitsFor(strict), await waitsFor(people.director)]).toEqual([true, true]);
  await change({ ownReportAllowed: false });
  expect([await waitsFor(strict), await waitsFor(people.director)]).toEqual([false, true]);
});

describe('a number that was given out under an older pattern', () => {
  const take = (number: string) =>
    server.database.query(
      `INSERT INTO letter (institution_id, year, serial, number, referral_id, issued_at, valid_from, valid_until, content)
       SELECT institution_id, 2001, 1, $2, id, changed_at, '2001-01-01', '2001-01-31', '{}' FROM referral
       WHERE institution_id = $1 LIMIT 1`,
      [here.id, number],
    );

  test('is given to no other letter: the clerk is told, and goes on once the pattern is another', async () => {
    const year = new Intl.DateTimeFormat('en', { timeZone: 'Asia/Shanghai', year: 'numeric' }).format(server.clock.now());
    const walked = await outpatientCase(people, 'awaitingLetter');
    await take(`甲〔${year}〕000001号`);
    const refused = await walked.try(people.clerk, 'issueLetter');
    expect([refused.status, refused.body.code, refused.body.number]).toEqual([409, 'numberTaken', `甲〔${year}〕000001号`]);
    await change({ letterNumberPattern: '乙〔{year}〕{serial:6}号' });
    const { body } = await walked.do(people.clerk, 'issueLetter');
    expect(body.letter.number).toBe(`乙〔${year}〕000001号`);
  });

  test('is given to no other warrant', async () => {
    const { body } = await people.insuranceLead.http.get('/appointments?limit=100');
    const held = body.items.find(({ office }: { office: string }) => office === 'deanInCharge');
    const set = (substitute: Colleague) =>
      people.insuranceLead.http.post('/substitutes', {
        appointmentId: held.id,
        personId: substitute.id,
        until: new Date(server.clock.now().getTime() + 86_400_000).toISOString(),
      });
    const first = await set(people.clerk);
    expect(first.status).toBe(201);
    const next = first.body.warrantNo.replace(/1$/, '2');
    await server.database.query('UPDATE substitute SET warrant_no = $2 WHERE institution_id = $1', [here.id, next]);
    const refused = await set(people.officer);
    expect([refused.status, refused.body.code, refused.body.number]).toEqual([409, 'numberTaken', next]);
    await change({ warrantNumberPattern: '代{year}-{serial:4}' });
    expect((await set(people.officer)).body.warrantNo).toBe(`代${next}`);
  });
});

test('dates and moments are told apart the same way whatever the database is set to', async () => {
  const [row] = await server.database.query<{ zone: string; style: string }>(
    `SELECT current_setting('TimeZone') AS zone, current_setting('DateStyle') AS style`,
  );
  expect(['UTC', 'GMT', 'Etc/UTC']).toContain(row!.zone);
  expect(row!.style).toBe('ISO, MDY');
});

test('a department that is deleted while somebody is appointed in it either stays or takes nobody', async () => {
  const { administrator, officer } = people;
  const begin = async (i: number) =>
    (await administrator.http.post('/departments', { code: `GONE${i}`, name: `将撤${i}` })).body.id as string;
  const departments = await Promise.all(Array.from({ length: 6 }, (_, i) => begin(i)));
  const answers = await Promise.all(
    departments.map((departmentId) =>
      Promise.all([
        administrator.http.post('/appointments', { personId: officer.id, office: 'bedDoctor', departmentId }),
        administrator.http.delete(`/departments/${departmentId}`),
      ]),
    ),
  );
  for (const [appointed, deleted] of answers) {
    expect([
      [201, 409],
      [400, 204],
    ]).toContainEqual([appointed.status, deleted.status]);
  }
});
