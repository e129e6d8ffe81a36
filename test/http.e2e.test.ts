import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, describe, expect, test } from '@jest/globals';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());

/** The only message that anybody may send. */
const signIn = (body: unknown, headers: Record<string, string> = {}) =>
  server.http.send('POST', '/sessions', body, { headers });

describe('every answer', () => {
  test('bears the correlation id of its request', async () => {
    const { headers } = await server.http.with({ 'X-Correlation-Id': 'his-4711.a_b' }).get('/health/live');
    expect(headers.get('X-Correlation-Id')).toBe('his-4711.a_b');
  });

  test.each([['white space', 'a b'], ['more than 64 characters', 'x'.repeat(65)], ['markup', '<b>']])(
    'bears an id of our own where the given one has %s',
    async (_, given) => {
      const { headers } = await server.http.with({ 'X-Correlation-Id': given }).get('/health/live');
      expect(headers.get('X-Correlation-Id')).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  test('names its correlation id in a problem', async () => {
    const { status, body, headers } = await server.http.with({ 'X-Correlation-Id': 'seen' }).get('/nowhere');
    expect({ status, instance: body.instance, id: headers.get('X-Correlation-Id') }).toEqual({
      status: 404,
      instance: 'seen',
      id: 'seen',
    });
  });

  test('tells browsers to keep to this server, to frame nothing and to store nothing', async () => {
    for (const path of ['/health/live', '/nowhere']) {
      const { headers } = await server.http.get(path);
      expect(headers.get('Content-Security-Policy')).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('Cache-Control')).toBe('no-store');
      expect(headers.has('X-Powered-By')).toBe(false);
    }
  });
});

describe('a body', () => {
  const wellFormed = { institution: 'nowhere', username: 'nobody', password: 'Not-the-password-1' };

  test('of JSON is read', async () => {
    const { status } = await signIn(wellFormed);
    expect(status).toBe(401);
  });

  test.each([
    ['text/plain', JSON.stringify(wellFormed)],
    ['application/x-www-form-urlencoded', 'username=nobody'],
    ['application/xml', '<username>nobody</username>'],
  ])('of %s is refused', async (type, text) => {
    const { status, body } = await signIn(text, { 'Content-Type': type });
    expect({ status, code: body.code }).toEqual({ status: 415, code: 'unsupportedType' });
  });

  test.each([
    ['is cut off', '{"username": "nob'],
    ['is empty', ''],
    ['would change prototypes', '{"__proto__": {"admin": true}}'],
    ['holds a number too large to be one', '{"username": 1e999}'],
    ['holds one deep inside', '{"username": [{"a": -1e999}]}'],
    ['holds 5,001 values', JSON.stringify({ ...wellFormed, more: Array(4_996).fill(1) })],
    ['holds 80,000 fields', JSON.stringify(Object.fromEntries(Array.from({ length: 80_000 }, (_, i) => [`f${i}`, 1])))],
  ])('that %s is refused', async (_, text) => {
    const { status, body } = await signIn(text, { 'Content-Type': 'application/json' });
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'malformed' });
  });

  test.each([
    ['a large number', '{"username": 1e308}'],
    ['5,000 values', JSON.stringify({ ...wellFormed, more: Array(4_995).fill(1) })],
  ])('that holds %s is read, and judged by its fields', async (_, text) => {
    const { status, body } = await signIn(text, { 'Content-Type': 'application/json' });
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid' });
  });

  test('with many faults is told the first hundred of them', async () => {
    const faulty = (count: number) => ({
      ...wellFormed,
      ...Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, 1])),
    });
    expect((await signIn(faulty(99))).body.errors).toHaveLength(99);
    expect((await signIn(faulty(4_000))).body.errors).toHaveLength(100);
  });

  test.each([['other'], ['constructor'], ['toString'], ['hasOwnProperty'], ['valueOf']])(
    'is refused for an unknown field, also for one called %s',
    async (name) => {
      expect((await signIn({ ...wellFormed, [name]: 1 })).body).toMatchObject({
        code: 'invalid',
        errors: [{ pointer: `/${name}`, reason: '不是本接口的字段' }],
      });
    },
  );

  test('in UTF-8 is read, in other bytes it is refused', async () => {
    const json = { 'Content-Type': 'application/json' };
    const withPassword = (bytes: Buffer) =>
      Buffer.concat([Buffer.from('{"institution":"nowhere","username":"somebody","password":"'), bytes, Buffer.from('"}')]);
    expect((await signIn(withPassword(Buffer.from('陈静𠮷')), json)).status).toBe(401);
    for (const bytes of [[0xb3, 0xc2, 0xbe, 0xb2], [0xe9], [0xed, 0xa0, 0x80], [0xc0, 0x80]]) {
      const { status, body } = await signIn(withPassword(Buffer.from(bytes)), json);
      expect({ status, code: body.code }).toEqual({ status: 400, code: 'malformed' });
    }
  });

  test.each([
    ['application/json; charset=utf-8', 401],
    ['application/json;charset="UTF-8"', 401],
    ['application/json; charset=gb18030', 415],
    ['application/json; charset=utf-16', 415],
  ])('of %s is answered with %i', async (type, status) => {
    const message = JSON.stringify({ ...wellFormed, username: 'somebody.else' });
    expect((await signIn(message, { 'Content-Type': type })).status).toBe(status);
  });

  test('of up to 1 MB is read, of more is refused', async () => {
    const padded = (length: number) => JSON.stringify(wellFormed).padEnd(length, ' ');
    const json = { 'Content-Type': 'application/json' };
    expect((await signIn(padded(1_048_576), json)).status).toBe(401);
    const { status, body } = await signIn(padded(1_048_577), json);
    expect({ status, code: body.code }).toEqual({ status: 413, code: 'tooLarge' });
  });
});

describe('an address', () => {
  test.each([
    ['that nothing answers', `/${randomUUID()}`],
    ['with a broken escape', '/%'],
    ['of endless length', `/people/${'x'.repeat(5_000)}`],
  ])('%s names nothing, and is told so without a stack trace', async (_, path) => {
    const { status, headers, body } = await server.http.get(path);
    expect({ status, code: body.code, id: headers.get('X-Correlation-Id') }).toEqual({
      status: 404,
      code: 'notFound',
      id: body.instance,
    });
    expect(headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
    expect(JSON.stringify(body)).not.toMatch(/node_modules|\.ts:/);
  });
});

test('what is no HTTP at all is answered without a stack trace, and the server goes on', async () => {
  const { hostname, port } = new URL(server.http.base);
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.end('rubbish\r\n\r\n'));
    let heard = '';
    socket.on('data', (chunk) => (heard += chunk.toString()));
    socket.on('close', () => resolve(heard));
  });
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).not.toMatch(/node_modules/);
  expect((await server.http.get('/health/live')).status).toBe(200);
});
