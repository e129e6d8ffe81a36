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
  ])('that %s is refused', async (_, text) => {
    const { status, body } = await signIn(text, { 'Content-Type': 'application/json' });
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'malformed' });
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
