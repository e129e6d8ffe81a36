import { afterAll, describe, expect, test } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import { browsing, expectAccessible, overflows, phone } from '../support/browser.ts';
import { pdf } from '../support/files.ts';
import {
  Case,
  formContent,
  idNumberOf,
  inpatientCase,
  otherId,
  outpatientCase,
  reportContent,
  signed,
  spouse,
  staffed,
  type Colleague,
} from '../support/hospital.ts';
import { password, passwordHash } from '../support/people.ts';
import { startServer } from '../support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { open } = browsing(server);
const { here, people } = await staffed(server);
await server.database.query(
  `INSERT INTO phrase (institution_id, id, text, created_at) VALUES ($1, gen_random_uuid(), '同意转诊。', now()),
     ($1, gen_random_uuid(), '材料齐全，同意。', now())`,
  [here.id],
);
await server.database.query(
  `INSERT INTO phrase (institution_id, id, text, created_at, use) VALUES ($1, gen_random_uuid(), '请补充检查结果后再报。', now(), 'return')`,
  [here.id],
);

const at = (walked: Case, who: Colleague, opening: Parameters<typeof open>[2] = {}) => open(who.token, `/referrals/${walked.id}`, opening);

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const sheet = (page: Page) => page.getByRole('dialog');
const begin = async (page: Page, act: string) => {
  await button(page, act).first().click();
  await sheet(page).waitFor();
};
/** The sheet's own button, which is named as the act. */
const finish = (page: Page, act: string) => sheet(page).getByRole('button', { name: act, exact: true }).click();
const closed = (page: Page) => sheet(page).waitFor({ state: 'detached' });

const opinion = (page: Page) => sheet(page).getByRole('textbox', { name: '意见' });

/** Every part of the diagram with its state, as a screen reader says it. */
const chainOf = (page: Page) =>
  page.evaluate<string[]>(`[...document.querySelectorAll('section[aria-label="审批链"] li div[data-status]')].map((part) => part.children[1].textContent)`);
const now = (page: Page, name: string) => page.locator('[aria-current="step"]').filter({ hasText: name }).waitFor();

async function upload(who: Colleague, kind: string): Promise<string> {
  const form = new FormData();
  form.append('kind', kind);
  form.append('file', new Blob([new Uint8Array(pdf(`${kind} ${Math.random()}`))]), `${kind}.pdf`);
  return (await who.http.post('/papers', form)).body.id;
}

const agent = { name: '陈志强', idNumber: idNumberOf(otherId), hospital: '滨海示例医院' };

async function otherHospitalCase(): Promise<Case> {
  const papers = [];
  for (const kind of ['emergencyRecord', 'criticalNotice', 'patientIdCard']) papers.push(await upload(people.officer, kind));
  const walked = new Case(people);
  await walked.report(people.officer, { chain: 'otherHospital', content: reportContent({ agent }), papers });
  return walked;
}

const refuse = { reason: 'incomplete', comment: '请补充病理报告。' };

describe('the chain', () => {
  test('is followed live from the report to the letter, both deans side by side', async () => {
    const walked = await outpatientCase(people, 'awaitingInform');
    const page = await at(walked, people.physician);
    await now(page, '告知医保办');
    await page.getByText(/^[男女] \d+ 岁$/).waitFor();
    expect(await chainOf(page)).toEqual([
      '报告（已完成）',
      '告知医保办（正在此处）',
      '发放审批表（未到）',
      '填写审批表（未到）',
      '科室签字（未到）',
      '医务科主任签字（未到）',
      '分管院长签字（未到）',
      '业务院长签字（未到）',
      '医保办签字（未到）',
      '开具介绍信（未到）',
    ]);
    await walked.do(people.lead, 'inform');
    await now(page, '发放审批表');
    await walked.do(people.clerk, 'releaseForm', spouse);
    await now(page, '填写审批表');
    await walked.do(people.lead, 'fillIn', { form: formContent() });
    await now(page, '科室签字');
    await walked.do(people.director, 'sign', signed);
    await now(page, '医务科主任签字');
    await walked.do(people.medical, 'sign', signed);
    await now(page, '业务院长签字');
    const deans = page.locator('[aria-current="step"]');
    const [left, right] = await Promise.all([deans.getByText('分管院长签字').boundingBox(), deans.getByText('业务院长签字').boundingBox()]);
    expect(left!.y).toBeCloseTo(right!.y, 0);
    expect(left!.x).toBeLessThan(right!.x);
    await walked.do(people.businessDean, 'sign', signed);
    await page.getByText('业务院长签字（已完成）').waitFor();
    expect(await chainOf(page)).toContain('分管院长签字（正在此处）');
    await walked.do(people.deanInCharge, 'sign', signed);
    await now(page, '医保办签字');
    await walked.do(people.insurance, 'sign', signed);
    await now(page, '开具介绍信');
    await walked.do(people.clerk, 'issueLetter');
    await page.getByRole('heading', { name: '介绍信', exact: true }).waitFor();
    expect(new Set((await chainOf(page)).map((part) => part.replace(/^.*（/, '（')))).toEqual(new Set(['（已完成）']));
  });

  test('of an inpatient asks no dean, and ends where it is rejected', async () => {
    const walked = await inpatientCase(people, 4);
    await walked.do(people.insurance, 'reject', refuse);
    const page = await at(walked, people.bedDoctor);
    await page.getByText('到此为止：否决').waitFor();
    expect(await chainOf(page)).toEqual([
      '报告（已完成）',
      '告知医保办（已完成）',
      '发放审批表（已完成）',
      '填写审批表（已完成）',
      '科室签字（已完成）',
      '医保办签字（未办）',
      '开具介绍信（未办）',
    ]);
    await page.getByText('已结束：否决').waitFor();
  });

  test("of another hospital's patient is informed once each paper was opened and ticked", async () => {
    const walked = await otherHospitalCase();
    const page = await at(walked, people.medical);
    await begin(page, '告知医保办');
    await finish(page, '告知医保办');
    await sheet(page).getByText('以下材料尚未确认已审核').waitFor();
    expect(await sheet(page).getByRole('checkbox', { name: '已审核急诊病历' }).isDisabled()).toBe(true);
    await expectAccessible(page);
    for (const kind of ['急诊病历', '病危通知书', '患者身份证']) {
      await button(page, `打开${kind}`).click();
      const viewer = page.getByRole('dialog', { name: kind, exact: true });
      await viewer.locator('iframe').waitFor();
      await viewer.getByRole('button', { name: '关闭' }).first().click();
      await viewer.waitFor({ state: 'hidden' });
      await page.getByRole('checkbox', { name: `已审核${kind}` }).check();
    }
    await finish(page, '告知医保办');
    await closed(page);
    await now(page, '发放审批表');
    await page.getByText('已审核：急诊病历、病危通知书、患者身份证').waitFor();
  });
});

describe('signing', () => {
  test('takes an outpatient case by its own people, page by page, to the letter', async () => {
    const walked = await outpatientCase(people, 'awaitingInform');
    const informing = await at(walked, people.lead);
    await begin(informing, '告知医保办');
    await finish(informing, '告知医保办');
    await now(informing, '发放审批表');
    walked.version += 1;
    await walked.do(people.clerk, 'releaseForm', spouse);
    await walked.do(people.lead, 'fillIn', { form: formContent() });
    const { director, medical, deanInCharge, businessDean, insuranceLead } = people;
    for (const signer of [director, medical, deanInCharge, businessDean, insuranceLead]) {
      const page = await at(walked, signer);
      await begin(page, '签字');
      await finish(page, '签字');
      await sheet(page).getByText('请填写').waitFor();
      await button(page, '同意转诊。').click();
      await finish(page, '签字');
      await closed(page);
      await page.getByText('已办理：签字').waitFor();
      await page.context().close();
    }
    const page = await at(walked, people.clerk);
    await now(page, '开具介绍信');
    await page.getByText('5 个签字，5 个有效').waitFor();
    await button(page, '到窗口开具介绍信').click();
    await page.waitForURL(`**/desk?referral=${walked.id}`);
  });

  test('of a substitute shows both names and the warrant', async () => {
    const substitute = await here.person('孙代理', ['attendingPhysician', here.oncology]);
    const warrant = await here.warrant(substitute, people.businessDean, 'businessDean');
    const walked = await outpatientCase(people, 'awaitingBusinessDean');
    const page = await at(walked, substitute);
    await begin(page, '签字');
    await button(page, '同意转诊。').click();
    await finish(page, '签字');
    await closed(page);
    const row = page.getByRole('region', { name: '意见与签字' }).getByRole('listitem').filter({ hasText: '业务院长' });
    await row.getByText('孙代理（代卫业务）').waitFor();
    await row.getByText(`代理书 ${warrant}`).waitFor();
    // And in the chain.
    await page.getByRole('region', { name: '审批链' }).getByText('孙代理（代卫业务）').waitFor();
  });

  test('asks in which office where several would sign, and for whom', async () => {
    const both = await here.person('双院长', 'deanInCharge');
    await here.warrant(both, people.businessDean, 'businessDean');
    const walked = await outpatientCase(people, 'awaitingDeans');
    const page = await at(walked, both);
    await begin(page, '签字');
    await button(page, '同意转诊。').click();
    await finish(page, '签字');
    await sheet(page).getByText('请填写').waitFor();
    await sheet(page).getByRole('radio', { name: /业务院长（代卫业务/ }).check();
    await expectAccessible(page);
    await finish(page, '签字');
    await closed(page);
    await page.getByText('业务院长签字（已完成）').waitFor();
    expect(await chainOf(page)).toContain('分管院长签字（正在此处）');
  });

  test('on a phone: the password once, a signature by hand, and on to the next', async () => {
    const dean = await here.person('手机院长', 'deanInCharge');
    await server.database.query('UPDATE person SET password_hash = $2 WHERE id = $1', [dean.id, await passwordHash()]);
    await server.database.query('UPDATE session SET present_until = NULL WHERE person_id = $1', [dean.id]);
    const first = await outpatientCase(people, 'awaitingDeans', reportContent({ urgency: 'routine' }));
    await outpatientCase(people, 'awaitingDeans');
    const page = await at(first, dean, { viewport: phone });
    // The case is read first: of the chain one line stands before it, which opens the rest.
    await page.getByText('第 7 步，共 9 步').waitFor();
    await page.getByText('待分管院长、业务院长签字').waitFor();
    expect(await page.locator('[aria-current="step"]').isVisible()).toBe(false);
    const condition = (await page.locator('dl > div').filter({ hasText: '病情' }).boundingBox())!;
    const actsAt = (await page.getByRole('group', { name: '办理' }).boundingBox())!.y;
    expect(condition.y + condition.height).toBeLessThan(actsAt);
    expect(await overflows(page)).toBe(false);
    await expectAccessible(page);
    await page.getByText('第 7 步，共 9 步').click();
    await now(page, '分管院长签字');
    await expectAccessible(page);
    const bar = page.getByRole('group', { name: '办理' });
    for (const name of ['签字', '退回修改', '更多']) expect((await bar.getByRole('button', { name }).boundingBox())!.height).toBeGreaterThanOrEqual(44);

    await begin(page, '签字');
    await button(page, '手写签名').click();
    expect(await button(page, '保存').isDisabled()).toBe(true);
    const paper = (await page.locator('canvas').boundingBox())!;
    await page.mouse.move(paper.x + 60, paper.y + 60);
    await page.mouse.down();
    await page.mouse.move(paper.x + 120, paper.y + 120, { steps: 8 });
    await page.mouse.move(paper.x + 200, paper.y + 50, { steps: 8 });
    await page.mouse.up();
    await expectAccessible(page);
    await button(page, '保存').click();
    await sheet(page).getByRole('img', { name: '手写签名' }).waitFor();
    expect(await overflows(page)).toBe(false);
    const image = await fetch(`${server.http.base}/api/v1/session/signature-image`, { headers: { Authorization: `Bearer ${dean.token}` } });
    const png = Buffer.from(await image.arrayBuffer());
    // Of the ink alone: wider than high, and no wider than it was written.
    expect(png.readUInt32BE(16)).toBeGreaterThan(png.readUInt32BE(20));
    expect(png.readUInt32BE(16)).toBeLessThan(paper.width);

    await button(page, '材料齐全，同意。').click();
    await button(page, '签字并看下一件').click();
    await page.getByLabel('密码（手机院长）').fill('wrong');
    await button(page, '确认').click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('密码（手机院长）').fill(password);
    await button(page, '确认').click();
    await page.waitForURL((url) => url.pathname.startsWith('/referrals/') && !url.pathname.endsWith(first.id));
    const history = (await dean.http.get(`/referrals/${first.id}/history`)).body.entries;
    expect(history.at(-1).entry).toMatchObject({ act: 'sign', data: { opinion: '材料齐全，同意。', image: expect.stringMatching(/^sha256:/) } });
    // The signing window is open now: the next signature asks for no password.
    await begin(page, '签字');
    await sheet(page).getByRole('img', { name: '手写签名' }).waitFor();
    await button(page, '同意转诊。').click();
    await finish(page, '签字');
    await page.getByText('已办理：签字').waitFor();
  });
});

describe('going back', () => {
  test('returns with a reason; what is then filled in differently supersedes, and the difference is shown', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const page = await at(walked, people.medical);
    await begin(page, '退回修改');
    await finish(page, '退回修改');
    await sheet(page).getByText('请填写').first().waitFor();
    await sheet(page).getByRole('radio', { name: '填写人（王负责）' }).check();
    await sheet(page).getByLabel('理由').click();
    await page.getByTitle('材料不完整').click();
    // What is said when one sends back is offered here, and not where one signs.
    await button(page, '请补充检查结果后再报。').click();
    expect(await sheet(page).getByLabel('说明').inputValue()).toBe('请补充检查结果后再报。');
    expect(await button(page, '同意转诊。').count()).toBe(0);
    await sheet(page).getByLabel('说明').fill('请补充病理报告。');
    await expectAccessible(page);
    await finish(page, '退回修改');
    await closed(page);
    await now(page, '填写审批表');
    await page.getByRole('list', { name: '退回' }).getByText('医务科主任退回填写人：材料不完整').waitFor();
    // Until the form is filled in anew, the signature stands.
    await page.getByText('1 个签字，1 个有效').waitFor();
    walked.version += 1;
    await walked.do(people.lead, 'fillIn', { form: formContent({ condition: '右肺上叶占位 4.0 cm。', remark: '青霉素过敏。' }) });
    await now(page, '科室签字');
    await page.getByText('1 个签字，0 个有效').waitFor();
    await page.getByRole('region', { name: '意见与签字' }).getByText('已失效').waitFor();
    await page.getByLabel('与旧版比较').selectOption({ label: '与第 1 版比较' });
    await page.getByText('共 2 处不同，其中 1 处是签字所覆盖的内容。').waitFor();
    const condition = page.locator('dl > div').filter({ hasText: '病情' });
    expect(await condition.innerText()).toMatch(/原\s*右肺上叶占位 3\.2 cm，无远处转移。\s*现\s*右肺上叶占位 4\.0 cm。\s*签字所覆盖的内容/);
    expect(await page.locator('dl > div').filter({ hasText: '备注' }).innerText()).toMatch(/不影响签字/);
    await expectAccessible(page);
    // Whoever signed, or sent it back, and is asked again sees what changed since; who was never asked sees the form alone.
    const since = '您上次办理时是第 1 版，此后有 2 处修改，其中 1 处是签字所覆盖的内容。';
    const director = await at(walked, people.director);
    await director.getByText(since).waitFor();
    await begin(director, '签字');
    await button(director, '同意转诊。').waitFor();
    expect(await button(director, '请补充检查结果后再报。').count()).toBe(0);
    await director.keyboard.press('Escape');
    await closed(director);
    await director.getByLabel('与旧版比较').selectOption({ label: '与旧版比较…' });
    await director.getByText(since).waitFor({ state: 'detached' });
    const lead = await at(walked, people.lead);
    await button(lead, '签字').first().waitFor();
    await lead.getByLabel('与旧版比较').waitFor();
    expect(await lead.getByText('您上次办理').count()).toBe(0);
    await walked.do(people.director, 'sign', signed);
    const returner = await at(walked, people.medical);
    await returner.getByText(since).waitFor();
  });

  test('on a phone, says first that it came back and what for, until that is done', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    await walked.do(people.medical, 'returnForCorrection', { ...refuse, to: 'fillIn' });
    const page = await at(walked, people.lead, { viewport: phone });
    const sentBack = page.getByRole('region', { name: '已退回，待修改' });
    await sentBack.getByText('医务科主任退回填写人：材料不完整').waitFor();
    await sentBack.getByText('请补充病理报告。').waitFor();
    await expectAccessible(page);
    await walked.do(people.lead, 'fillIn', { form: formContent() });
    await sentBack.waitFor({ state: 'detached' });
  });

  test('takes back what one did last, after saying what that is', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const page = await at(walked, people.director);
    await begin(page, '撤回');
    await sheet(page).getByText('将撤回：签字').waitFor();
    await finish(page, '撤回');
    await closed(page);
    await now(page, '科室签字');
    await page.getByRole('region', { name: '意见与签字' }).getByText('已撤回').waitFor();
    await page.getByRole('region', { name: '办理记录' }).getByText('撤回第 5 条').waitFor();
  });
});

describe('the end before a letter', () => {
  test('comes with a reason from the list where the department declines, and not without one', async () => {
    const walked = await outpatientCase(people, 'awaitingInform');
    const page = await at(walked, people.director);
    await begin(page, '不予转诊');
    await finish(page, '不予转诊');
    await sheet(page).getByText('请填写').first().waitFor();
    expect((await people.director.http.get(`/referrals/${walked.id}`)).body.state).toBe('awaitingInform');
    await sheet(page).getByLabel('理由').click();
    await page.getByTitle('材料不完整').click();
    await sheet(page).getByLabel('说明').fill('先在本院完成检查。');
    await finish(page, '不予转诊');
    await closed(page);
    const chain = page.getByRole('region', { name: '审批链' });
    await chain.getByText('先在本院完成检查。').waitFor();
    expect((await people.director.http.get(`/referrals/${walked.id}`)).body.state).toBe('declined');
  });

  test('is the reporter’s and the department’s to bring about, by withdrawing; others are told why they cannot', async () => {
    const walked = await outpatientCase(people, 'awaitingDepartment');
    const others = await at(walked, people.insurance);
    await others.getByText('为什么不能办理其他事项').click();
    await others.locator('dl > div').filter({ hasText: '撤销转诊' }).waitFor();
    expect(await button(others, '撤销转诊').count()).toBe(0);
    const page = await at(walked, people.physician);
    await begin(page, '撤销转诊');
    await sheet(page).getByRole('textbox').fill('患者转回家乡治疗。');
    await finish(page, '撤销转诊');
    await closed(page);
    await page.getByRole('region', { name: '审批链' }).getByText('患者转回家乡治疗。').waitFor();
    expect((await people.physician.http.get(`/referrals/${walked.id}`)).body.state).toBe('withdrawn');
    await others.getByText('已撤销').first().waitFor();
  });
});

describe('two people at once', () => {
  test('the second is told what happened instead, keeps what was typed, and may say it in a comment', async () => {
    const walked = await outpatientCase(people, 'awaitingInsurance');
    const page = await at(walked, people.insuranceLead);
    await now(page, '医保办签字');
    // Nothing tells this page of it.
    await page.route('**/worklist/stream', (route) => route.abort());
    await page.reload();
    await begin(page, '签字');
    await opinion(page).fill('我也同意。');
    await walked.do(people.insurance, 'sign', signed);
    await finish(page, '签字');
    await sheet(page).getByText(/您看到的内容已不是最新。此前蒋医保已「签字」/).waitFor();
    await sheet(page).getByText('当前为「待开具介绍信」，不能签字').waitFor();
    expect(await opinion(page).inputValue()).toBe('我也同意。');
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await closed(page);
    await now(page, '开具介绍信');
  });

  test('of two deans each signs: the other’s signature is announced in the open sheet, and takes nothing away', async () => {
    const walked = await outpatientCase(people, 'awaitingDeans');
    const page = await at(walked, people.businessDean);
    await begin(page, '签字');
    await opinion(page).fill('同意，请尽快。');
    await walked.do(people.deanInCharge, 'sign', signed);
    await sheet(page).getByText('您填写时，褚分管已「签字」').waitFor();
    await button(page, '知道了').click();
    expect(await opinion(page).inputValue()).toBe('同意，请尽快。');
    await finish(page, '签字');
    await closed(page);
    await now(page, '医保办签字');
    await page.getByRole('region', { name: '意见与签字' }).getByText('同意，请尽快。').waitFor();
  });

  test('whoever signed in another window is told when, in the sheet still open, and goes on to the next', async () => {
    const [walked, next] = [await outpatientCase(people, 'awaitingDeans'), await outpatientCase(people, 'awaitingDeans')];
    const page = await at(walked, people.businessDean);
    await begin(page, '签字');
    await opinion(page).fill('同意，请尽快。');
    await walked.do(people.businessDean, 'sign', signed);
    await sheet(page).getByText(/^您已于 \d\d:\d\d 签字$/).waitFor();
    expect(await opinion(page).count()).toBe(0);
    expect(await sheet(page).getByText('由业务院长办理').count()).toBe(0);
    await expectAccessible(page);
    await sheet(page).getByRole('button', { name: '看下一件' }).click();
    await page.waitForURL((url) => url.pathname.startsWith('/referrals/') && !url.pathname.endsWith(walked.id));
    expect((await people.businessDean.http.get(`/referrals/${next.id}`)).body.acts.sign.open).toBe(true);
  });

  test('a sheet that was closed, or failed on a broken line, has what was typed; sent again it has one effect', async () => {
    const walked = await outpatientCase(people, 'awaitingDeans');
    const page = await at(walked, people.deanInCharge);
    await begin(page, '留言');
    // What is too long is refused in words, and not cut.
    const long = '家'.repeat(2001);
    await sheet(page).getByLabel('留言').fill(long);
    await sheet(page).getByText('最多 2000 字').waitFor();
    expect(await sheet(page).getByLabel('留言').inputValue()).toBe(long);
    await sheet(page).getByLabel('留言').fill('家属已电话告知。');
    await sheet(page).getByText('最多 2000 字').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await closed(page);
    await begin(page, '留言');
    expect(await sheet(page).getByLabel('留言').inputValue()).toBe('家属已电话告知。');
    // The server does it, and its answer is lost on the way; or it loses its database before it can say so.
    const away = { type: 'about:blank', title: '数据库暂不可用', status: 503, code: 'databaseUnavailable', detail: '请稍后重试。' };
    const answers = [
      (route: Route) => route.abort(),
      (route: Route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(away) }),
    ];
    await page.route('**/comment', async (route) => {
      const lose = answers.shift();
      if (!lose) return route.continue();
      await route.fetch();
      await lose(route);
    });
    await finish(page, '留言');
    await sheet(page).getByText('网络不通').waitFor();
    // Somebody moves it meanwhile: what is sent is still the same.
    await walked.do(people.businessDean, 'sign', signed);
    await page.getByRole('region', { name: '意见与签字' }).getByText(signed.opinion).last().waitFor();
    await finish(page, '留言');
    await sheet(page).getByText('请稍后重试').waitFor();
    await finish(page, '留言');
    await closed(page);
    const { entries } = (await people.auditor.http.get(`/referrals/${walked.id}/history`)).body;
    expect(entries.filter(({ entry }: { entry: { act: string } }) => entry.act === 'comment')).toHaveLength(1);
  });
});

describe('beside the way', () => {
  test('one comments, copies and reminds; the rest says why not', async () => {
    const colleague = await here.person('何同事', ['attendingPhysician', here.oncology]);
    const walked = await outpatientCase(people, 'awaitingDeans');
    const page = await at(walked, people.physician);
    const done = page.getByRole('region', { name: '办理记录' });
    await begin(page, '催办');
    await sheet(page).getByLabel('说明（可不填）').fill('患者今日出院。');
    await finish(page, '催办');
    await closed(page);
    await done.getByText('患者今日出院。').waitFor();
    await begin(page, '抄送');
    await sheet(page).getByLabel('抄送给').fill('何同');
    await page.getByTitle('何同事').click();
    await finish(page, '抄送');
    await closed(page);
    await done.getByText('抄送 何同事').waitFor();
    expect((await colleague.http.get(`/referrals/${walked.id}`)).status).toBe(200);
    await page.getByText('为什么不能办理其他事项').click();
    const { acts } = (await people.physician.http.get(`/referrals/${walked.id}`)).body;
    await page.getByRole('definition').filter({ hasText: acts.sign.reason }).waitFor();
    expect(await button(page, '签字').count()).toBe(0);
  });

  test('everything is verified on a press, each signature has its proof, and numbers are shown on a press only', async () => {
    const walked = await outpatientCase(people, 'issued');
    const page = await at(walked, people.auditor);
    await button(page, '核验').click();
    await page.getByText('核验通过').waitFor();
    await page.getByText(/日志完整：\d+ 条记录/).waitFor();
    const { entries } = (await people.auditor.http.get(`/referrals/${walked.id}/history`)).body;
    const sign = entries.find(({ entry }: { entry: { act: string } }) => entry.act === 'sign');
    await page.getByText('凭证', { exact: true }).first().click();
    await page.getByText(sign.hash, { exact: true }).first().waitFor();
    await expectAccessible(page);
    expect(await page.content()).not.toContain('13800138000');
    await button(page, '显示完整号码').click();
    await page.getByText('13800138000').waitFor();
    await page.getByText('已记入审计').waitFor();
    await button(page, '收起号码').click();
    await page.getByText('13800138000').waitFor({ state: 'detached' });
  });

  test('the form and the letter are shown in place, and saved', async () => {
    const walked = await outpatientCase(people, 'issued');
    const page = await at(walked, people.clerk);
    await button(page, '查看介绍信').click();
    const viewer = page.getByRole('dialog', { name: '介绍信' });
    expect(await viewer.locator('iframe').getAttribute('src')).toMatch(/^\/api\/v1\/documents\/.*\/content$/);
    await button(page, '打印').waitFor();
    expect(await viewer.getByRole('link', { name: '下载' }).getAttribute('download')).toMatch(/^介绍信 .*\.pdf$/);
    await expectAccessible(page);
  });

  test('who has no part in it, and who comes to a wrong address, is told so kindly', async () => {
    const walked = await outpatientCase(people, 'awaitingInform');
    const stranger = await here.person('路人', ['attendingPhysician', here.oncology]);
    const page = await at(walked, stranger);
    await page.getByText('这件转诊不归您办理').waitFor();
    await page.goto('/referrals/0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f73');
    await page.getByText('没有找到这件转诊').waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: '← 工作台' }).click();
    await page.waitForURL((url) => url.pathname === '/');
  });
});

describe('for everybody', () => {
  test('no sheet has a fault of accessibility, by day and by night', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    for (const dark of [false, true]) {
      const page = await at(walked, people.medical, { dark });
      await now(page, '医务科主任签字');
      await expectAccessible(page);
      for (const act of ['签字', '退回修改', '否决', '催办', '留言', '抄送', '撤销转诊']) {
        if ((await button(page, act).count()) === 0) continue;
        await begin(page, act);
        await expectAccessible(page);
        await page.keyboard.press('Escape');
        await closed(page);
        // Back where one was.
        expect(await page.evaluate('document.activeElement?.textContent')).toBe(act);
      }
    }
  });

  test('in English too, each button of the phone’s bar holds its words', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const page = await at(walked, people.medical, { viewport: phone, language: 'en' });
    await page.getByText('Step 6 of 9').waitFor();
    const bar = page.getByRole('group', { name: 'What you can do' });
    await bar.getByRole('button', { name: 'Return for correction' }).waitFor();
    const spill = `[...document.querySelectorAll('[role=group] > button')].filter((one) => one.scrollWidth > one.clientWidth || one.getBoundingClientRect().right > innerWidth).map((one) => one.textContent)`;
    expect(await page.evaluate<string[]>(spill)).toEqual([]);
    expect(await overflows(page)).toBe(false);
  });

  test('English leaves nothing in Chinese but what people wrote and are called', async () => {
    const content = { patient: { ...reportContent().patient, name: 'Wang' }, diagnoses: [{ code: 'C34.900', name: 'Lung cancer' }], reason: 'No surgery here.' };
    const walked = await outpatientCase(people, 'awaitingFillIn', reportContent(content));
    const form = formContent({ ...content, condition: 'Stage II.', destination: { name: 'Cancer Hospital', division: '440100' } });
    await walked.do(people.lead, 'fillIn', { form });
    await walked.do(people.director, 'sign', { opinion: 'Agreed.' });
    await walked.do(people.medical, 'returnForCorrection', { to: 'fillIn', reason: 'incomplete', comment: 'More, please.' });
    const page = await at(walked, people.medical, { language: 'en' });
    await button(page, 'Verify').click();
    await page.getByText('Everything holds').waitFor();
    await page.getByText('Why the rest is not open').click();
    await page.getByText('Proof', { exact: true }).first().click();
    const names = [...Object.values(people).map(({ name }) => name), spouse.name, '胸外科'];
    const text = await page.evaluate<string>(`document.querySelector('main').innerText`);
    const left = names.reduce((rest, name) => rest.replaceAll(name, ''), text).match(/[^\n]*\p{Script=Han}[^\n]*/gu);
    expect(left).toBeNull();
    await begin(page, 'Recall');
    const asked = await sheet(page).innerText();
    expect(names.reduce((rest, name) => rest.replaceAll(name, ''), asked)).not.toMatch(/\p{Script=Han}/u);
    await expectAccessible(page);
  });
});
