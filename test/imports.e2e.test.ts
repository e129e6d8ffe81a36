import { afterAll, describe, expect, test } from '@jest/globals';
import { seedInstitution } from './support/people.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());

const hospital = await seedInstitution(server, {
  departments: { XWK: '胸外科' },
  people: { chen: 'departmentDirector@XWK' },
});
const admin = await hospital.signIn('admin');

const csv = { 'Content-Type': 'text/csv' };
const send = (what: string, file: string | Uint8Array, key?: string) =>
  admin.post(`/imports/${what}`, file, { headers: csv, ...(key ? { key } : {}) });

/** Faults as line, column and what is said, in English. */
const faultsOf = async (what: string, file: string | Uint8Array) => {
  const { status, body } = await admin.post(`/imports/${what}`, file, { headers: { ...csv, 'Accept-Language': 'en' } });
  expect([status, body.code]).toEqual([422, 'importFaulty']);
  expect(body.count).toBeGreaterThanOrEqual(body.rows.length);
  return body.rows.map(({ line, column, reason }: { line: number; column: string; reason: string }) => [line, column, reason]);
};

const codes = async () => (await admin.get('/departments')).body.items.map(({ code }: { code: string }) => code);

describe('departments', () => {
  test('come in from a file with an English header', async () => {
    const { status, body } = await send('departments', 'code,name\nXNK,心内科\nSJNK,神经内科\n');
    expect([status, body]).toEqual([201, { departments: 2 }]);
    expect(await codes()).toEqual(['SJNK', 'XNK', 'XWK']);
  });

  test('come in from a file as Excel writes it: a mark before the header, Chinese words, CRLF, columns in any order', async () => {
    const { status } = await send('departments', '\ufeff科室名称,科室编码\r\n"消化,内科",XHNK\r\n');
    expect(status).toBe(201);
    const { body } = await admin.get('/departments');
    expect(body.items.find(({ code }: { code: string }) => code === 'XHNK').name).toBe('消化,内科');
  });

  test('come in from a file in GB18030, rare characters included', async () => {
    const inGb18030 = [0xb9, 0xc7, 0xbf, 0xc6, 0x95, 0x34, 0xb2, 0x35];
    expect((await send('departments', Uint8Array.from([...Buffer.from('code,name\nGK,'), ...inGb18030]))).status).toBe(201);
    const { body } = await admin.get('/departments');
    expect(body.items.find(({ code }: { code: string }) => code === 'GK').name).toBe('骨科𠮷');
  });

  test('are only looked at in a preview, under a key that is then free for the import', async () => {
    const before = await codes();
    const [file, key] = ['科室编码,科室名称\nEK,儿科\n', 'looked-at-first'];
    const { status, body } = await admin.post('/imports/departments?preview=true', file, { headers: csv, key });
    expect([status, body]).toEqual([
      200,
      {
        count: 1,
        creates: 1,
        changes: 0,
        removes: 0,
        columns: [{ column: 'code', header: '科室编码' }, { column: 'name', header: '科室名称' }],
        rows: [{ line: 2, effect: 'create', cells: { code: 'EK', name: '儿科' } }],
      },
    ]);
    expect(await codes()).toEqual(before);
    expect((await send('departments', file, key)).status).toBe(201);
    expect(await codes()).toContain('EK');
  });

  test('are refused in a preview as in the import, fault by fault', async () => {
    const file = 'code,name\nXWK,又一个\nA B,坏编码\n';
    const [looked, sent] = [await admin.post('/imports/departments?preview=true', file, { headers: csv }), await send('departments', file)];
    expect([looked.status, looked.body.code, looked.body.count]).toEqual([422, 'importFaulty', 2]);
    expect(looked.body.rows).toEqual(sent.body.rows);
  });

  test('are shown by their first 200 rows in a preview, and counted', async () => {
    const file = `code,name\n${Array.from({ length: 250 }, (_, i) => `P${i},科${i}`).join('\n')}`;
    const { body } = await admin.post('/imports/departments?preview=true', file, { headers: csv });
    expect([body.count, body.creates, body.rows.length, body.rows.at(-1).cells.code]).toEqual([250, 250, 200, 'P199']);
  });

  test('are all refused when one row is wrong, and every fault is named', async () => {
    const before = await codes();
    const faults = await faultsOf('departments', 'code,name\nOK1,好科\nXWK,又一个\nA B,坏编码\nOK1,重复\nOK2,\nOK3,多,了\n\n"OK4","两\n行"\nOK5,末\n');
    expect(faults).toEqual([
      [3, 'code', 'is already in use'],
      [4, 'code', 'must be letters, digits, - _ or ., at most 64'],
      [5, 'code', 'names something twice'],
      [6, 'name', 'is required'],
      [7, null, 'must have 2 cells, has 3'],
      [9, 'name', 'contains control characters or broken characters'],
    ]);
    expect(await codes()).toEqual(before);
  });

  test('keep a formula as the text it is', async () => {
    expect((await send('departments', 'code,name\nF1,"=HYPERLINK(""http://x"")"\n')).status).toBe(201);
    const { body } = await admin.get('/departments');
    expect(body.items.find(({ code }: { code: string }) => code === 'F1').name).toBe('=HYPERLINK("http://x")');
  });

  test.each([
    ['an unknown column', 'code,name,colour\nA,b,c\n', 'the header must be: code 科室编码, name 科室名称'],
    ['a missing column', 'code\nA\n', 'the header must be: code 科室编码, name 科室名称'],
    ['a column twice', 'code,code,name\nA,A,b\n', 'the header must be: code 科室编码, name 科室名称'],
    ['nothing', '', 'holds no rows'],
    ['a header alone', 'code,name\n', 'holds no rows'],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0xff, 0xff]), 'is not readable CSV text (UTF-8 or GB18030)'],
    ['an open quote', 'code,name\nA,"b\n', 'has unbalanced quotes: nothing from here on can be read'],
  ])('are refused from a file with %s', async (_, file, reason) => {
    expect((await faultsOf('departments', file))[0][2]).toBe(reason);
  });

  test('are refused in more than 10,000 rows', async () => {
    const file = `code,name\n${Array.from({ length: 10_001 }, (_, i) => `R${i},r`).join('\n')}`;
    expect(await faultsOf('departments', file)).toEqual([[1, null, 'must have at most 10000 rows']]);
  });

  test('name a thousand faults and count all', async () => {
    const file = `code,name\n${Array.from({ length: 1_500 }, (_, i) => `?${i},r`).join('\n')}`;
    const { body } = await send('departments', file);
    expect([body.rows.length, body.count, body.detail]).toEqual([1_000, 1_500, '有 1500 处错误，未导入任何一行。请按提示修改后重新导入。']);
  });

  test('come in once, however often the request is repeated', async () => {
    const file = 'code,name\nONCE,一次\n';
    const answers = [await send('departments', file, 'import-1'), await send('departments', file, 'import-1')];
    expect(answers.map(({ status, body }) => [status, body.departments])).toEqual([[201, 1], [201, 1]]);
    const other = await send('departments', 'code,name\nTWICE,两次\n', 'import-1');
    expect([other.status, other.body.code]).toEqual([422, 'keyReused']);
  });

  test('of two imports at once, one is told which row came too late', async () => {
    const answers = await Promise.all([1, 2].map(() => send('departments', 'code,name\nRACE,快\n')));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 422]);
    expect(answers.find(({ status }) => status === 422)!.body.rows[0]).toMatchObject({ line: 2, column: 'code' });
  });
});

describe('people', () => {
  const file = [
    '用户名,姓名,职称,电话,岗位,科室编码,任职开始,任职结束',
    'Zhao.Min,赵敏,主任医师,13800138001,科主任,XWK,2024/1/5,',
    'zhao.min,赵敏,,,主诊医师,XWK,2026-01-01,2099-12-31',
    'qian.duo,钱多,,,windowClerk,,,',
    'sun.li,孙丽𠮷,,,,,,',
  ].join('\n');

  test('come in with their offices and a first password each', async () => {
    const { status, body } = await send('people', file, 'people-1');
    expect([status, body.people, body.appointments, body.passwords.length]).toEqual([201, 3, 3, 3]);
    const [zhao] = body.passwords;
    expect(zhao).toMatchObject({ username: 'zhao.min', name: '赵敏' });

    const first = { institution: hospital.code, username: 'zhao.min', password: zhao.initialPassword, as: 'bearer' };
    const signedIn = await server.http.post('/sessions', first);
    expect([signedIn.status, signedIn.body.mustChangePassword]).toEqual([201, true]);

    const { body: person } = await admin.get(`/people/${zhao.id}`);
    expect(person).toMatchObject({ title: '主任医师', phoneMasked: '138****8001' });
    const { body: held } = await admin.get(`/appointments?personId=${zhao.id}`);
    expect(held.items.map(({ office, from, until }: Record<string, string>) => [office, from, until])).toEqual([
      ['attendingPhysician', '2025-12-31T16:00:00.000Z', '2099-12-31T16:00:00.000Z'],
      ['departmentDirector', '2024-01-04T16:00:00.000Z', null],
    ]);
  });

  test('repeated with the same key bring the same passwords, which the database does not show', async () => {
    const [first, second] = [await send('people', file, 'people-1'), await send('people', file, 'people-1')];
    expect(second.body).toEqual(first.body);
    const kept = JSON.stringify(await server.database.query('SELECT body FROM idempotent_answer'));
    for (const { initialPassword } of first.body.passwords) expect(kept).not.toContain(initialPassword);
  });

  test('bring no passwords in a preview, which shows their phone numbers masked', async () => {
    const { status, body } = await admin.post(
      '/imports/people?preview=true',
      '用户名,姓名,电话,岗位,科室编码\nnew.one,新人,13800138009,科主任,XWK\nnew.one,新人,,医保窗口,\n',
      { headers: csv },
    );
    expect([status, body.count, body.creates, body.appointments, 'passwords' in body]).toEqual([200, 2, 1, 2, false]);
    expect(body.rows).toEqual([
      {
        line: 2,
        effect: 'create',
        cells: { username: 'new.one', name: '新人', phone: '138****8009', office: '科主任', departmentCode: 'XWK' },
      },
      { line: 3, effect: 'create', cells: { username: 'new.one', name: '新人', office: '医保窗口' } },
    ]);
    expect((await admin.get('/people?search=new.one')).body.items).toEqual([]);
  });

  test('are refused in a preview where the database has something against them', async () => {
    const { status, body } = await admin.post('/imports/people?preview=true', 'username,name\nchen,陈静\n', { headers: csv });
    expect([status, body.code, body.rows[0].line, body.rows[0].column]).toEqual([422, 'importFaulty', 2, 'username']);
  });

  test('are all refused when one row is wrong, and every fault is named', async () => {
    const faults = await faultsOf(
      'people',
      [
        'username,name,title,phone,office,departmentCode,from,until',
        'chen,陈静,,,,,,',
        'a.b,甲,,12345,科主任,NONE,,',
        'c.d,乙,,,分管院长,XWK,,',
        'e.f,丙,,,bedDoctor,,,',
        'g.h,丁,,,king,,,',
        'i.j,戊,,,Insurance window clerk,,2026-02-30,',
        'k.l,己,,,windowClerk,,2026-05-01,2026-04-01',
        'm.n,庚,,,,XWK,,',
        'o.p,辛,,,windowClerk,,,',
        'o.p,癸,,,windowClerk,,,',
        ',空,,,,,,',
      ].join('\n'),
    );
    expect(faults.map(([line, column]: [number, string]) => [line, column])).toEqual([
      [2, 'username'],
      [3, 'phone'],
      [3, 'departmentCode'],
      [4, 'departmentCode'],
      [5, 'departmentCode'],
      [6, 'office'],
      [7, 'from'],
      [8, 'until'],
      [9, 'office'],
      [11, 'name'],
      [11, 'office'],
      [12, 'username'],
    ]);
    expect(faults[5]).toEqual([6, 'office', 'is not the name of an office']);
    expect((await admin.get('/people?search=a.b')).body.items).toEqual([]);
  });

  test('come in by the thousand', async () => {
    const many = `username,name,office\n${Array.from({ length: 2_000 }, (_, i) => `many${i},人${i},windowClerk`).join('\n')}`;
    const { status, body } = await send('people', many);
    expect([status, body.people, body.passwords.length]).toEqual([201, 2_000, 2_000]);
  });
});

describe('a file', () => {
  test('is taken from administrators alone', async () => {
    const chen = await hospital.signIn('chen');
    const { status, body } = await chen.post('/imports/departments', 'code,name\nX,x\n', { headers: csv });
    expect([status, body.code]).toEqual([403, 'notPermitted']);
  });

  test('is taken as CSV and as nothing else', async () => {
    for (const type of ['application/json', 'image/png']) {
      const { status, body } = await admin.post('/imports/departments', '{}', { headers: { 'Content-Type': type } });
      expect([status, body.code, body.accepts]).toEqual([415, 'unsupportedType', ['text/csv']]);
    }
    const elsewhere = await admin.post('/departments', 'code,name\nX,x\n', { headers: csv });
    expect([elsewhere.status, elsewhere.body.accepts]).toEqual([415, ['application/json']]);
  });

  test('is taken up to 5 MB', async () => {
    const long = await send('departments', `code,name\n${'x'.repeat(5 * 1_048_576)}`);
    expect([long.status, long.body.code, long.body.limit]).toEqual([413, 'tooLarge', 5 * 1_048_576]);
  });

  test('needs an Idempotency-Key', async () => {
    const { status, body } = await admin.post('/imports/departments', 'code,name\nX,x\n', { headers: csv, key: null });
    expect([status, body.code]).toEqual([400, 'idempotencyKeyMissing']);
  });

  test('is imported into the own institution alone', async () => {
    const other = await seedInstitution(server, { code: 'other' });
    const theirs = await other.signIn('admin');
    expect((await theirs.post('/imports/departments', 'code,name\nXWK,胸外科\n', { headers: csv })).status).toBe(201);
    expect((await theirs.get('/departments')).body.items).toHaveLength(1);
  });
});
