import { afterAll, describe, expect, test } from '@jest/globals';
import { inpatientCase, outpatientCase, reportContent, signed, staffed, type Colleague } from './support/hospital.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());

const english = { headers: { 'Accept-Language': 'en' } };

async function read({ http }: Colleague, path: string, sending = {}) {
  const { status, body } = await http.get(path, sending);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}

const now = () => server.clock.now();
const secondsApart = (a: string, b: string) => Math.abs(Date.parse(a) - Date.parse(b)) / 1000;

describe('what is overdue', () => {
  test('is what has awaited its step for longer than its urgency allows, as the institution says', async () => {
    const { people } = await staffed(server);
    const urgent = await outpatientCase(people, 'awaitingInform', reportContent({ urgency: 'urgent' }));
    const emergency = await outpatientCase(people, 'awaitingInform', reportContent({ urgency: 'emergency' }));
    const overdue = async () => {
      const { items } = await read(people.lead, '/worklist');
      return items.filter((row: { overdue: boolean }) => row.overdue).map(({ id }: { id: string }) => id);
    };
    server.clock.advance({ hours: 1, minutes: 59 });
    expect(await overdue()).toEqual([]);
    server.clock.advance({ minutes: 1 });
    expect(await overdue()).toEqual([emergency.id]);
    server.clock.advance({ hours: 22 });
    expect(await overdue()).toEqual([emergency.id, urgent.id]);

    const change = await people.administrator.http.patch('/institution', {
      settings: { overdueHours: { emergency: 25, urgent: 23, routine: 72 } },
    });
    expect(change.body.settings.overdueHours).toEqual({ emergency: 25, urgent: 23, routine: 72 });
    expect(await overdue()).toEqual([urgent.id]);
  });

  test('counts from the step, not from the report: each step has its own time', async () => {
    const { people } = await staffed(server);
    const walked = await outpatientCase(people, 'awaitingInform');
    server.clock.advance({ hours: 25 });
    await walked.do(people.lead, 'inform', {});
    expect((await read(people.clerk, '/worklist')).items[0]).toMatchObject({ id: walked.id, overdue: false });
    server.clock.advance({ hours: 25 });
    expect((await read(people.clerk, '/worklist')).items[0]).toMatchObject({ id: walked.id, overdue: true });
  });

  test('is nothing in the other boxes, where nothing awaits the person', async () => {
    const { people } = await staffed(server);
    await outpatientCase(people, 'awaitingInform', reportContent({ urgency: 'emergency' }));
    server.clock.advance({ hours: 3 });
    expect((await read(people.physician, '/worklist?box=started')).items[0].overdue).toBe(false);
    expect((await read(people.lead, '/worklist')).items[0].overdue).toBe(true);
  });
});

describe('what is where', () => {
  test('is counted by chain, step and department, each referral once', async () => {
    const { here, people } = await staffed(server);
    // Two offices may inform, and both deans are asked: one referral each.
    await outpatientCase(people, 'awaitingDeans');
    server.clock.advance({ hours: 25 });
    const inOncology = await here.person('肿瘤医', ['attendingPhysician', here.oncology]);
    await outpatientCase({ ...people, physician: inOncology }, 'awaitingInform');
    await inpatientCase(people, 4);
    const oneDean = await outpatientCase(people, 'awaitingDeans');
    await oneDean.do(people.deanInCharge, 'sign', signed);
    await outpatientCase(people, 'issued');

    const standing = await read(people.insurance, '/overview/standing', english);
    const old = standing.total.oldestSince as string;
    expect(secondsApart(old, new Date(now().getTime() - 25 * 3_600_000).toISOString())).toBeLessThan(60);
    const fresh = { oldestSince: expect.not.stringMatching(old) as unknown as string };
    const surgery = { id: here.surgery, name: '胸外科' };
    const oncology = { id: here.oncology, name: '肿瘤科' };
    expect(standing).toEqual({
      at: expect.any(String),
      total: { referrals: 4, overdue: 1, oldestSince: old },
      chains: [
        { chain: 'outpatient', chainName: 'outpatient referral', referrals: 3, overdue: 1, oldestSince: old },
        { chain: 'inpatient', chainName: 'inpatient referral', referrals: 1, overdue: 0, ...fresh },
      ],
      steps: [
        { step: 'awaitingInform', stepName: 'awaiting word to the insurance office', referrals: 1, overdue: 0, ...fresh },
        { step: 'deanInCharge', stepName: "awaiting the dean in charge's signature", referrals: 1, overdue: 1, oldestSince: old },
        { step: 'businessDean', stepName: "awaiting the business dean's signature", referrals: 2, overdue: 1, oldestSince: old },
        { step: 'insurance', stepName: "awaiting the insurance office's signature", referrals: 1, overdue: 0, ...fresh },
      ],
      departments: expect.arrayContaining([
        { department: oncology, referrals: 1, overdue: 0, ...fresh },
        { department: surgery, referrals: 3, overdue: 1, oldestSince: old },
      ]),
      groups: [
        expect.objectContaining({ chain: 'outpatient', step: 'awaitingInform', department: oncology, referrals: 1 }),
        expect.objectContaining({ chain: 'outpatient', step: 'deanInCharge', department: surgery, referrals: 1, overdue: 1 }),
        expect.objectContaining({ chain: 'outpatient', step: 'businessDean', department: surgery, referrals: 2, overdue: 1 }),
        expect.objectContaining({ chain: 'inpatient', step: 'insurance', department: surgery, referrals: 1, overdue: 0 }),
      ],
    });
  });

  test('is nothing in a new hospital, and never what is elsewhere', async () => {
    const [one, other] = [await staffed(server), await staffed(server)];
    await outpatientCase(one.people, 'awaitingInform');
    const none = { referrals: 0, overdue: 0, oldestSince: null };
    expect(await read(other.people.auditor, '/overview/standing')).toEqual({
      at: expect.any(String), total: none, chains: [], steps: [], departments: [], groups: [],
    });
    expect((await read(other.people.auditor, '/overview/waiting')).items).toEqual([]);
    expect((await read(one.people.auditor, '/overview/standing')).total.referrals).toBe(1);
    expect((await read(one.people.auditor, '/overview/waiting')).items).toHaveLength(1);
  });

  test('is for those who watch all of the institution, and for nobody else', async () => {
    const { people } = await staffed(server);
    const { insurance, insuranceLead, auditor, medical, deanInCharge, businessDean, ...others } = people;
    for (const path of ['/overview/standing', '/overview/waiting']) {
      for (const one of [insurance, insuranceLead, auditor, medical, deanInCharge, businessDean]) {
        expect((await one.http.get(path)).status).toBe(200);
      }
      for (const one of Object.values(others)) {
        expect(await one.http.get(path)).toMatchObject({ status: 403, body: { code: 'notPermitted' } });
      }
    }
  });
});

describe('the referrals that wait', () => {
  test('are listed once each, longest waiting first, with everybody they await', async () => {
    const { people } = await staffed(server);
    const deans = await outpatientCase(people, 'awaitingDeans');
    server.clock.advance({ hours: 1 });
    const inform = await outpatientCase(people, 'awaitingInform', reportContent({ urgency: 'routine' }));
    server.clock.advance({ hours: 24 });
    const { items, nextCursor } = await read(people.insuranceLead, '/overview/waiting', english);
    expect(nextCursor).toBeNull();
    expect(items.map(({ id }: { id: string }) => id)).toEqual([deans.id, inform.id]);
    expect(items[0]).toMatchObject({
      state: 'awaitingDeans',
      patientIdMasked: '441***********0012',
      since: items[0].awaits[0].since,
      overdue: true,
      awaits: [
        { step: 'businessDean', office: 'businessDean', officeName: 'business dean', overdue: true },
        { step: 'deanInCharge', stepName: "awaiting the dean in charge's signature", office: 'deanInCharge', overdue: true },
      ],
    });
    expect(items[1]).toMatchObject({
      overdue: false,
      awaits: [{ step: 'awaitingInform', office: 'departmentDirector' }, { office: 'departmentLead', overdue: false }],
    });
  });

  test('are those of a line of the overview', async () => {
    const { here, people } = await staffed(server);
    const outpatient = await outpatientCase(people, 'awaitingDeans');
    server.clock.advance({ hours: 25 });
    const inpatient = await inpatientCase(people, 4);
    const emergency = await inpatientCase(people, 0, reportContent({ urgency: 'emergency' }));
    const ids = async (filters: string) =>
      (await read(people.medical, `/overview/waiting?${filters}`)).items.map(({ id }: { id: string }) => id);
    expect(await ids('chain=outpatient')).toEqual([outpatient.id]);
    expect(await ids('chain=otherHospital')).toEqual([]);
    expect(await ids('step=insurance')).toEqual([inpatient.id]);
    expect(await ids('step=deanInCharge')).toEqual([outpatient.id]);
    expect(await ids('office=insuranceLead')).toEqual([inpatient.id]);
    expect(await ids('urgency=emergency')).toEqual([emergency.id]);
    expect(await ids('overdue=true')).toEqual([outpatient.id]);
    expect(await ids('overdue=false')).toEqual([inpatient.id, emergency.id]);
    expect(await ids(`department=${here.surgery}`)).toEqual([outpatient.id, inpatient.id, emergency.id]);
    expect(await ids(`department=${here.oncology}`)).toEqual([]);
    expect((await people.medical.http.get('/overview/waiting?step=awaitingDeans')).body.code).toBe('invalid');
  });

  test('come page by page, none twice and none left out', async () => {
    const { people } = await staffed(server);
    const all: string[] = [];
    for (let i = 0; i < 5; i += 1) all.push((await outpatientCase(people, i % 2 ? 'awaitingDeans' : 'awaitingInform')).id);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: { id: string }[]; nextCursor: string | null } = await read(
        people.insurance,
        `/overview/waiting?limit=2${cursor ? `&cursor=${cursor}` : ''}`,
      );
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(all);
    expect((await people.insurance.http.get('/overview/waiting?cursor=nonsense')).body.code).toBe('badCursor');
  });
});
