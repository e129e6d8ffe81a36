import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { offices, type StateName } from '@countersign/policy';
import { readConfig } from '../apps/api/src/config/config.ts';
import { describeDemo } from '../apps/api/src/demo/describe-demo.ts';
import { demoPassword, hospitals } from '../apps/api/src/demo/hospitals.ts';
import { loadDemo } from '../apps/api/src/demo/load-demo.ts';
import { verifyLog } from '../apps/api/src/referrals/verify-log.ts';
import { TestClock } from './support/clock.ts';
import { documentsOf } from './support/documents.ts';
import type { Http } from './support/http.ts';
import { seedInstitution } from './support/people.ts';
import { startServer } from './support/server.ts';

const server = await startServer({ DEMO: 'on' });
afterAll(() => server.close());

const signIn = async (institution: string, username: string): Promise<Http> => {
  const { body } = await server.http.post('/sessions', { institution, username, password: demoPassword, as: 'bearer' });
  return server.http.as(body.token);
};

const countAll = async () => {
  const tables = ['institution', 'department', 'person', 'appointment', 'substitute', 'referral', 'event', 'letter', 'paper'];
  const counts = tables.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`);
  return (await server.database.query(`SELECT ${counts.join(', ')}`))[0];
};

const awaitingOf = async (http: Http) => (await http.get('/worklist')).body.items as { id: string; state: StateName }[];

describe('the demo', () => {
  test('is loaded into an empty database, once', async () => {
    const before = await countAll();
    expect(before).toMatchObject({ institution: 2, referral: 17, letter: 3, paper: 6 });
    await server.restart();
    expect(await countAll()).toEqual(before);
  });

  test('has a log that holds in every chain', async () => {
    const { referrals, broken, letterGap } = await verifyLog(server.database, server.secrets, null);
    expect({ referrals, broken, letterGap }).toEqual({ referrals: 17, broken: [], letterGap: null });
  });

  test('leaves no session and no answer behind', async () => {
    expect(await server.database.query('SELECT FROM idempotent_answer')).toEqual([]);
    const anHourAgo = new Date(server.clock.now().getTime() - 3_600_000);
    expect(await server.database.query('SELECT FROM session WHERE created_at < $1', [anHourAgo])).toEqual([]);
  });

  test('has somebody in every office of both hospitals', async () => {
    const held = await server.database.query<{ code: string; office: string }>(
      'SELECT DISTINCT i.code, a.office FROM appointment a JOIN institution i ON i.id = a.institution_id',
    );
    for (const { code } of hospitals) {
      expect(held.filter((one) => one.code === code).map(({ office }) => office).sort()).toEqual([...offices].sort());
    }
  });

  test.each(hospitals)('lets everybody of $name sign in without changing the password', async (hospital) => {
    for (const { username } of [hospital.administrator, ...hospital.people]) {
      const http = await signIn(hospital.code, username);
      expect((await http.get('/session')).body).toMatchObject({ username, mustChangePassword: false });
    }
  });

  test('shows whoever signs first what awaits them', async () => {
    expect((await awaitingOf(await signIn('dongguan', 'liu.zhenhua'))).map(({ state }) => state)).toEqual([
      'awaitingDeans',
      'awaitingDeans',
    ]);
    // The business dean and the substitute: the one of both cases that no business dean signed.
    expect(await awaitingOf(await signIn('dongguan', 'wang.haiyan'))).toHaveLength(1);
    expect(await awaitingOf(await signIn('dongguan', 'zhao.qiming'))).toHaveLength(1);
    for (const username of ['huang.guodong', 'feng.xiaolan', 'xu.zhengming', 'gao.peng', 'lai.shuzhen', 'cai.meiling']) {
      expect((await awaitingOf(await signIn('dongguan', username))).length).toBeGreaterThan(0);
    }
    for (const username of ['ma.chunsheng', 'yu.aihua']) {
      expect((await awaitingOf(await signIn('binhai', username))).length).toBeGreaterThan(0);
    }
  });

  test('has cases in many states, and a letter that the system let expire', async () => {
    const http = await signIn('dongguan', 'tan.bingqing');
    const { items } = (await http.get('/referrals?limit=100')).body as { items: { id: string; state: StateName }[] };
    expect(new Set(items.map(({ state }) => state))).toEqual(
      new Set([
        'awaitingInform',
        'awaitingRelease',
        'awaitingFillIn',
        'awaitingDepartment',
        'awaitingMedicalDirector',
        'awaitingDeans',
        'awaitingInsurance',
        'awaitingLetter',
        'issued',
        'declined',
        'rejected',
        'expired',
      ]),
    );
    const expired = items.find(({ state }) => state === 'expired')!;
    const { entries } = (await http.get(`/referrals/${expired.id}/history`)).body;
    expect(entries.at(-1).entry).toMatchObject({ act: 'expire', actor: null });
  });

  test('has a letter that was handed over, to a parent of the patient', async () => {
    const http = await signIn('dongguan', 'cai.meiling');
    const [row] = (await http.get('/referrals?state=issued')).body.items as { id: string }[];
    expect((await http.get(`/referrals/${row!.id}`)).body.handedOver).toMatchObject({ name: '吴伟文', relation: 'parent' });
  });

  test('records both names where a substitute signed', async () => {
    const http = await signIn('dongguan', 'zhao.qiming');
    const { items } = (await http.get('/worklist?box=done')).body as { items: { id: string }[] };
    const { signatures } = (await http.get(`/referrals/${items[0]!.id}`)).body;
    expect(signatures).toContainEqual(
      expect.objectContaining({
        step: 'businessDean',
        actor: expect.objectContaining({
          name: '赵启明',
          onBehalfOf: expect.objectContaining({ name: '王海燕' }),
          warrantNo: expect.stringMatching(/^代〔\d{4}〕\d{4}号$/),
        }),
      }),
    );
  });

  test('has every letter and its form as PDF soon after the start, and void copies of the one that expired', async () => {
    const letters = await server.database.query<{ referral_id: string; number: string; code: string }>(
      `SELECT l.referral_id, l.number, i.code FROM letter l JOIN institution i ON i.id = l.institution_id`,
    );
    expect(letters).toHaveLength(3);
    const clerks = { dongguan: await signIn('dongguan', 'cai.meiling'), binhai: await signIn('binhai', 'mu.qing') };
    for (const { referral_id: id, number, code } of letters) {
      const http = clerks[code as keyof typeof clerks];
      const documents = await documentsOf({ http }, id);
      expect(documents.slice(0, 2)).toMatchObject([
        { kind: 'letter', mark: null, letterNo: number },
        { kind: 'approvalForm', mark: null, letterNo: number },
      ]);
      const { state } = (await http.get(`/referrals/${id}`)).body;
      expect(documents.slice(2).map(({ mark }) => mark)).toEqual(state === 'expired' ? ['void', 'void'] : []);
      expect((await http.get(`/documents/${documents[0]!.id}/content`)).status).toBe(200);
    }
  });

  test('has papers that can be read', async () => {
    const http = await signIn('dongguan', 'gao.peng');
    const { items } = (await http.get('/referrals?chain=otherHospital')).body as { items: { id: string }[] };
    const { papers } = (await http.get(`/referrals/${items[0]!.id}`)).body;
    expect(papers.map(({ kind }: { kind: string }) => kind).sort()).toEqual(['criticalNotice', 'emergencyRecord', 'patientIdCard']);
    const { status, headers, body } = await http.get(`/papers/${papers[0].id}/content`);
    expect([status, headers.get('Content-Type')]).toEqual([200, 'application/pdf']);
    expect(body).toMatch(/^%PDF-1\.7/);
  });
});

describe('the other hospital', () => {
  let [own, other]: Http[] = [];
  let id: string;
  let paperId: string;
  beforeAll(async () => {
    [own, other] = [await signIn('dongguan', 'cai.meiling'), await signIn('binhai', 'mu.qing')];
    const { items } = (await own!.get('/referrals?chain=otherHospital')).body;
    id = items[0].id;
    paperId = (await own!.get(`/referrals/${id}`)).body.papers[0].id;
  });

  test('cannot tell a referral from one that does not exist; its own clerk reads it', async () => {
    for (const path of [`/referrals/${id}`, `/referrals/${id}/history`, `/referrals/${id}/papers`, `/papers/${paperId}`]) {
      expect([path, (await own!.get(path)).status]).toEqual([path, 200]);
      const refused = await other!.get(path);
      expect([path, refused.status, refused.body.code]).toEqual([path, 404, 'notFound']);
    }
  });

  test('cannot act on it; its own clerk can', async () => {
    const { version } = (await own!.get(`/referrals/${id}`)).body;
    const text = { text: '请核对经办人电话。' };
    const refused = await other!.post(`/referrals/${id}/comment`, text, { ifMatch: version });
    expect([refused.status, refused.body.code]).toEqual([404, 'notFound']);
    expect((await own!.post(`/referrals/${id}/comment`, text, { ifMatch: version })).status).toBe(200);
  });

  test('sees its own referrals only', async () => {
    const idsOf = async (http: Http) =>
      ((await http.get('/referrals?limit=100')).body.items as { id: string }[]).map((one) => one.id);
    const [ours, theirs] = [await idsOf(own!), await idsOf(other!)];
    expect([ours.length, theirs.length]).toEqual([14, 3]);
    expect(ours.filter((one) => theirs.includes(one))).toEqual([]);
  });
});

describe('loading the demo', () => {
  const loadInto = async (empty: Awaited<ReturnType<typeof startServer>>, clock: TestClock) => {
    const config = readConfig({ DATA_DIR: empty.dataDir, DATABASE_URL: empty.databaseUrl });
    const { database, secrets, letterKeys, certificates } = empty;
    return loadDemo({ config, database, secrets, letterKeys, certificates, clock });
  };

  test('is not done on a database of one’s own, unless asked for, nor ever beside an institution', async () => {
    const real = await startServer();
    try {
      expect(await real.database.query('SELECT FROM institution')).toEqual([]);
      await seedInstitution(real);
      expect(await loadInto(real, new TestClock())).toBe(false);
      expect(await real.database.query('SELECT code FROM institution')).toEqual([{ code: 'songhu' }]);
    } finally {
      await real.close();
    }
  });

  test('is done once where two servers start at the same moment', async () => {
    const empty = await startServer();
    try {
      const clock = new TestClock();
      expect(await Promise.all([loadInto(empty, clock), loadInto(empty, clock)])).toEqual([true, true]);
      expect(await empty.database.query('SELECT FROM institution')).toHaveLength(2);
      expect(await empty.database.query('SELECT FROM referral')).toHaveLength(17);
    } finally {
      await empty.close();
    }
  });

  test('works in the first minutes of a year as at any other time', async () => {
    const empty = await startServer();
    try {
      const clock = new TestClock();
      clock.set('2027-01-01T00:10:00+08:00');
      expect(await loadInto(empty, clock)).toBe(true);
      const { broken, letterGap } = await verifyLog(empty.database, empty.secrets, null);
      expect({ broken, letterGap }).toEqual({ broken: [], letterGap: null });
      expect(await empty.database.query('SELECT FROM event WHERE at > $1', [clock.now()])).toEqual([]);
    } finally {
      await empty.close();
    }
  });
});

test('a start says whom to sign in as for every office in each hospital', () => {
  const said = describeDemo();
  for (const { code, name, administrator } of hospitals) {
    for (const text of [`${code} ${name}`, administrator.username]) expect(said).toContain(text);
  }
  expect(said.split('\n').filter((line) => /[a-z]+\.[a-z]+ .+[a-z]+\.[a-z]+/.test(line))).toHaveLength(offices.length);
});
