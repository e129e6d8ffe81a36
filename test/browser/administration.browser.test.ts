import { afterAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { browsing, expectAccessible, overflows, phone } from '../support/browser.ts';
import { seedInstitution } from '../support/people.ts';
import { startServer } from '../support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { open } = browsing(server);
const hospital = await seedInstitution(server, {
  code: 'songhu',
  departments: { thoracic: '胸外科' },
  people: { chen: { name: '陈静', offices: ['departmentDirector@thoracic'] } },
});

const tokenOf = async (username: string): Promise<string> => {
  const body = { institution: hospital.code, username, password: 'river-stone-paper-42', as: 'bearer' };
  return (await server.http.post('/sessions', body, { key: null })).body.token;
};
const admin = await tokenOf('admin');

/** A file as it is dropped, or chosen, on the page. */
const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
const choose = (page: Page, select: string, option: string) =>
  page
    .getByLabel(select, { exact: true })
    .click()
    .then(() => page.locator('.ant-select-item-option', { hasText: option }).first().click());

describe('an administrator', () => {
  test('makes a department and a person and appoints them, who signs in with the printed password and must change it', async () => {
    const page = await open(admin, '/administration/departments');
    await page.getByRole('button', { name: '新增科室' }).click();
    await page.getByLabel('科室名称').fill('肿瘤科');
    await page.getByLabel('编码').fill('thoracic');
    await page.getByRole('button', { name: '新增', exact: true }).click();
    await page.getByText('已被使用').first().waitFor();
    await page.getByLabel('编码').fill('oncology');
    await page.getByRole('button', { name: '新增', exact: true }).click();
    await page.getByRole('cell', { name: '肿瘤科', exact: true }).waitFor();
    await expectAccessible(page);

    await page.getByRole('link', { name: '人员', exact: true }).click();
    await page.getByRole('button', { name: '新增人员' }).click();
    await page.getByLabel('姓名', { exact: true }).fill('林晓');
    await page.getByLabel('用户名', { exact: true }).fill('lin.xiao');
    await page.getByLabel('电话').fill('13800138000');
    await expectAccessible(page);
    // As a phone's keyboard sends it: nobody has to look for the button.
    await page.getByLabel('电话').press('Enter');
    const slip = page.getByTestId('first-password');
    const first = (await slip.textContent())!;
    await expectAccessible(page);
    await page.getByRole('button', { name: '已记下，关闭' }).click();
    await page.getByRole('heading', { name: '林晓', level: 1 }).waitFor();

    await page.getByRole('button', { name: '任命' }).click();
    await choose(page, '岗位', '科主任');
    await choose(page, '科室', '肿瘤科');
    await page.getByRole('dialog').getByRole('button', { name: '任命' }).click();
    await page.getByRole('cell', { name: '肿瘤科 科主任', exact: true }).waitFor();
    await page.getByRole('button', { name: '查看完整号码' }).click();
    await page.getByText('13800138000').waitFor();
    await expectAccessible(page);

    const other = await open(null);
    await other.getByLabel('用户名').fill('lin.xiao');
    await other.getByLabel('密码', { exact: true }).fill(first);
    await other.getByRole('button', { name: '登录' }).click();
    await other.getByRole('heading', { name: '修改密码' }).waitFor();
    await other.getByLabel('当前密码').fill(first);
    await other.getByLabel('新密码', { exact: true }).fill('four words one river');
    await other.getByLabel('再输一次新密码').fill('four words one river');
    await other.getByLabel('再输一次新密码').press('Enter');
    await other.getByRole('link', { name: /林晓.*肿瘤科 科主任/ }).waitFor();
  });

  test('sees what is wrong with a file beside its rows, and imports it once it is mended', async () => {
    const page = await open(admin, '/administration/import?what=people', { dark: true });
    const header = '用户名,姓名,岗位,科室编码\n';
    const file = page.locator('input[type=file]');
    await file.setInputFiles(csv('people.csv', `${header}he.ping,何萍,主诊医师,thoracic\ngao.yu,高宇,主诊医师,nowhere\nsong,,国王,\n`));
    const wrong = page.getByRole('row', { name: /gao\.yu/ });
    await wrong.getByText('科室编码：不存在').waitFor();
    // What may stand there is said once, in the reader's words, and no row lists it.
    await page.getByRole('row', { name: /song.*姓名：必填.*岗位：不是岗位名称$/ }).waitFor();
    expect(await page.getByText('岗位可填：主诊医师、管床医师、科主任').count()).toBe(1);
    expect(await page.getByRole('row', { name: /he\.ping/ }).count()).toBe(0);
    await page.getByLabel('只看有错误的行').uncheck();
    await page.getByRole('row', { name: /he\.ping/ }).waitFor();
    await expectAccessible(page);
    expect((await server.http.as(admin).get('/people?search=he.ping')).body.items).toEqual([]);

    await file.setInputFiles(csv('people.csv', `${header}he.ping,何萍,主诊医师,thoracic\ngao.yu,高宇,主诊医师,thoracic\n`));
    await page.getByText('任职 2').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: '导入全部 2 行人员' }).click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: '下载初始密码' }).click();
    const saved = readFileSync((await (await downloading).path())!, 'utf8');
    expect(saved.startsWith('\uFEFF')).toBe(true);
    const rows = saved.trim().split('\r\n');
    expect(rows.map((row) => row.split(',').slice(0, 2))).toEqual([['用户名', '姓名'], ['he.ping', '何萍'], ['gao.yu', '高宇']]);
    const [username, , password] = rows[1]!.split(',');
    const signedIn = await server.http.post('/sessions', { institution: 'songhu', username, password, as: 'bearer' }, { key: null });
    expect(signedIn.body.mustChangePassword).toBe(true);
  });

  test('reads the first passwords of an import whose answer was lost, and is kept on the page until then', async () => {
    const page = await open(admin, '/administration/import?what=people');
    const keys: (string | undefined)[] = [];
    await page.route(/\/imports\/people$/, async (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      if (keys.length > 1) return route.continue();
      // It is imported, and the line breaks before anybody hears of it.
      await route.fetch();
      await route.abort();
    });
    await page.locator('input[type=file]').setInputFiles(csv('people.csv', '用户名,姓名\nxu.lan,许岚\n'));
    await page.getByRole('button', { name: '导入全部 1 行人员' }).click();
    await page.getByRole('alert').getByText('导入可能已经完成').waitFor();
    await expectAccessible(page);
    expect(await page.locator('input[type=file]').isDisabled()).toBe(true);
    expect(await page.getByRole('radio', { name: '科室' }).isDisabled()).toBe(true);
    await page.getByRole('link', { name: '岗位', exact: true }).click();
    await page.getByRole('dialog').getByText('导入还没有收到结果').waitFor();
    await page.getByRole('button', { name: '留在此页', exact: true }).click();
    await page.getByRole('button', { name: '重试' }).click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: '下载初始密码' }).click();
    const [, row] = readFileSync((await (await downloading).path())!, 'utf8').trim().split('\r\n');
    expect(row).toMatch(/^xu\.lan,许岚,.+/);
    expect(new Set(keys).size).toBe(1);
    const signedIn = await server.http.post('/sessions', { institution: 'songhu', username: 'xu.lan', password: row!.split(',')[2], as: 'bearer' }, { key: null });
    expect(signedIn.body.mustChangePassword).toBe(true);
    // Answered, the page takes another file.
    expect(await page.locator('input[type=file]').isDisabled()).toBe(false);
  });

  test('cannot end the last administrator, but another one', async () => {
    const page = await open(admin, `/administration/people/${hospital.person('admin').id}`);
    await page.getByRole('button', { name: '结束任职：系统管理员' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '结束任职' }).click();
    await page.getByRole('dialog').getByText('这是最后一位系统管理员，请先任命另一位。').waitFor();
    await expectAccessible(page);

    const second = await hospital.addPerson('tang', { name: '唐宁', offices: ['administrator'] });
    await page.goto(`/administration/people/${second.id}`);
    await page.getByRole('button', { name: '结束任职：系统管理员' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '结束任职' }).click();
    await page.getByRole('cell', { name: '已结束' }).waitFor();
  });

  test('saves settings that are in range and is told which are not, and is asked before losing them', async () => {
    const page = await open(admin, '/administration/institution');
    await page.getByLabel('签字时段').fill('90');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('应在 1 与 60 之间').first().waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: '岗位', exact: true }).click();
    await page.getByRole('dialog').getByText('签字时段').waitFor();
    await page.getByRole('button', { name: '留在此页' }).click();
    await page.getByLabel('签字时段').fill('5');
    await page.getByLabel('紧急').fill('12');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('已保存：签字时段、超时').waitFor();
    const { settings } = (await server.http.as(admin).get('/institution')).body;
    expect([settings.signingWindowMinutes, settings.overdueHours]).toEqual([5, { emergency: 2, urgent: 12, routine: 72 }]);

    await page.getByRole('link', { name: '岗位', exact: true }).click();
    await page.getByText('门诊转诊、外院住院转诊会停在这里。').first().waitFor();
    await page.getByRole('link', { name: '陈静' }).waitFor();
    await expectAccessible(page);
  });

  test('keeps what another administrator changed meanwhile, of the settings and of a person', async () => {
    const page = await open(admin, '/administration/institution');
    const http = server.http.as(admin);
    const settings = async () => (await http.get('/institution')).body.settings;
    const { lockOutAfter, overdueHours } = await settings();
    await page.getByLabel('紧急').fill('13');
    const theirs = { lockOutAfter: lockOutAfter + 1, overdueHours: { ...overdueHours, routine: 100 } };
    expect((await http.patch('/institution', { settings: theirs })).status).toBe(200);
    // A minute later somebody looks at the window again.
    const read = page.waitForResponse(/\/institution$/);
    await page.evaluate(`{ const now = Date.now; Date.now = () => now() + 60_000; dispatchEvent(new Event('visibilitychange')); }`);
    await (await read).finished();
    await page.waitForFunction(`[...document.querySelectorAll('input')].some(({ value }) => value === '100')`);
    expect(await page.getByLabel('紧急').inputValue()).toBe('13');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('已保存：超时').waitFor();
    expect(await settings()).toMatchObject({ lockOutAfter: lockOutAfter + 1, overdueHours: { urgent: 13, routine: 100 } });

    const { id } = await hospital.addPerson('meng', { name: '孟同', offices: [] });
    await page.goto(`/administration/people/${id}`);
    await page.getByLabel('姓名', { exact: true }).fill('孟桐');
    expect((await http.patch(`/people/${id}`, { title: '主任医师' })).status).toBe(200);
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('已保存').first().waitFor();
    expect((await http.get(`/people/${id}`)).body).toMatchObject({ name: '孟桐', title: '主任医师' });
    await page.waitForFunction(`[...document.querySelectorAll('input')].some(({ value }) => value === '主任医师')`);
  });

  test('does all of it on a phone', async () => {
    const page = await open(admin, '/administration', { viewport: phone, language: 'en', dark: true });
    for (const place of ['people', 'departments', 'offices', 'import', 'institution', `people/${hospital.person('chen').id}`]) {
      await page.goto(`/administration/${place}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      expect([place, await overflows(page)]).toEqual([place, false]);
      await expectAccessible(page);
    }
  });
});
