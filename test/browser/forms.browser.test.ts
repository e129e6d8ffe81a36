import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { browsing } from '../support/browser.ts';
import { outpatientCase, staffed } from '../support/hospital.ts';
import { password, passwordHash } from '../support/people.ts';
import { startServer } from '../support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { open } = browsing(server);
const { people } = await staffed(server);
beforeAll(async () => {
  await server.database.query('UPDATE person SET password_hash = $2 WHERE id = $1', [people.director.id, await passwordHash()]);
});

describe('the password before signing', () => {
  test('is sent by Enter, a wrong one and the right one', async () => {
    const { id } = await outpatientCase(people, 'awaitingDepartment');
    await people.director.http.delete('/session/presence');
    const page = await open(people.director.token);
    await page.getByRole('checkbox', { name: /^选择 / }).last().check();
    await page.getByRole('button', { name: '签字 1 件' }).click();
    const panel = page.getByRole('dialog', { name: '批量签字' });
    await panel.getByLabel('意见').fill('同意。');
    await panel.getByRole('button', { name: '签字 1 件' }).click();
    const dialog = page.getByRole('dialog', { name: '确认是您本人' });
    await dialog.getByLabel(/密码/).fill('not the password');
    await dialog.getByLabel(/密码/).press('Enter');
    await dialog.getByRole('alert').waitFor();
    expect(await dialog.getByLabel(/密码/).inputValue()).toBe('');
    await dialog.getByLabel(/密码/).fill(password);
    await dialog.getByLabel(/密码/).press('Enter');
    await panel.getByText('已签', { exact: false }).first().waitFor();
    const { body } = await people.lead.http.get(`/referrals/${id}`);
    expect(body.state).not.toBe('awaitingDepartment');
  });
});

describe('a page whose script does not come', () => {
  test('says that the network is away inside its frame, and comes when it is tried again or the network is back', async () => {
    const page = await open(people.insurance.token, '/');
    await page.getByRole('heading', { name: '工作台' }).or(page.getByText('没有待您办理的转诊')).first().waitFor();
    await page.route('**/assets/*', (route) => route.abort());
    await page.getByRole('link', { name: '查询' }).click();
    await page.getByRole('alert').filter({ hasText: '网络不通' }).waitFor();
    expect(await page.getByText('编号').count()).toBe(0);
    await page.getByRole('navigation', { name: '主导航' }).waitFor();
    await page.unroute('**/assets/*');
    await page.getByRole('button', { name: '重试' }).click();
    await page.getByRole('heading', { name: '查询', level: 1 }).waitFor();
    await page.context().setOffline(true);
    await page.getByRole('link', { name: '在办与时效' }).click();
    await page.getByRole('alert').filter({ hasText: '网络不通' }).waitFor();
    await page.context().setOffline(false);
    await page.getByRole('heading', { name: '在办与时效', level: 1 }).waitFor();
  });
});
