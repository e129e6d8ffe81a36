import { afterAll, describe, expect, test } from '@jest/globals';
import type { ReferralShown } from '../libs/contract/src/index.ts';
import { formContent, inpatientCase, outpatientCase, signed, staffed, type Case, type Colleague } from './support/hospital.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { people } = await staffed(server);

const incomplete = { reason: 'incomplete', comment: '请补充病理报告。' };

async function shown({ id }: Case, language = 'zh-CN', reader: Colleague = people.clerk): Promise<ReferralShown> {
  const { body } = await reader.http.get(`/referrals/${id}`, { headers: { 'Accept-Language': language } });
  return body as ReferralShown;
}

const statuses = ({ way }: ReferralShown) => way.map(({ clause, status }) => `${clause} ${status}`).join(', ');

describe('the way that a referral shows', () => {
  test('is its chain from the report to the letter, with who did what and what is asked of whom since when', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const said = await shown(walked);
    expect(statuses(said)).toBe(
      'O1 done, O2 done, O3 done, O4 done, O5 done, O6 now, O7 toCome, O8 toCome, O9 toCome',
    );
    expect(said.way.map(({ actName }) => actName)).toEqual([
      '报告', '告知医保办', '发放审批表', '填写审批表', '签字', '签字', '签字', '签字', '开具介绍信',
    ]);
    const [report, , , , department, medical, deans] = said.way;
    expect(report!.parts).toMatchObject([{ by: { name: '周主诊' }, seq: 1, step: null, stands: null }]);
    expect(department!.parts).toMatchObject([
      { officeNames: ['科主任', '科室转诊负责医生'], by: { name: '郑主任', office: 'departmentDirector' }, stands: true, waitingSince: null },
    ]);
    const { since } = said.awaiting[0]!;
    expect(medical!.parts).toMatchObject([{ step: 'medicalDirector', by: null, at: null, waitingSince: since }]);
    expect(deans!.parts.map(({ step, offices }) => [step, offices])).toEqual([
      ['deanInCharge', ['deanInCharge']],
      ['businessDean', ['businessDean']],
    ]);
    expect([said.returns, said.end]).toEqual([[], null]);
  });

  test('is told in the language of the reader', async () => {
    const walked = await inpatientCase(people, 1);
    const { way } = await shown(walked, 'en');
    expect(way[2]).toMatchObject({ actName: 'release the form', parts: [{ officeNames: ['insurance window clerk'] }] });
  });

  test('keeps the places of both deans while only one has signed', async () => {
    const walked = await outpatientCase(people, 'awaitingBusinessDean');
    const deans = (await shown(walked)).way[6]!;
    expect([deans.status, ...deans.parts.map(({ status }) => status)]).toEqual(['now', 'done', 'now']);
  });

  test('tells a return, and leaves the signatures standing while the content stays', async () => {
    const walked = await outpatientCase(people, 'awaitingInsurance');
    await walked.do(people.insurance, 'returnForCorrection', { ...incomplete, to: 'fillIn' });
    const said = await shown(walked, 'en');
    expect(said.returns).toMatchObject([
      { from: 'insurance', to: 'fillIn', by: { name: '蒋医保' }, reason: 'incomplete', comment: '请补充病理报告。' },
    ]);
    expect((await shown(walked)).returns[0]!.reason).toBe('材料不完整');
    expect(statuses(said)).toBe('O1 done, O2 done, O3 done, O4 now, O5 done, O6 done, O7 done, O8 toCome, O9 toCome');
    await walked.do(people.lead, 'fillIn', { form: formContent({ remark: '已补电话' }) });
    expect(statuses(await shown(walked))).toContain('O4 done, O5 done, O6 done, O7 done, O8 now');
  });

  test('shows who had signed where a material change asks for every signature again', async () => {
    const walked = await outpatientCase(people, 'awaitingInsurance');
    await walked.do(people.insurance, 'returnForCorrection', { ...incomplete, to: 'fillIn' });
    await walked.do(people.lead, 'fillIn', { form: formContent({ condition: '已有远处转移。' }) });
    const { way } = await shown(walked);
    expect(way.slice(4, 8).flatMap(({ parts }) => parts)).toMatchObject([
      { status: 'now', stands: false, by: { name: '郑主任' } },
      { status: 'toCome', stands: false, by: { name: '陈医务' } },
      { status: 'toCome', stands: false, by: { name: '褚分管' } },
      { status: 'toCome', stands: false, by: { name: '卫业务' } },
      { status: 'toCome', stands: null, by: null },
    ]);
  });

  test('shows neither a return nor a signature that was taken back', async () => {
    const walked = await inpatientCase(people, 4);
    await walked.do(people.insurance, 'returnForCorrection', { ...incomplete, to: 'department' });
    expect((await shown(walked)).returns).toHaveLength(1);
    await walked.do(people.insurance, 'recall');
    const back = await shown(walked);
    expect([back.returns, back.way[4]!.parts[0]!.stands]).toEqual([[], true]);
    await walked.do(people.insurance, 'sign', signed);
    expect((await shown(walked)).way[5]!.status).toBe('done');
    await walked.do(people.insurance, 'recall');
    expect((await shown(walked)).way[5]!.parts).toMatchObject([{ status: 'now', by: null, stands: null }]);
  });

  test('says where a referral ended, by whom and why', async () => {
    const rejected = await outpatientCase(people, 'awaitingMedicalDirector');
    await rejected.do(people.medical, 'reject', incomplete);
    const said = await shown(rejected);
    expect(statuses(said)).toContain('O5 done, O6 left, O7 left');
    expect(said.end).toMatchObject({
      act: 'reject', actName: '否决', clause: 'O6', by: { name: '陈医务' }, reason: '材料不完整', comment: '请补充病理报告。',
    });
    const withdrawn = await inpatientCase(people, 0);
    await withdrawn.do(people.bedDoctor, 'withdraw', { comment: '患者要求。' });
    expect((await shown(withdrawn)).end).toMatchObject({ act: 'withdraw', clause: 'I2', reason: null, comment: '患者要求。' });
    const voided = await inpatientCase(people, 6);
    await voided.do(people.insuranceLead, 'void', incomplete);
    const after = await shown(voided);
    expect(after.end).toMatchObject({ act: 'void', clause: null, reason: '材料不完整' });
    expect(new Set(after.way.map(({ status }) => status))).toEqual(new Set(['done']));
  });
});
