import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import { insertEntries } from '../../apps/api/src/directory/entries.ts';
import { sampleDiagnoses, sampleHospitals } from '../../apps/api/src/directory/samples.ts';
import { browsing, expectAccessible, phone } from '../support/browser.ts';
import { pdf } from '../support/files.ts';
import { outpatientCase, patient, reportContent, staffed, type Colleague } from '../support/hospital.ts';
import { password, passwordHash } from '../support/people.ts';
import { startServer } from '../support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { open } = browsing(server);
const { here, people } = await staffed(server);
const { database } = server;
beforeAll(async () => {
  await database.transaction(async (tx) => {
    await insertEntries(tx, here.id, 'diagnosis', await sampleDiagnoses());
    await insertEntries(tx, here.id, 'hospital', await sampleHospitals());
  });
  await database.query('UPDATE person SET password_hash = $2 WHERE id = $1', [people.director.id, await passwordHash()]);
});

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
const saved = (page: Page) => page.locator('[data-saving="saved"]').waitFor();
const draftOf = async (who: Colleague, page: Page) => (await who.http.get(`/drafts/${new URL(page.url()).pathname.split('/')[2]}`)).body;
const submit = (page: Page) => page.getByRole('button', { name: '提交报告' });

async function begin(who: Colleague, chain: string, content: object = {}): Promise<string> {
  const { body } = await who.http.post('/drafts', { kind: 'report', chain, content });
  return `/drafts/${body.id}`;
}

/** Whether all of it lies between the page's head and the bar below the form. */
const inSight = (page: Page, selector: string) =>
  page.evaluate<boolean>(`(() => {
    const { top, bottom } = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect();
    const bar = document.querySelector('[data-saving]').parentElement.getBoundingClientRect();
    return top >= document.querySelector('.top').getBoundingClientRect().bottom && bottom <= bar.top;
  })()`);

/** Holds answers back until they are let go. */
function holding(): { hold: (route: Route) => Promise<void>; release: () => void } {
  let release!: () => void;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const hold = async (route: Route): Promise<void> => {
    await held;
    await route.continue();
  };
  return { hold, release };
}

describe('a search', () => {
  test('lets nothing be chosen that was found for something else, and says that it searches', async () => {
    const page = await open(people.bedDoctor.token, await begin(people.bedDoctor, 'inpatient'), { viewport: phone });
    const box = page.getByRole('combobox', { name: /查找医院/ });
    await box.fill('肿瘤');
    const old = page.getByRole('option').filter({ hasText: '肿瘤医院' }).first();
    await old.waitFor();
    const { hold, release } = holding();
    await page.route('**/api/v1/hospitals*', hold);
    await box.fill('协和');
    await page.getByText('正在查找…').waitFor();
    expect(await old.isDisabled()).toBe(true);
    await old.dispatchEvent('pointerdown');
    await old.click({ force: true });
    await box.press('Enter');
    expect(await page.getByRole('button', { name: '清空' }).count()).toBe(0);
    release();
    const found = page.getByRole('option').filter({ hasText: '手工填写「协和」' });
    await found.waitFor();
    expect(await old.count()).toBe(0);
    await box.fill('肿瘤');
    await old.click();
    await page.getByRole('button', { name: '清空' }).waitFor();
    await saved(page);
    expect((await draftOf(people.bedDoctor, page)).content.destination.name).toContain('肿瘤医院');
  });

  test('says of what is typed only that it is not chosen, and holds the submission until it is', async () => {
    const page = await open(people.bedDoctor.token, await begin(people.bedDoctor, 'inpatient', reportContent()));
    const box = page.getByRole('combobox', { name: '添加诊断' });
    await box.fill('2型糖尿病');
    await page.getByRole('option').filter({ hasText: 'E11' }).first().waitFor();
    await field(page, '转诊理由').click();
    await page.getByText('「2型糖尿病」尚未选择').waitFor();
    await expectAccessible(page);
    await submit(page).click();
    await page.getByText('有输入的内容尚未选择').waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/drafts\//);
    await page.getByRole('option').filter({ hasText: 'E11' }).first().click();
    await page.getByText('有输入的内容尚未选择').waitFor({ state: 'hidden' });
    await submit(page).click();
    await page.waitForURL(/\/referrals\//);
  });
});

describe('a draft', () => {
  test('with a name that is too long is saved with all the rest, and says all that is wrong at once', async () => {
    const page = await open(people.physician.token, await begin(people.physician, 'outpatient'));
    await field(page, '姓名').fill('长'.repeat(68));
    await page.getByText('最多 50 个字，现有 68 个字').waitFor();
    await field(page, '转诊理由').fill('写在后面的理由。');
    await saved(page);
    expect((await draftOf(people.physician, page)).content).toMatchObject({ patient: { name: '长'.repeat(68) }, reason: '写在后面的理由。' });
    await submit(page).click();
    const summary = page.getByRole('region', { name: /处需要修改/ });
    await summary.getByRole('link', { name: /^姓名：最多 50 个字/ }).waitFor();
    await summary.getByRole('link', { name: '身份证号：必填' }).waitFor();
    await expectAccessible(page);
    await field(page, '姓名').fill('王秀兰');
    expect(await page.getByText('现有 68 个字').count()).toBe(0);
  });

  test.each([[phone], [{ width: 1440, height: 700 }]])('says beside the button, and in sight, that the network is away: %j', async (viewport) => {
    const page = await open(people.bedDoctor.token, await begin(people.bedDoctor, 'inpatient', reportContent()), { viewport });
    await saved(page);
    await page.context().setOffline(true);
    await submit(page).click();
    const note = page.getByRole('alert').filter({ hasText: '不知道是否已提交' });
    await note.waitFor();
    const [said, button] = [(await note.boundingBox())!, (await submit(page).boundingBox())!];
    expect(said.y).toBeGreaterThan(0);
    expect(button.y - said.y - said.height).toBeLessThan(80);
    await page.getByText('网络不通').waitFor();
    expect(await page.getByText('已保存', { exact: false }).filter({ hasText: /^已保存/ }).count()).toBe(0);
    await page.context().setOffline(false);
    await submit(page).click();
    await page.waitForURL(/\/referrals\//);
  });

  test.each([[phone], [{ width: 1440, height: 700 }]])('brings the first field that was refused into sight: %j', async (viewport) => {
    const content = reportContent({ patient: patient({ name: '' }) });
    const page = await open(people.bedDoctor.token, await begin(people.bedDoctor, 'inpatient', content), { viewport });
    await field(page, '转诊理由').scrollIntoViewIfNeeded();
    await submit(page).click();
    await page.locator('#field-content-patient-name:focus').waitFor();
    expect(await inSight(page, '#field-content-patient-name')).toBe(true);
    await page.getByRole('button', { name: '还有 1 处需要修改' }).waitFor();
  });
});

describe('a paper', () => {
  test('that was refused for what it is asks for another file; one that did not arrive is sent again', async () => {
    const page = await open(people.officer.token, await begin(people.officer, 'otherHospital'));
    const picker = page.locator('input[aria-label="急诊病历 选择文件"]');
    const take = (buffer: Buffer) => picker.setInputFiles({ name: '急诊.pdf', mimeType: 'application/pdf', buffer });
    await take(Buffer.from('not a paper at all'));
    const refused = page.getByRole('alert').filter({ hasText: '只接受 PDF、JPEG 和 PNG' });
    await refused.getByText('请另选文件').waitFor();
    expect(await page.getByRole('button', { name: '重试' }).count()).toBe(0);
    await page.route('**/api/v1/papers', (route) => route.abort(), { times: 1 });
    await take(pdf('a record'));
    await page.getByRole('button', { name: '重试' }).click();
    await page.getByRole('link', { name: /^急诊\.pdf/ }).waitFor();
  });
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
