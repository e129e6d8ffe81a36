import { afterAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { insertEntries } from '../../apps/api/src/directory/entries.ts';
import { sampleDiagnoses, sampleHospitals } from '../../apps/api/src/directory/samples.ts';
import { browsing } from '../support/browser.ts';
import { pdf } from '../support/files.ts';
import { idNumberOf, staffed, type Colleague } from '../support/hospital.ts';
import { startServer } from '../support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { open } = browsing(server);
const { here, people } = await staffed(server);
await server.database.transaction(async (tx) => {
  await insertEntries(tx, here.id, 'diagnosis', await sampleDiagnoses());
  await insertEntries(tx, here.id, 'hospital', await sampleHospitals());
});
await server.database.query(
  `INSERT INTO phrase (institution_id, id, person_id, text, created_at) VALUES ($1, gen_random_uuid(), NULL, '同意转诊。', now())`,
  [here.id],
);

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Each does their part in a window of their own, and leaves. */
async function as<T>(who: Colleague, path: string, work: (page: Page) => Promise<T>): Promise<T> {
  const page = await open(who.token, path);
  const done = await work(page);
  await page.context().close();
  return done;
}

/** From the worklist, where it waits for them. */
const fromWorklist = (who: Colleague, patient: string, work: (page: Page) => Promise<void>) =>
  as(who, '/', async (page) => {
    await page.getByRole('link', { name: new RegExp(patient) }).first().click();
    await page.getByRole('heading', { name: patient, level: 1 }).waitFor();
    await work(page);
  });

async function act(page: Page, name: string): Promise<void> {
  await button(page, name).first().click();
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

const sign = async (page: Page): Promise<void> => {
  await button(page, '签字').first().click();
  await button(page, '同意转诊。').click();
  await page.getByRole('dialog').getByRole('button', { name: '签字', exact: true }).click();
  await page.getByText('已办理：签字').waitFor();
};

async function report(page: Page, name: string, idNumber: string): Promise<void> {
  await field(page, '身份证号').first().fill(idNumber);
  await field(page, '姓名').first().fill(name);
  await field(page, '参保类型').click();
  await page.locator('.ant-select-item-option').filter({ hasText: '职工基本医疗保险' }).click();
  await page.getByRole('combobox', { name: '添加诊断' }).fill('zqg');
  await page.getByRole('option').filter({ hasText: 'C34.900' }).first().click();
  await page.getByRole('radio', { name: /紧急/ }).check();
  await field(page, '转诊理由').fill('本院无胸腔镜肺叶切除条件。');
}

async function submit(page: Page): Promise<string> {
  await page.getByRole('button', { name: /^提交/ }).click();
  await page.waitForURL(/\/referrals\/[\w-]+$/);
  return new URL(page.url()).pathname.split('/')[2]!;
}

async function fillIn(page: Page): Promise<void> {
  await page.getByRole('link', { name: '填写审批表' }).or(button(page, '填写审批表')).first().click();
  await field(page, '病情摘要').fill('右肺上叶占位 3.2 cm，无远处转移。');
  await page.getByRole('combobox', { name: /查找医院/ }).fill('肿瘤');
  await page.getByRole('option').filter({ hasText: '三级甲等' }).first().click();
  await submit(page);
}

/** Whoever came shows a card: the patient's own, or the agent's. */
const release = (idNumber: string, cardOfAgent?: string) =>
  as(people.clerk, '/desk', async (page) => {
    await page.locator('#desk-field:focus').waitFor();
    await page.keyboard.type(idNumber);
    await page.keyboard.press('Enter');
    await button(page, '发放审批表').first().waitFor();
    await page.keyboard.press('Enter');
    const form = page.getByRole('form', { name: '发放审批表' });
    await form.waitFor();
    if (cardOfAgent) {
      // Only the agent may come for another hospital's form; their name is in the report.
      await page.keyboard.type(cardOfAgent);
      await page.keyboard.press('Enter');
    } else {
      await page.keyboard.press('1');
    }
    await page.keyboard.press('Enter');
    await page.getByText('已发放审批表', { exact: true }).waitFor();
  });

/** The letter is issued, its PDF is there to be printed, and whoever takes it is recorded. */
const issueAndHandOver = (id: string, idNumber: string, name: string) =>
  as(people.clerk, '/desk', async (page) => {
    await page.locator('#desk-field:focus').waitFor();
    await page.keyboard.type(idNumber);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name }).waitFor();
    await page.keyboard.press('F2');
    await page.getByRole('form', { name: '开具介绍信' }).waitFor();
    await page.keyboard.press('Enter');
    const paper = page.locator('iframe[title="转诊介绍信"]');
    await paper.waitFor();
    const printed = await page.context().request.get((await paper.getAttribute('src'))!);
    expect((await printed.body()).subarray(0, 5).toString()).toBe('%PDF-');
    await page.locator('#desk-field:focus').waitFor();
    await page.keyboard.press('F2');
    const form = page.getByRole('form', { name: '交付介绍信' });
    await form.getByRole('radio', { name: /本人/ }).check();
    await form.getByRole('button', { name: /^交付/ }).click();
    await page.getByText(`${name}（本人）`).waitFor();
    const { body } = await people.clerk.http.get(`/referrals/${id}`);
    expect(body).toMatchObject({ state: 'issued', handedOver: { name, relation: 'self' } });
    expect(body.signatures.every(({ stands }: { stands: boolean }) => stands)).toBe(true);
  });

describe('from report to printed letter, in the console alone', () => {
  test('an outpatient', async () => {
    const [name, idNumber] = ['门诊患者甲', idNumberOf('44190019650312201')];
    const id = await as(people.physician, '/new', async (page) => {
      await report(page, name, idNumber);
      return submit(page);
    });
    await fromWorklist(people.lead, name, (page) => act(page, '告知医保办'));
    await release(idNumber);
    await fromWorklist(people.lead, name, fillIn);
    for (const signer of [people.director, people.medical, people.businessDean, people.deanInCharge, people.insurance]) {
      await fromWorklist(signer, name, sign);
    }
    await issueAndHandOver(id, idNumber, name);
  });

  test('an inpatient', async () => {
    const [name, idNumber] = ['住院患者乙', idNumberOf('44190019650312202')];
    const id = await as(people.bedDoctor, '/new', async (page) => {
      await report(page, name, idNumber);
      return submit(page);
    });
    await fromWorklist(people.director, name, (page) => act(page, '告知医保办'));
    await release(idNumber);
    await fromWorklist(people.bedDoctor, name, fillIn);
    for (const signer of [people.lead, people.insuranceLead]) await fromWorklist(signer, name, sign);
    await issueAndHandOver(id, idNumber, name);
  });

  test("another hospital's inpatient", async () => {
    const [name, idNumber, agentsCard] = ['外院患者丙', idNumberOf('44190019650312203'), idNumberOf('44190019880715003')];
    const kinds = ['急诊病历', '病危通知书', '患者身份证'];
    const id = await as(people.officer, '/new', async (page) => {
      await report(page, name, idNumber);
      const agent = page.getByRole('region', { name: '经办人' });
      await agent.getByLabel('身份证号').fill(agentsCard);
      await agent.getByLabel('姓名').fill('陈志强');
      await agent.getByLabel('所属医院').fill('滨海市第二人民医院');
      for (const kind of kinds) {
        const file = { name: `${kind}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from(pdf(kind)) };
        await page.locator(`input[aria-label="${kind} 选择文件"]`).setInputFiles(file);
        await page.getByRole('link', { name: new RegExp(`^${kind}\\.pdf`) }).waitFor();
      }
      return submit(page);
    });
    await fromWorklist(people.medical, name, async (page) => {
      await button(page, '告知医保办').first().click();
      for (const kind of kinds) {
        await button(page, `打开${kind}`).click();
        const viewer = page.getByRole('dialog', { name: kind, exact: true });
        await viewer.locator('iframe').waitFor();
        await viewer.getByRole('button', { name: '关闭' }).first().click();
        await viewer.waitFor({ state: 'hidden' });
        await page.getByRole('checkbox', { name: `已审核${kind}` }).check();
      }
      await page.getByRole('dialog').getByRole('button', { name: '告知医保办', exact: true }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    });
    await release(idNumber, agentsCard);
    await fromWorklist(people.medical, name, fillIn);
    for (const signer of [people.medical, people.deanInCharge, people.businessDean, people.insurance]) {
      await fromWorklist(signer, name, sign);
    }
    await issueAndHandOver(id, idNumber, name);
  });
});
