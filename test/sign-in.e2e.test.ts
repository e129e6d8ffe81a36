import { afterAll, describe, expect, test } from '@jest/globals';
import { v7 as newId } from 'uuid';
import { sweep } from '../apps/api/src/identity/sweep.ts';
import { password, seedInstitution } from './support/people.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());

const hospital = await seedInstitution(server, {
  settings: { signingWindowMinutes: 7, lockOutAfter: 3, lockOutMinutes: 15 },
  departments: { thoracic: '胸外科' },
  people: {
    chen: ['attendingPhysician@thoracic', 'departmentLead@thoracic'],
    li: 'departmentLead@thoracic',
    dean: { name: '业务院长甲', offices: ['businessDean'] },
    guessed: [],
    raced: [],
    present: 'insuranceLead',
    newcomer: { mustChangePassword: true },
    changer: [],
    wanderer: [],
    gone: [],
  },
});
await hospital.addWarrant({ holder: 'dean', substitute: 'li' });

const signIn = (username: string, given = password, more: object = {}) =>
  server.http.post('/sessions', { institution: hospital.code, username, password: given, as: 'bearer', ...more }, { key: null });

describe('sign-in', () => {
  test('opens a session for the right password', async () => {
    const { status, body } = await signIn('chen');
    expect(status).toBe(201);
    expect(body.person).toEqual({ id: hospital.person('chen').id, name: hospital.person('chen').name });
    expect((await server.http.as(body.token).get('/session')).status).toBe(200);
  });

  test('takes the user name and the institution in any case', async () => {
    expect((await signIn('CHEN', password, { institution: hospital.code.toUpperCase() })).status).toBe(201);
  });

  test('answers a wrong password, an unknown name and an unknown institution alike', async () => {
    const answers = [
      await signIn('li', 'not the password'),
      await signIn('nobody'),
      await signIn('chen', password, { institution: 'elsewhere' }),
    ];
    expect(answers.map(({ status, body }) => [status, body.code, body.detail])).toEqual(
      Array.from({ length: 3 }, () => [401, 'wrongPassword', '机构、用户名或密码不正确。']),
    );
  });

  test('refuses a message that is not what it should be, and names the field', async () => {
    const { status, body } = await signIn('chen', password, { password: { $ne: '' }, role: 'administrator' });
    expect(status).toBe(400);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).toSorted()).toEqual(['/password', '/role']);
  });

  test('keeps the token nowhere', async () => {
    const { body } = await signIn('chen');
    const rows = await server.database.query<{ token_hash: string }>('SELECT token_hash FROM session');
    expect(rows.map(({ token_hash }) => token_hash)).not.toContain(body.token);
    expect(JSON.stringify(rows)).not.toContain(body.token.split('.')[1]);
  });

  test('refuses somebody who is no longer active, and lets them in while they are', async () => {
    expect((await signIn('gone')).status).toBe(201);
    const values = [hospital.id, hospital.person('gone').id];
    await server.database.query('UPDATE person SET active = false WHERE institution_id = $1 AND id = $2', values);
    expect((await signIn('gone')).body.code).toBe('wrongPassword');
  });

  test('writes who signed in, and who failed to, into the audit', async () => {
    const entries = await server.database.query<{ what: string }>(
      'SELECT DISTINCT what FROM audit_entry WHERE institution_id = $1 AND person_id = ANY($2::uuid[]) ORDER BY what',
      [hospital.id, [hospital.person('chen').id, hospital.person('li').id]],
    );
    expect(entries.map(({ what }) => what)).toEqual(['signInFailed', 'signedIn']);
  });
});

describe('the session in a cookie', () => {
  const open = (headers: Record<string, string> = {}) =>
    server.http.with(headers).post('/sessions', { institution: hospital.code, username: 'chen', password }, { key: null });

  test('is HttpOnly, SameSite=Strict, for the whole site, and not in the body', async () => {
    const { headers, body } = await open();
    const cookie = headers.get('set-cookie')!;
    expect(body.token).toBeNull();
    for (const part of ['countersign_session=', 'HttpOnly', 'SameSite=Strict', 'Path=/', 'Expires=']) expect(cookie).toContain(part);
    expect(cookie).not.toContain('Secure');
  });

  test('signs in, and is not taken along by another site', async () => {
    const cookie = (await open()).headers.get('set-cookie')!.split(';')[0]!;
    const browser = server.http.with({ Cookie: cookie });
    expect((await browser.get('/session')).status).toBe(200);
    const foreign = [['Origin', 'https://evil.example'], ['Origin', 'null'], ['Sec-Fetch-Site', 'cross-site']] as const;
    for (const [name, value] of foreign) {
      const forged = await browser.with({ [name]: value }).post('/session/presence', { password });
      expect([forged.status, forged.body.code]).toEqual([403, 'crossSite']);
    }
    const own = await browser.with({ Origin: server.http.base }).post('/session/presence', { password });
    expect(own.status).toBe(201);
  });

  test('acts for nobody but whom the page that sends it names, wherever it is read', async () => {
    const cookie = (await open()).headers.get('set-cookie')!.split(';')[0]!;
    const browser = server.http.with({ Cookie: cookie });
    const [chen, li] = [hospital.person('chen').id, hospital.person('li').id];
    const act = (as: string) =>
      browser.with({ 'Countersign-Person': as }).post(`/referrals/${newId()}/comment`, { text: '请补充检查报告。' }, { ifMatch: 1 });
    for (const [as, read, acted] of [[li, 403, 403], ['', 403, 403], [chen, 200, 404]] as const) {
      const named = browser.with({ 'Countersign-Person': as });
      expect([as, (await named.get('/session')).status, (await act(as)).status]).toEqual([as, read, acted]);
    }
    const refused = await browser.with({ 'Countersign-Person': li }).delete('/session');
    expect([refused.status, refused.body.code]).toEqual([403, 'somebodyElse']);
    expect((await browser.get('/session')).status).toBe(200);
  });

  test('is taken away at sign-out', async () => {
    const cookie = (await open()).headers.get('set-cookie')!.split(';')[0]!;
    const browser = server.http.with({ Cookie: cookie });
    const { status, headers } = await browser.delete('/session');
    expect(status).toBe(204);
    expect(headers.get('set-cookie')).toMatch(/countersign_session=;.*Expires=Thu, 01 Jan 1970/);
    expect((await browser.get('/session')).status).toBe(401);
  });
});

describe('behind a proxy that ends TLS', () => {
  test('the cookie is Secure', async () => {
    const proxied = await startServer({ TRUST_PROXY: 'loopback' });
    try {
      const other = await seedInstitution(proxied, { people: { chen: [] } });
      const message = { institution: other.code, username: 'chen', password };
      const sent = (proto: string) => proxied.http.with({ 'X-Forwarded-Proto': proto }).post('/sessions', message);
      expect((await sent('https')).headers.get('set-cookie')).toContain('Secure');
      expect((await sent('http')).headers.get('set-cookie')).not.toContain('Secure');
    } finally {
      await proxied.close();
    }
  });
});

describe('lock-out', () => {
  test('falls after so many wrong passwords in a row, holds against the right one, and passes', async () => {
    expect((await signIn('guessed', 'wrong 1')).body.code).toBe('wrongPassword');
    expect((await signIn('guessed', 'wrong 2')).body.code).toBe('wrongPassword');
    const third = await signIn('guessed', 'wrong 3');
    expect([third.status, third.body.code]).toEqual([429, 'lockedOut']);
    expect(third.headers.get('retry-after')).toBe(String(third.body.seconds));
    expect((await signIn('guessed')).body.code).toBe('lockedOut');
    server.clock.advance({ minutes: 16 });
    expect((await signIn('guessed')).status).toBe(201);
  });

  test('does not fall when the right password comes between', async () => {
    for (const given of ['wrong 1', 'wrong 2', password, 'wrong 3', 'wrong 4']) await signIn('guessed', given);
    expect((await signIn('guessed')).status).toBe(201);
  });

  test('answers no more guesses than the rule lets, however many come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => signIn('raced', `guess ${i}`)));
    const codes = answers.map(({ body }) => body.code);
    expect(codes.filter((code) => code === 'wrongPassword')).toHaveLength(2);
    expect(codes.filter((code) => code === 'lockedOut')).toHaveLength(10);
  });

  test('falls for a name that nobody has as well, so that it does not tell who works here', async () => {
    const codes = [];
    for (let i = 0; i < 4; i += 1) codes.push((await signIn('stranger', `guess ${i}`)).body.code);
    expect(codes).toEqual(['wrongPassword', 'wrongPassword', 'lockedOut', 'lockedOut']);
  });

  test('is ended by an administrator', async () => {
    const admin = await hospital.signIn('admin');
    const { id } = hospital.person('raced');
    expect((await admin.get(`/people/${id}`)).body.lockedUntil).not.toBeNull();
    expect((await admin.post(`/people/${id}/unlock`)).status).toBe(204);
    expect((await signIn('raced')).status).toBe(201);
  });
});

describe('GET /session', () => {
  test('tells as what one may act, and on whose behalf', async () => {
    const li = await hospital.signIn('li');
    const { body } = await li.get('/session', { headers: { 'Accept-Language': 'en' } });
    const { thoracic } = hospital.departments;
    expect(body.capacities).toEqual([
      {
        office: 'departmentLead',
        officeName: 'department referral lead',
        departmentId: thoracic!.id,
        departmentName: '胸外科',
        onBehalfOf: null,
        warrantNo: null,
      },
      {
        office: 'businessDean',
        officeName: 'business dean',
        departmentId: null,
        departmentName: null,
        onBehalfOf: { id: hospital.person('dean').id, name: '业务院长甲' },
        warrantNo: 'W-1',
      },
    ]);
    expect(body.reports).toEqual([]);
  });

  test('tells which chains one may begin, in Chinese unless asked otherwise', async () => {
    const { body } = await (await hospital.signIn('chen')).get('/session');
    const departments = [{ id: hospital.departments.thoracic!.id, name: '胸外科' }];
    expect(body.reports).toEqual([{ chain: 'outpatient', chainName: '门诊转诊', departments }]);
  });

  test('needs a session', async () => {
    for (const http of [server.http, server.http.as('nonsense'), server.http.as(`${hospital.id}.nonsense`)]) {
      expect((await http.get('/session')).body.code).toBe('signedOut');
    }
  });

  test('ends with the session’s last hour', async () => {
    const chen = await hospital.signIn('chen');
    expect((await chen.get('/session')).status).toBe(200);
    server.clock.advance({ hours: 12 });
    expect((await chen.get('/session')).status).toBe(401);
  });
});

describe('presence', () => {
  test('lasts the minutes that the institution set, and no longer', async () => {
    const http = await hospital.signIn('present');
    expect((await http.get('/session')).body.presentUntil).toBeNull();
    const { status, body } = await http.post('/session/presence', { password });
    expect(status).toBe(201);
    const minutes = (Date.parse(body.presentUntil) - server.clock.now().getTime()) / 60_000;
    expect(Math.round(minutes)).toBe(7);
    expect((await http.get('/session')).body.presentUntil).toBe(body.presentUntil);
    server.clock.advance({ minutes: 8 });
    expect((await http.get('/session')).body.presentUntil).toBeNull();
  });

  test('is given up at will', async () => {
    const http = await hospital.signIn('present', { present: true });
    expect((await http.delete('/session/presence')).status).toBe(204);
    expect((await http.get('/session')).body.presentUntil).toBeNull();
  });

  test('belongs to the one session', async () => {
    await hospital.signIn('present', { present: true });
    expect((await (await hospital.signIn('present')).get('/session')).body.presentUntil).toBeNull();
  });

  test('is refused to a wrong password, which counts towards the lock-out', async () => {
    const http = await hospital.signIn('present');
    const codes = [];
    for (let i = 0; i < 3; i += 1) codes.push((await http.post('/session/presence', { password: `${i}` })).body.code);
    expect(codes).toEqual(['wrongPassword', 'wrongPassword', 'lockedOut']);
    expect((await http.post('/session/presence', { password })).body.code).toBe('lockedOut');
    expect((await signIn('present')).body.code).toBe('lockedOut');
    server.clock.advance({ minutes: 16 });
    expect((await http.post('/session/presence', { password })).status).toBe(201);
  });
});

describe('the password', () => {
  const next = 'lantern-harbour-77';

  test('given by somebody else must be changed before anything else', async () => {
    const http = await hospital.signIn('newcomer');
    expect((await http.get('/departments')).body.code).toBe('mustChangePassword');
    expect((await http.get('/session')).body.mustChangePassword).toBe(true);
    expect((await http.put('/password', { current: password, next })).status).toBe(204);
    expect((await http.get('/departments')).status).toBe(200);
  });

  test.each([
    ['short', 'passwordTooWeak'],
    ['changer-changer-1', 'passwordTooWeak'],
    ['aaaaaaaaaaaaaaaa', 'passwordTooWeak'],
    [password, 'passwordReused'],
  ])('is not changed to %s', async (weak, code) => {
    const http = await hospital.signIn('changer');
    const { status, body } = await http.put('/password', { current: password, next: weak });
    expect([status, body.code]).toEqual([422, code]);
  });

  test('is not changed by somebody who does not know it', async () => {
    const http = await hospital.signIn('changer');
    expect((await http.put('/password', { current: 'not it', next })).body.code).toBe('wrongPassword');
  });

  test('once changed ends every other session, and the old one is worth nothing', async () => {
    const [here, there] = [await hospital.signIn('changer'), await hospital.signIn('changer')];
    expect((await here.put('/password', { current: password, next })).status).toBe(204);
    expect((await here.get('/session')).status).toBe(200);
    expect((await there.get('/session')).status).toBe(401);
    expect((await signIn('changer')).body.code).toBe('wrongPassword');
    expect((await signIn('changer', next)).status).toBe(201);
  });

  test('reset by an administrator ends all sessions and must be changed', async () => {
    const admin = await hospital.signIn('admin');
    const signedIn = server.http.as((await signIn('changer', next)).body.token);
    const { status, body } = await admin.post(`/people/${hospital.person('changer').id}/password-reset`);
    expect(status).toBe(201);
    expect(body).toEqual({ initialPassword: expect.stringMatching(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/) });
    expect((await signedIn.get('/session')).status).toBe(401);
    expect((await signIn('changer', next)).body.code).toBe('wrongPassword');
    expect((await signIn('changer', body.initialPassword)).body.mustChangePassword).toBe(true);
  });

  test('reset twice with one key is the same password, which the database does not show', async () => {
    const admin = await hospital.signIn('admin');
    const path = `/people/${hospital.person('changer').id}/password-reset`;
    const [first, second] = [await admin.post(path, {}, { key: 'reset-1' }), await admin.post(path, {}, { key: 'reset-1' })];
    expect(second.body).toEqual(first.body);
    const kept = await server.database.query<{ body: unknown }>('SELECT body FROM idempotent_answer');
    expect(JSON.stringify(kept)).not.toContain(first.body.initialPassword);
  });

  test('is reset by administrators alone', async () => {
    const chen = await hospital.signIn('chen');
    const { status, body } = await chen.post(`/people/${hospital.person('changer').id}/password-reset`);
    expect([status, body.code]).toEqual([403, 'notPermitted']);
  });
});

describe('sessions', () => {
  test('are listed for their owner, and one can be ended', async () => {
    const [here, there] = [await hospital.signIn('wanderer'), await hospital.signIn('wanderer')];
    const { body } = await here.get('/sessions');
    expect(body.items).toHaveLength(2);
    const other = body.items.find(({ current }: { current: boolean }) => !current);
    expect((await here.delete(`/sessions/${other.id}`)).status).toBe(204);
    expect((await there.get('/session')).status).toBe(401);
    expect((await here.get('/session')).status).toBe(200);
  });

  test('of somebody else do not exist', async () => {
    const [wanderer, chen] = [await hospital.signIn('wanderer'), await hospital.signIn('chen')];
    const { id } = (await wanderer.get('/session')).body;
    expect((await chen.delete(`/sessions/${id}`)).status).toBe(404);
    expect((await wanderer.delete(`/sessions/${id}`)).status).toBe(204);
  });

  test('all end at once, this one too', async () => {
    const [here, there, other] = [
      await hospital.signIn('wanderer'),
      await hospital.signIn('wanderer'),
      await hospital.signIn('chen'),
    ];
    expect((await here.delete('/sessions')).status).toBe(204);
    expect([(await here.get('/session')).status, (await there.get('/session')).status]).toEqual([401, 401]);
    expect((await other.get('/session')).status).toBe(200);
  });
});

describe('the daily sweep', () => {
  test('drops ended sessions and answers older than a week, and nothing else', async () => {
    const count = async (table: string) =>
      (await server.database.query<{ n: number }>(`SELECT count(*) AS n FROM ${table}`))[0]!.n;
    const admin = await hospital.signIn('admin');
    const [sessions, answers] = [await count('session'), await count('idempotent_answer')];
    expect(answers).toBeGreaterThan(0);
    await admin.delete('/session');
    server.clock.advance({ seconds: 1 });
    await sweep(server.database, server.clock.now());
    expect(await count('session')).toBeLessThan(sessions);
    expect(await count('idempotent_answer')).toBe(answers);
    server.clock.advance({ days: 8 });
    await sweep(server.database, server.clock.now());
    expect([await count('session'), await count('idempotent_answer')]).toEqual([0, 0]);
  });
});

describe('a flood from one address', () => {
  test('is stopped after a hundred failures, and let go after some minutes', async () => {
    for (let i = 0; i < 100; i += 1) await signIn(`flood-${i}`, 'x');
    const stopped = await signIn('chen');
    expect([stopped.status, stopped.body.code]).toEqual([429, 'tooManyRequests']);
    server.clock.advance({ minutes: 6 });
    expect((await signIn('chen')).status).toBe(201);
  });
});
