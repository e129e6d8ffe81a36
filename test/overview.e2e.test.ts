import { afterAll, describe, expect, test } from '@jest/globals';
import {
  formContent,
  idNumberOf,
  inpatientCase,
  otherHospitalCase, outpatientCase,
  patientId,
  reportContent,
  signed,
  spouse,
  staffed,
  type Case,
  type Colleague,
  type Hospital,
} from './support/hospital.ts';
import { startServer } from './support/server.ts';
import { readWorkbook, type ReadSheet } from './support/xlsx.ts';

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
      const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id);
      const found = idsOf(items.filter((row: { overdue: boolean }) => row.overdue));
      // The filter and the mark are one rule.
      expect(idsOf((await read(people.lead, '/worklist?overdue=true')).items)).toEqual(found);
      expect(idsOf((await read(people.lead, '/worklist?overdue=false')).items)).toHaveLength(items.length - found.length);
      return found;
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
    expect((await read(people.physician, '/worklist?box=started&overdue=true')).items).toEqual([]);
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
    expect((await people.medical.http.get('/overview/waiting?department=nobody')).body.code).toBe('invalid');
    expect(await ids('department=none')).toEqual([]);
    const elsewhere = await otherHospitalCase(people);
    expect(await ids('department=none')).toEqual([elsewhere.id]);
    expect(await ids(`department=${here.surgery}`)).toEqual([outpatient.id, inpatient.id, emergency.id]);
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

/** Acts with so many hours before each. */
async function walk(walked: Case, ...acts: [hours: number, who: Colleague, act: string, body?: object][]) {
  for (const [hours, who, act, body] of acts) {
    server.clock.advance({ hours });
    await walked.do(who, act, body);
  }
}

const toFillIn = { reason: 'incomplete', comment: '请补充。', to: 'fillIn' };
const reasoned = { reason: 'incomplete', comment: '材料不完整。' };

/** Nine in the morning of a day in Asia/Shanghai. */
const morning = (day = '2027-03-03') => {
  server.clock.set(`${day}T09:00:00+08:00`);
  return day;
};

interface Step {
  step: string;
  acts: number;
  medianHours: number;
  p90Hours: number;
}

const stepsOf = ({ steps }: { steps: Step[] }) =>
  Object.fromEntries(steps.map(({ step, acts, medianHours, p90Hours }) => [step, [acts, medianHours, p90Hours].map(Math.round)]));

describe('turnaround', () => {
  test('is the hours from report to letter, and those that each step was waited for', async () => {
    morning();
    const { people } = await staffed(server);
    const walked = await outpatientCase(people, 'awaitingInform');
    await walk(
      walked,
      [1, people.lead, 'inform'],
      [2, people.clerk, 'releaseForm', spouse],
      [3, people.lead, 'fillIn', { form: formContent() }],
      [4, people.director, 'sign', signed],
      [5, people.medical, 'sign', signed],
      // Both are asked at once: the second has waited for the hours of the first, too.
      [6, people.businessDean, 'sign', signed],
      [7, people.deanInCharge, 'sign', signed],
      [8, people.insurance, 'sign', signed],
      [9, people.clerk, 'issueLetter'],
    );
    const { total, chains } = await read(people.insurance, '/overview/turnaround', english);
    expect(total).toMatchObject({ letters: 1, medianHours: expect.closeTo(45, 1), p90Hours: expect.closeTo(45, 1) });
    expect(stepsOf(total)).toEqual({
      awaitingInform: [1, 1, 1],
      awaitingRelease: [1, 2, 2],
      awaitingFillIn: [1, 3, 3],
      department: [1, 4, 4],
      medicalDirector: [1, 5, 5],
      deanInCharge: [1, 13, 13],
      businessDean: [1, 6, 6],
      insurance: [1, 8, 8],
      awaitingLetter: [1, 9, 9],
    });
    expect(chains).toHaveLength(3);
    expect(chains[0]).toMatchObject({ ...total, chain: 'outpatient', chainName: 'outpatient referral' });
    expect(chains[1]).toMatchObject({ chain: 'inpatient', letters: 0, medianHours: null, p90Hours: null, steps: [] });
  });

  test('is the middle of all, and what nine in ten stay under', async () => {
    morning();
    const { people } = await staffed(server);
    for (const hours of [1, 2, 3, 4, 15]) {
      await walk(await outpatientCase(people, 'awaitingInform'), [hours, people.lead, 'inform']);
    }
    const { total } = await read(people.insurance, '/overview/turnaround');
    // Between the fourth and the fifth of five lie the nine tenths: 4 + 0.6 × 11.
    expect(total.steps).toEqual([
      { step: 'awaitingInform', stepName: '待告知医保办', acts: 5, medianHours: expect.closeTo(3, 1), p90Hours: expect.closeTo(10.6, 1) },
    ]);
  });

  test('counts an act that was taken back as if it had not been, also where two were', async () => {
    morning();
    const { people } = await staffed(server);
    const walked = await outpatientCase(people, 'awaitingInform');
    await walk(
      walked,
      [1, people.lead, 'inform'],
      [1, people.lead, 'recall'],
      [2, people.lead, 'inform'],
      [1, people.clerk, 'releaseForm', spouse],
      [1, people.lead, 'fillIn', { form: formContent() }],
      [1, people.lead, 'sign', signed],
      [1, people.lead, 'recall'],
      [1, people.lead, 'recall'],
      [1, people.lead, 'fillIn', { form: formContent() }],
      [5, people.director, 'sign', signed],
      [3, people.medical, 'sign', signed],
    );
    const { total } = await read(people.insurance, '/overview/turnaround');
    expect(stepsOf(total)).toEqual({
      awaitingInform: [1, 4, 4],
      awaitingRelease: [1, 1, 1],
      awaitingFillIn: [1, 5, 5],
      department: [1, 5, 5],
      medicalDirector: [1, 3, 3],
    });
  });

  test('counts what is asked for again from when it is asked again, and remarks not at all', async () => {
    morning();
    const { people } = await staffed(server);
    const walked = await outpatientCase(people, 'awaitingDeans');
    await walk(
      walked,
      [1, people.deanInCharge, 'sign', signed],
      [2, people.businessDean, 'returnForCorrection', toFillIn],
      [3, people.clerk, 'comment', { text: '家属已告知。' }],
      [4, people.lead, 'fillIn', { form: formContent() }],
      // The first dean's signature stands: only the other is asked again.
      [5, people.businessDean, 'sign', signed],
      [6, people.insurance, 'returnForCorrection', { ...toFillIn, to: 'deanInCharge' }],
      [7, people.deanInCharge, 'sign', signed],
      [8, people.insurance, 'reject', reasoned],
    );
    const steps = stepsOf((await read(people.insurance, '/overview/turnaround')).total);
    expect(steps).toMatchObject({
      deanInCharge: [2, 4, 6],
      businessDean: [2, 4, 5],
      insurance: [2, 7, 8],
    });
    expect(steps.awaitingFillIn).toEqual([2, 4, 6]);
  });

  test('counts a letter once that was replaced, in the week in which it was issued', async () => {
    morning('2027-03-07');
    const { people } = await staffed(server);
    const sunday = await inpatientCase(people, 5);
    await sunday.do(people.clerk, 'issueLetter');
    server.clock.advance({ hours: 24 });
    await sunday.do(people.clerk, 'replaceLetter', reasoned);
    await sunday.do(people.insurance, 'void', reasoned);
    const monday = await outpatientCase(people, 'awaitingLetter');
    server.clock.advance({ hours: 10 });
    await monday.do(people.clerk, 'issueLetter');
    const path = '/overview/turnaround?from=2027-03-01&to=2027-03-08';
    const { from, to, total, chains } = await read(people.insurance, path);
    expect([from, to, total.letters]).toEqual(['2027-03-01', '2027-03-08', 2]);
    expect(total.weeks).toEqual([
      { week: '2027-03-01', letters: 1, medianHours: expect.closeTo(0, 1) },
      { week: '2027-03-08', letters: 1, medianHours: expect.closeTo(10, 1) },
    ]);
    expect(chains.map(({ letters }: { letters: number }) => letters)).toEqual([1, 1, 0]);
    expect(chains[1].weeks).toEqual([total.weeks[0], { week: '2027-03-08', letters: 0, medianHours: null }]);
  });

  test('takes in the first and the last day of the period whole, and nothing beside it', async () => {
    morning('2027-05-01');
    const { people } = await staffed(server);
    const acts = async (period: string) => {
      const { total } = await read(people.insurance, `/overview/turnaround?${period}`);
      return total.steps.map(({ acts: count }: Step) => count);
    };
    server.clock.set('2027-05-02T15:59:00Z');
    await walk(await outpatientCase(people, 'awaitingInform'), [0, people.lead, 'inform']);
    server.clock.set('2027-05-02T16:01:00Z');
    await walk(await outpatientCase(people, 'awaitingInform'), [0, people.lead, 'inform']);
    server.clock.set('2027-06-01T00:00:00Z');
    expect(await acts('from=2027-05-01&to=2027-05-02')).toEqual([1]);
    expect(await acts('from=2027-05-03&to=2027-05-03')).toEqual([1]);
    expect(await acts('from=2027-05-02&to=2027-05-03')).toEqual([2]);
    expect(await acts('from=2027-05-04')).toEqual([]);
    // Of 90 days, today being the last.
    server.clock.set('2027-07-31T15:00:00Z');
    expect(await acts('')).toEqual([1]);
    server.clock.set('2027-07-31T17:00:00Z');
    expect(await acts('')).toEqual([]);
  });

  test('is that of one chain or one department, where it is asked for', async () => {
    morning();
    const { here, people } = await staffed(server);
    await outpatientCase(people, 'issued');
    await inpatientCase(people, 6);
    const letters = async (filter: string) => {
      const { total, chains } = await read(people.auditor, `/overview/turnaround?${filter}`);
      return [total.letters, chains.map((one: { chain: string; letters: number }) => [one.chain, one.letters])];
    };
    expect(await letters('chain=inpatient')).toEqual([1, [['inpatient', 1]]]);
    expect((await letters(`department=${here.surgery}`))[0]).toBe(2);
    expect((await letters(`department=${here.oncology}`))[0]).toBe(0);
    const elsewhere = await staffed(server);
    expect((await read(elsewhere.people.insurance, '/overview/turnaround')).total.letters).toBe(0);
  });

  test('asks for a period that the calendar has, of at most 366 days', async () => {
    const { people } = await staffed(server);
    for (const path of ['/overview/turnaround', '/overview/reasons']) {
      const answer = (query: string) => people.insurance.http.get(`${path}?${query}`, english);
      expect((await answer('from=2027-01-01&to=2028-01-01')).status).toBe(200);
      const long = await answer('from=2027-01-01&to=2028-01-02');
      expect(long.body.errors).toEqual([{ pointer: '/from', reason: 'must end at most 366 days after it begins' }]);
      expect((await answer('from=2027-01-01&to=2027-01-01')).status).toBe(200);
      expect((await answer('from=2027-01-02&to=2027-01-01')).body.errors[0].pointer).toBe('/to');
      expect((await answer('from=2027-02-29')).body.errors[0].reason).toBe('is a day that does not exist');
      expect((await people.clerk.http.get(path)).body.code).toBe('notPermitted');
      expect((await people.deanInCharge.http.get(path)).status).toBe(200);
    }
  });
});

describe('reasons', () => {
  test('are counted by act, code, step and department; what was taken back is not', async () => {
    morning();
    const { here, people } = await staffed(server);
    const declined = await outpatientCase(people, 'awaitingInform');
    await declined.do(people.lead, 'decline', reasoned);
    for (let i = 0; i < 2; i += 1) {
      const returned = await outpatientCase(people, 'awaitingMedicalDirector');
      await returned.do(people.medical, 'returnForCorrection', toFillIn);
    }
    const recalled = await outpatientCase(people, 'awaitingDeans');
    await recalled.do(people.businessDean, 'returnForCorrection', toFillIn);
    await recalled.do(people.businessDean, 'recall');
    await recalled.do(people.deanInCharge, 'reject', reasoned);
    const voided = await inpatientCase(people, 6);
    await voided.do(people.clerk, 'replaceLetter', reasoned);
    await voided.do(people.insuranceLead, 'void', reasoned);

    const surgery = { id: here.surgery, name: '胸外科' };
    const reason = { code: 'incomplete', zh: '材料不完整', en: 'incomplete' };
    const { items } = await read(people.insurance, '/overview/reasons', english);
    expect(items).toEqual([
      {
        act: 'returnForCorrection', actName: 'return for correction', reason, step: 'medicalDirector',
        stepName: "awaiting the medical director's signature", department: surgery, count: 2,
      },
      { act: 'decline', actName: 'decline', reason, step: 'awaitingInform', stepName: 'awaiting word to the insurance office', department: surgery, count: 1 },
      { act: 'reject', actName: 'reject', reason, step: 'deanInCharge', stepName: "awaiting the dean in charge's signature", department: surgery, count: 1 },
      { act: 'void', actName: 'void', reason, step: 'issued', stepName: 'letter issued', department: surgery, count: 1 },
    ]);
    const counted = async (filter: string) => (await read(people.insurance, `/overview/reasons?${filter}`)).items.length;
    expect(await counted('chain=inpatient')).toBe(1);
    expect(await counted(`department=${here.oncology}`)).toBe(0);
    expect(await counted('from=2027-03-04&to=2027-03-05')).toBe(0);
    const elsewhere = await staffed(server);
    expect((await read(elsewhere.people.insurance, '/overview/reasons')).items).toEqual([]);
  });
});

describe('the workbook', () => {
  const url = (filters = '') => `${server.http.base}/api/v1/overview/export.xlsx?${filters}`;

  async function exported({ token }: Colleague, filters = '', language = 'zh-CN') {
    const headers = { Authorization: `Bearer ${token}`, 'Accept-Language': language };
    const answer = await fetch(url(filters), { headers });
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (answer.status !== 200) throw new Error(bytes.toString());
    return { answer, sheets: await readWorkbook(bytes) };
  }

  const valuesOf = (sheet: ReadSheet | undefined) => sheet!.rows.map((row) => row.map(({ value }) => value));
  const headOf = (sheet: ReadSheet | undefined) => valuesOf(sheet)[0]!;

  test('holds what waits, turnaround, reasons and each referral, under titles that stay', async () => {
    morning();
    const { people } = await staffed(server);
    await outpatientCase(people, 'awaitingDeans');
    const letter = await inpatientCase(people, 5);
    server.clock.advance({ hours: 30 });
    await letter.do(people.clerk, 'issueLetter');
    await (await outpatientCase(people, 'awaitingInform')).do(people.lead, 'decline', reasoned);

    const { answer, sheets } = await exported(people.insurance);
    expect(answer.headers.get('Content-Type')).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    const name = encodeURIComponent('转诊总览 2026-12-05 2027-03-04.xlsx');
    expect(answer.headers.get('Content-Disposition')).toContain(`filename*=UTF-8''${name}`);
    expect(sheets.map((sheet) => [sheet.name, sheet.frozen])).toEqual([['在办', 1], ['办结时效', 1], ['理由', 1], ['明细', 1]]);
    const [standing, turnaround, reasons, details] = sheets;
    expect(headOf(standing)).toEqual(['审批链', '环节', '科室', '在办件数', '超时件数', '最久等待自']);
    expect(valuesOf(standing).slice(1)).toEqual([
      ['门诊转诊', '待分管院长签字', '胸外科', 1, 1, '2027-03-03 09:00'],
      ['门诊转诊', '待业务院长签字', '胸外科', 1, 1, '2027-03-03 09:00'],
    ]);
    expect(valuesOf(turnaround)[1]).toEqual(['全部', '报告至开具介绍信', 1, expect.closeTo(30, 1), expect.closeTo(30, 1)]);
    expect(valuesOf(turnaround)).toContainEqual(['全部', '按周：报告至开具介绍信', '2027-03-01 00:00', 1, expect.closeTo(30, 1)]);
    expect(valuesOf(reasons).slice(1)).toEqual([['不予转诊', 'incomplete', '材料不完整', '待告知医保办', '胸外科', 1]]);
    const rows = valuesOf(details).slice(1);
    expect(rows).toHaveLength(3);
    expect(rows[0]).toEqual(expect.arrayContaining(['王𠮷兰', '441***********0012', '待院长会签', '2027-03-03 09:00', '是']));
    expect(rows[1]).toEqual(expect.arrayContaining(['住院转诊', '已开具介绍信', '2027-03-04 15:00']));
    expect(details!.rows[1]!.filter(({ kind }) => kind === 'moment')).toHaveLength(2);
    expect(JSON.stringify(sheets)).not.toContain(idNumberOf(patientId));
  });

  test('speaks English where that is asked for', async () => {
    morning();
    const { people } = await staffed(server);
    await outpatientCase(people, 'awaitingDeans');
    const { sheets } = await exported(people.auditor, '', 'en');
    expect(sheets.map(({ name }) => name)).toEqual(['Running', 'Turnaround', 'Reasons', 'Details']);
    expect(valuesOf(sheets[0])[1]!.slice(0, 2)).toEqual(['outpatient referral', "awaiting the dean in charge's signature"]);
    expect(valuesOf(sheets[3])[1]).toContain("awaiting the business dean's signature, awaiting the dean in charge's signature");
  });

  test('holds no formula, whatever somebody wrote', async () => {
    morning();
    const { people } = await staffed(server);
    const evil = ['=HYPERLINK("http://x","y")', '+1', '-1', '@SUM(A1)', '<b>&amp;"\''];
    for (const name of evil) {
      await outpatientCase(people, 'awaitingInform', reportContent({ diagnoses: [{ code: 'C34.900', name }] }));
    }
    const { sheets } = await exported(people.insurance);
    const cells = sheets.flatMap(({ rows }) => rows.flat());
    expect(cells.filter(({ kind }) => kind === 'formula')).toEqual([]);
    for (const name of evil) expect(cells).toContainEqual({ value: name, kind: 'text' });
  });

  test('is of the period, chain and department asked for, and of one institution', async () => {
    morning();
    const { here, people } = await staffed(server);
    await outpatientCase(people, 'awaitingInform');
    await inpatientCase(people, 0);
    const elsewhere = await staffed(server);
    const counts = async (who: Colleague, filters = '') => {
      const { sheets } = await exported(who, filters);
      return [sheets[0]!.rows.length - 1, sheets[3]!.rows.length - 1];
    };
    expect(await counts(people.insurance)).toEqual([2, 2]);
    expect(await counts(people.insurance, 'chain=inpatient')).toEqual([1, 1]);
    expect(await counts(people.insurance, `department=${here.surgery}`)).toEqual([2, 2]);
    expect(await counts(people.insurance, `department=${here.oncology}`)).toEqual([0, 0]);
    // What waits, waits now, whatever the period.
    expect(await counts(people.insurance, 'to=2027-03-02')).toEqual([2, 0]);
    expect(await counts(elsewhere.people.insurance)).toEqual([0, 0]);
  });

  test('is for the insurance office and auditors, and is recorded', async () => {
    morning();
    const { people } = await staffed(server);
    const { insurance, insuranceLead, auditor, ...others } = people;
    for (const one of Object.values(others)) {
      expect(await one.http.get('/overview/export.xlsx')).toMatchObject({ status: 403, body: { code: 'notPermitted' } });
    }
    for (const one of [insuranceLead, auditor]) await exported(one);
    await exported(insurance, 'from=2027-03-01&to=2027-03-03&chain=inpatient');
    const { items } = await read(auditor, '/audit?what=overviewExported');
    expect(items).toHaveLength(3);
    expect(items[0]).toMatchObject({
      whatName: '导出总览',
      person: { id: insurance.id },
      details: { from: '2027-03-01', to: '2027-03-03', chain: 'inpatient', department: null, referrals: 0 },
    });
  });

  test('is refused for more than 20,000 referrals, and then made of fewer', async () => {
    morning();
    const { here, people } = await staffed(server);
    const walked = await inpatientCase(people, 0);
    await outpatientCase(people, 'awaitingInform');
    await copyReports(here, walked.id, 19_999);
    const refused = await people.insurance.http.get('/overview/export.xlsx');
    expect(refused).toMatchObject({ status: 422, body: { code: 'exportTooLarge', limit: 20_000 } });
    expect(refused.body.detail).toContain('缩短时间范围');
    const { sheets } = await exported(people.insurance, 'chain=outpatient');
    expect(sheets[3]!.rows).toHaveLength(2);
    const { items } = await read(people.auditor, '/audit?what=overviewExported');
    expect(items).toHaveLength(1);
  });
});

/** Copies of a report as far as an export counts them: the referral and the first event of its log. */
async function copyReports({ id: institutionId }: Hospital, referralId: string, copies: number): Promise<void> {
  await server.database.query(
    `INSERT INTO referral (institution_id, id, number, chain, chain_version, department_id, state, facts, version, seq,
       head, patient_name, patient_id_masked, patient_id_lookup, urgency, diagnosis, reporter_id, reported_at, changed_at)
     SELECT institution_id, gen_random_uuid(), number || '-' || i, chain, chain_version, department_id, state, '{}', version,
       seq, head, patient_name, patient_id_masked, patient_id_lookup, urgency, diagnosis, reporter_id, reported_at, changed_at
     FROM referral, generate_series(1, $3::int) i WHERE institution_id = $1 AND id = $2`,
    [institutionId, referralId, copies],
  );
  // Autovacuum does this a minute later; until then the plans are those of tables that are nearly empty, also the one by
  // which each event looks for its referral.
  await server.database.query('ANALYZE referral');
  await server.database.query(
    `INSERT INTO event (institution_id, referral_id, seq, act, person_id, at, body, previous, hash)
     SELECT c.institution_id, c.id, e.seq, e.act, e.person_id, e.at, e.body, e.previous, e.hash
     FROM referral r
     JOIN event e ON e.institution_id = r.institution_id AND e.referral_id = r.id
     JOIN referral c ON c.institution_id = r.institution_id AND c.number LIKE r.number || '-%'
     WHERE r.institution_id = $1 AND r.id = $2`,
    [institutionId, referralId],
  );
  await server.database.query('ANALYZE event');
}
