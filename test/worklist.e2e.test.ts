import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  Case,
  hospital,
  idNumberOf,
  inpatientCase,
  outpatientCase,
  patient,
  patientId,
  reportContent,
  signed,
  staff,
  type Colleague,
  type Hospital,
  type Staff,
} from './support/hospital.ts';
import type { Http } from './support/http.ts';
import { copyReferral } from './support/referrals.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());

interface Row {
  id: string;
  [more: string]: unknown;
}

const query = (filters: Record<string, string | number>) =>
  new URLSearchParams(Object.entries(filters).map(([name, value]): [string, string] => [name, String(value)])).toString();

async function rows(http: Http, filters: Record<string, string | number> = {}, path = '/worklist'): Promise<Row[]> {
  const { status, body } = await http.get(`${path}?${query(filters)}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body.items;
}

const ids = async (...asked: Parameters<typeof rows>): Promise<string[]> => (await rows(...asked)).map(({ id }) => id);

/** Every page of a list, one after the other. */
async function pages(http: Http, filters: Record<string, string | number>, path = '/worklist'): Promise<string[][]> {
  const all: string[][] = [];
  let cursor: string | null = null;
  do {
    const { body }: { body: { items: Row[]; nextCursor: string | null } } = await http.get(
      `${path}?${query({ ...filters, ...(cursor ? { cursor } : {}) })}`,
    );
    all.push(body.items.map(({ id }) => id));
    cursor = body.nextCursor;
  } while (cursor);
  return all;
}

const named = (name: string, more: object = {}) => reportContent({ patient: patient({ name }), ...more });

/** A hospital of a test's own, so that its boxes hold what the test put there. */
async function fresh(): Promise<{ here: Hospital; people: Staff }> {
  const here = await hospital(server);
  return { here, people: await staff(here) };
}

describe('what awaits me', () => {
  test('shows a referral to whoever is asked, with what they need to decide', async () => {
    const { people } = await fresh();
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const [row, ...others] = await rows(people.medical.http.with({ 'Accept-Language': 'en' }));
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      id: walked.id,
      number: expect.stringMatching(/^R\d{11}$/),
      chain: 'outpatient',
      chainName: 'outpatient referral',
      state: 'awaitingMedicalDirector',
      stateName: "awaiting the medical director's signature",
      version: walked.version,
      patientName: '王𠮷兰',
      patientIdMasked: '441***********0012',
      diagnosis: '支气管或肺恶性肿瘤',
      destination: '省示例肿瘤医院',
      urgency: 'urgent',
      department: { name: '胸外科' },
      last: { act: 'sign', actName: 'sign', person: { id: people.director.id, name: '郑主任' } },
      awaitsMe: [
        { step: 'medicalDirector', office: 'medicalDirector', officeName: 'medical department director', onBehalfOf: null },
      ],
    });
    expect(JSON.stringify(row)).not.toContain(idNumberOf(patientId));
  });

  test('shows nothing to those who are not asked', async () => {
    const { people } = await fresh();
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    for (const one of [people.physician, people.director, people.clerk, people.insurance, people.auditor, people.administrator]) {
      expect(await ids(one.http)).toEqual([]);
    }
    expect(await ids(people.medical.http)).toEqual([walked.id]);
  });

  test('is empty once somebody acted, and then awaits the next', async () => {
    const { people } = await fresh();
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    await walked.do(people.medical, 'sign', signed);
    expect(await ids(people.medical.http)).toEqual([]);
    expect(await ids(people.deanInCharge.http)).toEqual([walked.id]);
    expect(await ids(people.businessDean.http)).toEqual([walked.id]);
  });

  test('gives the version that signing many at once asks for', async () => {
    const { people } = await fresh();
    await outpatientCase(people, 'awaitingDeans');
    await outpatientCase(people, 'awaitingDeans');
    const referrals = (await rows(people.deanInCharge.http)).map(({ id, version }) => ({ referralId: id, version }));
    const { body } = await people.deanInCharge.http.post('/referrals/sign', { referrals, ...signed });
    expect(body.results.map((one: { signed: boolean }) => one.signed)).toEqual([true, true]);
    expect(await ids(people.deanInCharge.http)).toEqual([]);
  });

  test('puts the most urgent first, then those that wait longest', async () => {
    const { people } = await fresh();
    const reported: Record<string, string> = {};
    for (const [name, urgency] of [
      ['甲', 'routine'],
      ['乙', 'emergency'],
      ['丙', 'urgent'],
      ['丁', 'emergency'],
    ] as const) {
      reported[name] = (await outpatientCase(people, 'awaitingInform', named(name, { urgency }))).id;
      server.clock.advance({ minutes: 1 });
    }
    expect(await ids(people.lead.http)).toEqual([reported.乙, reported.丁, reported.丙, reported.甲]);
    expect(await pages(people.lead.http, { limit: 3 })).toEqual([
      [reported.乙, reported.丁, reported.丙],
      [reported.甲],
    ]);
  });

  test('shows a department only its own', async () => {
    const { here, people } = await fresh();
    const elsewhere = await here.person('外科室', ['departmentLead', here.oncology]);
    const walked = await outpatientCase(people, 'awaitingInform');
    expect(await ids(elsewhere.http)).toEqual([]);
    expect(await ids(people.lead.http)).toEqual([walked.id]);
  });

  test('shows an institution only its own', async () => {
    const [one, other] = [await fresh(), await fresh()];
    const walked = await outpatientCase(one.people, 'awaitingRelease');
    expect(await ids(other.people.clerk.http)).toEqual([]);
    expect(await ids(one.people.clerk.http)).toEqual([walked.id]);
  });

  test('makes one row of a referral that awaits two offices of one person', async () => {
    const { here, people } = await fresh();
    const both = await here.person('双岗', ['departmentDirector', here.surgery], ['departmentLead', here.surgery]);
    const walked = await outpatientCase(people, 'awaitingInform');
    const found = await rows(both.http);
    expect(found.map(({ id }) => id)).toEqual([walked.id]);
    expect(found[0]).toMatchObject({ awaitsMe: [{ office: 'departmentDirector' }, { office: 'departmentLead' }] });
    expect((await both.http.get('/worklist/counts')).body.awaiting).toMatchObject({ count: 1, urgent: { count: 1 } });
  });

  test('says for whom a substitute would act, as long as the warrant holds', async () => {
    const { here, people } = await fresh();
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const substitute = await here.person('代理');
    const inAnHour = new Date(server.clock.now().getTime() + 3_600_000);
    await here.warrant(substitute, people.medical, 'medicalDirector', undefined, inAnHour);
    expect(await rows(substitute.http)).toMatchObject([
      { id: walked.id, awaitsMe: [{ office: 'medicalDirector', onBehalfOf: { id: people.medical.id, name: '陈医务' } }] },
    ]);
    server.clock.advance({ hours: 1 });
    expect(await ids(substitute.http)).toEqual([]);
    expect(await ids(people.medical.http)).toEqual([walked.id]);
  });

  test('does not ask whoever signed as one dean to sign as the other, nor whoever stands for them', async () => {
    const { here, people } = await fresh();
    const stands = await here.person('两院代理');
    await here.warrant(stands, people.deanInCharge, 'deanInCharge');
    await here.warrant(stands, people.businessDean, 'businessDean');
    const free = await here.person('一院代理');
    await here.warrant(free, people.businessDean, 'businessDean');
    const walked = await outpatientCase(people, 'awaitingDeans');
    expect(await rows(stands.http)).toMatchObject([
      { awaitsMe: [{ office: 'deanInCharge' }, { office: 'businessDean' }] },
    ]);
    await walked.do(stands, 'sign', { ...signed, as: { office: 'deanInCharge' } });
    expect(await ids(stands.http)).toEqual([]);
    expect((await stands.http.get('/worklist/counts')).body.awaiting.count).toBe(0);
    expect(await ids(free.http)).toEqual([walked.id]);
    expect(await ids(people.businessDean.http)).toEqual([walked.id]);
  });

  test('does not ask whoever reported to sign, nor whoever stands for the reporter', async () => {
    const { here, people } = await fresh();
    const reporter = await here.person('自报', ['attendingPhysician', here.surgery], ['departmentLead', here.surgery]);
    const forReporter = await here.person('代自报');
    await here.warrant(forReporter, reporter, 'departmentLead');
    const forOther = await here.person('代他人');
    await here.warrant(forOther, reporter, 'departmentLead');
    await here.warrant(forOther, people.director, 'departmentDirector');
    const walked = await outpatientCase({ ...people, physician: reporter }, 'awaitingDepartment');
    expect(await ids(reporter.http)).toEqual([]);
    expect(await ids(forReporter.http)).toEqual([]);
    expect(await rows(forOther.http)).toMatchObject([
      { id: walked.id, awaitsMe: [{ office: 'departmentDirector', onBehalfOf: { id: people.director.id } }] },
    ]);
    expect(await ids(people.director.http)).toEqual([walked.id]);
  });
});

describe('what I did, started and was copied on', () => {
  let people: Staff;
  let walked: Case;
  let later: Case;
  beforeAll(async () => {
    ({ people } = await fresh());
    walked = await outpatientCase(people, 'awaitingMedicalDirector');
    server.clock.advance({ minutes: 1 });
    later = await inpatientCase(people, 1);
    server.clock.advance({ minutes: 1 });
    await walked.do(people.physician, 'copyTo', { people: [people.auditor.id, people.businessDean.id] });
  });

  test('shows what I did, what I did last first', async () => {
    expect(await ids(people.lead.http, { box: 'done' })).toEqual([later.id, walked.id]);
    expect(await ids(people.medical.http, { box: 'done' })).toEqual([]);
    server.clock.advance({ minutes: 1 });
    await walked.do(people.lead, 'comment', { text: '已电话告知。' });
    expect(await ids(people.lead.http, { box: 'done' })).toEqual([walked.id, later.id]);
    expect(await pages(people.lead.http, { box: 'done', limit: 1 })).toEqual([[walked.id], [later.id]]);
  });

  test('shows what I started, and only that', async () => {
    expect(await rows(people.physician.http, { box: 'started' })).toMatchObject([{ id: walked.id, awaitsMe: [] }]);
    expect(await ids(people.bedDoctor.http, { box: 'started' })).toEqual([later.id]);
    expect(await ids(people.lead.http, { box: 'started' })).toEqual([]);
  });

  test('shows what I was copied on', async () => {
    expect(await ids(people.businessDean.http, { box: 'copied' })).toEqual([walked.id]);
    expect(await ids(people.deanInCharge.http, { box: 'copied' })).toEqual([]);
  });

  test('counts each box', async () => {
    const none = { count: 0, more: false };
    const one = { count: 1, more: false };
    const { body } = await people.lead.http.get('/worklist/counts');
    expect(body).toEqual({
      awaiting: { ...none, emergency: none, urgent: none, routine: none },
      done: { count: 2, more: false },
      started: none,
      copied: none,
    });
    expect((await people.medical.http.get('/worklist/counts')).body.awaiting).toEqual({ ...one, emergency: none, urgent: one, routine: none });
    expect((await people.physician.http.get('/worklist/counts')).body.started).toEqual(one);
    expect((await people.businessDean.http.get('/worklist/counts')).body.copied).toEqual(one);
  });
});

describe('filters', () => {
  let here: Hospital;
  let people: Staff;
  let outpatient: Case;
  let inpatient: Case;
  let oncology: Case;
  beforeAll(async () => {
    ({ here, people } = await fresh());
    const there = {
      ...people,
      physician: await here.person('肿瘤医师', ['attendingPhysician', here.oncology]),
      lead: await here.person('肿瘤负责', ['departmentLead', here.oncology]),
    };
    oncology = await outpatientCase(there, 'awaitingRelease', named('丙', { urgency: 'routine' }));
    server.clock.advance({ hours: 30 });
    outpatient = await outpatientCase(people, 'awaitingRelease', named('甲', { urgency: 'emergency' }));
    inpatient = await inpatientCase(people, 1, named('乙', { urgency: 'urgent' }));
  });

  test.each([
    [{ chain: 'inpatient' }, () => [inpatient]],
    [{ chain: 'outpatient' }, () => [outpatient, oncology]],
    [{ chain: 'otherHospital' }, () => []],
    [{ urgency: 'emergency' }, () => [outpatient]],
    [{ urgency: 'routine', chain: 'outpatient' }, () => [oncology]],
    [{ olderThanHours: 24 }, () => [oncology]],
    [{ olderThanHours: 31 }, () => []],
    [{}, () => [outpatient, inpatient, oncology]],
  ])('lets %j pass, and nothing else', async (filters, expected) => {
    expect(await ids(people.clerk.http, filters as Record<string, string>)).toEqual(expected().map(({ id }) => id));
  });

  test('lets one department pass', async () => {
    expect(await ids(people.clerk.http, { department: here.oncology })).toEqual([oncology.id]);
    expect(await ids(people.clerk.http, { department: here.surgery })).toEqual([outpatient.id, inpatient.id]);
    expect(await ids(people.clerk.http, { department: here.id })).toEqual([]);
  });

  test('filters the other boxes alike', async () => {
    const done = (filters: Record<string, string | number>) => ids(people.lead.http, { box: 'done', ...filters });
    expect(await done({})).toEqual([inpatient.id, outpatient.id]);
    expect(await done({ chain: 'outpatient' })).toEqual([outpatient.id]);
    expect(await done({ urgency: 'urgent' })).toEqual([inpatient.id]);
    expect(await done({ department: here.oncology })).toEqual([]);
    expect(await done({ department: here.surgery })).toEqual([inpatient.id, outpatient.id]);
    expect(await done({ olderThanHours: 1 })).toEqual([]);
    server.clock.advance({ hours: 1 });
    expect(await done({ olderThanHours: 1 })).toEqual([inpatient.id, outpatient.id]);
  });
});

describe('many', () => {
  let here: Hospital;
  let people: Staff;
  let rare: Case;
  beforeAll(async () => {
    ({ here, people } = await fresh());
    const common = await outpatientCase(people, 'awaitingRelease', named('众'));
    await copyReferral(server, common.id, 2_300, '众多');
    server.clock.advance({ minutes: 1 });
    rare = await inpatientCase(people, 1, named('稀'));
  });

  test('finds the one that fits behind thousands that do not, in pages that may be empty', async () => {
    const found = await pages(people.clerk.http, { chain: 'inpatient', limit: 10 });
    expect(found.flat()).toEqual([rare.id]);
    expect(found.length).toBeGreaterThan(1);
    const mine = await pages(people.lead.http, { box: 'done', chain: 'inpatient' });
    expect(mine.flat()).toEqual([rare.id]);
  });

  test('gives each once, page after page', async () => {
    const all = (await pages(people.clerk.http, { limit: 100 })).flat();
    expect(all).toHaveLength(2_302);
    expect(new Set(all).size).toBe(2_302);
    expect(all.at(-1)).toBe(rare.id);
    const started = (await pages(people.physician.http, { box: 'started', limit: 100 })).flat();
    expect(new Set(started).size).toBe(2_301);
  });

  test('gives each once although others are taken out of the list meanwhile', async () => {
    const { body } = await people.clerk.http.get('/worklist?limit=5');
    const [first, second] = body.items;
    await server.database.query('DELETE FROM worklist_item WHERE referral_id = ANY ($1::uuid[])', [[first.id, second.id]]);
    const next = await people.clerk.http.get(`/worklist?limit=5&cursor=${body.nextCursor}`);
    const seen = [...body.items, ...next.body.items].map(({ id }: Row) => id);
    expect(new Set(seen).size).toBe(10);
  });

  test('counts up to 1,000 and says that there are more', async () => {
    const { body } = await people.clerk.http.get('/worklist/counts');
    expect(body.awaiting).toEqual({
      count: 1_000,
      more: true,
      emergency: { count: 0, more: false },
      urgent: { count: 1_000, more: true },
      routine: { count: 0, more: false },
    });
    expect((await people.physician.http.get('/worklist/counts')).body.started).toEqual({ count: 1_000, more: true });
    expect((await people.bedDoctor.http.get('/worklist/counts')).body.started).toEqual({ count: 1, more: false });
  });

  test('lists and searches all of them in pages', async () => {
    const all = (await pages(people.auditor.http, { limit: 100 }, '/referrals')).flat();
    expect(new Set(all).size).toBe(2_302);
    expect(all).toHaveLength(2_302);
    const searched = (await pages(people.auditor.http, { limit: 100, search: '众多' }, '/referrals')).flat();
    expect(new Set(searched).size).toBe(2_300);
    expect(await pages(people.auditor.http, { state: 'issued' }, '/referrals')).toEqual([[], []]);
    expect((await pages(people.auditor.http, { search: '众', state: 'issued' }, '/referrals')).flat()).toEqual([]);
    const own = (await pages(people.bedDoctor.http, { chain: 'inpatient', limit: 7 }, '/referrals')).flat();
    expect(own).toEqual([rare.id]);
  });

  test('finds what a doctor had a part in behind thousands in which they had none', async () => {
    const guest = await here.person('会诊');
    await rare.do(people.bedDoctor, 'copyTo', { people: [guest.id] });
    expect(await ids(guest.http, {}, '/referrals')).toEqual([rare.id]);
    expect(await ids(guest.http, { search: '稀' }, '/referrals')).toEqual([rare.id]);
    expect((await pages(guest.http, { search: '众' }, '/referrals')).flat()).toEqual([]);
  });
});

describe('search', () => {
  let here: Hospital;
  let people: Staff;
  let walked: Record<string, Case>;
  let outsider: Colleague;
  const search = (who: Colleague, text: string, more: Record<string, string | number> = {}) =>
    ids(who.http, { search: text, ...more }, '/referrals');

  const names = { wang: '王秀兰', wangShort: '王秀', rare: '𠮷田次郎', emoji: '李😀', percent: '100%_张', html: '<b>陈</b>', sql: "赵'; DROP TABLE referral; --" };

  beforeAll(async () => {
    ({ here, people } = await fresh());
    outsider = await here.person('外科室医师', ['attendingPhysician', here.oncology]);
    walked = {};
    for (const [key, name] of Object.entries(names)) {
      walked[key] = await outpatientCase(people, 'awaitingInform', named(name));
      server.clock.advance({ seconds: 1 });
    }
    walked.issued = await outpatientCase(people, 'issued');
  });

  test.each([
    ['王秀兰', ['wang']],
    ['王秀', ['wangShort', 'wang']],
    ['  王秀兰  ', ['wang']],
    ['秀兰', []],
    ['𠮷', ['rare']],
    ['李😀', ['emoji']],
    ['%', []],
    ['_', []],
    ['100%_', ['percent']],
    ['100_', []],
    ['<b>', ['html']],
    ["赵';", ['sql']],
    ["' OR 1=1 --", []],
    ['\\', []],
    ['\u{10ffff}', []],
  ])('finds by the beginning of a name, taken literally: %s', async (text, expected) => {
    expect(await search(people.auditor, text)).toEqual(expected.map((key) => walked[key]!.id));
  });

  test('puts the newest first among those of one name', async () => {
    const again = await inpatientCase(people, 0, named('王秀兰'));
    expect(await search(people.auditor, '王秀兰')).toEqual([again.id, walked.wang!.id]);
    expect(await search(people.auditor, '王秀兰', { chain: 'inpatient' })).toEqual([again.id]);
    expect(await search(people.auditor, '王秀兰', { chain: 'outpatient' })).toEqual([walked.wang!.id]);
    expect(await pages(people.auditor.http, { search: '王秀兰', limit: 1 }, '/referrals')).toEqual([[again.id], [walked.wang!.id]]);
  });

  test('finds by referral number, whole or its beginning', async () => {
    const { body } = await people.auditor.http.get(`/referrals/${walked.wang!.id}`);
    expect(await search(people.auditor, body.number)).toEqual([walked.wang!.id]);
    expect(await search(people.auditor, body.number.slice(0, 6))).toContain(walked.wang!.id);
    expect(await search(people.auditor, `${body.number}9`)).toEqual([]);
  });

  test('finds by letter number, whole or its beginning', async () => {
    const { body } = await people.auditor.http.get(`/referrals/${walked.issued!.id}`);
    const letter: string = body.letter.number;
    expect(await rows(people.auditor.http, { search: letter }, '/referrals')).toMatchObject([
      { id: walked.issued!.id, letterNo: letter, state: 'issued' },
    ]);
    expect(await search(people.auditor, letter.slice(0, 3))).toEqual([walked.issued!.id]);
    expect(await search(people.auditor, letter.slice(1))).toEqual([]);
  });

  test('filters by state, a countersign step included', async () => {
    const deans = await outpatientCase(people, 'awaitingDeans');
    expect(await search(people.auditor, '王𠮷', { state: 'awaitingDeans' })).toEqual([deans.id]);
    expect(await search(people.auditor, '王𠮷', { state: 'rejected' })).toEqual([]);
    expect(await search(people.auditor, '王𠮷')).toEqual([deans.id, walked.issued!.id]);
    expect(await ids(people.auditor.http, { state: 'awaitingDeans' }, '/referrals')).toEqual([deans.id]);
  });

  test('finds only what one may see: all by some offices, the own department by others, and what one took part in', async () => {
    for (const one of [people.clerk, people.medical, people.lead, people.physician]) {
      expect(await search(one, names.rare)).toEqual([walked.rare!.id]);
    }
    expect(await search(people.administrator, names.rare)).toEqual([]);
    expect(await search(outsider, names.rare)).toEqual([]);
    await walked.rare!.do(people.physician, 'copyTo', { people: [outsider.id] });
    expect(await search(outsider, names.rare)).toEqual([walked.rare!.id]);
    expect(await ids(outsider.http, {}, '/referrals')).toEqual([walked.rare!.id]);
    expect(await ids(outsider.http, { state: 'issued' }, '/referrals')).toEqual([]);
  });

  test('finds nothing of another institution', async () => {
    const other = await fresh();
    expect(await search(other.people.auditor, names.rare)).toEqual([]);
    expect(await ids(other.people.auditor.http, {}, '/referrals')).toEqual([]);
    expect(await search(people.auditor, names.rare)).toEqual([walked.rare!.id]);
  });

  test('lists all that one may see, newest first, where nothing is searched', async () => {
    const all = await ids(people.auditor.http, {}, '/referrals');
    expect(all).toEqual([...all].sort().reverse());
    expect(all).toContain(walked.wang!.id);
    expect(await ids(people.physician.http, {}, '/referrals')).toEqual(all);
    expect(await ids(people.administrator.http, {}, '/referrals')).toEqual([]);
    expect((await pages(people.physician.http, { limit: 3 }, '/referrals')).flat()).toEqual(all);
  });
});

describe('bad input', () => {
  let people: Staff;
  beforeAll(async () => {
    ({ people } = await fresh());
  });
  const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
  const someId = '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f73';

  test.each([
    '/worklist?box=mine',
    '/worklist?chain=walk',
    '/worklist?urgency=high',
    '/worklist?department=surgery',
    '/worklist?olderThanHours=PT24H',
    '/worklist?olderThanHours=0',
    '/worklist?olderThanHours=-1',
    '/worklist?olderThanHours=1.5',
    '/worklist?limit=0',
    '/worklist?limit=101',
    '/worklist?limit=many',
    '/worklist?limit=1&limit=2',
    '/worklist?box=done&box=awaiting',
    '/worklist?person=somebody',
    "/worklist?institution_id=1'%20OR%201=1",
    '/referrals?search=',
    '/referrals?search=%20',
    '/referrals?search=%00',
    '/referrals?search[$ne]=1',
    '/referrals?search=a&search=b',
    `/referrals?search=${encodeURIComponent('长'.repeat(61))}`,
    '/referrals?state=lost',
    '/referrals?state=%7B%22awaitingDeans%22%3A1%7D',
    '/referrals?chain=',
    '/referrals?box=done',
    '/referrals?limit=1000',
  ])('refuses %s and names the field', async (path) => {
    const { status, body } = await people.clerk.http.get(path);
    expect(body).toMatchObject({ code: 'invalid', errors: [{ pointer: expect.any(String), reason: expect.any(String) }] });
    expect(status).toBe(400);
  });

  test.each([
    '/worklist?box=awaiting',
    '/worklist?box=copied&chain=inpatient&urgency=routine&olderThanHours=87600&limit=100',
    '/worklist?limit=1',
    `/worklist?department=${someId}`,
    `/referrals?search=${encodeURIComponent('长'.repeat(60))}`,
    '/referrals?state=awaitingDeans&chain=otherHospital&limit=100',
  ])('takes %s', async (path) => {
    expect((await people.clerk.http.get(path)).status).toBe(200);
  });

  const moment = '2026-11-22T04:00:00.000000Z';
  test.each([
    ['/worklist', 'nonsense'],
    ['/worklist', '%F0%9F%98%80'],
    ['/worklist', cursor('0', moment)],
    ['/worklist', cursor('7', moment, someId)],
    ['/worklist', cursor('0', '2026-02-30T04:00:00.000000Z', someId)],
    ['/worklist', cursor('0', '0000-01-01T00:00:00.000Z', someId)],
    ['/worklist', cursor('0', 'infinity', someId)],
    ['/worklist', cursor('0', moment, "' OR 1=1")],
    ['/worklist', cursor(0, moment, someId)],
    ['/worklist', cursor('0', moment, someId, 'more')],
    ['/worklist?box=done', cursor('0', moment, someId)],
    ['/referrals', cursor('王')],
    ['/referrals', cursor(moment, someId)],
    ['/referrals?search=a', cursor(someId)],
    ['/referrals?search=a', cursor('3', someId)],
  ])('refuses a cursor that no page of %s gave: %s', async (path, bad) => {
    const { status, body } = await people.clerk.http.get(`${path}${path.includes('?') ? '&' : '?'}cursor=${bad}`);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'badCursor' });
  });

  test.each([
    ['/worklist', cursor('0', moment, someId)],
    ['/worklist?box=done', cursor(moment, someId)],
    ['/referrals', cursor(someId)],
    ['/referrals?search=a', cursor('2', someId)],
  ])('takes a cursor of %s whose row is gone', async (path, good) => {
    const { status } = await people.clerk.http.get(`${path}${path.includes('?') ? '&' : '?'}cursor=${good}`);
    expect(status).toBe(200);
  });

  test('shows nothing to whoever is not signed in', async () => {
    for (const path of ['/worklist', '/worklist/counts', '/referrals']) {
      expect((await server.http.get(path)).status).toBe(401);
      expect((await people.clerk.http.get(path)).status).toBe(200);
    }
  });
});
