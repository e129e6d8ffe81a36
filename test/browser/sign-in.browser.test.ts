import { afterAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { browsing, expectAccessible, overflows, phone } from '../support/browser.ts';
import { password, seedInstitution } from '../support/people.ts';
import { startServer } from '../support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { open } = browsing(server);
await seedInstitution(server, {
  code: 'songhu',
  departments: { thoracic: '胸外科' },
  people: { chen: { name: '陈静', offices: ['departmentDirector@thoracic'] }, luo: { name: '罗敏', offices: ['medicalDirector'] }, new: { name: '新来', mustChangePassword: true } },
});

describe('signing in', () => {
  test('leads to the worklist and says who one is', async () => {
    const page = await open(null);
    await page.getByLabel('用户名').fill('chen');
    await expectAccessible(page);
    await page.getByLabel('密码', { exact: true }).fill(password);
    await page.getByLabel('密码', { exact: true }).press('Enter');
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

  test('offers the people of a demo with their departments and whom they act for, found by several words', async () => {
    const page = await open(null);
    const at = (office: string, officeName: string, departmentName: string | null, onBehalfOf: string | null = null) => ({ office, officeName, departmentName, onBehalfOf });
    await page.route('**/api/v1/sign-in-options', (route) =>
      route.fulfill({
        json: {
          institutions: [{ code: 'songhu', name: '松湖总医院' }],
          demo: {
            password,
            people: [
              { institution: 'songhu', username: 'chen', name: '陈静', offices: [at('departmentDirector', '科主任', '胸外科')] },
              { institution: 'songhu', username: 'zhao', name: '赵启明', offices: [at('businessDean', '业务院长', null, '王海燕')] },
              { institution: 'songhu', username: 'feng', name: '冯晓岚', offices: [at('departmentLead', '科室转诊负责医生', '骨科'), at('departmentDirector', '科主任', '骨科', '梁伟强')] },
            ],
          },
        },
      }),
    );
    await page.goto('/');
    const offered = page.getByRole('region', { name: '演示' });
    await offered.getByRole('button', { name: '赵启明 代王海燕（业务院长）' }).waitFor();
    await expectAccessible(page);
    await offered.getByRole('searchbox').fill('科主任 骨科');
    await offered.getByRole('button', { name: '冯晓岚 骨科 科室转诊负责医生 · 代梁伟强（骨科 科主任）' }).waitFor();
    expect(await offered.getByRole('button', { name: /陈静|赵启明/ }).count()).toBe(0);
    await offered.getByRole('searchbox').fill('陈静');
    await offered.getByRole('button', { name: /陈静/ }).click();
    await page.getByRole('link', { name: /陈静.*胸外科 科主任/ }).waitFor();
  });

  test('of somebody else in another window of the browser ends what one saw here; of oneself, nothing', async () => {
    const signIn = async (page: Page, username: string): Promise<void> => {
      await page.getByLabel('用户名').fill(username);
      await page.getByLabel('密码', { exact: true }).fill(password);
      await page.getByRole('button', { name: '登录' }).click();
    };
    const page = await open(null);
    await signIn(page, 'chen');
    await page.getByRole('link', { name: /陈静/ }).waitFor();
    const other = await page.context().newPage();
    const becomes = async (username: string, name: string): Promise<void> => {
      await other.goto('/me');
      await other.getByRole('button', { name: '退出登录' }).click();
      await signIn(other, username);
      await other.getByRole('link', { name: new RegExp(name) }).waitFor();
    };
    await becomes('chen', '陈静');
    expect(await page.getByRole('link', { name: /陈静/ }).count()).toBe(1);
    await becomes('luo', '罗敏');
    await page.getByRole('heading', { name: '此浏览器现由罗敏登录' }).waitFor();
    expect(await page.getByRole('link').count()).toBe(0);
    await expectAccessible(page);
    await page.getByRole('button', { name: '以罗敏的身份继续' }).click();
    await page.getByRole('link', { name: /罗敏.*医务科主任/ }).waitFor();
  });

  test('of somebody else of which this window was not told: the server refuses what it sends, and the page says why', async () => {
    const page = await open(null, '/me');
    await page.getByLabel('用户名').fill('chen');
    await page.getByLabel('密码', { exact: true }).fill(password);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('link', { name: /陈静/ }).waitFor();
    // Another window's sign-in reaches the cookie, and no word of it this page.
    const signedIn = await page.evaluate(
      async (message) =>
        (await fetch('/api/v1/sessions', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(message) })).status,
      { institution: 'songhu', username: 'luo', password, as: 'cookie' },
    );
    expect(signedIn).toBe(201);
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByRole('heading', { name: '此浏览器现由罗敏登录' }).waitFor();
    await page.getByRole('button', { name: '以罗敏的身份继续' }).click();
    await page.getByRole('link', { name: /罗敏.*医务科主任/ }).waitFor();
  });

  test('asks for a new password first where one was made for somebody', async () => {
    const page = await open(null, '/', { viewport: phone });
    expect(await overflows(page)).toBe(false);
    await page.getByLabel('用户名').fill('new');
    await page.getByLabel('密码', { exact: true }).fill(password);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('heading', { name: '修改密码' }).waitFor();
    await expectAccessible(page);
    // Whoever signs out on a broken line is told that they did not, and nothing else.
    await page.route('**/api/v1/session', (route) => (route.request().method() === 'DELETE' ? route.abort() : route.continue()));
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByRole('alert').getByText('网络不通').waitFor();
    await page.unroute('**/api/v1/session');
    await page.reload();
    await page.getByLabel('当前密码').fill('not the password');
    await page.getByLabel('新密码', { exact: true }).fill('four words one river');
    await page.getByLabel('再输一次新密码').fill('four words one river');
    await page.getByLabel('再输一次新密码').press('Enter');
    // What was refused is said beside the button, which is in sight together with it.
    const told = await page.getByRole('alert').boundingBox();
    const save = await page.getByRole('button', { name: '保存' }).boundingBox();
    expect(told!.y).toBeGreaterThan((await page.getByLabel('再输一次新密码').boundingBox())!.y);
    expect(save!.y - (told!.y + told!.height)).toBeLessThan(40);
  });
});
