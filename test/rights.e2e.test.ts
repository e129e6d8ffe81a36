import { afterAll, expect, test } from '@jest/globals';
import { offices, rights, type Office, type Right } from '@countersign/policy';
import type { Answer } from './support/http.ts';
import { outpatientCase, signed, spouse, staffed, type Colleague } from './support/hospital.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { here, people } = await staffed(server);
const someId = '01980000-0000-7000-8000-000000000000';

const issued = await outpatientCase(people, 'issued');
const holder = await here.person('许持岗', ['attendingPhysician', here.surgery]);
const substitute = await here.person('何代理', ['bedDoctor', here.surgery]);
await here.warrant(substitute, holder, 'attendingPhysician');
const heldElsewhere = await here.person('吕持岗', ['attendingPhysician', here.surgery]);
const lendable = (await people.administrator.http.get(`/appointments?personId=${heldElsewhere.id}`)).body.items[0].id;

type Attempt = (who: Colleague) => Promise<Answer>;

/** Whether this attempt gets past the question of who may; whoever does not is told whom to ask. */
const permitted = (attempt: Attempt) => async (who: Colleague) => {
  const { status, body } = await attempt(who);
  if (status !== 403) return true;
  expect(body).toMatchObject({ code: 'notPermitted', offices: expect.any(Array) });
  return false;
};
const done = (attempt: Attempt) => async (who: Colleague) => (await attempt(who)).status < 300;

/** One thing that the API lets people do, or shows them, by each right; whoever adds a right says here what it opens. */
const attempts: Record<Right, (who: Colleague) => Promise<boolean>> = {
  seeReferrals: done(({ http }) => http.get(`/referrals/${issued.id}`)),
  actOnReferrals: done((who) => issued.try(who, 'comment', { text: '已阅' })),
  serveWindow: done((who) => issued.try(who, 'handOver', spouse)),
  reprintDocuments: permitted(({ http }) => http.post(`/documents/${someId}/reprint`)),
  seeOverview: permitted(({ http }) => http.get('/overview/standing')),
  exportOverview: permitted(({ http }) => http.get('/overview/export.xlsx')),
  seeAudit: permitted(({ http }) => http.get('/audit')),
  inspect: permitted(({ http }) => http.get('/packs')),
  seePeople: permitted(({ http }) => http.get('/people')),
  administer: permitted(({ http }) => http.post('/departments', {})),
  keepDirectory: permitted(({ http }) => http.post('/imports/diagnoses', 'code', { headers: { 'Content-Type': 'text/csv' } })),
  keepReasons: permitted(({ http }) => http.post('/reasons', {})),
  keepPhrases: permitted(({ http }) => http.post('/phrases', { text: signed.opinion, of: 'institution' })),
  // Their own warrants everybody sees.
  seeSubstitutes: async ({ http }) => (await http.get(`/substitutes?personId=${substitute.id}`)).body.items.length > 0,
  setSubstitutesForOthers: permitted(({ http }) => {
    const until = new Date(server.clock.now().getTime() + 86_400_000).toISOString();
    return http.post('/substitutes', { appointmentId: lendable, personId: substitute.id, until });
  }),
};

/** What somebody is told that they may, by the one office that they hold. */
const told = new Map<Office, { who: Colleague; may: Right[] }>();
for (const who of Object.values(people)) {
  const { capacities, may } = (await who.http.get('/session')).body;
  told.set(capacities[0].office, { who, may });
}

test('somebody of each office is asked', () => {
  expect([...told.keys()].sort()).toEqual([...offices].sort());
});

test.each(rights)('%s is open to those who are told so, and to nobody else', async (right) => {
  const open = { told: [] as Office[], found: [] as Office[] };
  for (const [office, { who, may }] of told) {
    if (may.includes(right)) open.told.push(office);
    if (await attempts[right](who)) open.found.push(office);
  }
  expect(open.found).toEqual(open.told);
  expect(open.found.length).toBeGreaterThan(0);
  expect(open.found.length).toBeLessThan(offices.length);
});

test('a right is lent with an office, and ends with it', async () => {
  const lent = await here.person('施代理', ['bedDoctor', here.surgery]);
  const may = async () => (await lent.http.get('/session')).body.may;
  expect(await may()).toEqual(['seeReferrals', 'actOnReferrals']);
  const dean = await here.person('张院长', 'businessDean');
  await here.warrant(lent, dean, 'businessDean');
  expect(await may()).toEqual(['seeReferrals', 'actOnReferrals', 'seeOverview']);
  expect(await attempts.seeOverview(lent)).toBe(true);
  await here.endOffice(dean, 'businessDean');
  expect(await may()).toEqual(['seeReferrals', 'actOnReferrals']);
  expect(await attempts.seeOverview(lent)).toBe(false);
});
