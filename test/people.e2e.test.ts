import { afterAll, describe, expect, test } from '@jest/globals';
import type { Http } from './support/http.ts';
import { password, seedInstitution } from './support/people.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());

const hospital = await seedInstitution(server, {
  settings: { warrantNumberPattern: '代〔{year}〕{serial:4}号' },
  departments: { XWK: '胸外科', XNK: '心内科' },
  people: {
    chen: { name: '陈静', offices: ['departmentDirector@XWK'] },
    dean: { name: '院长甲', offices: ['deanInCharge'] },
    other: { name: '院长乙', offices: ['businessDean'] },
    lead: { name: '医保负责人', offices: ['insuranceLead'] },
    watcher: { name: '审计员', offices: ['auditor'] },
    plain: { name: '无岗位' },
    leaver: { name: '要走的', offices: ['windowClerk', 'medicalDirector'] },
  },
});
const elsewhere = await seedInstitution(server, {
  code: 'binhai',
  departments: { XWK: '胸外科' },
  people: { chen: { name: '陈静', offices: ['departmentDirector@XWK'] } },
});
const [admin, chen, dean, lead, watcher, plain, theirAdmin] = [
  await hospital.signIn('admin'),
  await hospital.signIn('chen'),
  await hospital.signIn('dean'),
  await hospital.signIn('lead'),
  await hospital.signIn('watcher'),
  await hospital.signIn('plain'),
  await elsewhere.signIn('admin'),
];
const english = { headers: { 'Accept-Language': 'en' } };
const id = (username: string) => hospital.person(username).id;
const inDays = (days: number) => new Date(server.clock.now().getTime() + days * 86_400_000).toISOString();
const names = (answer: { body: { items: { name: string }[] } }) => answer.body.items.map(({ name }) => name);
/** Somebody made over HTTP, signed in with their first password changed. */
async function hire(username: string, offices: { office: string; departmentId?: string }[] = []) {
  const { body } = await admin.post('/people', { username, name: username });
  const appointments = [];
  for (const office of offices) appointments.push((await admin.post('/appointments', { personId: body.id, ...office })).body);
  const message = { institution: hospital.code, username, password: body.initialPassword, as: 'bearer' };
  const http = server.http.as((await server.http.post('/sessions', message)).body.token);
  await http.put('/password', { current: body.initialPassword, next: password });
  return { id: body.id as string, http, appointments };
}

describe('offices that nobody holds', () => {
  test('are listed with the chains that stop there, in active departments of the own institution', async () => {
    const { status, body } = await admin.get('/appointments/vacancies', english);
    expect(status).toBe(200);
    const { XWK, XNK } = hospital.departments;
    const stopped = (office: string, departmentId: string | null) =>
      body.items.find((one: { office: string; departmentId: string | null }) => one.office === office && one.departmentId === departmentId)?.chains;
    expect(stopped('departmentDirector', XNK!.id)).toEqual(['outpatient', 'inpatient']);
    expect(stopped('departmentDirector', XWK!.id)).toBeUndefined();
    // Either head of a department acts for it.
    expect(stopped('departmentLead', XWK!.id)).toEqual([]);
    expect(stopped('medicalOfficer', null)).toEqual(['otherHospital']);
    expect(body.items.find(({ office }: { office: string }) => office === 'medicalOfficer')).toMatchObject({ officeName: 'medical department officer', departmentName: null });
    await admin.patch(`/departments/${XNK!.id}`, { active: false });
    const after = (await admin.get('/appointments/vacancies')).body.items as { departmentId: string | null }[];
    expect(after.some(({ departmentId }) => departmentId === XNK!.id)).toBe(false);
    await admin.patch(`/departments/${XNK!.id}`, { active: true });
  });
});

describe('people', () => {
  test('are created by the administrator and sign in with the password shown once', async () => {
    const message = { username: 'Wang.Lei', name: '王磊𠮷', title: '主任医师', phone: '13800138002' };
    const { status, body } = await admin.post('/people', message);
    expect(status).toBe(201);
    expect(body).toMatchObject({ username: 'wang.lei', name: '王磊𠮷', phoneMasked: '138****8002', mustChangePassword: true });
    const first = { institution: hospital.code, username: 'wang.lei', password: body.initialPassword };
    expect((await server.http.post('/sessions', first)).status).toBe(201);
    expect((await admin.get(`/people/${body.id}`)).body).not.toHaveProperty('initialPassword');
  });

  test('are created by nobody else', async () => {
    for (const http of [chen, lead, watcher]) {
      expect((await http.post('/people', { username: 'x', name: '某' })).body.code).toBe('notPermitted');
    }
  });

  test('have a user name each, whatever its case, in their institution', async () => {
    const { status, body } = await admin.post('/people', { username: 'WANG.LEI', name: '另一个' }, english);
    expect([status, body.errors]).toEqual([400, [{ pointer: '/username', reason: 'is already in use' }]]);
    expect((await theirAdmin.post('/people', { username: 'wang.lei', name: '王磊' })).status).toBe(201);
    const racing = await Promise.all([1, 2].map(() => admin.post('/people', { username: 'raced', name: '快' })));
    expect(racing.map((answer) => answer.status).toSorted()).toEqual([201, 400]);
  });

  test('have a phone number that is encrypted at rest and masked in lists; a look at it is recorded', async () => {
    const { body } = await admin.get('/people?search=wang.lei');
    const [person] = body.items;
    expect(person.phoneMasked).toBe('138****8002');
    const [row] = await server.database.query<{ phone_encrypted: string }>(
      `SELECT phone_encrypted FROM person WHERE institution_id = $1 AND id = $2`,
      [hospital.id, person.id],
    );
    expect(row!.phone_encrypted).toMatch(/^enc1:/);
    expect((await admin.get(`/people/${person.id}/phone`)).body).toEqual({ phone: '13800138002' });
    expect((await lead.get(`/people/${person.id}/phone`)).status).toBe(403);
    const { body: log } = await admin.get(`/audit?what=phoneRevealed&subject=${person.id}`);
    expect(log.items).toHaveLength(1);
    expect(JSON.stringify(await server.database.query('SELECT * FROM audit_entry'))).not.toContain('13800138002');
  });

  test.each([
    [{ phone: '12345' }, '/phone'],
    [{ name: '长'.repeat(51) }, '/name'],
    [{ username: 'a b' }, '/username'],
    [{ name: '' }, '/name'],
    [{ title: 7 }, '/title'],
    [{ active: false }, '/active'],
  ])('refuse %j and name the field', async (change, pointer) => {
    const { status, body } = await admin.post('/people', { username: 'bad', name: '坏', ...change });
    expect([status, body.errors.map((error: { pointer: string }) => error.pointer)]).toEqual([400, [pointer]]);
  });

  test('are changed, null clears what may be empty', async () => {
    const { body } = await admin.get('/people?search=wang.lei');
    const path = `/people/${body.items[0].id}`;
    const change = { name: "O'Brien <b>; --", title: null, phone: null };
    expect((await admin.patch(path, change)).body).toMatchObject({ name: change.name, title: null, phoneMasked: null });
    expect((await admin.patch(path, { name: null })).body.errors[0].pointer).toBe('/name');
    expect((await admin.patch(path, { username: 'chen' })).body.errors[0].pointer).toBe('/username');
    expect((await admin.patch(path, { username: 'lei.wang', name: '王磊' })).body.username).toBe('lei.wang');
  });

  test('are listed for administrator, auditor and insurance office, and found by name, office and department', async () => {
    for (const http of [admin, watcher, lead]) expect((await http.get('/people')).status).toBe(200);
    expect((await chen.get('/people')).status).toBe(403);
    expect(names(await lead.get(`/people?search=${encodeURIComponent('院长')}`)).toSorted()).toEqual(['院长乙', '院长甲'].toSorted());
    expect(names(await lead.get('/people?search=%25'))).toEqual([]);
    expect(names(await lead.get('/people?office=deanInCharge'))).toEqual(['院长甲']);
    expect(names(await lead.get(`/people?departmentId=${hospital.departments.XWK!.id}`))).toEqual(['陈静']);
    expect((await lead.get('/people?office=king')).body.code).toBe('invalid');
  });

  test('come in pages that neither repeat nor leave out', async () => {
    const all = names(await admin.get('/people?limit=200'));
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await admin.get(`/people?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      paged.push(...names({ body }));
      cursor = body.nextCursor;
    }
    expect(paged).toEqual(all);
  });

  test('of another institution do not exist', async () => {
    const theirs = elsewhere.person('chen').id;
    for (const answer of [
      await admin.get(`/people/${theirs}`),
      await admin.get(`/people/${theirs}/phone`),
      await admin.patch(`/people/${theirs}`, { name: '抢' }),
      await admin.post(`/people/${theirs}/deactivate`),
      await admin.post(`/people/${theirs}/reactivate`),
      await admin.post(`/people/${theirs}/password-reset`),
      await admin.post(`/people/${theirs}/unlock`),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'notFound']);
    }
    expect((await theirAdmin.get(`/people/${theirs}`)).status).toBe(200);
  });

  test('are colleagues to everybody, by name and office and nothing else', async () => {
    const { status, body } = await plain.get(`/colleagues?search=${encodeURIComponent('陈')}`);
    expect([status, body.items]).toEqual([
      200,
      [
        {
          id: id('chen'),
          name: '陈静',
          title: null,
          offices: [
            {
              office: 'departmentDirector',
              officeName: '科主任',
              departmentId: hospital.departments.XWK!.id,
              departmentName: '胸外科',
            },
          ],
        },
      ],
    ]);
  });
});

describe('somebody who leaves', () => {
  test('is signed out, loses offices and warrants, and is no colleague any more', async () => {
    await hospital.addWarrant({ holder: 'dean', substitute: 'leaver' });
    await hospital.addWarrant({ holder: 'leaver', substitute: 'plain', office: 'medicalDirector' });
    const leaver = await hospital.signIn('leaver');
    expect((await plain.get('/session')).body.capacities).toHaveLength(1);
    expect((await admin.post(`/people/${id('leaver')}/deactivate`)).status).toBe(204);
    expect((await leaver.get('/session')).status).toBe(401);
    expect((await plain.get('/session')).body.capacities).toEqual([]);
    expect(names(await plain.get('/colleagues'))).not.toContain('要走的');
    const { body } = await admin.get(`/substitutes?personId=${id('leaver')}`);
    expect(body.items[0].revokedBy).toEqual({ id: id('admin'), name: '管理员' });
    expect((await admin.post(`/people/${id('leaver')}/deactivate`)).body.code).toBe('alreadyEnded');
  });

  test('comes back without offices', async () => {
    expect((await admin.post(`/people/${id('leaver')}/reactivate`)).status).toBe(204);
    const back = await hospital.signIn('leaver');
    expect((await back.get('/session')).body.capacities).toEqual([]);
  });

  test('is signed out by a message that says nothing else', async () => {
    const { status, body } = await admin.post(`/people/${id('plain')}/deactivate`, { reason: '退休' });
    expect([status, body.errors[0].pointer]).toEqual([400, '/reason']);
    expect((await plain.get('/session')).status).toBe(200);
  });

  test('is not the last administrator', async () => {
    const { status, body } = await admin.post(`/people/${id('admin')}/deactivate`);
    expect([status, body.code]).toEqual([409, 'lastAdministrator']);
    const second = await hire('second.admin', [{ office: 'administrator' }]);
    expect((await second.http.post(`/people/${second.id}/deactivate`)).status).toBe(204);
  });

  test('is one of two administrators who remove each other at the same moment, and the other stays', async () => {
    const two = await seedInstitution(server, { code: 'two', people: { second: 'administrator' } });
    const [first, second] = [await two.signIn('admin'), await two.signIn('second')];
    const answers = await Promise.all([
      first.post(`/people/${two.person('second').id}/deactivate`),
      second.post(`/people/${two.person('admin').id}/deactivate`),
    ]);
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    // Whoever came second was signed out by the first, or is told that nobody would be left.
    expect([401, 409]).toContain(statuses.find((status) => status !== 204));
  });
});

const matching = (reason: string | RegExp): unknown => (typeof reason === 'string' ? reason : expect.stringMatching(reason));

describe('appointments', () => {
  let administrator: Http;
  const appoint = async (message: object) => (administrator ??= await hospital.signIn('admin')).post('/appointments', message);

  test('give an office at once, in its department', async () => {
    const departmentId = hospital.departments.XNK!.id;
    const { status, body } = await appoint({ personId: id('plain'), office: 'departmentLead', departmentId });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      person: { id: id('plain') },
      office: 'departmentLead',
      officeName: '科室转诊负责医生',
      departmentName: '心内科',
      until: null,
      appointedBy: { name: '管理员' },
    });
    expect((await plain.get('/session')).body.capacities).toMatchObject([{ office: 'departmentLead', departmentId }]);
  });

  test.each([
    ['a department office without one', { office: 'bedDoctor' }, '/departmentId', 'is required'],
    ['an office of the whole hospital in a department', { office: 'deanInCharge', departmentId: 'XWK' }, '/departmentId', 'must not be given here'],
    ['a department that is not there', { office: 'bedDoctor', departmentId: 'theirs' }, '/departmentId', 'does not exist'],
    ['a person who is not there', { personId: 'theirs', office: 'windowClerk' }, '/personId', 'does not exist'],
    ['an office that is not there', { office: 'king' }, '/office', /^must be one of: attendingPhysician/],
    ['an end before the beginning', { office: 'windowClerk', from: '2026-05-01T00:00:00+08:00', until: '2026-04-01T00:00:00+08:00' }, '/until', 'must end after it begins'],
    ['a day that does not exist', { office: 'windowClerk', from: '2026-02-30T00:00:00+08:00' }, '/from', 'is a day that does not exist'],
    ['a time without offset', { office: 'windowClerk', from: '2026-02-20T00:00:00' }, '/from', 'must be an ISO 8601 moment with its offset'],
  ])('refuse %s', async (_, change, pointer, reason) => {
    const known: Record<string, string> = { XWK: hospital.departments.XWK!.id, theirs: elsewhere.departments.XWK!.id };
    const message = Object.fromEntries(Object.entries({ personId: id('plain'), ...change }).map(([key, value]) => [key, known[value] ?? value]));
    if (message.personId === known.theirs) message.personId = elsewhere.person('chen').id;
    administrator ??= await hospital.signIn('admin');
    const { status, body } = await administrator.post('/appointments', message, english);
    expect(status).toBe(400);
    expect(body.errors).toEqual([{ pointer, reason: matching(reason) }]);
  });

  test('are made by administrators alone', async () => {
    expect((await lead.post('/appointments', { personId: id('plain'), office: 'windowClerk' })).status).toBe(403);
  });

  test('give nobody the same office twice at one time, and another time again', async () => {
    const message = { personId: id('plain'), office: 'windowClerk', from: inDays(10), until: inDays(20) };
    expect((await appoint(message)).status).toBe(201);
    expect((await appoint({ ...message, from: inDays(15), until: null })).body.errors[0].pointer).toBe('/office');
    expect((await appoint({ ...message, from: inDays(20), until: null })).status).toBe(201);
    const racing = { personId: id('plain'), office: 'medicalOfficer' };
    const answers = await Promise.all([appoint(racing), appoint(racing)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 400]);
  });

  test('to somebody inactive are refused', async () => {
    const { id: gone } = await hireAs('gone');
    expect((await appoint({ personId: gone, office: 'windowClerk' })).status).toBe(201);
    await administrator.post(`/people/${gone}/deactivate`);
    expect((await appoint({ personId: gone, office: 'windowClerk' })).body.errors[0].pointer).toBe('/personId');
  });

  test('in a department that is not active are refused', async () => {
    const { body } = await administrator.post('/departments', { code: 'OLD', name: '旧科' });
    await administrator.patch(`/departments/${body.id}`, { active: false });
    const message = { personId: id('plain'), office: 'bedDoctor', departmentId: body.id };
    expect((await appoint(message)).body.errors[0].pointer).toBe('/departmentId');
    await administrator.patch(`/departments/${body.id}`, { active: true });
    expect((await appoint(message)).status).toBe(201);
  });

  test('end now, or later, and never twice; what ended stays in the list', async () => {
    const { body } = await appoint({ personId: id('plain'), office: 'attendingPhysician', departmentId: hospital.departments.XWK!.id });
    const end = (message: object) => administrator.post(`/appointments/${body.id}/end`, message);
    expect((await end({ until: inDays(-1) })).body.errors[0].pointer).toBe('/until');
    expect((await end({ until: inDays(3) })).body.until).not.toBeNull();
    const offices = async () => (await plain.get('/session')).body.capacities.map(({ office }: { office: string }) => office);
    expect(await offices()).toContain('attendingPhysician');
    expect((await end({ until: inDays(9) })).body.errors[0].pointer).toBe('/until');
    expect((await end({})).status).toBe(200);
    expect(await offices()).not.toContain('attendingPhysician');
    expect((await end({})).body.code).toBe('alreadyEnded');
    const { body: list } = await chen.get(`/appointments?personId=${id('plain')}&office=attendingPhysician`);
    expect(list.items).toHaveLength(1);
    expect((await chen.get(`/appointments?personId=${id('plain')}&office=attendingPhysician&at=${inDays(1)}`)).body.items).toEqual([]);
    expect((await lead.post(`/appointments/${body.id}/end`, {})).status).toBe(403);
    expect((await theirAdmin.post(`/appointments/${body.id}/end`, {})).status).toBe(404);
  });

  test('that have not begun never do once they are ended', async () => {
    const { body } = await appoint({ personId: id('plain'), office: 'auditor', from: inDays(5) });
    const ended = await administrator.post(`/appointments/${body.id}/end`, {});
    expect(ended.body.until).toBe(ended.body.from);
    expect((await appoint({ personId: id('plain'), office: 'auditor', from: inDays(5), until: inDays(6) })).status).toBe(201);
  });

  test('of the last administrator do not end', async () => {
    const { body } = await administrator.get(`/appointments?personId=${id('admin')}`);
    const path = `/appointments/${body.items[0].id}/end`;
    expect((await administrator.post(path, {})).body.code).toBe('lastAdministrator');
    expect((await administrator.post(path, { until: inDays(30) })).body.code).toBe('lastAdministrator');
    const heir = await hireAs('heir');
    await appoint({ personId: heir.id, office: 'administrator', until: inDays(10) });
    expect((await administrator.post(path, { until: inDays(30) })).body.code).toBe('lastAdministrator');
    await appoint({ personId: heir.id, office: 'administrator', from: inDays(10) });
    expect((await administrator.post(path, { until: inDays(30) })).status).toBe(200);
  });

  async function hireAs(username: string) {
    administrator ??= await hospital.signIn('admin');
    const { body } = await administrator.post('/people', { username, name: username });
    return body as { id: string };
  }
});

describe('substitutes', () => {
  const appointmentOf = (username: string) => hospital.person(username).appointments[0]!.id;
  const set = (http: Http, holder: string, substitute: string, more: object = {}) =>
    http.post('/substitutes', { appointmentId: appointmentOf(holder), personId: id(substitute), until: inDays(3), ...more });
  const year = new Intl.DateTimeFormat('en', { timeZone: 'Asia/Shanghai', year: 'numeric' }).format(server.clock.now());

  test('are set by the holder, act at once, and both names are on the warrant', async () => {
    const { status, body } = await set(dean, 'dean', 'chen', { reason: '外出参加学术会议' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      warrantNo: `代〔${year}〕0001号`,
      holder: { id: id('dean'), name: '院长甲' },
      person: { id: id('chen'), name: '陈静' },
      setBy: { name: '院长甲' },
      office: { office: 'deanInCharge' },
      reason: '外出参加学术会议',
      revokedAt: null,
    });
    expect((await chen.get('/session')).body.capacities).toContainEqual({
      office: 'deanInCharge',
      officeName: '分管院长',
      departmentId: null,
      departmentName: null,
      onBehalfOf: { id: id('dean'), name: '院长甲' },
      warrantNo: body.warrantNo,
    });
  });

  test('are set for others by the insurance office, and by nobody else, the administrator included', async () => {
    expect((await set(lead, 'other', 'plain')).body.setBy.name).toBe('医保负责人');
    const administrator = await hospital.signIn('admin');
    for (const http of [administrator, chen, watcher]) {
      const { status, body } = await set(http, 'other', 'watcher');
      expect([status, body.code, body.offices]).toEqual([403, 'notPermitted', ['insuranceDirector', 'insuranceLead']]);
    }
  });

  test('of an administrator or auditor are set by the holder alone', async () => {
    expect((await set(lead, 'watcher', 'plain')).body).toMatchObject({ code: 'notPermitted', offices: ['auditor'] });
    expect((await set(watcher, 'watcher', 'plain')).status).toBe(201);
  });

  test('are never the holder, nor whoever sets them for somebody else', async () => {
    expect((await set(dean, 'dean', 'dean')).body.code).toBe('ownSubstitute');
    expect((await set(lead, 'dean', 'dean')).body.code).toBe('ownSubstitute');
    expect((await set(lead, 'dean', 'lead')).body.code).toBe('setterIsSubstitute');
    expect((await set(dean, 'dean', 'lead')).status).toBe(201);
  });

  test('act within the holder’s appointment', async () => {
    const administrator = await hospital.signIn('admin');
    const { body } = await administrator.post('/appointments', {
      personId: id('plain'),
      office: 'insuranceDirector',
      from: inDays(1),
      until: inDays(8),
    });
    const ask = (from: string, until: string) =>
      lead.post('/substitutes', { appointmentId: body.id, personId: id('chen'), from, until });
    expect((await ask(inDays(0), inDays(7))).body.code).toBe('warrantOutlivesAppointment');
    expect((await ask(inDays(2), inDays(9))).body.code).toBe('warrantOutlivesAppointment');
    expect((await ask(inDays(2), body.until)).status).toBe(201);
  });

  test('are active people of this institution, for an appointment of this institution, from now on', async () => {
    const theirs = elsewhere.person('chen');
    expect((await set(dean, 'dean', 'watcher', { personId: theirs.id })).body).toMatchObject({ code: 'unknownPerson', ids: [theirs.id] });
    const unknown = await set(dean, 'dean', 'watcher', { appointmentId: theirs.appointments[0]!.id });
    expect(unknown.body.errors[0].pointer).toBe('/appointmentId');
    expect((await set(dean, 'dean', 'watcher', { from: inDays(-1) })).body.errors[0].pointer).toBe('/from');
    expect((await set(dean, 'dean', 'watcher', { from: inDays(4), until: inDays(3) })).body.errors[0].pointer).toBe('/until');
    expect((await set(dean, 'dean', 'watcher', { until: undefined })).body.errors[0].pointer).toBe('/until');
    expect((await set(dean, 'dean', 'watcher', { from: inDays(1), until: inDays(3) })).status).toBe(201);
  });

  test('have one warrant at a time', async () => {
    expect((await set(dean, 'dean', 'watcher', { from: inDays(2), until: inDays(5) })).body.errors[0].pointer).toBe('/personId');
    expect((await set(dean, 'dean', 'watcher', { from: inDays(3), until: inDays(5) })).status).toBe(201);
  });

  test('have numbers without gaps, refusals and races included', async () => {
    const answers = await Promise.all(
      ['plain', 'lead', 'other', 'dean', 'chen'].map((substitute, i) =>
        set(lead, 'chen', substitute, { from: inDays(20 + i), until: inDays(21 + i) }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    const { body } = await lead.get('/substitutes?limit=200');
    const numbers = body.items.map(({ warrantNo }: { warrantNo: string }) => warrantNo).filter((no: string) => no.startsWith('代'));
    expect(numbers.toSorted()).toEqual(numbers.map((_: string, i: number) => `代〔${year}〕${String(i + 1).padStart(4, '0')}号`));
  });

  test('are set once by one request', async () => {
    const message = { appointmentId: appointmentOf('other'), personId: id('lead'), until: inDays(2) };
    const other = await hospital.signIn('other');
    const answers = await Promise.all([1, 2].map(() => other.post('/substitutes', message, { key: 'warrant-1' })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[0]!.body).toEqual(answers[1]!.body);
  });

  test('are revoked by holder, setter or insurance office, act no more, and stay on record', async () => {
    const other = await hospital.signIn('other');
    const bySetter = (await set(other, 'other', 'watcher')).body;
    const byLead = (await set(other, 'other', 'chen')).body;
    const byHolder = (await set(lead, 'other', 'dean')).body;
    expect((await plain.delete(`/substitutes/${byLead.id}`)).body.code).toBe('notPermitted');
    expect((await theirAdmin.delete(`/substitutes/${byLead.id}`)).status).toBe(404);
    for (const [http, warrant] of [[other, bySetter], [lead, byLead], [other, byHolder]] as const) {
      expect((await http.delete(`/substitutes/${warrant.id}`)).status).toBe(204);
      expect((await http.delete(`/substitutes/${warrant.id}`)).body.code).toBe('alreadyEnded');
    }
    const offices = (await chen.get('/session')).body.capacities.map(({ office }: { office: string }) => office);
    expect(offices).not.toContain('businessDean');
    const { body } = await lead.get(`/substitutes?when=past&holderId=${id('other')}`);
    expect(body.items.map(({ id: one }: { id: string }) => one)).toContain(byLead.id);
  });

  test('act no longer than the holder’s office', async () => {
    const administrator = await hospital.signIn('admin');
    const offices = async () => (await chen.get('/session')).body.capacities.map(({ office }: { office: string }) => office);
    expect(await offices()).toContain('deanInCharge');
    expect((await administrator.post(`/appointments/${appointmentOf('dean')}/end`, {})).status).toBe(200);
    expect(await offices()).not.toContain('deanInCharge');
  });

  test('are listed to the insurance office, to administrator and auditor, and to those they concern', async () => {
    const concerns = async (http: Http) =>
      (await http.get('/substitutes?limit=200')).body.items.map(({ warrantNo }: { warrantNo: string }) => warrantNo);
    const all = await concerns(lead);
    expect(await concerns(watcher)).toEqual(all);
    const mine = await concerns(await hospital.signIn('other'));
    expect(mine.length).toBeGreaterThan(0);
    expect(mine.length).toBeLessThan(all.length);
    expect(await concerns(theirAdmin)).toEqual([]);
  });
});
