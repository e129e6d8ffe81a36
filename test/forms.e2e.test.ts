import { afterAll, describe, expect, test } from '@jest/globals';
import type { FormVersionShown } from '../libs/contract/src/index.ts';
import { formContent, hospital, outpatientCase, staff, staffed, type Case, type Colleague } from './support/hospital.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { here, people } = await staffed(server);

const formsOf = async ({ id }: Case, reader: Colleague = people.lead) => {
  const { body } = await reader.http.get(`/referrals/${id}/forms`);
  return body.versions as FormVersionShown[];
};

describe('the versions of a form', () => {
  test('begin with the report, and say who wrote each and when', async () => {
    const walked = await outpatientCase(people, 'awaitingFillIn');
    expect(await formsOf(walked)).toMatchObject([
      { version: 0, seq: 1, by: { name: '周主诊', office: 'attendingPhysician' }, current: true, takenBack: false },
    ]);
    await walked.do(people.lead, 'fillIn', { form: formContent() });
    const [report, form, ...more] = await formsOf(walked);
    expect([report!.current, more]).toEqual([false, []]);
    expect(form).toMatchObject({ version: 1, seq: 4, by: { name: '王负责' }, current: true });
    const { entries } = (await people.lead.http.get(`/referrals/${walked.id}/history`)).body;
    expect(form!.at).toBe(entries[3].entry.at);
    expect(form!.materialDigest).toBe(entries[3].entry.data.materialDigest);
    expect(form!.contentDigest).toBe(entries[3].entry.data.contentDigest);
  });

  test('have one material digest while no material field changes, and another where one does', async () => {
    const walked = await outpatientCase(people, 'awaitingInsurance');
    const back = { reason: 'incomplete', comment: '请补充。', to: 'fillIn' };
    for (const more of [{ remark: '已补电话' }, { condition: '已有远处转移。' }]) {
      await walked.do(walked.last.body.state === 'awaitingInsurance' ? people.insurance : people.director, 'returnForCorrection', back);
      await walked.do(people.lead, 'fillIn', { form: formContent(more) });
    }
    const [, first, same, changed] = await formsOf(walked);
    expect(same!.materialDigest).toBe(first!.materialDigest);
    expect(same!.contentDigest).not.toBe(first!.contentDigest);
    expect(changed!.materialDigest).not.toBe(first!.materialDigest);
    expect(changed).toMatchObject({ version: 3, current: true, content: { condition: '已有远处转移。' } });
  });

  test('keep one that was taken back, and say so', async () => {
    const walked = await outpatientCase(people, 'awaitingDepartment');
    await walked.do(people.lead, 'recall');
    expect((await formsOf(walked)).map(({ version, current, takenBack }) => [version, current, takenBack])).toEqual([
      [0, true, false],
      [1, false, true],
    ]);
    await walked.do(people.lead, 'fillIn', { form: formContent() });
    expect((await formsOf(walked)).map(({ version, current, takenBack }) => [version, current, takenBack])).toEqual([
      [0, false, false],
      [1, false, true],
      [2, true, false],
    ]);
  });

  test('hold ID and phone numbers masked', async () => {
    const walked = await outpatientCase(people, 'awaitingDepartment');
    for (const { content } of await formsOf(walked)) {
      expect(content.patient).toMatchObject({ idNumber: expect.stringMatching(/^441\*{11}/), phone: '138****8000' });
    }
  });

  test('are shown to whoever may see the referral, and to nobody else', async () => {
    const walked = await outpatientCase(people, 'awaitingDepartment');
    const elsewhere = await here.person('外科吴', ['attendingPhysician', here.oncology]);
    expect(await elsewhere.http.get(`/referrals/${walked.id}/forms`)).toMatchObject({ status: 403, body: { code: 'notInvolved' } });
    expect((await people.auditor.http.get(`/referrals/${walked.id}/forms`)).status).toBe(200);
    const others = await staff(await hospital(server));
    expect((await others.clerk.http.get(`/referrals/${walked.id}/forms`)).status).toBe(404);
    expect((await people.clerk.http.get('/referrals/none/forms')).status).toBe(404);
  });
});
