import { afterAll, describe, expect, test } from '@jest/globals';
import { offices } from '@countersign/policy';
import { hospitals } from '../apps/api/src/demo/hospitals.ts';
import { seedInstitution } from './support/people.ts';
import { startServer } from './support/server.ts';

const server = await startServer({ DEMO: 'on', TRUST_PROXY: 'loopback' });
afterAll(() => server.close());

describe('where the demo is loaded', () => {
  interface Shown {
    institution: string;
    username: string;
    name: string;
    offices: { office: string; officeName: string; departmentName: string | null; onBehalfOf: string | null }[];
  }
  const options = async (language = 'zh-CN') => {
    const { status, body } = await server.http.get('/sign-in-options', { headers: { 'Accept-Language': language } });
    expect(status).toBe(200);
    return body as { institutions: { code: string; name: string }[]; demo: { password: string; people: Shown[] } };
  };

  test('everybody is offered, first who takes a case of each chain through, so that a case of any department can go on', async () => {
    const { demo } = await options();
    for (const { code, walk, people, administrator } of hospitals) {
      const offered = demo.people.filter(({ institution }) => institution === code).map(({ username }) => username);
      expect(offered.slice(0, walk.length)).toEqual(walk);
      expect(offered.toSorted()).toEqual([administrator, ...people].map(({ username }) => username).toSorted());
    }
  });

  test('the sign-in page names both hospitals and somebody in each office of each', async () => {
    const { institutions, demo } = await options();
    expect(institutions).toEqual(hospitals.map(({ code, name }) => ({ code, name })));
    for (const { code } of hospitals) {
      const held = demo.people.filter(({ institution }) => institution === code).flatMap((one) => one.offices);
      expect(offices.filter((office) => !held.some((one) => one.office === office))).toEqual([]);
    }
    expect(new Set(demo.people.map(({ institution, username }) => `${institution} ${username}`)).size).toBe(demo.people.length);
    expect(demo.people.find(({ username }) => username === 'huang.guodong')).toEqual({
      institution: 'dongguan',
      username: 'huang.guodong',
      name: '黄国栋',
      offices: [{ office: 'departmentDirector', officeName: '科主任', departmentName: '心血管内科', onBehalfOf: null }],
    });
  });

  test('whoever it offers can sign in with the password it tells', async () => {
    const { demo } = await options();
    for (const { institution, username } of demo.people) {
      const message = { institution, username, password: demo.password, as: 'bearer' };
      expect([username, (await server.http.post('/sessions', message, { key: null })).status]).toEqual([username, 201]);
    }
  });

  test('a substitute is shown with whom they act for, in the language asked for', async () => {
    const { demo } = await options('en');
    expect(demo.people.find(({ username }) => username === 'zhao.qiming')!.offices).toEqual([
      { office: 'businessDean', officeName: 'business dean', departmentName: null, onBehalfOf: '王海燕' },
    ]);
  });

  test('a substitute whose warrant has ended is shown without it, and somebody who left not at all', async () => {
    server.clock.advance({ hours: 24 * 40 });
    await server.database.query("UPDATE person SET active = false WHERE username = 'tan.bingqing'");
    const { demo } = await options();
    expect(demo.people.find(({ username }) => username === 'zhao.qiming')!.offices).toEqual([]);
    expect(demo.people.find(({ username }) => username === 'mo.jiayi')!.offices).not.toEqual([]);
    expect(demo.people.map(({ username }) => username)).not.toContain('tan.bingqing');
  });

  test('a start without the demo tells nobody about its people, though they are in the database', async () => {
    await server.restart({ DEMO: 'off' });
    expect((await server.http.get('/sign-in-options')).body).toEqual({ institutions: [], demo: null });
    // Left to itself, a server on a database of its own is in earnest.
    await server.restart({ DEMO: 'auto' });
    expect((await server.http.get('/sign-in-options')).body).toEqual({ institutions: [], demo: null });
    await server.restart();
    expect((await options()).demo.people.length).toBeGreaterThan(20);
  });
});

test('a single institution is named, and of several none', async () => {
  const other = await startServer();
  try {
    expect((await other.http.get('/sign-in-options')).body).toEqual({ institutions: [], demo: null });
    const { code } = await seedInstitution(other, { name: '松湖示例医院' });
    const alone = { institutions: [{ code, name: '松湖示例医院' }], demo: null };
    expect((await other.http.get('/sign-in-options')).body).toEqual(alone);
    // Asked for beside an institution, the demo is not loaded and not claimed.
    await other.restart({ DEMO: 'on' });
    expect((await other.http.get('/sign-in-options')).body).toEqual(alone);
    await seedInstitution(other, { code: 'second' });
    expect((await other.http.get('/sign-in-options')).body).toEqual({ institutions: [], demo: null });
  } finally {
    await other.close();
  }
});

test('one address may ask six hundred times a minute, and others go on', async () => {
  // Without the demo an answer takes one statement: a slow machine gets through within the minute.
  await server.restart({ DEMO: 'off' });
  const from = async (address: string) => (await server.http.with({ 'X-Forwarded-For': address }).get('/sign-in-options')).status;
  const statuses: number[] = [];
  for (let i = 0; i < 7; i += 1) statuses.push(...(await Promise.all(Array.from({ length: 100 }, () => from('10.9.9.9')))));
  expect([statuses.filter((status) => status === 200).length, statuses.filter((status) => status === 429).length]).toEqual([600, 100]);
  expect(await from('10.9.9.8')).toBe(200);
});
