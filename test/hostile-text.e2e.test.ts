import { afterAll, describe, expect, test } from '@jest/globals';
import { DepartmentRow, DiagnosisRow, documentKinds, HospitalRow, PersonRow } from '@countersign/contract';
import { returnCodeOf } from '../apps/api/src/documents/return-code.ts';
import { Passwords } from '../apps/api/src/identity/passwords.ts';
import { setUpInstitution } from '../apps/api/src/institutions/set-up-institution.ts';
import { verifyLog } from '../apps/api/src/referrals/verify-log.ts';
import { printable } from '../libs/documents/src/fonts.ts';
import { dateInShanghai } from '../libs/policy/src/index.ts';
import { contentOf, documentsOf, textOf } from './support/documents.ts';
import {
  Case,
  formContent,
  idNumberOf,
  outpatientCase,
  paperOf,
  patientId,
  reportContent,
  signed,
  spouse,
  staffed,
  type Colleague,
  type outpatientAt,
} from './support/hospital.ts';
import { hostile, HostileTexts, isText, stringsIn } from './support/hostile-text.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { here, people } = await staffed(server, { letterUses: 2 });
const { physician, officer, director, lead, medical, deanInCharge, businessDean, insurance, insuranceLead, clerk } = people;
/** May see everything, and keeps all lists. */
const keeper = await here.person('管家', 'administrator', 'insuranceLead', 'auditor', 'windowClerk');
const { http } = keeper;

const texts = await HostileTexts.of(server.http.base);
const tables = () => server.database.query('SELECT tablename FROM pg_tables ORDER BY tablename');
const tablesBefore = await tables();

const readings = ({ id }: { id: string }) =>
  Promise.all(['', '/history', '/forms'].map((part) => http.get(`/referrals/${id}${part}`)));
const destination = { name: '', division: '440100' };

const [held] = (await http.get('/appointments?office=businessDean')).body.items;
const phrase = (await http.post('/phrases', { text: '同意。' })).body;
const inADay = new Date(server.clock.now().getTime() + 86_400_000).toISOString();

describe('an institution', () => {
  test('is set up under the names it is given', async () => {
    const [name, personName] = [hostile(0, 100), hostile(0, 50)];
    const said = { code: 'hostile', name, username: 'hostile', personName };
    const { code: institution, username, initialPassword: password } = await setUpInstitution(server.database, new Passwords(), said, server.clock.now());
    const { body } = await server.http.post('/sessions', { institution, username, password, as: 'bearer' });
    const session = await server.http.as(body.token).get('/session');
    expect(stringsIn(session.body)).toEqual(expect.arrayContaining([name, personName]));
  });

  test.each<[route: string, path: string, shownAt: string, message: object]>([
    ['PATCH /institution', '/institution', '/institution', { settings: {} }],
    ['POST /departments', '/departments', '/departments', { code: 'NEW' }],
    ['PATCH /departments/{id}', `/departments/${here.surgery}`, '/departments', {}],
    ['POST /people', '/people', '/people', { username: 'new' }],
    ['PATCH /people/{id}', `/people/${director.id}`, `/people/${director.id}`, {}],
    ['POST /substitutes', '/substitutes', '/substitutes', { appointmentId: held.id, personId: physician.id, until: inADay }],
    ['POST /reasons', '/reasons', '/reasons', { act: 'void', code: 'new' }],
    ['PATCH /reasons/{act}/{code}', '/reasons/reject/incomplete', '/reasons', {}],
    ['POST /phrases', '/phrases', '/phrases', {}],
    ['PATCH /phrases/{id}', `/phrases/${phrase.id}`, '/phrases', {}],
  ])('keeps every text of %s', async (route, path, shownAt, message) => {
    const written = texts.written(route, message);
    const { status, body } = await (route.startsWith('POST') ? http.post(path, written) : http.patch(path, written));
    expect([status, body]).toEqual([route.startsWith('POST') ? 201 : 200, expect.anything()]);
    expect(texts.missingIn([await http.get(shownAt)])).toEqual([]);
  });
});

describe('lists that come in as files', () => {
  const lists = {
    departments: { row: DepartmentRow, shownAt: '/departments', cells: { code: 'FILE' } },
    people: { row: PersonRow, shownAt: '/people', cells: { username: 'file' } },
    diagnoses: { row: DiagnosisRow, shownAt: '/diagnoses?search=Z99.999', cells: { code: 'Z99.999' } },
    hospitals: { row: HospitalRow, shownAt: '/hospitals?search=H1', cells: { code: 'H1', division: '440100' } },
  };

  test('are all known here', () => {
    const imports = server.routes.map((route) => /^POST \/api\/v1\/imports\/(\w+)$/.exec(route)?.[1]).filter(Boolean);
    expect(Object.keys(lists).toSorted()).toEqual(imports.toSorted());
  });

  test.each(Object.entries(lists))('of %s keep every text of a row', async (name, { row, shownAt, cells }) => {
    const described = (column: string) => Reflect.getMetadata('swagger/apiModelProperties', row.prototype as object, column) as object;
    const columns = (Reflect.getMetadata('swagger/apiModelPropertiesArray', row.prototype as object) as string[]).map((one) => one.slice(1));
    const written = columns.filter((column) => isText(described(column))).map((column, i) => [column, hostile(i, 50)] as const);
    const whole = Object.entries({ ...cells, ...Object.fromEntries(written) });
    const file = [whole.map(([column]) => column), whole.map(([, text]) => `"${text.replaceAll('"', '""')}"`)].join('\n');
    const { status, body } = await http.post(`/imports/${name}`, file, { headers: { 'Content-Type': 'text/csv' } });
    expect([status, body]).toEqual([201, expect.anything()]);
    expect(written.length).toBeGreaterThan(0);
    expect(stringsIn((await http.get(shownAt)).body)).toEqual(expect.arrayContaining(written.map(([, text]) => text)));
  });
});

describe('a referral', () => {
  const report = (chain: string, content = {}) =>
    texts.written('POST /referrals', { chain, content: reportContent({ destination, ...content }) });
  const walked = new Case(people);
  const act = (who: Colleague, name: string, message = {}, of = walked) =>
    of.do(who, name, texts.written(`POST /referrals/{id}/${name}`, message));
  const { name: _, ...card } = spouse;
  const lacking = { reason: 'incomplete' };

  test('shows every text of a report for another hospital', async () => {
    const papers = await Promise.all(['emergencyRecord', 'criticalNotice', 'patientIdCard'].map((kind) => paperOf(officer, kind)));
    const agent = { name: '', idNumber: idNumberOf('441900198807150033'), hospital: '' };
    const reported = new Case(people);
    await reported.report(officer, { ...report('otherHospital', { agent }), papers });
    expect(texts.missingIn(await readings(reported))).toEqual([]);
  });

  test('shows every text of every act on the way to its letter', async () => {
    await walked.report(physician, report('outpatient'));
    await act(physician, 'comment');
    await act(physician, 'remind');
    await act(physician, 'copyTo', { people: [insurance.id] });
    await act(lead, 'inform');
    await act(clerk, 'releaseForm', card);
    await act(lead, 'fillIn', { form: formContent({ destination }) });
    await act(director, 'sign');
    await act(medical, 'returnForCorrection', { ...lacking, to: 'department' });
    await walked.do(director, 'sign', signed);
    await walked.do(medical, 'sign', signed);
    const paper = await paperOf(clerk, 'signedForm');
    await act(clerk, 'signOnPaper', { signer: deanInCharge.id, signedOn: dateInShanghai(server.clock.now()), paper });
    const batch = { referrals: [{ referralId: walked.id, version: walked.version }] };
    const { body } = await businessDean.http.post('/referrals/sign', texts.written('POST /referrals/sign', batch));
    walked.version = body.results[0].referral.version;
    await walked.do(insurance, 'sign', signed);
    await walked.do(clerk, 'issueLetter');
    await act(clerk, 'replaceLetter', lacking);
    await act(clerk, 'handOver', card);
    expect(texts.missingIn(await readings(walked))).toEqual([]);
  });

  test('shows every text of its return slips, and text instead of markup on the pages for whoever reports', async () => {
    const { letter } = (await http.get(`/referrals/${walked.id}`)).body;
    const proof = { letterNo: letter.number, code: returnCodeOf(server.secrets, here.id, letter.number) };
    const report = (path: string, more = {}) =>
      server.http.post(path, texts.written(`POST ${path}`, { ...proof, on: letter.validFrom, ...more }), { key: null });
    const slips = [await report('/letters/arrival'), await report('/letters/outcome', { kind: 'treated' })];
    expect(slips).toMatchObject(slips.map(() => ({ status: 200, body: { letterNo: letter.number } })));
    expect(texts.missingIn(await readings(walked))).toEqual([]);

    const pageAt = async (path: string, form?: object) =>
      (await fetch(server.http.base + path, form && { method: 'POST', body: new URLSearchParams({ ...form }) })).text();
    const receipts = await Promise.all(slips.map(({ body }) => pageAt(body.receipt)));
    for (const page of [...receipts, await pageAt('/verify', proof), await pageAt('/verify', { ...proof, code: '' })]) {
      expect(page).toContain('--&lt;b&gt;&amp;amp;𠮷');
      expect(page).not.toContain('--<b>');
    }
  });

  test('has them printed as they are in its documents', async () => {
    const pointers = ['/form/patient/name', '/form/diagnoses/*/name', '/form/reason', '/form/destination/name'];
    const inEach = pointers.map((pointer) => texts.textIn('POST /referrals/{id}/fillIn', pointer));
    const documents = await documentsOf(clerk, walked.id);
    expect(new Set(documents.map(({ kind }) => kind))).toEqual(new Set(documentKinds));
    for (const { id } of documents) {
      const printed = await textOf((await contentOf(clerk, id)).bytes);
      for (const text of inEach) expect(printed).toContain(printable(text).replaceAll(/\s/g, ''));
    }
  });

  test.each<[act: string, at: keyof typeof outpatientAt, who: Colleague, message: object]>([
    ['decline', 'awaitingInform', lead, lacking],
    ['reject', 'awaitingDepartment', director, lacking],
    ['withdraw', 'awaitingDeans', physician, {}],
    ['void', 'issued', insuranceLead, lacking],
  ])('that ends by %s shows why', async (name, at, who, message) => {
    const ended = await outpatientCase(people, at);
    await act(who, name, message, ended);
    expect(texts.missingIn(await readings(ended))).toEqual([]);
  });

  test('is reported in the words of its draft', async () => {
    const { content } = report('outpatient');
    const draft = await physician.http.post('/drafts', { kind: 'report', chain: 'outpatient', content: {} });
    const path = `/drafts/${draft.body.id}`;
    expect((await physician.http.put(path, { content }, { ifMatch: 1 })).status).toBe(200);
    expect((await physician.http.get(path)).body.content).toEqual(content);
    const { status, body } = await physician.http.post(`${path}/submit`, {}, { ifMatch: 2 });
    expect([status, body]).toEqual([200, expect.anything()]);
    expect(texts.missingIn(await readings(body))).toEqual([]);
  });
});

describe('a search', () => {
  const name = texts.textIn('POST /people', '/name');
  const patient = texts.textIn('POST /referrals', '/content/patient/name');
  const known: Record<string, string> = { people: name, colleagues: name, referrals: patient, diagnoses: hostile(0, 50), hospitals: hostile(0, 50) };

  test.each(texts.fields.filter(({ pointer }) => pointer === '?search'))('$route finds such a text by itself', async (field) => {
    const list = field.route.slice('GET /'.length);
    const { status, body } = await http.get(`/${list}?search=${encodeURIComponent(known[list]!)}`);
    expect([status, stringsIn(body)]).toEqual([200, expect.arrayContaining([known[list]])]);
    texts.tested(field);
  });
});

describe('a field that only names something', () => {
  const slip = { letterNo: '转〔2026〕000001号', code: '7K3M-9QXA', hospital: '省示例医院', name: '何秀英', on: '2026-11-24' };
  const messages: Record<string, object> = {
    '/referrals/find': { idNumber: idNumberOf(patientId) },
    '/letters/arrival': slip,
    '/letters/outcome': { ...slip, kind: 'treated', text: '好转。' },
  };
  const answers: Record<string, object> = {
    cursor: { status: 400, body: { code: 'badCursor' } },
    referral: { status: 200, body: { items: [] } },
    letterNo: { status: 403, body: { code: 'wrongReturnCode' } },
    code: { status: 403, body: { code: 'wrongReturnCode' } },
    token: { status: 422, body: { code: 'letterNotProved', letter: 'unreadable' } },
  };

  test.each(texts.fields.filter(({ isName }) => isName))('$route $pointer takes such a text for the name of nothing', async (field) => {
    const [method, path] = field.route.split(' ') as [string, string];
    const name = field.pointer.slice(1);
    const message = { ...messages[path], ...(name === 'token' ? { letterNo: undefined } : {}), [name]: field.text };
    const answer = method === 'GET' ? await http.get(`${path}?${name}=${encodeURIComponent(field.text)}`) : await http.post(path, message, { key: null });
    expect(answer).toMatchObject(path === '/letters/verify' ? { status: 200, body: { status: 'unreadable' } } : answers[name]!);
    texts.tested(field);
  });
});

describe('in the end', () => {
  test('every text field of the description was written into and read', () => {
    expect(texts.fields.length).toBeGreaterThan(70);
    expect(texts.untested).toEqual([]);
  });

  test('every table stands and every log is whole', async () => {
    expect(await tables()).toEqual(tablesBefore);
    const { referrals, broken, letterGap } = await verifyLog(server.database, server.secrets, null);
    expect({ referrals, broken, letterGap }).toEqual({ referrals: 7, broken: [], letterGap: null });
  });
});
