import { afterAll, expect, test } from '@jest/globals';
import type { Page, Request } from 'playwright-core';
import { claimsOf } from '../../apps/api/src/documents/fill-views.ts';
import { readSource } from '../../apps/api/src/documents/read-source.ts';
import { signLetter } from '../../libs/evidence/src/index.ts';
import { browsing, expectAccessible, overflows, phone } from '../support/browser.ts';
import { pdf } from '../support/files.ts';
import { Case, idNumberOf, outpatientCase, patient, reportContent, formContent, outpatientAt, signed, spouse, staffed } from '../support/hospital.ts';
import { startServer } from '../support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { here, people } = await staffed(server);
const { open } = browsing(server);

let count = 0;
/** Somebody whom nobody else is named like, and who has no other referral. */
function somebody(name?: string) {
  count += 1;
  const idNumber = idNumberOf(`4419001965031${String(count).padStart(4, '0')}`);
  const person = patient({ name: name ?? `患者${'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒'[count]}`, idNumber });
  return { ...person, name: name ?? person.name };
}

/** Their case, at this point of the outpatient chain. */
async function caseOf(who: ReturnType<typeof somebody>, at: keyof typeof outpatientAt, form: object = {}): Promise<Case> {
  const walked = await outpatientCase(people, 'awaitingInform', reportContent({ patient: who }));
  const signers = [people.director, people.medical, people.deanInCharge, people.businessDean, people.insurance];
  const acts = [
    () => walked.do(people.lead, 'inform'),
    () => walked.do(people.clerk, 'releaseForm', spouse),
    () => walked.do(people.lead, 'fillIn', { form: formContent({ patient: who, ...form }) }),
    ...signers.map((signer) => () => walked.do(signer, 'sign', signed)),
    () => walked.do(people.clerk, 'issueLetter'),
  ];
  for (const act of acts.slice(0, outpatientAt[at])) await act();
  return walked;
}

const field = (page: Page) => page.locator('#desk-field:focus');
const logOf = async ({ id }: { id: string }) => (await people.clerk.http.get(`/referrals/${id}/history`)).body.entries.map(({ entry }: { entry: object }) => entry);
const shown = async ({ id }: { id: string }) => (await people.clerk.http.get(`/referrals/${id}`)).body;

/** A desk whose field waits for a card; every address that it asks for is kept. */
async function desk(opening?: Parameters<typeof open>[2], path = '/desk') {
  const page = await open(people.clerk.token, path, opening);
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  page.on('framenavigated', (frame) => addresses.push(frame.url()));
  await field(page).waitFor();
  return { page, addresses };
}

/** As a card reader does: a character each millisecond, and Enter, however long this machine takes to pass them on. */
async function read(page: Page, text: string): Promise<void> {
  const reader = await page.context().newCDPSession(page);
  const begun = Date.now();
  for (const [i, key] of [...text, 'Enter'].entries()) {
    const struck = { key, timestamp: (begun + i) / 1_000, ...(key === 'Enter' ? { code: key, windowsVirtualKeyCode: 13 } : {}) };
    await reader.send('Input.dispatchKeyEvent', { type: 'keyDown', text: key === 'Enter' ? '\r' : key, ...struck });
    await reader.send('Input.dispatchKeyEvent', { type: 'keyUp', ...struck });
  }
  await reader.detach();
}

/** As a hand does: what follows comes later than any reader's next character would. */
async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  await page.evaluate('new Promise((resolve) => setTimeout(resolve, 80))');
}

/** An answer that waits until the test lets it go. */
function held() {
  let arrived!: () => void;
  let release!: () => void;
  const there = new Promise<void>((resolve) => (arrived = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  return { arrived, there, release, released };
}

test('a card read and three keystrokes release the form to the patient, and it can be taken back', async () => {
  const who = somebody();
  const walked = await caseOf(who, 'awaitingRelease');
  const { page, addresses } = await desk();
  await page.getByRole('heading', { name: '待发放审批表' }).waitFor();
  await expectAccessible(page);
  await read(page, who.idNumber);
  await page.getByRole('heading', { name: who.name }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('form', { name: '发放审批表' }).waitFor();
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await page.getByText('已发放审批表', { exact: true }).waitFor();
  await field(page).waitFor();
  expect((await logOf(walked)).at(-1)).toMatchObject({
    act: 'releaseForm',
    actor: { id: people.clerk.id },
    data: { collector: { name: who.name, relation: 'self', idNumberMasked: `441***********${who.idNumber.slice(-4)}` } },
  });
  // Taking it back is offered once, and the case says which of two offices it waits for.
  await page.getByText('科主任或科室转诊负责医生').waitFor();
  expect(await page.getByRole('button', { name: '撤回' }).count()).toBe(1);
  await page.keyboard.press('Shift+F2');
  await page.getByText('已撤回', { exact: true }).waitFor();
  expect(await shown(walked)).toMatchObject({ state: 'awaitingRelease' });
  expect(addresses.filter((address) => address.includes(who.idNumber))).toEqual([]);
  expect(page.url()).toContain(`/desk?referral=${walked.id}`);
});

test('a wrong check digit is told at once, and nobody is asked', async () => {
  const who = somebody();
  await caseOf(who, 'awaitingRelease');
  const { page, addresses } = await desk();
  const wrong = who.idNumber.slice(0, 17) + (who.idNumber.endsWith('1') ? '2' : '1');
  await read(page, wrong);
  await page.getByRole('status').filter({ hasText: '校验位不对' }).waitFor();
  expect(addresses.filter((address) => address.endsWith('/referrals/find'))).toEqual([]);
  expect(await page.getByLabel('读身份证').inputValue()).toBe(wrong);
  // The field is chosen whole: the right card takes the place of the wrong one.
  await read(page, who.idNumber);
  await page.getByRole('heading', { name: who.name }).waitFor();
});

test("somebody else's card is refused in words and nothing typed is lost; the patient's own is taken", async () => {
  const [who, other] = [somebody(), somebody()];
  const walked = await caseOf(who, 'awaitingRelease');
  const { page } = await desk({}, `/desk?referral=${walked.id}`);
  await page.getByRole('button', { name: '发放审批表' }).waitFor();
  await page.keyboard.press('F2');
  await page.getByRole('group', { name: '谁来领取' }).waitFor();
  await press(page, '1');
  await read(page, `${other.idNumber.slice(0, 17)}${other.idNumber.endsWith('1') ? '2' : '1'}`);
  await page.getByText('校验位不对').waitFor();
  await read(page, other.idNumber);
  await page.getByText('校验通过').waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: '身份证号须与患者一致' }).waitFor();
  await page.getByRole('link', { name: '工作台' }).click();
  await page.getByRole('heading', { name: '工作台' }).waitFor();
  await page.goBack();
  await page.getByRole('button', { name: '发放审批表' }).waitFor();
  await page.keyboard.press('F2');
  await page.getByRole('radio', { name: '本人', checked: true }).waitFor();
  expect(await page.getByLabel('身份证号').inputValue()).toBe(other.idNumber);
  await page.getByLabel('身份证号').focus();
  await read(page, who.idNumber);
  await page.keyboard.press('Enter');
  await page.getByText('已发放审批表', { exact: true }).waitFor();
});

test('a card that is read before anybody was chosen chooses nobody', async () => {
  const [who, daughter] = [somebody(), somebody()];
  const walked = await caseOf(who, 'awaitingRelease');
  const { page } = await desk({}, `/desk?referral=${walked.id}`);
  await page.getByRole('button', { name: '发放审批表' }).waitFor();
  await page.keyboard.press('F2');
  await page.getByRole('group', { name: '谁来领取' }).waitFor();
  await read(page, daughter.idNumber);
  expect(await page.getByRole('radio', { checked: true }).count()).toBe(0);
  expect(await page.getByLabel('身份证号').inputValue()).toBe(daughter.idNumber);
  await page.getByRole('button', { name: '取消' }).focus();
  await press(page, '4');
  await page.keyboard.type('王小花');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.getByText('已发放审批表', { exact: true }).waitFor();
  expect((await logOf(walked)).at(-1)).toMatchObject({ data: { collector: { name: '王小花', relation: 'child' } } });
});

test('several of one name are chosen among by a digit, which a reader does not mistake', async () => {
  const [first, second] = [somebody('欧阳同名'), somebody('欧阳同名')];
  await caseOf(first, 'awaitingRelease');
  await caseOf(second, 'awaitingRelease');
  const { page } = await desk();
  await read(page, '欧阳同');
  await page.getByText('欧阳同：2 件').waitFor();
  await expectAccessible(page);
  const second18 = await page.getByRole('listitem').nth(1).getByText(/^441\*/).textContent();
  await page.keyboard.press('2');
  await page.getByRole('article').getByText(second18!).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: '待发放审批表' }).waitFor();
  await read(page, '欧阳同');
  await page.getByText('欧阳同：2 件').waitFor();
  await read(page, `${first.idNumber}`);
  await page.getByRole('article').getByText(`441***********${first.idNumber.slice(-4)}`).waitFor();
  await read(page, '没有此人');
  await page.getByText('没有找到「没有此人」').waitFor();
});

test('a letter is issued with one confirmation, its paper opens, and whoever takes it is recorded', async () => {
  const who = somebody();
  const walked = await caseOf(who, 'awaitingLetter');
  const { page } = await desk();
  await read(page, who.idNumber);
  await page.getByRole('heading', { name: who.name }).waitFor();
  await page.keyboard.press('F2');
  await page.getByRole('form', { name: '开具介绍信' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('已开具介绍信', { exact: true }).first().waitFor();
  const paper = page.locator('iframe[title="转诊介绍信"]');
  await paper.waitFor();
  const content = await page.context().request.get((await paper.getAttribute('src'))!);
  expect([content.status(), content.headers()['content-type']]).toEqual([200, 'application/pdf']);
  const { letter } = await shown(walked);

  await field(page).waitFor();
  await page.keyboard.press('F2');
  await page.getByRole('form', { name: '交付介绍信' }).waitFor();
  await press(page, '2');
  await read(page, idNumberOf('441900196311050016'));
  await page.keyboard.type('李建国');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.getByText('李建国（配偶）').waitFor();
  expect(await shown(walked)).toMatchObject({ handedOver: { name: '李建国', relation: 'spouse', letterNo: letter.number } });
  await expectAccessible(page);

  // The letter's own code leads back to it, as a scanner types it.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  const source = await readSource(server.database, here.id, walked.id);
  const token = signLetter(claimsOf(source!, letter.number, server.secrets), server.letterKeys.current);
  await read(page, `https://letters.example/verify/${token}`);
  await page.getByRole('heading', { name: who.name }).waitFor();
  const copies = async () => (await people.clerk.http.get(`/referrals/${walked.id}/documents`)).body.items.filter(({ copy }: { copy: number }) => copy > 1).length;
  await page.getByRole('button', { name: '补打' }).first().click();
  const asks = page.getByRole('dialog', { name: '补打转诊介绍信？' });
  await asks.getByRole('button', { name: '取消' }).click();
  await asks.waitFor({ state: 'detached' });
  expect(await copies()).toBe(0);
  await page.getByRole('button', { name: '补打' }).first().click();
  await asks.getByText('将生成第 2 份').waitFor();
  await asks.getByRole('button', { name: '补打' }).click();
  await page.locator('iframe[title="转诊介绍信（补打第 2 份）"]').waitFor();
  expect(await copies()).toBe(1);
});

test('before the letter the form is printed as it stands, as the draft that it is', async () => {
  const walked = await caseOf(somebody(), 'awaitingMedicalDirector');
  const { page } = await desk({}, `/desk?referral=${walked.id}`);
  const documents = page.getByRole('region', { name: '文书' });
  await documents.getByText('按现在的内容').waitFor();
  expect(await documents.getByRole('button', { name: '补打' }).count()).toBe(0);
  await page.keyboard.press('F9');
  const paper = page.locator('iframe[title="转诊审批表（草稿）"]');
  await paper.waitFor();
  const content = await page.context().request.get((await paper.getAttribute('src'))!);
  expect([content.status(), content.headers()['content-type']]).toEqual([200, 'application/pdf']);
  await expectAccessible(page);
});

test('a letter is replaced with a reason, and voided by the insurance office alone', async () => {
  const who = somebody();
  const walked = await caseOf(who, 'issued');
  const before = (await shown(walked)).letter.number;
  const { page } = await desk({ dark: true }, `/desk?referral=${walked.id}`);
  const why = page.getByText('「作废」由医保办主任、医保办转诊负责人办理。');
  await page.getByText('现在不能办理的').click();
  await why.waitFor();
  expect(await page.getByRole('button', { name: /^作废/ }).count()).toBe(0);
  await page.keyboard.press('Shift+F8');
  await why.nth(1).waitFor();
  await page.keyboard.press('F8');
  await page.getByRole('group', { name: '原因' }).waitFor();
  await expectAccessible(page);
  await page.keyboard.press('1');
  await page.keyboard.type('患者遗失。');
  await page.keyboard.press('Control+Enter');
  await page.getByText('已换发介绍信', { exact: true }).waitFor();
  const { letter } = await shown(walked);
  expect(letter).toMatchObject({ replaces: before });
  await page.locator('iframe[title="转诊介绍信"]').waitFor();

  const office = await open(people.insuranceLead.token, `/desk?referral=${walked.id}`);
  await office.getByRole('button', { name: /^作废/ }).waitFor();
  await office.keyboard.press('Shift+F8');
  await office.getByRole('group', { name: '原因' }).waitFor();
  await office.keyboard.press('1');
  await office.keyboard.press('Control+Enter');
  await office.getByText('请填写').waitFor();
  await office.keyboard.type('重复开具。');
  await office.keyboard.press('Control+Enter');
  await office.getByText('已作废', { exact: true }).waitFor();
  await office.getByText('已结束：作废（材料不完整）。重复开具。').waitFor();
  expect(await shown(walked)).toMatchObject({ state: 'voided' });
});

test('a signature given on paper is recorded with its scan', async () => {
  const walked = await caseOf(somebody(), 'awaitingMedicalDirector');
  const { page } = await desk({}, `/desk?referral=${walked.id}`);
  await page.getByRole('button', { name: '登记纸质签字' }).waitFor();
  await page.keyboard.press('F4');
  await page.getByRole('combobox', { name: '签字人' }).waitFor();
  await page.keyboard.type('陈医务');
  await page.getByText('陈医务 · 医务科主任').waitFor();
  await page.keyboard.press('Enter');
  await page.getByLabel('意见').fill('同意，请尽快。');
  await page.getByLabel('扫描件').setInputFiles({ name: '签字页.pdf', mimeType: 'application/pdf', buffer: pdf('desk') });
  await page.getByText('已上传：签字页.pdf').waitFor();
  await expectAccessible(page);
  await page.getByLabel('意见').focus();
  await page.keyboard.press('Enter');
  await page.getByText('已登记纸质签字', { exact: true }).waitFor();
  expect(await shown(walked)).toMatchObject({
    state: 'awaitingDeans',
    signatures: [{}, { actor: { id: people.medical.id }, opinion: '同意，请尽快。', onPaper: { recordedBy: { id: people.clerk.id } } }],
  });
});

test('of two scans the one chosen last is the evidence, whichever arrives first', async () => {
  const walked = await caseOf(somebody(), 'awaitingMedicalDirector');
  const { page } = await desk({}, `/desk?referral=${walked.id}`);
  const first = held();
  const sent: Request[] = [];
  const over = new Promise<void>((resolve) => {
    const end = (request: Request) => request === sent[0] && resolve();
    page.on('requestfailed', end).on('requestfinished', end);
  });
  await page.route(/\/papers$/, async (route) => {
    if (sent.push(route.request()) > 1) return route.continue();
    const response = await route.fetch();
    first.arrived();
    await first.released;
    await route.fulfill({ response }).catch(() => undefined);
  });
  await page.getByRole('button', { name: '登记纸质签字' }).waitFor();
  await page.keyboard.press('F4');
  const scan = page.getByLabel('扫描件');
  await scan.setInputFiles({ name: '错页.pdf', mimeType: 'application/pdf', buffer: pdf('wrong') });
  await first.there;
  await scan.setInputFiles({ name: '签字页.pdf', mimeType: 'application/pdf', buffer: pdf('right') });
  await page.getByText('已上传：签字页.pdf').waitFor();
  first.release();
  await over;
  await page.getByText('已上传：签字页.pdf').waitFor();
  expect(await page.getByText('错页').count()).toBe(0);
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('what was looked for and comes late does not take the window from somebody opened meanwhile', async () => {
  const [sought, other] = [somebody(), somebody()];
  await caseOf(sought, 'awaitingRelease');
  const opened = await caseOf(other, 'awaitingRelease');
  const { page } = await desk();
  const answer = held();
  await page.route(/\/referrals\/find$/, async (route) => {
    answer.arrived();
    await answer.released;
    await route.continue();
  });
  await read(page, sought.idNumber);
  await answer.there;
  await page.getByRole('button', { name: new RegExp(other.name) }).click();
  await page.getByRole('heading', { name: other.name }).waitFor();
  const late = page.waitForResponse(/\/referrals\/find$/);
  answer.release();
  await (await late).finished();
  await press(page, 'Shift');
  await page.getByRole('heading', { name: other.name }).waitFor();
  expect(page.url()).toContain(opened.id);
  // Looked for again, it is found.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.unroute(/\/referrals\/find$/);
  await read(page, sought.idNumber);
  await page.getByRole('heading', { name: sought.name }).waitFor();
});

test('what was typed for one patient is there again after another one was served, and goes when it was sent or called off', async () => {
  const [who, other] = [somebody(), somebody()];
  const walked = await caseOf(who, 'issued');
  await caseOf(other, 'awaitingRelease');
  const { page } = await desk({}, `/desk?referral=${walked.id}`);
  const comment = page.getByLabel('说明');
  const begin = async () => {
    await page.getByRole('button', { name: '换发介绍信' }).waitFor();
    await page.keyboard.press('F8');
    await page.getByRole('group', { name: '原因' }).waitFor();
  };
  await begin();
  await press(page, '1');
  await comment.fill('患者说到一半');
  await page.keyboard.press('Escape');
  await field(page).waitFor();
  await read(page, other.idNumber);
  await page.getByRole('heading', { name: other.name }).waitFor();
  await read(page, who.idNumber);
  await page.getByRole('heading', { name: who.name }).waitFor();
  await begin();
  expect(await comment.inputValue()).toBe('患者说到一半');
  expect(await page.getByRole('group', { name: '原因' }).getByRole('radio', { checked: true }).count()).toBe(1);
  await page.getByRole('button', { name: '取消' }).click();
  await begin();
  expect(await comment.inputValue()).toBe('');
  await press(page, 'Tab');
  await page.getByRole('radio').first().check();
  await comment.fill('患者遗失。');
  await page.keyboard.press('Control+Enter');
  await page.getByText('已换发介绍信', { exact: true }).waitFor();
  await field(page).waitFor();
  await begin();
  expect(await comment.inputValue()).toBe('');
});

test('a letter that took the place of the one on the screen is not voided for it, but once it was seen', async () => {
  const walked = await caseOf(somebody(), 'issued');
  const seen = (await shown(walked)).letter.number;
  const page = await open(people.insuranceLead.token, `/desk?referral=${walked.id}`);
  await page.getByRole('button', { name: /^作废/ }).waitFor();
  await page.keyboard.press('Shift+F8');
  await page.getByText(`${seen} 将作废`).waitFor();
  await page.getByRole('group', { name: '原因' }).waitFor();
  await press(page, '1');
  await page.getByLabel('说明').fill('重复开具。');
  await walked.do(people.clerk, 'replaceLetter', { reason: 'incomplete', comment: '遗失。' });
  await page.getByText('您填写时，韩窗口已「换发介绍信」').waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('alert').filter({ hasText: '韩窗口已「换发介绍信」' }).waitFor();
  const { state, letter } = await shown(walked);
  expect({ state, replaces: letter.replaces }).toEqual({ state: 'issued', replaces: seen });
  await page.getByText(`${letter.number} 将作废`).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('已作废', { exact: true }).waitFor();
  expect(await shown(walked)).toMatchObject({ state: 'voided' });
});

test('the form says whose case it is where it corrected the report', async () => {
  const who = somebody();
  const right = { ...who, name: `${who.name}改` };
  const walked = await caseOf(who, 'issued', { patient: right, diagnoses: [{ code: 'C16.900', name: '胃恶性肿瘤' }], urgency: 'emergency' });
  const { page } = await desk({}, `/desk?referral=${walked.id}`);
  await page.getByRole('heading', { name: right.name }).waitFor();
  const card = page.getByRole('article');
  await card.getByText('胃恶性肿瘤').waitFor();
  await card.getByText('危急').waitFor();
  await page.keyboard.press('F2');
  await page.getByRole('group', { name: '谁来领取' }).waitFor();
  await press(page, '1');
  expect(await page.getByLabel('姓名', { exact: true }).inputValue()).toBe(right.name);
});

test('whoever may act in several capacities says in which, and none is taken by itself', async () => {
  const both = await here.person('双岗位', 'insuranceDirector', 'insuranceLead');
  const walked = await caseOf(somebody(), 'issued');
  const page = await open(both.token, `/desk?referral=${walked.id}`);
  await page.getByRole('button', { name: /^作废/ }).waitFor();
  await page.keyboard.press('Shift+F8');
  await page.getByRole('group', { name: '原因' }).waitFor();
  await press(page, '1');
  await page.getByLabel('说明').fill('重复开具。');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('alert').filter({ hasText: '请选择以哪个身份办理' }).waitFor();
  await expectAccessible(page);
  expect(await shown(walked)).toMatchObject({ state: 'issued' });
  await page.getByLabel('办理身份').selectOption({ label: '医保办转诊负责人' });
  await page.getByLabel('说明').focus();
  await page.keyboard.press('Control+Enter');
  await page.getByText('已作废', { exact: true }).waitFor();
  expect((await logOf(walked)).at(-1)).toMatchObject({ act: 'void', actor: { id: both.id, office: 'insuranceLead' } });
});

test("another hospital's agent takes the form with their own card, and not with the patient's", async () => {
  const who = somebody();
  const agent = { name: '陈志强', idNumber: idNumberOf('990000198807150030'), hospital: '滨海市第二人民医院' };
  const walked = new Case(people);
  const papers = await Promise.all(['emergencyRecord', 'criticalNotice', 'patientIdCard'].map((kind) => paper(kind)));
  await walked.report(people.officer, { chain: 'otherHospital', content: reportContent({ patient: who, agent }), papers });
  await walked.do(people.medical, 'inform', { papersReviewed: papers });
  const { page } = await desk({}, `/desk?referral=${walked.id}`);
  await page.getByRole('button', { name: '发放审批表' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: '经办人', checked: true }).waitFor();
  await read(page, who.idNumber);
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: '经办人须出示本人身份证' }).waitFor();
  await page.getByLabel('来人的身份证号').focus();
  await read(page, agent.idNumber);
  await page.keyboard.press('Enter');
  await page.getByText('已发放审批表', { exact: true }).waitFor();
});

test('of two clerks at once one is told what the other did, and sees it', async () => {
  const who = somebody();
  const walked = await caseOf(who, 'awaitingLetter');
  const { page } = await desk({}, `/desk?referral=${walked.id}`);
  await page.getByRole('button', { name: '开具介绍信' }).waitFor();
  await page.keyboard.press('F2');
  await page.getByRole('form', { name: '开具介绍信' }).waitFor();
  const second = await here.person('窗口二', 'windowClerk');
  await walked.do(second, 'issueLetter');
  await page.keyboard.press('Enter');
  await page.getByText('窗口二已「开具介绍信」').first().waitFor();
  await page.getByRole('button', { name: '交付介绍信' }).waitFor();
});

test('the queue says that there is none only where there is no more', async () => {
  const { page } = await desk();
  const none = page.getByText('没有等着领审批表的。').or(page.getByText('没有等着开介绍信的。')).or(page.getByText('开出的介绍信都已交付。'));
  let nextCursor: string | null = 'further';
  await page.route(/\/(worklist|referrals)\?.*limit=100/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...((await response.json()) as object), items: [], nextCursor } });
  });
  await page.reload();
  await page.getByRole('link', { name: '其余见工作台' }).first().waitFor();
  expect(await page.getByRole('link', { name: '其余见查询' }).getAttribute('href')).toBe('/find?state=issued');
  expect(await none.count()).toBe(0);
  nextCursor = null;
  await page.reload();
  await none.first().waitFor();
  expect(await none.count()).toBe(3);
});

test('on a phone everything is in sight and shortcuts are explained', async () => {
  const who = somebody();
  const walked = await caseOf(who, 'awaitingRelease');
  const { page } = await desk({ viewport: phone });
  await page.getByRole('button', { name: new RegExp(who.name) }).waitFor();
  expect(await overflows(page)).toBe(false);
  await page.getByRole('button', { name: new RegExp(who.name) }).tap();
  await page.getByRole('button', { name: '发放审批表' }).tap();
  await page.getByRole('radio', { name: '本人' }).tap();
  expect(await overflows(page)).toBe(false);
  await expectAccessible(page);
  await page.getByLabel('身份证号').fill(who.idNumber);
  await page.getByRole('button', { name: '发放', exact: true }).tap();
  await page.getByText('已发放审批表', { exact: true }).waitFor();
  expect(await shown(walked)).toMatchObject({ state: 'awaitingFillIn' });

  const { page: wide } = await desk({ dark: true, language: 'en' });
  await wide.keyboard.press('?');
  await wide.getByRole('dialog', { name: 'Shortcuts' }).waitFor();
  await expectAccessible(wide);
  await wide.keyboard.press('Escape');
  await field(wide).waitFor();
});

async function paper(kind: string): Promise<string> {
  const message = new FormData();
  message.append('kind', kind);
  message.append('file', new Blob([new Uint8Array(pdf(kind))], { type: 'application/pdf' }), `${kind}.pdf`);
  const { status, body } = await people.officer.http.post('/papers', message);
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id as string;
}
