import { afterAll, describe, expect, test } from '@jest/globals';
import { browsing, expectAccessible, overflows, phone } from '../support/browser.ts';
import { Case, inpatientCase, otherHospitalCase, outpatientCase, staffed } from '../support/hospital.ts';
import { startServer } from '../support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { open } = browsing(server);
const { people, here } = await staffed(server);

// Three days ago: one issued, one returned with a reason, one that has waited ever since.
await inpatientCase(people, 6);
const returned = await outpatientCase(people, 'awaitingDepartment');
await returned.do(people.director, 'returnForCorrection', { to: 'fillIn', reason: 'incomplete', comment: '请补充病理报告。' });
const late = await outpatientCase(people, 'awaitingDeans');
server.clock.advance({ days: 3 });
const fresh = await inpatientCase(people, 0);

describe('the overview', () => {
  test("leads to another hospital's patients, who have no department, and to nobody else's", async () => {
    const { people: others } = await staffed(server);
    const elsewhere = await otherHospitalCase(others);
    await inpatientCase(others, 0);
    const page = await open(others.insurance.token, '/overview');
    const cell = page.getByRole('button', { name: /^外院患者，/ });
    await cell.click();
    await page.waitForURL('**/overview?*department=none*');
    await page.waitForFunction(`document.querySelectorAll('main a[href^="/referrals/"]').length === 1`);
    expect(await page.locator('main a[href^="/referrals/"]').getAttribute('href')).toBe(`/referrals/${elsewhere.id}`);
    expect(await page.getByLabel('科室').inputValue()).toBe('none');
    await expectAccessible(page);
    await page.getByLabel('科室').selectOption('');
    await page.waitForFunction(`document.querySelectorAll('main a[href^="/referrals/"]').length === 2`);
  });

  test('leads from a number to the cases behind it, and keeps the choice in the address', async () => {
    const page = await open(people.insurance.token, '/overview');
    const cell = page.getByRole('button', { name: /胸外科，待分管院长签字：\s*1\s*超时 1/ });
    await cell.click();
    await page.getByRole('heading', { name: '明细：待分管院长签字' }).waitFor();
    await expectAccessible(page);
    const rows = page.locator('main a[href^="/referrals/"]');
    await page.waitForFunction(`document.querySelectorAll('main a[href^="/referrals/"]').length === 1`);
    expect(await rows.first().getAttribute('href')).toBe(`/referrals/${late.id}`);
    expect(new URL(page.url()).searchParams.get('step')).toBe('deanInCharge');
    await page.reload();
    await page.getByRole('heading', { name: '明细：待分管院长签字' }).waitFor();
    await page.getByRole('button', { name: '清除条件' }).click();
    await page.getByLabel('只看超时').check();
    await page.waitForFunction(`document.querySelectorAll('main a[href^="/referrals/"]').length === 2`);
    expect(await page.locator(`main a[href="/referrals/${fresh.id}"]`).count()).toBe(0);
  });

  test('shows what changes without being asked again', async () => {
    const page = await open(people.insuranceLead.token, '/overview');
    const overdue = page.getByRole('button', { name: /待业务院长签字/ });
    await overdue.waitFor();
    const other = new Case(people);
    Object.assign(other, { id: late.id, version: late.version });
    await other.do(people.businessDean, 'sign', { opinion: '同意转诊。' });
    await overdue.waitFor({ state: 'detached' });
  });

  test('tells how long it takes, and why things come back, in figures beside each chart', async () => {
    const page = await open(people.insurance.token, '/overview/turnaround', { dark: true });
    await page.getByRole('heading', { name: '各环节等待' }).waitFor();
    await page.getByText('看表格').click();
    await expectAccessible(page);
    // Labels are measured in the font that they are drawn in: none is cut, none lies upon its mark in the legend.
    const cut = () =>
      page.evaluate<string[]>(`[...document.querySelectorAll('[role=img] svg')].flatMap((svg) => {
        const { left, right } = svg.getBoundingClientRect();
        return [...svg.querySelectorAll('text')].filter((text) => {
          const box = text.getBoundingClientRect();
          return box.left < left || box.right > right || text.textContent.includes('…') || !getComputedStyle(text).fontFamily.includes(getComputedStyle(document.body).fontFamily.split(',')[0]);
        }).map((text) => text.textContent);
      })`);
    await page.locator('[role=img] svg text', { hasText: '中位时长（小时）' }).first().waitFor();
    expect(await cut()).toEqual([]);
    await page.getByRole('link', { name: '退回与否决' }).click();
    await page.getByRole('row', { name: /退回修改 材料不完整 1 待科室签字 · 胸外科/ }).waitFor();
    await page.locator('[role=img] svg text', { hasText: '退回修改 · 材料不完整' }).waitFor();
    expect(await cut()).toEqual([]);
    await expectAccessible(page);
  });

  test('fits a phone, and reads in English', async () => {
    const page = await open(people.insurance.token, '/overview', { viewport: phone, language: 'en' });
    await page.getByRole('heading', { name: 'Open cases and turnaround' }).waitFor();
    // A name and its number on one line, beside how long it has waited.
    const first = page.locator('main a[href^="/referrals/"]').first();
    const [name, waited] = await Promise.all([first.locator('strong').boundingBox(), first.locator('time').boundingBox()]);
    expect(name!.height).toBeLessThan(30);
    expect(waited!.x).toBeGreaterThan(name!.x + name!.width);
    expect(Math.abs(waited!.y - name!.y)).toBeLessThan(12);
    await page.getByRole('heading', { name: 'Cases', exact: true }).waitFor();
    expect(await overflows(page)).toBe(false);
    await expectAccessible(page);
  });

  test('is kept as a workbook', async () => {
    const page = await open(people.insurance.token, '/overview');
    const kept = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出 Excel' }).click();
    expect((await kept).suggestedFilename()).toMatch(/\.xlsx$/);
  });

  test('is not for those who only report, who are told so', async () => {
    const page = await open(people.physician.token, '/overview');
    await page.getByRole('alert').filter({ hasText: '此操作需要以下岗位' }).waitFor();
    expect(await page.getByRole('link', { name: '在办与时效' }).count()).toBe(0);
  });
});

describe('substitutes, phrases and reasons', () => {
  test('the insurance office sets a substitute for a dean who is away, who then acts for them', async () => {
    const deputy = await here.person('秦代理', 'deanInCharge');
    const page = await open(people.insurance.token, '/settings');
    await page.getByRole('button', { name: '设置代理' }).click();
    await expectAccessible(page);
    await page.getByLabel('被代理人').fill('卫业务');
    await page.getByTitle(/卫业务/).click();
    await page.getByLabel('岗位').click();
    await page.getByTitle('业务院长', { exact: true }).click();
    await page.getByLabel('代理人', { exact: true }).fill('秦代理');
    await page.getByTitle(/秦代理/).click();
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('请填写').waitFor();
    const tomorrow = new Date(server.clock.now().getTime() + 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 16);
    await page.getByLabel('结束').fill(tomorrow);
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('heading', { name: '秦代理 → 卫业务' }).waitFor();
    const { body } = await deputy.http.get('/session');
    expect(body.capacities).toContainEqual(expect.objectContaining({ office: 'businessDean', onBehalfOf: expect.objectContaining({ name: '卫业务' }) }));

    await page.getByRole('button', { name: '撤销代理' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '撤销代理' }).click();
    await page.getByText('没有代理。').waitFor();
  });

  test('a phrase is added, deleted and brought back', async () => {
    const page = await open(people.medical.token, '/settings/phrases', { viewport: phone });
    await page.getByLabel('用于').selectOption('退回');
    await page.getByLabel('新增常用语').fill('病情属实，同意转诊。');
    await page.getByLabel('新增常用语').press('Enter');
    const phrase = page.getByRole('listitem').filter({ hasText: '病情属实，同意转诊。 退回' });
    await phrase.waitFor();
    expect(await overflows(page)).toBe(false);
    await expectAccessible(page);
    await phrase.getByRole('button', { name: '删除' }).click();
    await phrase.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '撤销' }).click();
    await phrase.waitFor();
    expect(await page.getByRole('button', { name: '新增' }).count()).toBe(1);
    // Another language takes nothing away that was typed.
    await page.getByLabel('新增常用语').fill('说到一半');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'My phrases' }).waitFor();
    expect(await page.locator('form input').first().inputValue()).toBe('说到一半');
  });

  test('a reason is added and set aside', async () => {
    const page = await open(people.insuranceLead.token, '/settings/reasons');
    const rejecting = page.locator('section', { has: page.getByRole('heading', { name: '否决' }) });
    await rejecting.getByRole('button', { name: '新增理由' }).click();
    await page.getByLabel('代码').fill('not code!');
    await page.getByLabel('中文').fill('不符合转诊指征');
    await page.getByLabel('英文').fill('No indication');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('alert').first().waitFor();
    await page.getByLabel('代码').fill('no-indication');
    await page.getByRole('button', { name: '保存' }).click();
    const row = page.getByRole('row', { name: /no-indication/ });
    await row.getByRole('button', { name: '停用' }).click();
    await row.getByText('已停用').waitFor();
    await expectAccessible(page);
    await page.setViewportSize(phone);
    expect(await overflows(page)).toBe(false);
    const [text, line] = await Promise.all([row.getByText('不符合转诊指征').boundingBox(), row.boundingBox()]);
    expect(text!.height).toBeLessThan(30);
    expect(text!.width).toBeGreaterThan(line!.width / 2);
  });
});
