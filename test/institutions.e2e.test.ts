import { afterAll, describe, expect, test } from '@jest/globals';
import { password, seedInstitution } from './support/people.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());

const hospital = await seedInstitution(server, {
  name: '松湖示例医院',
  departments: { XWK: '胸外科', XNK: '心内科', UNUSED: '未用科' },
  people: { chen: 'departmentDirector@XWK', lead: 'insuranceLead', watcher: 'auditor' },
});
const other = await seedInstitution(server, { code: 'binhai', name: '滨海示例医院', departments: { XWK: '胸外科' } });
const [admin, chen, lead, theirAdmin] = [
  await hospital.signIn('admin'),
  await hospital.signIn('chen'),
  await hospital.signIn('lead'),
  await other.signIn('admin'),
];

const english = { headers: { 'Accept-Language': 'en' } };
const pointers = (body: { errors: { pointer: string }[] }) => body.errors.map(({ pointer }) => pointer).toSorted();

describe('the institution', () => {
  test('is read by everybody signed in, each their own', async () => {
    expect((await chen.get('/institution')).body).toMatchObject({ code: 'songhu', settings: { signingWindowMinutes: 10 } });
    expect((await theirAdmin.get('/institution')).body).toMatchObject({ code: 'binhai', name: '滨海示例医院' });
    expect((await server.http.get('/institution')).status).toBe(401);
  });

  test('is changed by its administrator, what is left out stays', async () => {
    const { status, body } = await admin.patch('/institution', { settings: { letterValidDays: 20 } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: '松湖示例医院', settings: { letterValidDays: 20, lockOutAfter: 5 } });
    await admin.patch('/institution', { name: '松湖医院', settings: { signingWindowMinutes: 5 } });
    expect((await chen.get('/institution')).body).toMatchObject({
      name: '松湖医院',
      settings: { letterValidDays: 20, signingWindowMinutes: 5 },
    });
    expect((await theirAdmin.get('/institution')).body.settings.letterValidDays).toBe(30);
  });

  test('is changed by nobody else', async () => {
    const { status, body } = await chen.patch('/institution', { name: '我的医院' });
    expect([status, body.code, body.offices]).toEqual([403, 'notPermitted', ['administrator']]);
  });

  test('takes no setting that makes no sense', async () => {
    const settings = {
      ownReportAllowed: 'yes',
      signingWindowMinutes: 0,
      letterValidDays: 366,
      letterNumberPattern: '{year}',
      warrantNumberPattern: 'no serial',
      digestAlgorithm: 'md5',
      overdueHours: { emergency: 0, routine: 8761 },
      lockOutAfter: 2.5,
      lockOutMinutes: null,
      colour: 'red',
    };
    const { status, body } = await admin.patch('/institution', { name: null, code: 'mine', settings });
    expect(status).toBe(400);
    expect(pointers(body)).toEqual([
      '/code',
      '/name',
      '/settings/colour',
      '/settings/digestAlgorithm',
      '/settings/letterNumberPattern',
      '/settings/letterValidDays',
      '/settings/lockOutAfter',
      '/settings/lockOutMinutes',
      '/settings/overdueHours/emergency',
      '/settings/overdueHours/routine',
      '/settings/overdueHours/urgent',
      '/settings/ownReportAllowed',
      '/settings/signingWindowMinutes',
      '/settings/warrantNumberPattern',
    ]);
    const good = { letterNumberPattern: '{year}-{serial:6}', signingWindowMinutes: 60, letterValidDays: 365 };
    expect((await admin.patch('/institution', { settings: good })).status).toBe(200);
  });

  test('tells in the audit what was changed from what to what', async () => {
    const { body } = await admin.get('/audit?what=settingsChanged&limit=1');
    expect(body.items[0].details.settings.letterValidDays).toEqual({ from: 20, to: 365 });
  });
});

describe('departments', () => {
  test('are created by the administrator and seen by everybody of the institution', async () => {
    const { status, body } = await admin.post('/departments', { code: 'EK', name: ' 儿科 ' });
    expect([status, body]).toEqual([201, { id: body.id, code: 'EK', name: '儿科', active: true }]);
    const codes = (answer: { body: { items: { code: string }[] } }) => answer.body.items.map(({ code }) => code);
    expect(codes(await chen.get('/departments'))).toEqual(['EK', 'UNUSED', 'XNK', 'XWK']);
    expect(codes(await theirAdmin.get('/departments'))).toEqual(['XWK']);
    expect((await chen.post('/departments', { code: 'MINE', name: '我的' })).status).toBe(403);
  });

  test('have a code each, in their institution', async () => {
    const { status, body } = await admin.post('/departments', { code: 'EK', name: '儿科二' }, english);
    expect([status, body.errors]).toEqual([400, [{ pointer: '/code', reason: 'is already in use' }]]);
    expect((await theirAdmin.post('/departments', { code: 'EK', name: '儿科' })).status).toBe(201);
  });

  test('created at once under one code are one', async () => {
    const answers = await Promise.all([1, 2, 3].map((i) => admin.post('/departments', { code: 'RACE', name: `快${i}` })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 400, 400]);
  });

  test('created twice by one request are one', async () => {
    const message = { code: 'ONCE', name: '一次' };
    const answers = await Promise.all([1, 2].map(() => admin.post('/departments', message, { key: 'department-1' })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[1]!.body).toEqual(answers[0]!.body);
    const changed = await admin.post('/departments', { ...message, name: '两次' }, { key: 'department-1' });
    expect([changed.status, changed.body.code]).toEqual([422, 'keyReused']);
    expect((await admin.post('/departments', message, { key: null })).body.code).toBe('idempotencyKeyMissing');
  });

  test('take whatever text a name can be, as it is', async () => {
    for (const name of ["'; DROP TABLE person; --", '<script>alert(1)</script>', '𠮷田科🏥', '%_\\']) {
      const code = `T${name.length}`;
      expect((await admin.post('/departments', { code, name })).body.name).toBe(name);
    }
    const { status, body } = await admin.post('/departments', { code: 'LONG', name: '长'.repeat(51) }, english);
    expect([status, body.errors[0].reason]).toEqual([400, 'must have at most 50 characters, has 51']);
    expect((await admin.post('/departments', { code: 'NUL', name: 'a\u0000b' })).status).toBe(400);
    expect((await admin.post('/departments', { code: 'HALF', name: 'a\ud842' })).status).toBe(400);
    expect((await admin.post('/departments', { code: 'FITS', name: '𠮷'.repeat(50) })).status).toBe(201);
  });

  test('are renamed, and made inactive', async () => {
    const { id } = hospital.departments.XNK!;
    expect((await admin.patch(`/departments/${id}`, { name: '心血管内科' })).body.name).toBe('心血管内科');
    expect((await admin.patch(`/departments/${id}`, { active: false })).body).toMatchObject({ code: 'XNK', active: false });
    const inactive = (await chen.get('/departments?active=false')).body.items;
    expect(inactive.map(({ code }: { code: string }) => code)).toEqual(['XNK']);
    expect((await admin.patch(`/departments/${id}`, { code: 'XWK' })).body.errors[0].pointer).toBe('/code');
    expect((await admin.patch(`/departments/${id}`, { active: null })).status).toBe(400);
    expect((await chen.get('/departments?active=maybe')).status).toBe(400);
  });

  test('go when they were never used, and stay when they were', async () => {
    const used = await admin.delete(`/departments/${hospital.departments.XWK!.id}`);
    expect([used.status, used.body.code]).toEqual([409, 'inUse']);
    expect((await admin.delete(`/departments/${hospital.departments.UNUSED!.id}`)).status).toBe(204);
    expect((await admin.delete(`/departments/${hospital.departments.UNUSED!.id}`)).status).toBe(404);
  });

  test('of another institution do not exist', async () => {
    const { id } = other.departments.XWK!;
    for (const answer of [
      await admin.patch(`/departments/${id}`, { name: '抢来的' }),
      await admin.delete(`/departments/${id}`),
      await admin.delete('/departments/nonsense'),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'notFound']);
    }
    expect((await theirAdmin.patch(`/departments/${id}`, { name: '胸心外科' })).status).toBe(200);
  });
});

describe('reasons', () => {
  test('are there from the beginning for every act that needs one', async () => {
    const { body } = await chen.get('/reasons');
    const acts = new Set(body.items.map(({ act }: { act: string }) => act));
    expect([...acts].toSorted()).toEqual(['decline', 'reject', 'replaceLetter', 'returnForCorrection', 'void']);
    const voids = (await chen.get('/reasons?act=void')).body.items;
    expect(voids.every(({ act, zh, en }: Record<string, string>) => act === 'void' && zh && en)).toBe(true);
  });

  test('are kept by the insurance office and the administrator', async () => {
    const message = { act: 'reject', code: 'budget', zh: '超出总额', en: 'Beyond the budget' };
    expect((await lead.post('/reasons', message)).body).toEqual({ ...message, active: true });
    expect((await admin.post('/reasons', { ...message, act: 'decline' })).status).toBe(201);
    expect((await chen.post('/reasons', { ...message, code: 'mine' })).status).toBe(403);
    expect((await admin.post('/reasons', message)).body.errors[0].pointer).toBe('/code');
    expect((await admin.post('/reasons', { ...message, act: 'sign' })).status).toBe(400);
  });

  test('are reworded and taken out of the choice, and stay on record', async () => {
    const { body } = await lead.patch('/reasons/reject/budget', { zh: '超出年度总额', active: false });
    expect(body).toMatchObject({ zh: '超出年度总额', en: 'Beyond the budget', active: false });
    const codes = async (query: string) =>
      (await chen.get(`/reasons?act=reject&${query}`)).body.items.map(({ code }: { code: string }) => code);
    expect(await codes('active=true')).not.toContain('budget');
    expect(await codes('active=false')).toEqual(['budget']);
    expect((await chen.patch('/reasons/reject/budget', { active: true })).status).toBe(403);
  });

  test('are asked for by the fields of a query alone, also where a field is called as something every object has', async () => {
    expect((await chen.get('/reasons?act=reject')).status).toBe(200);
    for (const name of ['other', 'constructor', 'toString']) {
      const { status, body } = await chen.get(`/reasons?act=reject&${name}=1`);
      expect([status, body.errors?.[0].pointer]).toEqual([400, `/${name}`]);
    }
  });

  test('that are not there cannot be changed, another institution’s included', async () => {
    await theirAdmin.post('/reasons', { act: 'void', code: 'theirs', zh: '他们的', en: 'Theirs' });
    for (const path of ['/reasons/void/theirs', '/reasons/void/none', '/reasons/sign/budget', '/reasons/void/%00']) {
      expect((await admin.patch(path, { zh: '改' })).status).toBe(404);
    }
    expect((await theirAdmin.patch('/reasons/void/theirs', { zh: '改' })).status).toBe(200);
  });
});

describe('phrases', () => {
  const own = async (http: typeof chen) =>
    (await http.get('/phrases')).body.items.filter(({ of }: { of: string }) => of === 'me');

  test('of one’s own are seen, changed and deleted by oneself alone', async () => {
    const { status, body } = await chen.post('/phrases', { text: '同意。' });
    expect([status, body]).toEqual([201, { id: body.id, of: 'me', text: '同意。', use: 'sign' }]);
    expect(await own(chen)).toEqual([body]);
    expect(await own(lead)).toEqual([]);
    expect((await lead.patch(`/phrases/${body.id}`, { text: '改' })).status).toBe(404);
    expect((await lead.delete(`/phrases/${body.id}`)).status).toBe(404);
    expect((await chen.patch(`/phrases/${body.id}`, { text: '同意转诊。' })).body.text).toBe('同意转诊。');
    expect((await chen.delete(`/phrases/${body.id}`)).status).toBe(204);
    expect(await own(chen)).toEqual([]);
  });

  test('are for signing or for returning, and stay so when only their words change', async () => {
    const { body } = await chen.post('/phrases', { text: '请补充病理。', use: 'return' });
    expect((await chen.patch(`/phrases/${body.id}`, { text: '请补充病理报告。' })).body).toEqual({ ...body, text: '请补充病理报告。' });
    expect((await chen.patch(`/phrases/${body.id}`, { text: '同意。', use: 'sign' })).body.use).toBe('sign');
    expect((await chen.patch(`/phrases/${body.id}`, { text: '同意。', use: 'reject' })).body.code).toBe('invalid');
    expect((await chen.delete(`/phrases/${body.id}`)).status).toBe(204);
  });

  test('of the institution are seen by all and kept by the insurance office', async () => {
    expect((await chen.post('/phrases', { text: '统一用语', of: 'institution' })).status).toBe(403);
    const { body } = await lead.post('/phrases', { text: '统一用语', of: 'institution' });
    expect((await chen.get('/phrases')).body.items).toContainEqual(body);
    expect((await theirAdmin.get('/phrases')).body.items).not.toContainEqual(body);
    expect((await chen.patch(`/phrases/${body.id}`, { text: '改' })).status).toBe(403);
    expect((await theirAdmin.patch(`/phrases/${body.id}`, { text: '改' })).status).toBe(404);
    expect((await lead.patch(`/phrases/${body.id}`, { text: '改' })).status).toBe(200);
    expect((await lead.delete(`/phrases/${body.id}`)).status).toBe(204);
  });

  test('have at most 200 characters, of which 𠮷 is one', async () => {
    expect((await chen.post('/phrases', { text: '长'.repeat(201) })).body.code).toBe('invalid');
    expect((await chen.post('/phrases', { text: '𠮷'.repeat(200) })).status).toBe(201);
    expect((await chen.post('/phrases', { text: '  ' })).body.code).toBe('invalid');
  });

  test('are at most a hundred each', async () => {
    const watcher = await hospital.signIn('watcher');
    for (let i = 0; i < 99; i += 1) await watcher.post('/phrases', { text: `第 ${i} 句` });
    const last = await Promise.all([1, 2].map((i) => watcher.post('/phrases', { text: `最后 ${i}` })));
    expect(last.map(({ status }) => status).toSorted()).toEqual([201, 422]);
    expect((await watcher.post('/phrases', { text: '再一句' })).body).toMatchObject({ code: 'limitReached', limit: 100 });
    expect((await chen.post('/phrases', { text: '我的一句' })).status).toBe(201);
  });
});

describe('the audit', () => {
  test('is read by auditor, administrator and insurance office, each in their institution', async () => {
    const watcher = await hospital.signIn('watcher');
    for (const http of [watcher, admin, lead]) expect((await http.get('/audit')).status).toBe(200);
    expect((await chen.get('/audit')).body.code).toBe('notPermitted');
    const theirs = (await theirAdmin.get('/audit?limit=200')).body.items;
    expect(theirs.some(({ what }: { what: string }) => what === 'settingsChanged')).toBe(false);
  });

  test('comes in pages that neither repeat nor leave out', async () => {
    const all = (await admin.get('/audit?limit=200')).body.items.map(({ id }: { id: string }) => id);
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const { body }: { body: { items: { id: string }[]; nextCursor: string | null } } = await admin.get(
        `/audit?limit=7${cursor ? `&cursor=${cursor}` : ''}`,
      );
      paged.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
    } while (cursor && paged.length < all.length);
    expect(paged.slice(0, all.length)).toEqual(all);
  });

  test('is filtered by what, who and when, and tells each in words', async () => {
    const { id } = hospital.person('lead');
    const { body } = await admin.get(`/audit?what=reasonCreated&personId=${id}`, english);
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({ whatName: 'reason created', person: { id }, subject: 'reject/budget' });
    const [{ at }] = body.items;
    const before = await admin.get(`/audit?what=reasonCreated&personId=${id}&to=${at}`);
    expect(before.body.items).toEqual([]);
    const from = await admin.get(`/audit?what=reasonCreated&personId=${id}&from=${at}`);
    expect(from.body.items).toHaveLength(1);
  });

  test.each(['limit=0', 'limit=201', 'limit=ten', 'what=nothing', 'personId=me', 'from=2026-02-30T00:00:00Z', 'colour=red'])(
    'refuses the filter %s',
    async (query) => {
      expect((await admin.get(`/audit?${query}`)).body.code).toBe('invalid');
    },
  );

  test.each(['nonsense', Buffer.from('["x","y"]').toString('base64url'), Buffer.from('[1]').toString('base64url')])(
    'refuses the cursor %s',
    async (cursor) => {
      expect((await admin.get(`/audit?cursor=${cursor}`)).body.code).toBe('badCursor');
    },
  );

  test('is never changed', async () => {
    const attempt = (statement: string) => server.database.query(statement);
    await expect(attempt(`UPDATE audit_entry SET what = 'signedIn'`)).rejects.toThrow('append-only');
    await expect(attempt('DELETE FROM audit_entry')).rejects.toThrow('append-only');
  });

  test('holds no password', async () => {
    const rows = await server.database.query('SELECT * FROM audit_entry');
    expect(JSON.stringify(rows)).not.toContain(password);
  });
});
