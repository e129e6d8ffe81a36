import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import { insertEntries } from '../../apps/api/src/directory/entries.ts';
import { sampleDiagnoses, sampleHospitals } from '../../apps/api/src/directory/samples.ts';
import { browsing, expectAccessible, overflows, phone } from '../support/browser.ts';
import { pdf, png } from '../support/files.ts';
import { formContent, idNumberOf, outpatientCase, patient, reportContent, signed, staffed, type Colleague } from '../support/hospital.ts';
import { password, passwordHash } from '../support/people.ts';
import { startServer } from '../support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { open } = browsing(server);
const { here, people } = await staffed(server);
const { database } = server;
const visiting = await here.person('会话医生', ['attendingPhysician', here.surgery]);
beforeAll(async () => {
  await database.transaction(async (tx) => {
    await insertEntries(tx, here.id, 'diagnosis', await sampleDiagnoses());
    await insertEntries(tx, here.id, 'hospital', await sampleHospitals());
  });
  await database.query('UPDATE person SET password_hash = $2 WHERE id = $1', [visiting.id, await passwordHash()]);
});

let patients = 0;
/** Somebody who was never here. */
const newIdNumber = () => idNumberOf(`4419001965031${String(1000 + (patients += 1))}`);

const saved = (page: Page) => page.locator('[data-saving="saved"]').waitFor();
const draftIdOf = (page: Page) => new URL(page.url()).pathname.split('/')[2]!;
const draftOf = async (who: Colleague, page: Page) => (await who.http.get(`/drafts/${draftIdOf(page)}`)).body;
const unsavedHere = (page: Page) => page.evaluate<string[]>("Object.keys(localStorage).filter((name) => name.startsWith('countersign.unsaved.'))");
const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
/** Nothing sticks out; else what does. */
const expectFitting = async (page: Page) => {
  if (await overflows(page)) {
    const wide = "[...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth).map((e) => e.outerHTML.slice(0, 200))";
    expect(await page.evaluate(wide)).toEqual([]);
  }
  expect(await overflows(page)).toBe(false);
};
const optional = (page: Page, label: string) => page.getByLabel(new RegExp(`^${label}`));

async function begin(who: Colleague, chain: string, content: object = {}): Promise<string> {
  const { body } = await who.http.post('/drafts', { kind: 'report', chain, content });
  return `/drafts/${body.id}`;
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await field(page, label).click();
  await page.locator('.ant-select-item-option').filter({ hasText: option }).click();
}

async function fillPatient(page: Page, idNumber: string, name = '王秀兰'): Promise<void> {
  await field(page, '身份证号').first().fill(idNumber);
  await field(page, '姓名').first().fill(name);
  await choose(page, '参保类型', '职工基本医疗保险');
}

async function addDiagnosis(page: Page, search: string, found: string): Promise<void> {
  const box = page.getByRole('combobox', { name: '添加诊断' });
  await box.fill(search);
  await page.getByRole('option').filter({ hasText: found }).first().waitFor();
  await page.getByRole('option').filter({ hasText: found }).first().click();
}

const submit = (page: Page) => page.getByRole('button', { name: /^提交/ }).click();

async function arrived(page: Page): Promise<string> {
  await page.waitForURL(/\/referrals\/[\w-]+$/);
  return new URL(page.url()).pathname.split('/')[2]!;
}

const countOf = async (idNumber: string) => (await people.insurance.http.post('/referrals/find', { idNumber })).body.items.length;

describe('a report', () => {
  test('of an outpatient begins without a question, says what is missing where it is missing, and becomes one referral', async () => {
    const idNumber = newIdNumber();
    const page = await open(people.physician.token, '/new');
    await page.waitForURL(/\/drafts\//);
    await page.getByRole('heading', { name: '门诊转诊', level: 1 }).waitFor();
    // A wrong digit is said at once, and the right one as well.
    const wrong = `${idNumber.slice(0, 17)}${idNumber.endsWith('7') ? '8' : '7'}`;
    await field(page, '身份证号').fill(wrong);
    await page.getByText('校验码不符').waitFor();
    await field(page, '身份证号').fill(`${idNumber.slice(0, 10)}1345${idNumber.slice(14)}`);
    await page.getByText('出生日期不存在').waitFor();
    await field(page, '身份证号').fill(idNumber.toLowerCase());
    await page.getByText(/1965年3月1\d日出生，\d+ 岁/).waitFor();
    await page.getByText('没有此患者以前的转诊').waitFor();

    await submit(page);
    await page.getByRole('heading', { name: /还有 \d 处需要修改/ }).waitFor();
    await page.locator('#field-content-patient-name:focus').waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: '转诊理由：必填' }).click();
    await page.locator('#field-content-reason:focus').waitFor();

    await fillPatient(page, idNumber);
    await addDiagnosis(page, 'zqg', 'C34.900');
    await addDiagnosis(page, '2型糖尿病', 'E11');
    await page.getByRole('button', { name: /^上移「2型糖尿病/ }).click();
    await page.getByRole('button', { name: /^下移「2型糖尿病/ }).click();
    await page.getByRole('radio', { name: /紧急/ }).check();
    await field(page, '转诊理由').fill('本院无胸腔镜肺叶切除条件。');
    await page.keyboard.press('Control+Enter');
    const id = await arrived(page);
    const { body } = await people.lead.http.get(`/referrals/${id}`);
    expect(body.report).toMatchObject({ urgency: 'urgent', patient: { name: '王秀兰', insuranceKind: '310' } });
    expect(body.report.diagnoses[0]).toEqual({ code: 'C34.900', name: '支气管或肺恶性肿瘤' });
    expect(await countOf(idNumber)).toBe(1);
    expect(await unsavedHere(page)).toEqual([]);
  });

  test('of an inpatient names a hospital of the directory, and warns that another referral is under way', async () => {
    const idNumber = newIdNumber();
    const earlier = await outpatientCase(people, 'awaitingInform', reportContent({ patient: patient({ idNumber }) }));
    const page = await open(people.bedDoctor.token, await begin(people.bedDoctor, 'inpatient'), { viewport: phone });
    await fillPatient(page, idNumber);
    await page.getByText('此患者有转诊正在办理').waitFor();
    expect(await page.getByRole('link', { name: /^R\d+/ }).getAttribute('href')).toBe(`/referrals/${earlier.id}`);
    // The directory lacks it: code and name by hand.
    await page.getByRole('combobox', { name: '添加诊断' }).fill('某种少见病');
    await page.getByRole('option', { name: /手工填写/ }).click();
    await page.getByLabel('主要诊断 编码').fill('q87.1');
    await page.getByRole('radio', { name: /危急/ }).check();
    await field(page, '转诊理由').fill('需专科治疗。');
    await choose(page, '等级', '三级甲等');
    await page.getByRole('combobox', { name: /查找医院/ }).fill('肿瘤');
    await page.getByRole('option').filter({ hasText: '肿瘤医院' }).first().click();
    await page.getByRole('button', { name: '清空' }).waitFor();
    await page.getByRole('region', { name: '转往医院' }).getByText('三级甲等').waitFor();
    await expectFitting(page);
    await expectAccessible(page);
    await submit(page);
    const { body } = await people.lead.http.get(`/referrals/${await arrived(page)}`);
    expect(body.report.diagnoses).toEqual([{ code: 'Q87.1', name: '某种少见病' }]);
    expect(body.report.destination.name).toContain('肿瘤');
  });

  test('of another hospital needs its agent and all three papers, and refuses wrong files at once', async () => {
    const idNumber = newIdNumber();
    const page = await open(people.officer.token, await begin(people.officer, 'otherHospital'), { dark: true });
    await fillPatient(page, idNumber);
    await addDiagnosis(page, 'I21', 'I21');
    await page.getByRole('radio', { name: /紧急/ }).check();
    await field(page, '转诊理由').fill('需急诊介入治疗。');
    const agent = page.getByRole('region', { name: '经办人' });
    await agent.getByLabel('身份证号').fill(idNumberOf('44190019880715003'));
    await agent.getByLabel('姓名').fill('陈志强');
    await agent.getByLabel('所属医院').fill('滨海市第二人民医院');
    const picker = (kind: string) => page.locator(`input[aria-label="${kind} 选择文件"]`);
    await picker('急诊病历').setInputFiles({ name: '病历.docx', mimeType: 'application/msword', buffer: Buffer.from('PK') });
    await page.getByText('「病历.docx」不是 PDF、JPEG 或 PNG 文件').waitFor();
    const large = join(server.dataDir, '大.pdf');
    writeFileSync(large, Buffer.alloc(21 * 1_048_576));
    await picker('急诊病历').setInputFiles(large);
    await page.getByRole('alert').filter({ hasText: '超过 20 MB' }).waitFor();
    // What only its content tells is the server's to refuse.
    await picker('急诊病历').setInputFiles({ name: '假.pdf', mimeType: 'application/pdf', buffer: Buffer.from('not a paper at all') });
    await page.getByRole('alert').filter({ hasText: '只接受 PDF、JPEG 和 PNG' }).waitFor();
    const upload = async (kind: string, name: string, buffer: Buffer) => {
      await picker(kind).setInputFiles({ name, mimeType: name.endsWith('pdf') ? 'application/pdf' : 'image/png', buffer });
      await page.getByRole('link', { name: new RegExp(`^${name}`) }).waitFor();
    };
    await upload('急诊病历', '急诊.pdf', pdf('a record'));
    await upload('病危通知书', '病危.pdf', pdf('a notice'));
    await submit(page);
    await page.getByText('缺少材料：患者身份证').first().waitFor();
    await expectAccessible(page);
    await upload('患者身份证', '身份证.png', png('a card'));
    await upload('急诊病历', '急诊2.pdf', pdf('a better record'));
    await submit(page);
    const { body } = await people.medical.http.get(`/referrals/${await arrived(page)}`);
    expect(body.papers.map(({ name }: { name: string }) => name).toSorted()).toEqual(['急诊2.pdf', '病危.pdf', '身份证.png'].toSorted());
  });

  test('is chosen where somebody may report several kinds, and drafts are gone on with or deleted', async () => {
    const both = await here.person('双岗医生', ['attendingPhysician', here.surgery], ['bedDoctor', here.oncology]);
    await begin(both, 'outpatient', { patient: { name: '未写完' } });
    const page = await open(both.token, '/new', { viewport: phone });
    await page.getByRole('button', { name: /住院转诊/ }).waitFor();
    await expectAccessible(page);
    await expectFitting(page);
    await page.getByRole('link', { name: /继续填写「未写完」/ }).click();
    await page.waitForURL(/\/drafts\//);
    expect(await field(page, '姓名').inputValue()).toBe('未写完');
    await page.goBack();
    await page.getByRole('button', { name: /删除「未写完」/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: '删除' }).click();
    await page.getByText('没有未提交的草稿').waitFor();
    expect((await both.http.get('/drafts')).body.items).toEqual([]);
  });
});

describe('nothing typed is lost', () => {
  test('when the session ends in the middle of it: one signs in above the page, and saving goes on', async () => {
    const page = await open(visiting.token, await begin(visiting, 'outpatient'));
    await field(page, '姓名').fill('会话中断');
    await saved(page);
    await database.query('DELETE FROM session WHERE person_id = $1', [visiting.id]);
    await field(page, '转诊理由').fill('登录失效时写的理由。');
    const dialog = page.getByRole('dialog', { name: '登录已失效' });
    await dialog.getByLabel(/密码/).fill(password);
    await dialog.getByLabel(/密码/).press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await saved(page);
    expect(await field(page, '转诊理由').inputValue()).toBe('登录失效时写的理由。');
    const [{ content_encrypted: sealed }] = (await database.query('SELECT content_encrypted FROM draft WHERE id = $1', [draftIdOf(page)])) as [
      { content_encrypted: string },
    ];
    expect(JSON.parse(server.secrets.decrypt(sealed)).content).toMatchObject({ patient: { name: '会话中断' }, reason: '登录失效时写的理由。' });
  });

  test('when the network fails: it stays on the device, unreadable, and is saved when the page is opened again', async () => {
    const page = await open(people.bedDoctor.token, await begin(people.bedDoctor, 'inpatient'));
    await field(page, '姓名').waitFor();
    await page.route('**/api/v1/drafts/*', (route) => route.abort());
    await field(page, '姓名').fill('断网时写的');
    await page.locator('[data-saving="waiting"]').waitFor();
    const [place] = await unsavedHere(page);
    expect(place).toContain(draftIdOf(page));
    expect(await page.evaluate<string>(`localStorage.getItem(${JSON.stringify(place)})`)).not.toContain('断网时写的');
    page.on('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await page.getByText('网络不通').first().waitFor();
    await page.unroute('**/api/v1/drafts/*');
    await page.getByRole('button', { name: '重试' }).click();
    await saved(page);
    expect(await field(page, '姓名').inputValue()).toBe('断网时写的');
    expect((await draftOf(people.bedDoctor, page)).content.patient.name).toBe('断网时写的');
    expect(await unsavedHere(page)).toEqual([]);
  });

  test('when somebody else signs in and opens its page: it is there when its writer is back', async () => {
    const page = await open(people.bedDoctor.token, await begin(people.bedDoctor, 'inpatient'));
    const signIn = ({ token }: Colleague) =>
      page.context().addCookies([{ name: 'countersign_session', value: token, url: server.http.base, httpOnly: true, sameSite: 'Strict' }]);
    await field(page, '姓名').waitFor();
    await page.route('**/api/v1/drafts/*', (route) => route.abort());
    await field(page, '姓名').fill('换人前写的');
    await page.locator('[data-saving="waiting"]').waitFor();
    await page.unroute('**/api/v1/drafts/*');
    await signIn(people.clerk);
    await page.getByRole('heading', { name: /^此浏览器现由/ }).waitFor();
    await page.reload();
    await page.getByText('未找到').first().waitFor();
    expect(await unsavedHere(page)).toHaveLength(1);
    await signIn(people.bedDoctor);
    await page.reload();
    await saved(page);
    expect((await draftOf(people.bedDoctor, page)).content.patient.name).toBe('换人前写的');
  });

  test('when an answer is lost or late: what was saved is known again, and what was typed meanwhile is saved after it', async () => {
    const page = await open(people.bedDoctor.token, await begin(people.bedDoctor, 'inpatient'));
    await field(page, '姓名').waitFor();
    const lose = async (route: Route) => {
      if (route.request().method() !== 'PUT') return route.continue();
      await route.fetch();
      return route.abort();
    };
    await page.route('**/api/v1/drafts/*', lose, { times: 1 });
    await field(page, '姓名').fill('回答丢失');
    await page.locator('[data-saving="waiting"]').waitFor();
    await page.evaluate("dispatchEvent(new Event('online'))");
    await saved(page);
    let release!: () => void;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/api/v1/drafts/*', async (route) => {
      await held;
      await route.continue();
    }, { times: 1 });
    await field(page, '转诊理由').fill('慢');
    await page.locator('[data-saving="saving"]').waitFor();
    await field(page, '转诊理由').fill('慢，但没有丢。');
    release();
    await saved(page);
    expect((await draftOf(people.bedDoctor, page)).content).toMatchObject({ patient: { name: '回答丢失' }, reason: '慢，但没有丢。' });
  });

  test('when its submission is not answered: pressed again, there is one referral', async () => {
    const idNumber = newIdNumber();
    const path = await begin(people.bedDoctor, 'inpatient', reportContent({ patient: patient({ idNumber }) }));
    const page = await open(people.bedDoctor.token, path);
    await page.route('**/submit', async (route) => {
      await route.fetch();
      await route.abort();
    }, { times: 1 });
    await submit(page);
    await page.getByText('不知道是否已提交').waitFor();
    await page.getByRole('button', { name: '提交报告' }).dblclick();
    await arrived(page);
    expect(await countOf(idNumber)).toBe(1);
  });

  test('when the server failed over its submission: what was typed since is submitted, not what was sent first', async () => {
    const idNumber = newIdNumber();
    const path = await begin(people.bedDoctor, 'inpatient', reportContent({ patient: patient({ idNumber }) }));
    const page = await open(people.bedDoctor.token, path);
    const away = { type: 'about:blank', title: '数据库暂不可用', status: 503, code: 'databaseUnavailable', detail: '请稍后重试。' };
    await page.route(
      '**/submit',
      (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(away) }),
      { times: 1 },
    );
    await submit(page);
    await page.getByText('不知道是否已提交').waitFor();
    await field(page, '转诊理由').fill('改正后的理由。');
    await submit(page);
    const id = await arrived(page);
    expect(await countOf(idNumber)).toBe(1);
    expect((await people.bedDoctor.http.get(`/referrals/${id}`)).body.report.reason).toBe('改正后的理由。');
  });

  test('when two windows write one draft: each sees what the other has, and either can be kept', async () => {
    const path = await begin(people.bedDoctor, 'inpatient');
    const [one, two] = [await open(people.bedDoctor.token, path), await open(people.bedDoctor.token, path)];
    await field(two, '姓名').waitFor();
    await field(one, '姓名').fill('窗口一');
    await saved(one);
    await field(two, '姓名').fill('窗口二');
    await two.getByRole('heading', { name: '此草稿在另一窗口也有改动' }).waitFor();
    await two.getByRole('alert').filter({ hasText: '窗口一' }).waitFor();
    await expectAccessible(two);
    await two.getByRole('button', { name: '改用另一窗口的' }).click();
    expect(await field(two, '姓名').inputValue()).toBe('窗口一');
    await two.getByRole('button', { name: '换回本窗口的' }).click();
    expect(await field(two, '姓名').inputValue()).toBe('窗口二');
    await saved(two);
    await field(one, '转诊理由').fill('第一个窗口还在写');
    await one.getByRole('button', { name: '保留本窗口的' }).click();
    await saved(one);
    expect((await draftOf(people.bedDoctor, one)).content).toMatchObject({ patient: { name: '窗口一' }, reason: '第一个窗口还在写' });
  });
});

describe('the form', () => {
  const sendBack = async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector', reportContent({ patient: patient({ idNumber: newIdNumber() }) }));
    await walked.do(people.medical, 'returnForCorrection', { to: 'fillIn', reason: 'incomplete', comment: '请补充病理报告。' });
    return walked;
  };

  test('is filled with what was reported, and asks a substitute of several people for whom it is', async () => {
    const idNumber = newIdNumber();
    const walked = await outpatientCase(people, 'awaitingFillIn', reportContent({ patient: patient({ idNumber }) }));
    const substitute = await here.person('代两人');
    await here.warrant(substitute, people.director, 'departmentDirector');
    await here.warrant(substitute, people.lead, 'departmentLead');
    const page = await open(substitute.token, `/referrals/${walked.id}/form`, { language: 'en' });
    await page.getByLabel('ID number').waitFor();
    expect(await page.getByLabel('ID number').inputValue()).toBe(idNumber);
    await page.getByLabel('Condition', { exact: true }).fill('右肺上叶占位 3.2 cm。');
    await page.getByRole('button', { name: 'Write by hand' }).click();
    await page.getByLabel('Hospital', { exact: true }).fill('省示例肿瘤医院');
    await page.getByLabel('Region of the hospital').fill('广州');
    await page.locator('.ant-select-item-option').filter({ hasText: '广东省广州市' }).click();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Submit the form' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'For 王负责' }).click();
    await page.waitForURL(`**/referrals/${walked.id}`);
    const { body } = await people.lead.http.get(`/referrals/${walked.id}`);
    expect([body.state, body.form.content.destination.division]).toEqual(['awaitingDepartment', '440100']);
  });

  test('comes back with who returned it and why; without a material change the signatures stand', async () => {
    const walked = await sendBack();
    const page = await open(people.lead.token, `/referrals/${walked.id}/form`, { viewport: phone });
    await page.getByText('请补充病理报告。').waitFor();
    await page.getByText(/陈医务/).first().waitFor();
    await page.getByText('未改动签字所涉内容').waitFor();
    await field(page, '转诊理由').fill('改了理由');
    await page.getByText(/此前的签字需要重签：转诊理由/).waitFor();
    await page.getByText(/郑主任/).waitFor();
    await expectFitting(page);
    await expectAccessible(page);
    await field(page, '转诊理由').fill(formContent().reason);
    await page.getByText('未改动签字所涉内容').waitFor();
    await optional(page, '联系电话').fill('13900139000');
    await submit(page);
    await arrived(page);
    expect((await people.lead.http.get(`/referrals/${walked.id}`)).body.state).toBe('awaitingMedicalDirector');
  });

  test('with a material change asks for every signature again, as it said; to others it says why it is not open', async () => {
    const walked = await sendBack();
    const closed = await open(people.physician.token, `/referrals/${walked.id}/form`);
    await closed.getByText('现在不能填写审批表').waitFor();
    await closed.getByText(/「填写审批表」由/).waitFor();
    const page = await open(people.lead.token, `/referrals/${walked.id}/form`);
    await page.getByRole('button', { name: '更换' }).or(field(page, '医院名称')).first().waitFor();
    await field(page, '医院名称').fill('另一家医院');
    await page.getByText(/需要重签：转往医院/).waitFor();
    await submit(page);
    await arrived(page);
    const { body } = await people.lead.http.get(`/referrals/${walked.id}`);
    expect(body.state).toBe('awaitingDepartment');
    await walked.try(people.director, 'sign', signed, { ifMatch: body.version });
    expect(walked.last.status).toBe(200);
  });
});
