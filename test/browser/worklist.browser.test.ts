import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { browsing, expectAccessible, overflows, phone } from '../support/browser.ts';
import { Case, formContent, patient, reportContent, spouse, staffed, type Staff } from '../support/hospital.ts';
import { startServer } from '../support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { open } = browsing(server);

interface Wanted {
  name: string;
  urgency?: string;
  /** How long it has been waiting for the department's signature. */
  hours?: number;
}

/** A case that awaits the department's signature. */
async function awaitingDepartment(people: Staff, { name, urgency = 'routine', hours = 0 }: Wanted): Promise<Case> {
  const content = { patient: patient({ name }), urgency };
  server.clock.advance({ hours: -hours });
  const walked = new Case(people);
  await walked.report(people.physician, { chain: 'outpatient', content: reportContent(content) });
  await walked.do(people.lead, 'inform', {});
  await walked.do(people.clerk, 'releaseForm', spouse);
  await walked.do(people.lead, 'fillIn', { form: formContent(content) });
  server.clock.advance({ hours });
  return walked;
}

const rowsOf = (page: Page) => page.getByRole('listitem').filter({ has: page.locator('a[href^="/referrals/"]') });
const namesOf = (page: Page): Promise<string[]> => page.locator('li[data-referral] b').allInnerTexts();
const rowOf = (page: Page, name: string) => rowsOf(page).filter({ hasText: name });
const signs = { opinion: '同意转诊。' };

describe('the worklist', () => {
  let people: Staff;
  let old: Case;
  beforeAll(async () => {
    ({ people } = await staffed(server));
    old = await awaitingDepartment(people, { name: '张一般', hours: 20 });
    await awaitingDepartment(people, { name: '李紧急', urgency: 'urgent', hours: 1 });
    await awaitingDepartment(people, { name: '赵危急', urgency: 'emergency' });
    await awaitingDepartment(people, { name: '孙也急', urgency: 'urgent', hours: 10 });
  });

  test('begins with what is most urgent and has waited longest, and says who had it and what is overdue', async () => {
    const page = await open(people.director.token);
    await rowOf(page, '赵危急').waitFor();
    expect(await namesOf(page)).toEqual(['赵危急', '孙也急', '李紧急', '张一般']);
    expect(await rowOf(page, '孙也急').innerText()).toMatch(/紧急[\s\S]*441\*+0012[\s\S]*门诊转诊[\s\S]*支气管或肺恶性肿瘤 → 省示例肿瘤医院[\s\S]*以科主任[\s\S]*待科室签字[\s\S]*王负责 填写审批表[\s\S]*已等 10 小时/);
    expect(await page.getByRole('navigation', { name: '分栏' }).getByRole('link', { name: '待办 4' }).getAttribute('aria-current')).toBe('page');
    await expectAccessible(page);
    await page.close();
  });

  test('shows what arrives, and no longer what a colleague signed, without being reloaded', async () => {
    const page = await open(people.director.token);
    await rowOf(page, '张一般').waitFor();
    await page.evaluate('window.sameWindow = true');
    const arriving = await awaitingDepartment(people, { name: '周新到', urgency: 'emergency' });
    await rowOf(page, '周新到').waitFor();
    expect((await namesOf(page)).slice(0, 2)).toEqual(['赵危急', '周新到']);
    await page.getByTitle('5 件待办').waitFor();
    await arriving.do(people.lead, 'sign', signs);
    await rowOf(page, '周新到').waitFor({ state: 'detached' });
    expect(await page.evaluate('window.sameWindow')).toBe(true);
  });

  test('keeps its filters in the address, where the back button finds them', async () => {
    const page = await open(people.director.token);
    await page.getByLabel('缓急').selectOption('urgent');
    await rowOf(page, '赵危急').waitFor({ state: 'detached' });
    expect(await namesOf(page)).toEqual(['孙也急', '李紧急']);
    await page.getByLabel('已等').selectOption('4');
    await rowOf(page, '李紧急').waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('?urgency=urgent&olderThanHours=4');
    await page.getByLabel('已等').selectOption('overdue');
    await page.getByText('没有符合筛选条件的转诊').waitFor();
    await page.goBack();
    await rowOf(page, '孙也急').waitFor();
    await page.getByLabel('审批链').selectOption('inpatient');
    await page.getByText('没有符合筛选条件的转诊').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: '清除筛选' }).click();
    await rowOf(page, '张一般').waitFor();
    await page.goBack();
    await page.goBack();
    await page.goBack();
    await rowOf(page, '李紧急').waitFor();
    expect(await namesOf(page)).toEqual(['孙也急', '李紧急']);
    const other = await open(people.director.token, page.url());
    await rowOf(other, '李紧急').waitFor();
    expect(await namesOf(other)).toEqual(['孙也急', '李紧急']);
  });

  test('is worked through by keys alone, which are told and can be turned off', async () => {
    const page = await open(people.director.token);
    await rowOf(page, '赵危急').waitFor();
    await page.keyboard.press('j');
    const focused = () => page.evaluate<string>("document.activeElement?.closest('li')?.innerText ?? document.activeElement?.tagName");
    expect(await focused()).toContain('赵危急');
    await page.keyboard.press('j');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toContain('李紧急');
    await page.keyboard.press('k');
    await page.keyboard.press('x');
    await page.getByRole('region', { name: '已选 1 件' }).waitFor();
    expect(await page.getByLabel('选择 孙也急').isChecked()).toBe(true);
    await page.keyboard.press(' ');
    await page.getByRole('region', { name: '已选 1 件' }).waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.getByRole('region', { name: '快捷键' }).waitFor();
    await expectAccessible(page);
    await page.getByLabel('启用单键快捷键').uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    expect(await focused()).toBe('BUTTON');
    await page.getByRole('button', { name: '快捷键' }).click();
    await page.getByLabel('启用单键快捷键').check();
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    expect(await focused()).toBe('INPUT');
    await page.keyboard.press('Tab');
    await page.keyboard.press('j');
    await page.keyboard.press('End');
    expect(await focused()).toContain('张一般');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/referrals/${old.id}`);
    await page.goBack();
    await rowOf(page, '张一般').waitFor();
    await page.waitForFunction("document.activeElement?.closest('li')?.innerText.includes('张一般')");
  });

  test('says what to do where there is nothing, and where the list cannot be had', async () => {
    const page = await open(people.insurance.token);
    await page.getByText('没有待您办理的转诊').waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: '抄送我的' }).click();
    await page.getByText('没有抄送给您的转诊').waitFor();
    await page.close();
    const broken = await open(null, '/');
    await broken.context().addCookies([{ name: 'countersign_session', value: people.director.token, url: server.http.base }]);
    await broken.route('**/api/v1/worklist?**', (route) => route.fulfill({ status: 502, body: 'no' }));
    await broken.goto('/');
    await broken.getByRole('alert').filter({ hasText: '网络不通' }).waitFor();
    await expectAccessible(broken);
    await broken.unroute('**/api/v1/worklist?**');
    await broken.getByRole('button', { name: '重试' }).click();
    await rowOf(broken, '赵危急').waitFor();
  });

  test('fits a small phone, in both themes, with the bar for signing above the places', async () => {
    for (const dark of [false, true]) {
      const page = await open(people.director.token, '/', { viewport: phone, dark });
      await rowOf(page, '赵危急').waitFor();
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(dark ? 'rgb(15, 21, 20)' : 'rgb(244, 246, 245)');
      await page.getByLabel('选择 赵危急').check();
      await page.getByRole('button', { name: '签字 1 件' }).waitFor();
      expect(await overflows(page)).toBe(false);
      await expectAccessible(page);
      await page.getByRole('button', { name: '签字 1 件' }).click();
      await page.getByRole('dialog').getByText('赵危急').waitFor();
      expect(await overflows(page)).toBe(false);
      await expectAccessible(page);
    }
  });
});

describe('the frame, on a phone', () => {
  const box = async (page: Page, name: string) => (await page.getByLabel(/主导航|Main navigation/).getByText(name, { exact: true }).boundingBox())!;

  test('has five places at most, and behind the last of them the rest', async () => {
    const { people } = await staffed(server);
    for (const [language, names] of [['zh-CN', ['工作台', '查询', '在办', '代理', '更多', '我的']], ['en', ['Worklist', 'Search', 'Overview', 'Substitutes', 'More', 'Me']]] as const) {
      const page = await open(people.insurance.token, '/', { viewport: phone, language });
      const places = page.getByLabel(/主导航|Main navigation/);
      await places.getByRole('link').first().waitFor();
      expect(await places.locator('.place').count()).toBe(5);
      const shown = await Promise.all(names.slice(0, 5).map((name) => box(page, name)));
      for (const [i, { x, width }] of shown.entries()) {
        expect(x).toBeGreaterThanOrEqual(i === 0 ? 0 : shown[i - 1]!.x + shown[i - 1]!.width);
        expect(x + width).toBeLessThanOrEqual(phone.width);
      }
      await places.getByRole('button', { name: names[4] }).press('Enter');
      const rest = page.getByRole('group', { name: names[4] });
      await rest.getByRole('link', { name: names[5] }).waitFor();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await rest.waitFor({ state: 'detached' });
      expect(await page.evaluate('document.activeElement?.textContent')).toBe(names[4]);
      await page.keyboard.press('Enter');
      await rest.getByRole('link', { name: names[5] }).click();
      await page.waitForURL('**/me');
      await rest.waitFor({ state: 'detached' });
      await page.close();
    }
  });

  test('says in which office one is there, and for whom', async () => {
    const { here, people } = await staffed(server);
    const substitute = await here.person('孙代理');
    await here.warrant(substitute, people.businessDean, 'businessDean');
    const page = await open(substitute.token, '/', { viewport: phone });
    const who = page.getByRole('link', { name: '孙代理' });
    expect(await who.innerText()).toMatch(/孙代理\s+业务院长\s*代卫业务/);
    const { x, width } = (await who.getByText('代卫业务').boundingBox())!;
    expect(x + width).toBeLessThanOrEqual(phone.width);
    expect(await overflows(page)).toBe(false);
  });

  test('says what the minutes are in which one can sign, and ends them when that is pressed', async () => {
    const { people } = await staffed(server);
    const page = await open(people.deanInCharge.token, '/', { viewport: phone });
    const minutes = page.getByRole('button', { name: /^可签 \d+:\d\d$/ });
    await minutes.click();
    await page.getByText(/密码已确认。还剩 .*，其间再次签字不用输入。/).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.route('**/session/presence', (route) => route.abort());
    await minutes.click();
    await page.getByRole('button', { name: '现在结束' }).click();
    await page.getByText('没有结束，仍可签字').waitFor();
    expect((await people.deanInCharge.http.get('/session')).body.presentUntil).not.toBeNull();
    await page.unroute('**/session/presence');
    await minutes.click();
    await page.getByRole('button', { name: '现在结束' }).click();
    await minutes.waitFor({ state: 'detached' });
    expect((await people.deanInCharge.http.get('/session')).body.presentUntil).toBeNull();
  });

  test('cuts nothing of a row in English but what is longer than the phone', async () => {
    const { people } = await staffed(server);
    await awaitingDepartment(people, { name: 'Wang', urgency: 'emergency', hours: 20 });
    const page = await open(people.director.token, '/', { viewport: phone, language: 'en' });
    await rowOf(page, 'Wang').waitFor();
    const cut = `[...document.querySelectorAll('li[data-referral] a *')].filter((part) => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflow !== 'visible').map((part) => part.textContent)`;
    expect((await page.evaluate<string[]>(cut)).filter((text) => !text.includes('→'))).toEqual([]);
    expect(await page.evaluate<boolean>(`[...document.querySelectorAll('li[data-referral]')].every((row) => row.scrollHeight <= row.clientHeight)`)).toBe(true);
  });
});

describe('searching', () => {
  test('finds by name and by ID card, which never gets into an address', async () => {
    const { people } = await staffed(server);
    await awaitingDepartment(people, { name: '钱查询' });
    await awaitingDepartment(people, { name: '吴他人' });
    const page = await open(people.director.token);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const field = page.getByRole('searchbox');
    await field.fill('钱查');
    await field.press('Enter');
    await page.waitForURL('**/find?search=*');
    await page.getByRole('heading', { name: '查询' }).waitFor();
    await rowOf(page, '钱查询').waitFor();
    expect(await namesOf(page)).toEqual(['钱查询']);
    await expectAccessible(page);
    const idNumber = patient().idNumber;
    await field.fill(idNumber.slice(0, 17) + (idNumber.endsWith('1') ? '2' : '1'));
    await field.press('Enter');
    await page.getByRole('alert').filter({ hasText: '校验码不符' }).waitFor();
    await field.fill(` ${idNumber.slice(0, 6)} ${idNumber.slice(6)}`);
    await field.press('Enter');
    await rowOf(page, '吴他人').waitFor();
    expect((await namesOf(page)).toSorted()).toEqual(['吴他人', '钱查询']);
    const digits = idNumber.slice(6, 17);
    expect([...asked, page.url()].filter((url) => url.includes(digits))).toEqual([]);
    await page.getByLabel('主导航').getByRole('link', { name: '查询' }).click();
    await page.getByLabel('状态').selectOption('issued');
    await page.getByText('没有符合筛选条件的转诊').waitFor();
    await page.goBack();
    await page.goBack();
    await rowOf(page, '吴他人').waitFor();
    await page.reload();
    await page.getByText('身份证号不保存在网址里').waitFor();
  });
});

describe('signing many at once', () => {
  test('signs 50 of them, says of each what became of it, and asks again only what went unanswered', async () => {
    const { people } = await staffed(server);
    const cases: Case[] = [];
    for (let i = 0; i < 10; i++) {
      cases.push(...(await Promise.all(Array.from({ length: 5 }, (_, k) => awaitingDepartment(people, { name: `病人${String(i * 5 + k + 1).padStart(2, '0')}` })))));
    }
    const page = await open(people.director.token);
    await page.getByText('全选可签字的').click();
    await page.getByRole('button', { name: '签字 50 件' }).click();
    const panel = page.getByRole('dialog');
    await panel.getByText('病人50').waitFor();
    await expectAccessible(page);
    await panel.getByRole('button', { name: '签字 50 件' }).click();
    await panel.getByRole('alert').filter({ hasText: '请填写意见' }).waitFor();
    await panel.getByLabel('意见').fill('病情属实，同意转诊。');
    // The second request is answered by nobody, although the server has signed what it asked for.
    const keys: string[] = [];
    await page.route('**/api/v1/referrals/sign', async (route) => {
      keys.push(route.request().headers()['idempotency-key']!);
      if (keys.length === 1) {
        const signedMeanwhile = (JSON.parse(route.request().postData()!) as { referrals: { referralId: string }[] }).referrals[3]!.referralId;
        await cases.find(({ id }) => id === signedMeanwhile)!.do(people.lead, 'sign', signs);
      }
      if (keys.length !== 2) return route.continue();
      await route.fetch();
      await route.abort();
    });
    await panel.getByRole('button', { name: '签字 50 件' }).click();
    await panel.getByText('已签字 49 件，1 件未签').waitFor({ timeout: 60_000 });
    await expectAccessible(page);
    expect(keys).toHaveLength(6);
    expect(keys[2]).toBe(keys[1]);
    expect(new Set(keys).size).toBe(5);
    const refused = panel.getByRole('listitem').filter({ hasText: '未签' });
    expect(await refused.innerText()).toContain('王负责已「签字」');
    await panel.getByRole('button', { name: '关闭' }).last().click();
    await page.getByText('没有待您办理的转诊').waitFor();
    for (const { id } of cases) {
      const { entries } = (await people.auditor.http.get(`/referrals/${id}/history`)).body as { entries: { entry: { act: string } }[] };
      expect(entries.filter(({ entry }) => entry.act === 'sign')).toHaveLength(1);
    }
  });

  test('finds what the server did over which it failed: signed again, it is told as signed', async () => {
    const { people } = await staffed(server);
    const cases = [await awaitingDepartment(people, { name: '钱已签' }), await awaitingDepartment(people, { name: '孙已签' })];
    const page = await open(people.director.token);
    await page.getByText('全选可签字的').click();
    await page.getByRole('button', { name: '签字 2 件' }).click();
    const panel = page.getByRole('dialog');
    await panel.getByLabel('意见').fill('同意转诊。');
    const away = { type: 'about:blank', title: '数据库暂不可用', status: 503, code: 'databaseUnavailable', detail: '请稍后重试。' };
    await page.route(
      '**/api/v1/referrals/sign',
      async (route) => {
        const answer = await route.fetch();
        const { results } = (await answer.json()) as { results: { referralId: string }[] };
        const [first, ...others] = results;
        await route.fulfill({ response: answer, json: { results: [{ referralId: first!.referralId, signed: false, problem: away }, ...others] } });
      },
      { times: 1 },
    );
    await panel.getByRole('button', { name: '签字 2 件' }).click();
    await panel.getByText('已签字 1 件，1 件未签').waitFor();
    await panel.getByRole('button', { name: '重试 1 件' }).click();
    await panel.getByText('2 件全部已签字').waitFor();
    for (const { id } of cases) {
      const { entries } = (await people.auditor.http.get(`/referrals/${id}/history`)).body as { entries: { entry: { act: string } }[] };
      expect(entries.filter(({ entry }) => entry.act === 'sign')).toHaveLength(1);
    }
  });

  test('tells of a selected one that a colleague signed, and not of those that were signed here', async () => {
    const { people } = await staffed(server);
    const theirs = await awaitingDepartment(people, { name: '郭同事签' });
    for (const name of ['何本人签', '高本人签']) await awaitingDepartment(people, { name });
    const page = await open(people.director.token);
    await page.getByText('全选可签字的').click();
    await page.getByRole('button', { name: '签字 3 件' }).click();
    const panel = page.getByRole('dialog');
    await panel.getByText('郭同事签').waitFor();
    await theirs.do(people.lead, 'sign', signs);
    await page.getByText('郭同事签 已不在您的待办中，已移出选择').waitFor();
    await page.evaluate(`window.told = [];
      new MutationObserver(() => document.body.innerText.includes('已移出选择') && window.told.push(document.body.innerText.match(/.*已移出选择.*/)[0]))
        .observe(document.body, { childList: true, subtree: true })`);
    await panel.getByLabel('意见').fill('病情属实，同意转诊。');
    await panel.getByRole('button', { name: '签字 2 件' }).click();
    await panel.getByText('2 件全部已签字。').waitFor();
    await panel.getByRole('button', { name: '关闭' }).last().click();
    await page.getByText('没有待您办理的转诊').waitFor();
    expect((await page.evaluate<string[]>('window.told')).filter((text) => /本人签/.test(text))).toEqual([]);
  });

  test('asks in which capacity, where there are several, and takes none by itself; an opinion that is too long is not cut', async () => {
    const { here, people } = await staffed(server);
    const both = await here.person('双岗位', ['departmentDirector', here.surgery], ['departmentLead', here.surgery]);
    const walked = await awaitingDepartment(people, { name: '双身份' });
    const page = await open(both.token);
    await page.getByText('全选可签字的').click();
    await page.getByRole('button', { name: '签字 1 件' }).click();
    const panel = page.getByRole('dialog');
    expect(await panel.getByRole('radio', { checked: true }).count()).toBe(0);
    const long = '同'.repeat(2001);
    await panel.getByLabel('意见').fill(long);
    await panel.getByRole('alert').filter({ hasText: '最多 2000 字' }).waitFor();
    expect(await panel.getByLabel('意见').inputValue()).toBe(long);
    await panel.getByLabel('意见').fill('病情属实，同意转诊。');
    await panel.getByRole('button', { name: '签字 1 件' }).click();
    await panel.getByRole('alert').filter({ hasText: '请选择以哪种身份签字' }).waitFor();
    await expectAccessible(page);
    expect((await both.http.get(`/referrals/${walked.id}`)).body.state).toBe('awaitingDepartment');
    await panel.getByRole('radio', { name: '科室转诊负责医生' }).check();
    await panel.getByRole('button', { name: '签字 1 件' }).click();
    await panel.getByText('1 件全部已签字').waitFor();
    const { signatures } = (await both.http.get(`/referrals/${walked.id}`)).body;
    expect(signatures.at(-1).actor).toMatchObject({ id: both.id, office: 'departmentLead' });
  });

  test('shows as signed what was, where signing ended in the middle and was not opened again', async () => {
    const { people } = await staffed(server);
    await awaitingDepartment(people, { name: '甲先签' });
    await awaitingDepartment(people, { name: '乙未签' });
    const page = await open(people.director.token);
    await page.getByText('全选可签字的').click();
    await page.getByRole('button', { name: '签字 2 件' }).click();
    const panel = page.getByRole('dialog', { name: '批量签字' });
    await panel.getByLabel('意见').fill('病情属实，同意转诊。');
    await page.route('**/api/v1/referrals/sign', async (route) => {
      const message = JSON.parse(route.request().postData()!) as { referrals: { referralId: string }[] };
      const [first, ...rest] = message.referrals;
      const response = await route.fetch({ postData: JSON.stringify({ ...message, referrals: [first] }) });
      const { results } = (await response.json()) as { results: object[] };
      const problem = { type: 'about:blank', title: '', status: 403, code: 'presenceNeeded', detail: '请输入密码。' };
      await route.fulfill({ response, json: { results: [...results, ...rest.map(({ referralId }) => ({ referralId, signed: false, problem }))] } });
    });
    await panel.getByRole('button', { name: '签字 2 件' }).click();
    await page.getByRole('dialog', { name: '确认是您本人' }).getByRole('button', { name: '取消' }).click();
    await panel.getByRole('button', { name: '继续签其余 1 件' }).waitFor();
    const signed = panel.getByRole('listitem').filter({ hasText: '已签字' });
    expect(await signed.count()).toBe(1);
    await expectAccessible(page);
    await panel.getByRole('button', { name: '关闭' }).last().click();
    await page.waitForFunction(`document.querySelectorAll('li[data-referral]').length === 1`);
  });

  test('asks for the password where signing is not open, and warns whoever is about to leave', async () => {
    const { people } = await staffed(server);
    await awaitingDepartment(people, { name: '郑一件' });
    await people.director.http.delete('/session/presence');
    const page = await open(people.director.token, '/?box=done');
    await page.getByRole('link', { name: '待办' }).click();
    await page.getByLabel('选择 郑一件').check();
    await page.getByRole('button', { name: '签字 1 件' }).click();
    const panel = page.getByRole('dialog', { name: '批量签字' });
    await panel.getByLabel('意见').fill('同意。');
    await page.evaluate('history.back()');
    await page.getByRole('dialog', { name: '离开批量签字？' }).getByRole('button', { name: '留在这里' }).click();
    expect(await panel.getByLabel('意见').inputValue()).toBe('同意。');
    await panel.getByRole('button', { name: '签字 1 件' }).click();
    await page.getByRole('dialog', { name: '确认是您本人' }).getByRole('button', { name: '取消' }).click();
    await panel.getByRole('button', { name: '继续签其余 1 件' }).waitFor();
    await panel.getByRole('button', { name: '关闭' }).last().click();
    expect(await page.getByLabel('选择 郑一件').isChecked()).toBe(true);
  });
});
