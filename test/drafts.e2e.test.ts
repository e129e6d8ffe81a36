import { afterAll, describe, expect, test } from '@jest/globals';
import {
  formContent,
  hospital,
  idNumberOf,
  otherId,
  outpatientCase,
  patient,
  patientId,
  reportContent,
  signed,
  staff,
  staffed,
  type Colleague,
} from './support/hospital.ts';
import { pdf } from './support/files.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { here, people } = await staffed(server);

const report = (content: unknown, more: object = {}) => ({ kind: 'report', chain: 'outpatient', content, ...more });

async function begin(who: Colleague, body: object): Promise<{ id: string; version: number }> {
  const answer = await who.http.post('/drafts', body);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

describe('saving', () => {
  test('keeps however little is written, as it was typed', async () => {
    const content = { patient: { name: ' 王秀 ', idNumber: '4419001965', phone: '138', insuranceKind: '' }, diagnoses: [], reason: '' };
    const { status, headers, body } = await people.physician.http.post('/drafts', report(content));
    expect({ status, body }).toEqual({
      status: 201,
      body: { id: expect.any(String), version: 1, updatedAt: expect.stringMatching(/Z$/) },
    });
    expect(headers.get('location')).toBe(`/api/v1/drafts/${body.id}`);
    expect(headers.get('etag')).toBe('"1"');
    const read = await people.physician.http.get(`/drafts/${body.id}`);
    expect(read.headers.get('etag')).toBe('"1"');
    expect(read.body).toEqual({
      ...body,
      kind: 'report',
      chain: 'outpatient',
      chainName: '门诊转诊',
      departmentId: null,
      referralId: null,
      referralNumber: null,
      papers: [],
      patientName: '王秀',
      content,
      deviceKey: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  test('each draft has a key of its own for what a device keeps of it, the same at each reading', async () => {
    const [one, other] = [await begin(people.physician, report({})), await begin(people.physician, report({}))];
    const keyOf = async ({ id }: { id: string }) => (await people.physician.http.get(`/drafts/${id}`)).body.deviceKey;
    expect(await keyOf(one)).toBe(await keyOf(one));
    expect(await keyOf(one)).not.toBe(await keyOf(other));
    expect((await people.bedDoctor.http.get(`/drafts/${one.id}`)).status).toBe(404);
  });

  test.each([
    [{}],
    [{ patient: {} }],
    [{ patient: null, destination: null }],
    [{ diagnoses: [{}, { code: 'C3' }] }],
    [{ patient: { name: '' } }],
    [{ patient: { idNumber: '441900196503124522' } }],
    [{ patient: { insuranceNo: '44 19' } }],
    [{ reason: '字'.repeat(2_001) }],
    [{ reason: '字'.repeat(10_000) }],
    [{ patient: { name: '长'.repeat(68) } }],
    [{ patient: { name: 'a\u0007b' }, reason: '换\u000b行' }],
    [{ reason: "'; DROP TABLE draft; -- <script>alert(1)</script> 𠮷😀" }],
    [{ agent: { name: '陈' }, destination: { name: '省' } }],
  ])('takes %j', async (content) => {
    const { status, body } = await people.physician.http.post('/drafts', report(content));
    expect(status).toBe(201);
    expect((await people.physician.http.get(`/drafts/${body.id}`)).body.content).toEqual(content);
    await people.physician.http.delete(`/drafts/${body.id}`);
  });

  test.each<[unknown, string]>([
    [{ colour: 'red' }, '/content/colour'],
    [{ patient: { name: '王', nickname: '兰' } }, '/content/patient/nickname'],
    [{ remark: '只属于审批表' }, '/content/remark'],
    [{ patient: { name: 7 } }, '/content/patient/name'],
    [{ patient: { idNumber: 44190019650312 } }, '/content/patient/idNumber'],
    [{ patient: { idNumber: ['4419'] } }, '/content/patient/idNumber'],
    [{ patient: '王秀兰' }, '/content/patient'],
    [{ patient: [] }, '/content/patient'],
    [{ diagnoses: {} }, '/content/diagnoses'],
    [{ diagnoses: ['C34'] }, '/content/diagnoses'],
    [{ diagnoses: [null] }, '/content/diagnoses'],
    [{ diagnoses: Array.from({ length: 11 }, () => ({})) }, '/content/diagnoses'],
    [{ urgency: 'whenever' }, '/content/urgency'],
    [{ reason: '字'.repeat(10_001) }, '/content/reason'],
    [{ patient: { name: '长'.repeat(10_001) } }, '/content/patient/name'],
    [{ patient: { idNumber: '4'.repeat(10_001) } }, '/content/patient/idNumber'],
    [{ patient: { name: 'NUL\u0000' } }, '/content/patient/name'],
    [{ patient: { idNumber: '44\u0000' } }, '/content/patient/idNumber'],
    [{ patient: { phone: 'half \ud842' } }, '/content/patient/phone'],
    ['text', '/content'],
    [[], '/content'],
    [null, '/content'],
    [undefined, '/content'],
  ])('refuses what could never be submitted: %j', async (content, pointer) => {
    const { status, body } = await people.physician.http.post('/drafts', report(content));
    expect(body).toMatchObject({ code: 'invalid', errors: [{ pointer, reason: expect.any(String) }] });
    expect(status).toBe(400);
  });

  test('refuses more than 100 kB, and takes what is just below', async () => {
    const sized = (count: number) => ({ diagnoses: [{}], destination: {}, reason: 'x', patient: { address: 'y' }, ['x'.repeat(count)]: 1 });
    const large = await people.physician.http.post('/drafts', report(sized(100_000)));
    expect(large).toMatchObject({ status: 413, body: { code: 'tooLarge', limit: 100_000 } });
    const below = await people.physician.http.post('/drafts', report(sized(99_000)));
    expect(below).toMatchObject({ status: 400, body: { code: 'invalid' } });
  });

  test('refuses a message nested deeper than any of ours, whatever it is for', async () => {
    const nested = (depth: number) => `{"kind":"report","chain":"outpatient","content":${'{"patient":'.repeat(depth)}{}${'}'.repeat(depth)}}`;
    const send = (path: string, depth: number) =>
      people.physician.http.post(path, nested(depth), { headers: { 'Content-Type': 'application/json' } });
    for (const path of ['/drafts', '/referrals']) {
      for (const depth of [50, 5_000, 80_000]) {
        expect(await send(path, depth)).toMatchObject({ status: 400, body: { code: 'malformed' } });
      }
    }
    expect((await send('/drafts', 1)).status).toBe(201);
  });

  test.each<[string, object, string]>([
    ['a report without its chain', { kind: 'report', content: {} }, '/chain'],
    ['a report of a chain that is none', { kind: 'report', chain: 'taxi', content: {} }, '/chain'],
    ['a report that names a referral', { kind: 'report', chain: 'inpatient', referralId: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f73', content: {} }, '/referralId'],
    ['a form without its referral', { kind: 'form', content: {} }, '/referralId'],
    ['a form that names a chain', { kind: 'form', chain: 'inpatient', referralId: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f73', content: {} }, '/chain'],
    ['a draft of no kind', { content: {} }, '/kind'],
    ['a draft of a kind that is none', { kind: 'letter', content: {} }, '/kind'],
    ['a department that is no id', { kind: 'report', chain: 'inpatient', departmentId: 'surgery', content: {} }, '/departmentId'],
    ['papers that are no ids', { kind: 'report', chain: 'inpatient', papers: ['x'], content: {} }, '/papers'],
    ['a field that is none', { kind: 'report', chain: 'inpatient', content: {}, title: 'x' }, '/title'],
  ])('refuses %s', async (_, body, pointer) => {
    const answer = await people.physician.http.post('/drafts', body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid', errors: [{ pointer }] } });
  });

  test('encrypts what is written, half an ID number included', async () => {
    const { id } = await begin(people.physician, report({ patient: { idNumber: '44190019650312', phone: '13800138000' } }, { key: undefined }));
    const stored = JSON.stringify(await server.database.query('SELECT * FROM draft WHERE id = $1', [id]));
    expect(stored).toContain('enc1:');
    expect(stored).not.toContain('44190019650312');
    expect(stored).not.toContain('13800138000');
    const answers = JSON.stringify(await server.database.query('SELECT * FROM idempotent_answer WHERE person_id = $1', [people.physician.id]));
    expect(answers).toContain(id);
    expect(answers).not.toContain('44190019650312');
    expect(answers).not.toContain('王秀');
  });

  test('a request repeated begins one draft, and its key serves for no other', async () => {
    const body = report({ reason: '一次' });
    const [first, again] = await Promise.all([1, 2].map(() => people.physician.http.post('/drafts', body, { key: 'one-draft' })));
    expect(again!.body).toEqual(first!.body);
    const other = await people.physician.http.post('/drafts', report({ reason: '两次' }), { key: 'one-draft' });
    expect(other).toMatchObject({ status: 422, body: { code: 'keyReused' } });
    expect(await people.physician.http.post('/drafts', body, { key: null })).toMatchObject({ status: 400, body: { code: 'idempotencyKeyMissing' } });
  });

  test('keeps at most 200 drafts of one person', async () => {
    const busy = await here.person('多稿', ['attendingPhysician', here.surgery]);
    const first = await begin(busy, report({}));
    await server.database.query(
      `INSERT INTO draft (institution_id, id, person_id, kind, chain, content_encrypted, version, updated_at)
        SELECT institution_id, gen_random_uuid(), person_id, kind, chain, content_encrypted, 1, updated_at
        FROM draft, generate_series(1, 199) WHERE id = $1`,
      [first.id],
    );
    expect(await busy.http.post('/drafts', report({}))).toMatchObject({ status: 422, body: { code: 'limitReached', limit: 200 } });
    await busy.http.delete(`/drafts/${first.id}`);
    expect((await busy.http.post('/drafts', report({}))).status).toBe(201);
    expect((await busy.http.get('/drafts')).body.items).toHaveLength(200);
  });
});

describe('going on', () => {
  test('replaces what was saved, when nobody did so meanwhile', async () => {
    const { id } = await begin(people.physician, report({ reason: '一' }));
    const saved = await people.physician.http.put(`/drafts/${id}`, { content: { reason: '二' }, departmentId: here.surgery }, { ifMatch: 1 });
    expect(saved).toMatchObject({ status: 200, body: { id, version: 2 } });
    expect(saved.headers.get('etag')).toBe('"2"');
    const stale = await people.physician.http.put(`/drafts/${id}`, { content: { reason: '三' } }, { ifMatch: 1 });
    expect(stale).toMatchObject({ status: 412, body: { code: 'changedMeanwhile' } });
    expect((await people.physician.http.get(`/drafts/${id}`)).body).toMatchObject({ version: 2, departmentId: here.surgery, content: { reason: '二' } });
    expect((await people.physician.http.put(`/drafts/${id}`, { content: { reason: '三' } }, { ifMatch: 2 })).status).toBe(200);
  });

  test('of two windows that save at once, one is told', async () => {
    const { id } = await begin(people.physician, report({ reason: '零' }));
    const answers = await Promise.all(
      ['甲', '乙', '丙'].map((reason) => people.physician.http.put(`/drafts/${id}`, { content: { reason } }, { ifMatch: 1 })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  });

  test('needs If-Match, and a body that fits', async () => {
    const { id } = await begin(people.physician, report({}));
    const path = `/drafts/${id}`;
    expect(await people.physician.http.put(path, { content: {} })).toMatchObject({ status: 428, body: { code: 'ifMatchMissing' } });
    expect(await people.physician.http.put(path, { content: {} }, { ifMatch: 'x' })).toMatchObject({ status: 400, body: { code: 'ifMatchMalformed' } });
    expect(await people.physician.http.put(path, { content: { colour: 1 } }, { ifMatch: 1 })).toMatchObject({ status: 400, body: { errors: [{ pointer: '/content/colour' }] } });
    expect(await people.physician.http.put(path, { content: {}, kind: 'form' }, { ifMatch: 1 })).toMatchObject({ status: 400, body: { errors: [{ pointer: '/kind' }] } });
    expect((await people.physician.http.put(path, { content: {} }, { ifMatch: 1 })).status).toBe(200);
  });

  test('lists mine alone, newest first, both kinds or one', async () => {
    const writer = await here.person('写手', ['departmentLead', here.surgery]);
    const walked = await outpatientCase(people, 'awaitingFillIn');
    const one = await begin(writer, report({ patient: { name: '甲' } }));
    server.clock.advance({ seconds: 1 });
    const two = await begin(writer, { kind: 'form', referralId: walked.id, content: {} });
    server.clock.advance({ seconds: 1 });
    const listed = async (filter = '') => (await writer.http.get(`/drafts${filter}`)).body.items.map(({ id }: { id: string }) => id);
    expect(await listed()).toEqual([two.id, one.id]);
    await writer.http.put(`/drafts/${one.id}`, { content: { patient: { name: '甲乙' } } }, { ifMatch: 1 });
    const { body } = await writer.http.with({ 'Accept-Language': 'en' }).get('/drafts');
    expect(body.items).toMatchObject([
      { id: one.id, kind: 'report', chain: 'outpatient', chainName: 'outpatient referral', patientName: '甲乙', version: 2 },
      { id: two.id, kind: 'form', chain: 'outpatient', referralId: walked.id, referralNumber: expect.stringMatching(/^R/), patientName: null },
    ]);
    expect(body.items[0]).not.toHaveProperty('content');
    expect(await listed('?kind=form')).toEqual([two.id]);
    expect(await listed(`?referralId=${walked.id}`)).toEqual([two.id]);
    expect(await listed('?kind=report')).toEqual([one.id]);
    expect((await writer.http.get('/drafts?kind=letter')).status).toBe(400);
    expect((await writer.http.get('/drafts?owner=me')).status).toBe(400);
  });

  test('is for its writer alone', async () => {
    const { id } = await begin(people.physician, report({ reason: '私' }));
    const path = `/drafts/${id}`;
    const there = await staff(await hospital(server));
    for (const one of [people.bedDoctor, people.administrator, people.auditor, there.physician]) {
      expect((await one.http.get(path)).status).toBe(404);
      expect((await one.http.put(path, { content: {} }, { ifMatch: 1 })).status).toBe(404);
      expect((await one.http.post(`${path}/submit`, {}, { ifMatch: 1 })).status).toBe(404);
      expect((await one.http.delete(path)).status).toBe(404);
    }
    expect((await server.http.get(path)).status).toBe(401);
    expect((await people.physician.http.get(path)).status).toBe(200);
    expect((await people.physician.http.delete(path)).status).toBe(204);
    expect((await people.physician.http.delete(path)).status).toBe(404);
    expect((await people.physician.http.get('/drafts/nonsense')).status).toBe(404);
  });
});

describe('a draft of a form', () => {
  test('is for whoever may see the referral', async () => {
    const walked = await outpatientCase(people, 'awaitingFillIn');
    const body = { kind: 'form', referralId: walked.id, content: {} };
    const elsewhere = await here.person('外科室', ['departmentLead', here.oncology]);
    const there = await staff(await hospital(server));
    expect(await elsewhere.http.post('/drafts', body)).toMatchObject({ status: 403, body: { code: 'notInvolved' } });
    expect(await there.lead.http.post('/drafts', body)).toMatchObject({ status: 404, body: { code: 'notFound' } });
    expect((await people.lead.http.post('/drafts', body)).status).toBe(201);
  });

  test('is one per person: a second is refused and names the first', async () => {
    const walked = await outpatientCase(people, 'awaitingFillIn');
    const body = { kind: 'form', referralId: walked.id, content: { condition: '一' } };
    const answers = await Promise.all([1, 2, 3].map(() => people.lead.http.post('/drafts', body)));
    const begun = answers.filter(({ status }) => status === 201);
    expect(begun).toHaveLength(1);
    for (const refused of answers.filter(({ status }) => status !== 201)) {
      expect(refused).toMatchObject({ status: 409, body: { code: 'draftExists', id: begun[0]!.body.id } });
    }
    expect((await people.director.http.post('/drafts', body)).status).toBe(201);
  });

  test.each([
    [{ departmentId: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f71' }, '/departmentId'],
    [{ papers: ['0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f71'] }, '/papers'],
    [{ content: { agent: {} } }, '/content/agent'],
  ])('holds nothing that belongs to a report: %j', async (more, pointer) => {
    const walked = await outpatientCase(people, 'awaitingFillIn');
    const body = { kind: 'form', referralId: walked.id, content: { remark: '青霉素过敏' } };
    expect(await people.lead.http.post('/drafts', { ...body, ...more })).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
    const { body: draft } = await people.lead.http.post('/drafts', body);
    const saved = await people.lead.http.put(`/drafts/${draft.id}`, { content: {}, ...more }, { ifMatch: 1 });
    expect(saved).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });
});

describe('submitting a report', () => {
  test('names every field that is missing and keeps the draft; complete, it begins the referral and ends the draft', async () => {
    const { id } = await begin(people.physician, report({ patient: { name: '王秀兰', idNumber: '4419001965' }, diagnoses: [] }));
    const refused = await people.physician.http.post(`/drafts/${id}/submit`, {}, { ifMatch: 1 });
    expect(refused).toMatchObject({ status: 422, body: { code: 'draftIncomplete' } });
    expect(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/content/diagnoses',
      '/content/patient/idNumber',
      '/content/patient/insuranceKind',
      '/content/reason',
      '/content/urgency',
    ]);
    expect((await people.physician.http.get(`/drafts/${id}`)).status).toBe(200);

    const content = reportContent({ patient: patient({ name: '  王秀兰 ', idNumber: idNumberOf(patientId).toLowerCase() }) });
    await people.physician.http.put(`/drafts/${id}`, { content }, { ifMatch: 1 });
    const done = await people.physician.http.post(`/drafts/${id}/submit`, {}, { ifMatch: 2 });
    expect(done).toMatchObject({ status: 200, body: { chain: 'outpatient', state: 'awaitingInform', version: 1 } });
    expect(done.headers.get('location')).toBe(`/api/v1/referrals/${done.body.id}`);
    expect(done.headers.get('etag')).toBe('"1"');
    expect((await people.physician.http.get(`/drafts/${id}`)).status).toBe(404);
    const { body } = await people.lead.http.get(`/referrals/${done.body.id}`);
    expect(body).toMatchObject({ reporter: { id: people.physician.id }, report: { patient: { name: '王秀兰' } } });
  });

  test.each<[string, object, string[]]>([
    ['outpatient', {}, ['/departmentId']],
    ['otherHospital', { agent: {} }, ['/content/agent/hospital', '/content/agent/idNumber', '/content/agent/name', '/papers']],
  ])('names all that is wrong at once (%s): too long, missing, and what belongs to no field', async (chain, more, besides) => {
    const who = await here.person('两科', ['attendingPhysician', here.surgery], ['attendingPhysician', here.oncology], 'medicalOfficer');
    const content = { ...reportContent({ patient: patient({ name: '长'.repeat(68) }) }), reason: '', ...more };
    const { id } = await begin(who, report(content, { chain }));
    const refused = await who.http.post(`/drafts/${id}/submit`, {}, { ifMatch: 1 });
    expect(refused).toMatchObject({ status: 422, body: { code: 'draftIncomplete' } });
    const found = new Map<string, string>(refused.body.errors.map(({ pointer, reason }: { pointer: string; reason: string }) => [pointer, reason]));
    expect([...found.keys()].sort()).toEqual([...besides, '/content/patient/name', '/content/reason'].sort());
    expect(found.get('/content/patient/name')).toBe('最多 50 个字，现有 68 个字');
    const [{ patientName }] = (await who.http.get('/drafts')).body.items;
    expect(patientName).toBe('长'.repeat(50));
  });

  test('asked again, it has one effect and the same answer', async () => {
    const { id } = await begin(people.physician, report(reportContent()));
    const ask = () => people.physician.http.post(`/drafts/${id}/submit`, {}, { ifMatch: 1, key: 'submit-once' });
    const first = await ask();
    const again = await ask();
    expect(again).toMatchObject({ status: 200, body: first.body });
    const atOnce = await begin(people.physician, report(reportContent()));
    const answers = await Promise.all(
      [1, 2, 3].map(() => people.physician.http.post(`/drafts/${atOnce.id}/submit`, {}, { ifMatch: 1, key: 'submit-at-once' })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const other = await begin(people.physician, report(reportContent()));
    expect((await people.physician.http.post(`/drafts/${other.id}/submit`, {}, { ifMatch: 1, key: 'submit-once' })).body.code).toBe('keyReused');
  });

  test('sent twice with two keys, it begins one referral', async () => {
    const { id } = await begin(people.physician, report(reportContent({ patient: patient({ name: '只此一例' }) })));
    const answers = await Promise.all([1, 2, 3].map(() => people.physician.http.post(`/drafts/${id}/submit`, {}, { ifMatch: 1 })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
    expect((await people.auditor.http.get('/referrals?search=只此一例')).body.items).toHaveLength(1);
  });

  test.each(['report', 'form'] as const)('while another window saves more (%s), only one of the two happens', async (kind) => {
    for (let round = 0; round < 5; round += 1) {
      const walked = kind === 'form' ? await outpatientCase(people, 'awaitingFillIn') : null;
      const who = kind === 'form' ? people.lead : people.physician;
      const content = kind === 'form' ? formContent() : reportContent();
      const { id } = await begin(who, walked ? { kind, referralId: walked.id, content } : report(content));
      const [submitted, saved] = await Promise.all([
        who.http.post(`/drafts/${id}/submit`, walked ? { referralVersion: walked.version } : {}, { ifMatch: 1 }),
        who.http.put(`/drafts/${id}`, { content: { ...content, reason: '改写' } }, { ifMatch: 1 }),
      ]);
      const happened = `${submitted.status} ${saved.status} ${submitted.body.code ?? saved.body.code}`;
      expect(happened).toMatch(/^(200 404 notFound|200 412 changedMeanwhile|412 200 changedMeanwhile)$/);
      expect((await who.http.get(`/drafts/${id}`)).status).toBe(submitted.status === 200 ? 404 : 200);
    }
  });

  test('is refused as the act is, and the draft is kept', async () => {
    const { id } = await begin(people.bedDoctor, report(reportContent()));
    const refused = await people.bedDoctor.http.post(`/drafts/${id}/submit`, {}, { ifMatch: 1 });
    expect(refused).toMatchObject({ status: 403, body: { code: 'notYourOffice' } });
    expect((await people.bedDoctor.http.get(`/drafts/${id}`)).status).toBe(200);
  });

  test('needs the draft as it was seen, its own version and no other', async () => {
    const { id } = await begin(people.physician, report(reportContent()));
    const path = `/drafts/${id}/submit`;
    await people.physician.http.put(`/drafts/${id}`, { content: reportContent() }, { ifMatch: 1 });
    expect((await people.physician.http.post(path, {})).status).toBe(428);
    expect(await people.physician.http.post(path, {}, { ifMatch: 1 })).toMatchObject({ status: 412, body: { code: 'changedMeanwhile' } });
    expect(await people.physician.http.post(path, { referralVersion: 1 }, { ifMatch: 2 })).toMatchObject({ status: 400, body: { errors: [{ pointer: '/referralVersion' }] } });
    expect((await people.physician.http.post(path, { opinion: 'x' }, { ifMatch: 2 })).status).toBe(400);
    expect((await people.physician.http.post(path, {}, { ifMatch: 2, key: null })).status).toBe(400);
    expect((await people.physician.http.post(path, {}, { ifMatch: 2 })).status).toBe(200);
  });

  test("takes another hospital's papers along", async () => {
    const papers: string[] = [];
    for (const kind of ['emergencyRecord', 'criticalNotice', 'patientIdCard']) {
      const message = new FormData();
      message.append('kind', kind);
      message.append('file', new Blob([new Uint8Array(pdf(kind))]), `${kind}.pdf`);
      papers.push((await people.officer.http.post('/papers', message)).body.id);
    }
    const agent = { name: '陈志强', idNumber: idNumberOf(otherId), hospital: '滨海示例医院' };
    const { id } = await begin(people.officer, report(reportContent({ agent }), { chain: 'otherHospital', papers: papers.slice(0, 2) }));
    const refused = await people.officer.http.post(`/drafts/${id}/submit`, {}, { ifMatch: 1 });
    expect(refused).toMatchObject({ status: 422, body: { code: 'papersMissing', papers: ['patientIdCard'] } });
    await people.officer.http.put(`/drafts/${id}`, { content: reportContent({ agent }), papers }, { ifMatch: 1 });
    const done = await people.officer.http.post(`/drafts/${id}/submit`, {}, { ifMatch: 2 });
    expect(done).toMatchObject({ status: 200, body: { chain: 'otherHospital' } });
    expect((await people.officer.http.get(`/referrals/${done.body.id}/papers`)).body.items).toHaveLength(3);
  });
});

describe('submitting a form', () => {
  test('fills it in and ends the draft', async () => {
    const walked = await outpatientCase(people, 'awaitingFillIn');
    const { id } = await begin(people.lead, { kind: 'form', referralId: walked.id, content: { condition: '右肺上叶占位' } });
    const path = `/drafts/${id}/submit`;
    const sending = { ifMatch: 1 };
    expect(await people.lead.http.post(path, {}, sending)).toMatchObject({ status: 400, body: { errors: [{ pointer: '/referralVersion' }] } });
    const incomplete = await people.lead.http.post(path, { referralVersion: walked.version }, sending);
    expect(incomplete).toMatchObject({ status: 422, body: { code: 'draftIncomplete' } });
    await people.lead.http.put(`/drafts/${id}`, { content: formContent() }, { ifMatch: 1 });
    const stale = await people.lead.http.post(path, { referralVersion: walked.version - 1 }, { ifMatch: 2 });
    expect(stale).toMatchObject({ status: 412, body: { code: 'overtaken', happened: { act: 'releaseForm' } } });
    const done = await people.lead.http.post(path, { referralVersion: walked.version }, { ifMatch: 2 });
    expect(done).toMatchObject({ status: 200, body: { id: walked.id, state: 'awaitingDepartment' } });
    expect((await people.lead.http.get(`/drafts/${id}`)).status).toBe(404);
    walked.version = done.body.version;
    expect((await walked.try(people.director, 'sign', signed)).status).toBe(200);
  });

  test('is refused to whoever may not fill it in, and the draft is kept', async () => {
    const walked = await outpatientCase(people, 'awaitingFillIn');
    const { id } = await begin(people.physician, { kind: 'form', referralId: walked.id, content: formContent() });
    const refused = await people.physician.http.post(`/drafts/${id}/submit`, { referralVersion: walked.version }, { ifMatch: 1 });
    expect(refused).toMatchObject({ status: 403, body: { code: 'notYourOffice' } });
    expect((await people.physician.http.get(`/drafts/${id}`)).status).toBe(200);
  });

  test('of two people with a draft each, one fills it in, the other is told and keeps what they wrote', async () => {
    const walked = await outpatientCase(people, 'awaitingFillIn');
    const drafts = await Promise.all(
      [people.lead, people.director].map(async (who) => ({
        who,
        ...(await begin(who, { kind: 'form', referralId: walked.id, content: formContent() })),
      })),
    );
    const answers = await Promise.all(
      drafts.map(({ who, id }) => who.http.post(`/drafts/${id}/submit`, { referralVersion: walked.version }, { ifMatch: 1 })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const loser = drafts[answers.findIndex(({ status }) => status === 412)]!;
    expect((await loser.who.http.get(`/drafts/${loser.id}`)).body.content).toMatchObject({ condition: formContent().condition });
  });
});
