import { afterAll, describe, expect, test } from '@jest/globals';
import { browsing, expectAccessible, overflows, phone } from '../support/browser.ts';
import { png } from '../support/files.ts';
import { outpatientCase, staffed } from '../support/hospital.ts';
import { password, seedInstitution } from '../support/people.ts';
import { startServer } from '../support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { open } = browsing(server);
const { here, people } = await staffed(server);
const issued = await outpatientCase(people, 'issued');
const { number } = (await people.auditor.http.get(`/referrals/${issued.id}`)).body;
const altered = await outpatientCase(people, 'awaitingRelease');

describe('an auditor', () => {
  test('searches the log, and comes from an act to its referral', async () => {
    const page = await open(people.auditor.token, '/audit');
    await page.getByRole('row', { name: /开具介绍信/ }).waitFor();
    await expectAccessible(page);
    await page.getByLabel('转诊编号').fill(number);
    await page.getByLabel('转诊编号').press('Enter');
    await page.waitForURL(/referral=/);
    await page.getByLabel('环节动作', { exact: true }).click();
    await page.locator('.ant-select-item-option').getByText('签字', { exact: true }).click();
    await page.getByLabel('人员', { exact: true }).fill('郑主任');
    await page.locator('.ant-select-item-option', { hasText: '郑主任' }).click();
    await page.waitForURL(/person=/);
    await page.getByRole('row', { name: /卫业务/ }).waitFor({ state: 'detached' });
    await page.getByRole('row', { name: /签字.*郑主任/ }).waitFor();
    await page.getByRole('link', { name: number }).click();
    await page.waitForURL(`**/referrals/${issued.id}`);

    await page.goto('/audit/log?referral=R19990000001');
    await page.getByText('没有日志').waitFor();
  });

  test('verifies one referral by its number, and is told when there is none', async () => {
    const page = await open(people.auditor.token, '/audit/verification', { dark: true });
    await page.getByLabel('编号').fill('R19990000001');
    await page.getByRole('button', { name: '核验', exact: true }).click();
    await page.getByText('没有编号为 R19990000001 的转诊').waitFor();
    await page.getByLabel('编号').fill(number);
    await page.getByRole('button', { name: '核验', exact: true }).click();
    await page.getByText('核验通过').waitFor();
    expect(await page.getByRole('table', { name: '签字' }).getByText('有效', { exact: true }).count()).toBe(5);
    await page.getByText('这不能证明什么').click();
    await expectAccessible(page);
  });

  test('verifies all logs, and is led to the one that somebody changed', async () => {
    const page = await open(people.auditor.token, '/audit/verification');
    await page.getByText('还没有核验过全部日志').waitFor();
    await page.getByRole('button', { name: '开始核验全部' }).click();
    await page.getByText('全部通过').waitFor();
    await server.database.transaction(async (tx) => {
      await tx.query('ALTER TABLE event DISABLE TRIGGER USER');
      await tx.query("UPDATE event SET body = jsonb_set(body, '{at}', '\"2020-01-01T00:00:00.000Z\"') WHERE referral_id = $1 AND seq = 2", [altered.id]);
      await tx.query('ALTER TABLE event ENABLE TRIGGER USER');
    });
    await page.getByRole('button', { name: '开始核验全部' }).click();
    await page.getByText('1 件未通过').waitFor();
    await page.getByRole('listitem').getByText(/第 2 条/).waitFor();
    await expectAccessible(page);
    await page.getByRole('listitem').getByRole('link').first().click();
    await page.waitForURL(`**/referrals/${altered.id}`);
  });

  test('makes the pack of a year, watches it, downloads it and deletes it', async () => {
    const page = await open(people.auditor.token, '/audit/packs');
    await page.getByText('还没有年度检查包').waitFor();
    await page.getByRole('button', { name: '制作检查包' }).click();
    await page.getByText('可下载').waitFor();
    await expectAccessible(page);
    const year = page.waitForEvent('download');
    await page.getByRole('link', { name: /下载 \d{4} 年检查包/ }).click();
    expect((await year).suggestedFilename()).toMatch(/\.zip$/);
    await page.getByLabel('编号').fill(number);
    await page.getByRole('button', { name: '查找' }).click();
    const one = page.waitForEvent('download');
    await page.getByRole('link', { name: '下载检查包', exact: true }).click();
    expect((await one).suggestedFilename()).toContain(number);
    await page.getByRole('button', { name: /删除 \d{4} 年检查包/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: '删除' }).click();
    await page.getByText('还没有年度检查包').waitFor();

    await page.goto('/audit/records?what=packMade');
    await page.getByRole('row', { name: new RegExp(`杨审计.*${number}`) }).first().waitFor();
    await page.goto('/audit/records?what=yearPackDownloaded');
    await page.getByRole('row', { name: /下载年度检查包.*杨审计/ }).waitFor();
    await page.getByText('查看', { exact: true }).first().click();
    await expectAccessible(page);
  });

  test('has room for all of it on a phone, where an administrator sees the records alone', async () => {
    const small = await open(people.auditor.token, '/audit', { viewport: phone, language: 'en', dark: true });
    for (const place of ['log', 'records', 'verification', 'packs']) {
      await small.goto(`/audit/${place}`);
      await small.getByRole('heading', { level: 1 }).waitFor();
      await small.waitForLoadState('networkidle');
      expect([place, await overflows(small)]).toEqual([place, false]);
      await expectAccessible(small);
    }
    const page = await open(people.administrator.token, '/audit/packs');
    await page.getByRole('heading', { name: '操作记录', level: 1 }).waitFor();
    expect(await page.getByRole('link', { name: '检查包' }).count()).toBe(0);
  });
});

describe('everybody', () => {
  test('sees who they are, whom they act for and who acts for them', async () => {
    await here.warrant(people.lead, people.insurance, 'insuranceDirector');
    const lead = await open(people.lead.token, '/me');
    await lead.getByRole('listitem').filter({ hasText: '蒋医保' }).getByText('医保办主任').waitFor();
    await expectAccessible(lead);
    const holder = await open(people.insurance.token, '/me', { viewport: phone, dark: true, language: 'en' });
    await holder.getByRole('listitem').filter({ hasText: '王负责' }).waitFor();
    await holder.waitForLoadState('networkidle');
    expect(await overflows(holder)).toBe(false);
    await expectAccessible(holder);
  });

  test('ends what they left open elsewhere, and stays signed in here', async () => {
    const hospital = await seedInstitution(server, { code: 'songhu', people: { chen: { name: '陈静' } } });
    const body = { institution: hospital.code, username: 'chen', password, as: 'bearer' };
    const { token } = (await server.http.post('/sessions', body, { key: null })).body;
    const elsewhere = await hospital.signIn('chen');
    const page = await open(token, '/me');
    await page.getByText('本机', { exact: true }).waitFor();
    await page.getByRole('button', { name: /结束 .* 上的登录/ }).click();
    await page.getByText('已结束该设备上的登录。').waitFor();
    expect((await elsewhere.get('/session')).status).toBe(401);
    expect((await server.http.as(token).get('/session')).status).toBe(200);
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByRole('button', { name: '登录' }).waitFor();
    expect((await server.http.as(token).get('/session')).status).toBe(401);
  });

  test('chooses a language, an appearance and a signature, and they are kept', async () => {
    const page = await open(people.director.token, '/me');
    await page.getByRole('button', { name: '手写签名' }).click();
    await page.locator('input[type=file]').setInputFiles({ name: 'name.png', mimeType: 'image/png', buffer: Buffer.from(png('signature')) });
    await page.getByRole('button', { name: '更换手写签名' }).waitFor();
    await page.getByRole('button', { name: '删除手写签名' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '删除手写签名' }).click();
    await page.getByRole('button', { name: '手写签名', exact: true }).waitFor();
    await page.getByText('深色').click();
    await page.getByText('English', { exact: true }).last().click();
    await page.getByRole('heading', { name: 'Me', level: 1 }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Me', level: 1 }).waitFor();
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    await expectAccessible(page);
  });
});
