import { afterAll, describe, expect, test } from '@jest/globals';
import { browsing, expectAccessible, overflows, phone } from '../support/browser.ts';
import { password, seedInstitution } from '../support/people.ts';
import { startServer } from '../support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { open } = browsing(server);
await seedInstitution(server, {
  code: 'songhu',
  departments: { thoracic: '胸外科' },
  people: { chen: { name: '陈静', offices: ['departmentDirector@thoracic'] }, new: { name: '新来', mustChangePassword: true } },
});

describe('signing in', () => {
  test('leads to the worklist and says who one is', async () => {
    const page = await open(null);
    await page.getByLabel('用户名').fill('chen');
    await expectAccessible(page);
    await page.getByLabel('密码', { exact: true }).fill(password);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('link', { name: /陈静.*胸外科 科主任/ }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
  });

  test('says what is wrong with a wrong password, and keeps what was typed', async () => {
    const page = await open(null, '/', { language: 'en' });
    await page.getByLabel('User name').fill('chen');
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').filter({ hasText: 'Institution, user name or password is wrong.' }).waitFor();
    expect(await page.getByLabel('User name').inputValue()).toBe('chen');
  });

  test('asks for a new password first where one was made for somebody', async () => {
    const page = await open(null, '/', { viewport: phone });
    expect(await overflows(page)).toBe(false);
    await page.getByLabel('用户名').fill('new');
    await page.getByLabel('密码', { exact: true }).fill(password);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('heading', { name: '修改密码' }).waitFor();
    await expectAccessible(page);
  });
});
