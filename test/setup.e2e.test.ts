import { afterAll, expect, test } from '@jest/globals';
import { Passwords } from '../apps/api/src/identity/passwords.ts';
import { setUpInstitution } from '../apps/api/src/institutions/set-up-institution.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());

const said = { code: 'First', name: '第一医院', username: 'Admin', personName: '陈静' };
const setUp = (change: Record<string, string | undefined> = {}) =>
  setUpInstitution(server.database, new Passwords(), { ...said, ...change }, server.clock.now());

test('makes an institution whose administrator signs in, changes the password and begins', async () => {
  const { code, username, initialPassword } = await setUp();
  expect([code, username]).toEqual(['first', 'admin']);
  const { body } = await server.http.post('/sessions', { institution: code, username, password: initialPassword, as: 'bearer' });
  expect(body.mustChangePassword).toBe(true);
  const admin = server.http.as(body.token);
  expect((await admin.put('/password', { current: initialPassword, next: 'lantern-harbour-77' })).status).toBe(204);
  expect((await admin.post('/departments', { code: 'XWK', name: '胸外科' })).status).toBe(201);
  expect((await admin.get('/reasons?act=decline')).body.items.length).toBeGreaterThan(3);
  expect((await admin.get('/phrases')).body.items.length).toBeGreaterThan(3);
});

test('refuses a code that exists, and takes another', async () => {
  await expect(setUp({ code: 'FIRST' })).rejects.toThrow('There is already an institution FIRST.');
  expect((await setUp({ code: 'second' })).code).toBe('second');
});

test.each([
  ['a code with a space', { code: 'a b' }, '--code must be letters, digits, - _ or ., at most 64.'],
  ['no name', { name: undefined }, '--name is required.'],
  ['an empty name', { personName: ' ' }, '--person-name is required.'],
])('refuses %s with one clear sentence', async (_, change, sentence) => {
  await expect(setUp({ code: 'third', ...change })).rejects.toThrow(sentence);
});
