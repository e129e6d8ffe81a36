import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { hospitalLevels } from '@countersign/contract';
import { demoCases } from '../apps/api/src/demo/cases.ts';
import { foundHospitals } from '../apps/api/src/demo/found-hospitals.ts';
import { readSamples } from '../walk/samples.mjs';
import { passwordHash, seedInstitution } from './support/people.ts';
import { root } from './support/root.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());

const people = { li: 'insuranceLead', dong: 'insuranceDirector', mo: 'windowClerk' } as const;
const ours = await seedInstitution(server, { people });
const others = await seedInstitution(server, { code: 'others', people });
const [li, mo, theirs] = [await ours.signIn('li'), await ours.signIn('mo'), await others.signIn('li')];

const csv = { 'Content-Type': 'text/csv' };
type Client = typeof li;
const send = (path: string, file: string, { as = li, query = '', key }: { as?: Client; query?: string; key?: string } = {}) =>
  as.post(`${path}${query}`, file, { headers: csv, ...(key ? { key } : {}) });

interface Item {
  code: string;
  name: string;
}
const codesOf = async (path: string, as: Client = mo) => {
  const { status, body } = await as.get(path);
  expect(status).toBe(200);
  return (body.items as Item[]).map(({ code }) => code);
};
const found = (search: string, as?: Client) => codesOf(`/diagnoses?search=${encodeURIComponent(search)}`, as);
const foundHospital = (search: string, more = '') => codesOf(`/hospitals?search=${encodeURIComponent(search)}${more}`);

describe('the sample of diagnoses', () => {
  test('is what an institution begins with', async () => {
    const { body } = await mo.get('/diagnoses?search=C34.900');
    expect(body.items).toEqual([{ code: 'C34.900', name: '支气管或肺恶性肿瘤', alias: '肺癌' }]);
    const rows = readFileSync(join(root, 'samples', 'diagnoses.csv'), 'utf8').trim().split('\n').length - 1;
    const [{ count }] = (await server.database.query<{ count: number }>('SELECT count(*)::int FROM diagnosis WHERE institution_id = $1', [
      ours.id,
    ])) as [{ count: number }];
    expect(count).toBe(rows);
    expect(rows).toBeGreaterThanOrEqual(150);
  });

  test('holds every diagnosis of the sample cases and the demo, by the same name', async () => {
    const named = [...readSamples().flatMap(({ report }) => (report as { diagnoses: Item[] }).diagnoses), ...demoCases.flatMap(({ diagnoses }) => diagnoses)];
    expect(named.length).toBeGreaterThan(20);
    for (const { code, name } of named) {
      expect((await mo.get(`/diagnoses?search=${code}`)).body.items).toContainEqual(expect.objectContaining({ code, name }));
    }
  });
});

describe('diagnoses are found', () => {
  test('by the code, first the code itself, then those that begin so', async () => {
    expect(await found('c34')).toEqual(['C34.100', 'C34.200', 'C34.300', 'C34.900']);
    expect((await found('C34.900'))[0]).toBe('C34.900');
    expect((await found('Ｃ３４．９'))[0]).toBe('C34.900');
  });

  test('by any part of the name, names that begin so first', async () => {
    const codes = await found('食管');
    expect(codes[0]).toBe('C15.900');
    expect(codes).toContain('Q39.100');
    expect(await found('支原体')).toEqual([]);
  });

  test('by what doctors say, and by pinyin initials, of whole names first', async () => {
    expect((await found('肺癌'))[0]).toBe('C34.900');
    expect((await found('fa'))[0]).toBe('C34.900');
    expect((await found('FA'))[0]).toBe('C34.900');
    expect((await found('2xtnb'))[0]).toBe('E11.900');
    expect(await found('zqghfexzl')).toContain('C34.900');
  });

  test('by their letters and not by patterns', async () => {
    expect(await found('%')).toEqual(['T31.500']);
    expect(await found('_')).toEqual([]);
    expect((await found('50%～59%'))[0]).toBe('T31.500');
    expect(await found('\\')).toEqual([]);
  });

  test('as many as asked for, twenty unless asked; without a search from the beginning', async () => {
    expect(await codesOf('/diagnoses')).toHaveLength(20);
    expect(await codesOf('/diagnoses?limit=3')).toEqual(['A15.000', 'A16.200', 'A17.000']);
    expect((await mo.get('/diagnoses?limit=101')).status).toBe(400);
  });
});

describe('a file of diagnoses', () => {
  test('adds new codes, writes known ones anew and leaves the rest; the other institution keeps its list', async () => {
    const file = '疾病编码,疾病名称\nC34.900,支气管和肺恶性肿瘤\nC34.100,上叶，支气管或肺的恶性肿瘤\nC34.900x001,肺占位\n';
    const preview = await send('/imports/diagnoses', file, { query: '?preview=true' });
    expect([preview.status, preview.body.creates, preview.body.changes, preview.body.removes]).toEqual([200, 1, 1, 0]);
    expect(preview.body.rows.map(({ effect }: { effect: string }) => effect)).toEqual(['change', 'none', 'create']);
    expect(await found('C34.900x001')).toEqual([]);

    const { status, body } = await send('/imports/diagnoses', file);
    expect([status, body]).toEqual([201, { count: 3, created: 1, changed: 1, removed: 0 }]);
    expect(await found('C34.900x001')).toEqual(['C34.900x001']);
    expect((await found('支气管和肺'))[0]).toBe('C34.900');
    expect(await found('C15.900')).toEqual(['C15.900']);
    expect(await found('C34.900x001', theirs)).toEqual([]);
    expect((await theirs.get('/diagnoses?search=C34.900')).body.items[0].name).toBe('支气管或肺恶性肿瘤');
  });

  test('keeps what doctors say where it has no column for that, and takes it away where the column is empty', async () => {
    await send('/imports/diagnoses', 'code,name\nC16.900,胃的恶性肿瘤\n');
    expect((await mo.get('/diagnoses?search=wa')).body.items[0]).toEqual({ code: 'C16.900', name: '胃的恶性肿瘤', alias: '胃癌' });
    expect((await found('wdexzl'))[0]).toBe('C16.900');
    await send('/imports/diagnoses', 'code,name,alias\nC16.900,胃的恶性肿瘤,\n');
    expect((await mo.get('/diagnoses?search=C16.900')).body.items[0].alias).toBeNull();
    expect(await found('胃癌')).toEqual([]);
  });

  test('that says nothing new changes nothing', async () => {
    const file = 'code,name,alias\nC15.900,食管恶性肿瘤,食管癌\n';
    const { body } = await send('/imports/diagnoses', file, { query: '?preview=true' });
    expect([body.creates, body.changes, body.rows[0].effect]).toEqual([0, 0, 'none']);
    expect((await send('/imports/diagnoses', file)).body).toEqual({ count: 1, created: 0, changed: 0, removed: 0 });
  });

  test('is the whole list where that is asked for', async () => {
    const file = 'code,name\nC34.900,支气管或肺恶性肿瘤\nZ99.900,新编码\n';
    const before = (await codesOf('/diagnoses?limit=100', theirs)).length;
    expect(before).toBe(100);
    const preview = await send('/imports/diagnoses', file, { as: theirs, query: '?preview=true&replace=true' });
    expect(preview.body.removes).toBeGreaterThan(150);
    expect(await codesOf('/diagnoses?limit=100', theirs)).toHaveLength(before);
    const { body } = await send('/imports/diagnoses', file, { as: theirs, query: '?replace=true' });
    expect([body.count, body.created, body.changed, body.removed]).toEqual([2, 1, 0, preview.body.removes]);
    expect(await codesOf('/diagnoses', theirs)).toEqual(['C34.900', 'Z99.900']);
    expect((await codesOf('/diagnoses?limit=100')).length).toBe(100);
  });

  test('is refused as a whole, and each faulty row is named', async () => {
    const file = 'code,name\nD00.000,好\nc34,坏编码\nD00.000,重复\nD01.000,\n';
    for (const query of ['', '?preview=true']) {
      const { status, body } = await send('/imports/diagnoses', file, { query });
      expect([status, body.code]).toEqual([422, 'importFaulty']);
      expect(body.rows.map(({ line, column }: { line: number; column: string }) => [line, column])).toEqual([
        [3, 'code'],
        [4, 'code'],
        [5, 'name'],
      ]);
    }
    expect(await found('D00.000')).toEqual([]);
  });

  test('is imported once, however often it is sent', async () => {
    const file = 'code,name\nD02.000,一次\n';
    const answers = [await send('/imports/diagnoses', file, { key: 'once' }), await send('/imports/diagnoses', file, { key: 'once' })];
    expect(answers.map(({ body }) => body.created)).toEqual([1, 1]);
  });

  test('of the whole country is imported and searched', async () => {
    const kinds = ['恶性肿瘤', '良性肿瘤', '出血', '梗死', '狭窄', '炎', '损伤'];
    const rows = Array.from({ length: 40_000 }, (_, i) => {
      const code = `${String.fromCharCode(65 + (i % 26))}${String(10 + ((i >> 5) % 90))}.${String(i).padStart(5, '0')}`;
      return `${code},第${i}号部位${kinds[i % 7]}伴感染`;
    });
    const { body } = await send('/imports/diagnoses', `code,name\n${rows.join('\n')}`, { as: theirs });
    expect(body).toEqual({ count: 40_000, created: 40_000, changed: 0, removed: 0 });
    for (const search of ['C34.900', '39999', '部位', 'd39999hbw', '没有的病']) {
      await found(search, theirs);
    }
    expect(await found('第39998号', theirs)).toHaveLength(1);
  });
});

describe('hospitals', () => {
  const header = '医保机构编码,机构名称,医院等级,行政区划代码,是否联网,别名';
  const file = `${header}
H44010000001,广州示例肿瘤医院,三级甲等,440100,是,省肿瘤
H44030000002,深圳示例肿瘤医院,三乙,440300,否,
H14010000003,太原示例医院,2,140100,,
H14090000004,忻州示例县医院,,140900,,
`;

  test('are none at first where the institution is in earnest: the sample ones do not exist', async () => {
    expect(await codesOf('/hospitals')).toEqual([]);
    const { status, body } = await send('/imports/hospitals', file);
    expect([status, body]).toEqual([201, { count: 4, created: 4, changed: 0, removed: 0 }]);
    expect(await codesOf('/hospitals')).toHaveLength(4);
    expect(await codesOf('/hospitals', theirs)).toEqual([]);
  });

  test('are told with level and place in words, and whether they are networked if that is known', async () => {
    const { body } = await mo.get('/hospitals?search=H44010000001', { headers: { 'Accept-Language': 'en' } });
    expect(body.items).toEqual([
      {
        code: 'H44010000001',
        name: '广州示例肿瘤医院',
        alias: '省肿瘤',
        level: '02',
        levelName: 'level 3, grade A',
        division: '440100',
        divisionName: '广东省广州市',
        networked: true,
      },
    ]);
    const { items } = (await mo.get('/hospitals')).body;
    expect(items.map(({ level, levelName, networked }: Record<string, unknown>) => [level, levelName, networked])).toEqual([
      ['02', '三级甲等', null],
      [null, null, null],
      ['02', '三级甲等', true],
      ['03', '三级乙等', false],
    ]);
  });

  test('are found by name, other name, initials, level and place', async () => {
    expect((await foundHospital('肿瘤')).toSorted()).toEqual(['H44010000001', 'H44030000002']);
    expect(await foundHospital('szl')).toEqual(['H44010000001']);
    expect(await foundHospital('tysl')).toEqual(['H14010000003']);
    expect(await foundHospital('肿瘤', '&level=03')).toEqual(['H44030000002']);
    expect(await codesOf('/hospitals?division=140000')).toEqual(['H14010000003', 'H14090000004']);
    expect(await codesOf('/hospitals?division=140900')).toEqual(['H14090000004']);
    expect((await mo.get('/hospitals?division=14')).status).toBe(400);
    expect((await mo.get('/hospitals?level=11')).status).toBe(400);
  });

  test('are refused as a file with a level, place or flag that is none', async () => {
    const { status, body } = await send('/imports/hospitals', `${header}\nH1,甲,四级,440100,是,\nH2,乙,,广州,是,\nH3,丙,,440100,也许,\n`);
    expect([status, body.rows.map(({ line, column }: { line: number; column: string }) => [line, column])]).toEqual([
      422,
      [[2, '医院等级'], [3, '行政区划代码'], [4, '是否联网']],
    ]);
  });

  test('take every level by its code', async () => {
    const rows = hospitalLevels.map((level) => `L${level},医院${level},${level},440100,,`);
    const { body } = await send('/imports/hospitals', [header, ...rows].join('\n'), { query: '?preview=true' });
    expect(body.creates).toBe(hospitalLevels.length);
  });
});

test('the demo has every hospital that its cases and the sample cases name', async () => {
  const founded = await server.database.transaction(async (tx) => foundHospitals(tx, await passwordHash(), server.clock.now()));
  const { institutionId } = founded.get('dongguan')!;
  const rows = await server.database.query<Item & { division: string }>(
    'SELECT code, name, division FROM hospital WHERE institution_id = $1',
    [institutionId],
  );
  expect(rows.length).toBeGreaterThanOrEqual(40);
  const known = rows.map(({ name, division }) => `${name} ${division}`);
  type Destined = { destination: (Item & { division: string }) | null };
  const contents = readSamples().flatMap(({ report, forms }) => [report, ...Object.values(forms)] as Destined[]);
  const named = [...contents, ...(demoCases as Destined[])].map(({ destination }) => destination).filter((one) => one !== null);
  expect(named.length).toBeGreaterThan(20);
  for (const { name, division } of named) expect(known).toContain(`${name} ${division}`);
  for (const { code, name } of named.filter(({ code }) => code)) expect(rows).toContainEqual(expect.objectContaining({ code, name }));
  // Nobody may take them for hospitals that exist.
  for (const { name } of rows) expect(name).toContain('示例');
});

describe('who may', () => {
  test('the insurance office imports lists, and a window clerk does not', async () => {
    const row = 'code,name\nD03.000,可\n';
    expect((await send('/imports/diagnoses', row, { as: await ours.signIn('dong') })).status).toBe(201);
    for (const path of ['/imports/diagnoses', '/imports/hospitals']) {
      const { status, body } = await send(path, row, { as: mo });
      expect([status, body.code]).toEqual([403, 'notPermitted']);
    }
    // Departments and people are the administrator's alone.
    expect((await send('/imports/departments', 'code,name\nX,x\n')).body.code).toBe('notPermitted');
  });

  test('each import is in the audit', async () => {
    const { items } = (await (await ours.signIn('admin')).get('/audit?what=hospitalsImported')).body;
    expect(items[0].details).toEqual({ count: 4, created: 4, changed: 0, removed: 0 });
  });
});
