import { afterAll, expect, test } from '@jest/globals';
import { Passwords } from '../apps/api/src/identity/passwords.ts';
import { resetLostPassword } from '../apps/api/src/people/reset-lost-password.ts';
import { password, seedInstitution } from './support/people.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());

const hospital = await seedInstitution(server, {
  people: { auditor: 'auditor', gone: {} },
});
const reset = (institution: string, username: string) =>
  resetLostPassword(server.database, new Passwords(), institution, username, server.clock.now());
const signIn = (username: string, secret: string) =>
  server.http.post('/sessions', { institution: hospital.code, username, password: secret, as: 'bearer' }, { key: null });

test('gives a lone administrator a new first password, ends their sessions and records it as the system', async () => {
  const before = await hospital.signIn('admin');
  const initial = await reset(hospital.code.toUpperCase(), 'Admin');
  expect((await before.get('/session')).status).toBe(401);
  expect((await signIn('admin', password)).body.code).toBe('wrongPassword');
  expect((await signIn('admin', initial)).body.mustChangePassword).toBe(true);
  const auditor = await hospital.signIn('auditor');
  const [entry] = (await auditor.get('/audit?what=passwordReset')).body.items;
  expect(entry).toMatchObject({ person: null, subject: hospital.person('admin').id, details: { byOperator: true } });
});

test('opens a locked account with it', async () => {
  for (let wrong = 0; wrong < 5; wrong += 1) await signIn('auditor', 'not the password');
  expect((await signIn('auditor', password)).body.code).toBe('lockedOut');
  expect((await signIn('auditor', await reset(hospital.code, 'auditor'))).status).toBe(201);
});

test.each([
  ['an institution that is not there', 'nowhere', 'admin', 'There is no institution nowhere.'],
  ['a user who is not there', 'songhu', 'nobody', 'Institution songhu has no active user nobody.'],
])('refuses %s with one clear sentence', async (_, institution, username, sentence) => {
  await expect(reset(institution, username)).rejects.toThrow(sentence);
});

test('refuses whoever has left, and helps them once they are back', async () => {
  const { id } = hospital.person('gone');
  const setActive = (active: boolean) =>
    server.database.query('UPDATE person SET active = $2 WHERE id = $1', [id, active]);
  await setActive(false);
  await expect(reset(hospital.code, 'gone')).rejects.toThrow('has no active user gone');
  await setActive(true);
  expect((await signIn('gone', await reset(hospital.code, 'gone'))).status).toBe(201);
});
