import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { verifyLog } from '../apps/api/src/referrals/verify-log.ts';
import { pdf } from './support/files.ts';
import {
  Case,
  formContent,
  hospital,
  outpatientCase,
  reportContent,
  signed,
  spouse,
  staffed,
  type Colleague,
} from './support/hospital.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { here, people } = await staffed(server);
afterEach(() => server.clock.set(new Date()));

let scans = 0;

/** A scan of the signed form, uploaded by whoever will record it. */
async function scan(who: Colleague, kind = 'signedForm', text = `scan ${(scans += 1)}`): Promise<string> {
  const message = new FormData();
  message.append('kind', kind);
  message.append('file', new Blob([new Uint8Array(pdf(text))], { type: 'application/pdf' }), '签字页.pdf');
  const { status, body } = await who.http.post('/papers', message);
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id as string;
}

const today = () => new Date(server.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

const onPaper = async (signer: Colleague, more: object = {}) => ({
  signer: signer.id,
  signedOn: today(),
  opinion: '同意转诊。',
  paper: await scan(people.clerk),
  ...more,
});

const record = async (walked: Case, signer: Colleague, more: object = {}) =>
  walked.try(people.clerk, 'signOnPaper', await onPaper(signer, more));

async function recorded(walked: Case, signer: Colleague, more: object = {}) {
  const answer = await walked.do(people.clerk, 'signOnPaper', await onPaper(signer, more));
  return answer.body;
}

const shown = async (walked: Case) => (await people.clerk.http.get(`/referrals/${walked.id}`)).body;

describe('a signature given on paper', () => {
  test('counts as its signer’s, is marked, and its scan becomes the referral’s', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const paper = await scan(people.clerk);
    expect((await recorded(walked, people.medical, { paper, opinion: '同意，请尽快。' })).state).toBe('awaitingDeans');
    const { signatures, papers } = await shown(walked);
    expect(signatures).toMatchObject([
      { step: 'department', actor: { id: people.director.id }, onPaper: null },
      {
        step: 'medicalDirector',
        actor: { id: people.medical.id, name: '陈医务', office: 'medicalDirector' },
        opinion: '同意，请尽快。',
        stands: true,
        onPaper: { signedOn: today(), recordedBy: { id: people.clerk.id, office: 'windowClerk' }, paperId: paper },
      },
    ]);
    expect(papers).toMatchObject([{ id: paper, kind: 'signedForm' }]);
    const { entries } = (await people.clerk.http.get(`/referrals/${walked.id}/history`)).body;
    expect(entries.at(-1)).toMatchObject({
      title: '登记纸质签字',
      entry: { act: 'signOnPaper', actor: { id: people.clerk.id }, data: { signer: { id: people.medical.id }, paper: { id: paper } } },
    });
  });

  test('leads to the letter together with signatures given here, and the log holds', async () => {
    const walked = await outpatientCase(people, 'awaitingDepartment');
    await recorded(walked, people.director);
    await walked.do(people.medical, 'sign', signed);
    await recorded(walked, people.businessDean);
    await walked.do(people.deanInCharge, 'sign', signed);
    await recorded(walked, people.insuranceLead);
    await walked.do(people.clerk, 'issueLetter');
    const { number, state, signatures } = await shown(walked);
    expect(state).toBe('issued');
    expect(signatures.filter(({ stands }: { stands: boolean }) => stands).map(({ step, onPaper: one }: never) => [step, one !== null])).toEqual([
      ['department', true],
      ['medicalDirector', false],
      ['businessDean', true],
      ['deanInCharge', false],
      ['insurance', true],
    ]);
    expect(await verifyLog(server.database, server.secrets, number)).toMatchObject({ broken: [] });
  });

  test('lets its signer find the referral among what they did', async () => {
    const walked = await outpatientCase(people, 'awaitingInsurance');
    const signer = await here.person('纸质签字人', 'insuranceLead');
    await recorded(walked, signer);
    const { body } = await signer.http.get('/worklist?box=done');
    expect(body.items.map(({ id, referral }: never) => id ?? referral)).toContain(walked.id);
  });

  test('is recorded by the window alone', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const paper = await scan(people.insurance);
    const refused = await walked.try(people.insurance, 'signOnPaper', await onPaper(people.medical, { paper }));
    expect(refused).toMatchObject({ status: 403, body: { code: 'notYourOffice', offices: ['windowClerk'] } });
    expect((await record(walked, people.medical)).status).toBe(200);
  });

  test('is recorded by somebody who is seen to be there, as it is given', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const present = (until: string) => server.database.query(
      `UPDATE session SET present_until = $2::timestamptz WHERE person_id = $1`,
      [people.clerk.id, until],
    );
    await present('2020-01-01T00:00:00Z');
    expect(await record(walked, people.medical)).toMatchObject({ status: 403, body: { code: 'presenceNeeded' } });
    await present('2199-01-01T00:00:00Z');
    expect((await record(walked, people.medical)).status).toBe(200);
  });

  test('is recorded where one is asked for', async () => {
    const walked = await outpatientCase(people, 'awaitingFillIn');
    const refused = await record(walked, people.director);
    expect(refused).toMatchObject({ status: 409, body: { code: 'notAwaited', act: 'signOnPaper' } });
    await walked.do(people.lead, 'fillIn', { form: formContent() });
    expect((await record(walked, people.director)).status).toBe(200);
  });

  test('is taken back by the window that recorded it, and asked for again', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    await recorded(walked, people.medical);
    expect(await walked.try(people.medical, 'recall')).toMatchObject({ status: 409, body: { code: 'notLastToAct' } });
    expect((await walked.do(people.clerk, 'recall')).body.state).toBe('awaitingMedicalDirector');
    expect((await recorded(walked, people.medical)).state).toBe('awaitingDeans');
    const { number } = await shown(walked);
    expect(await verifyLog(server.database, server.secrets, number)).toMatchObject({ broken: [] });
  });

  test('falls with a material change of the form, as every signature does', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    await recorded(walked, people.medical);
    await walked.do(people.deanInCharge, 'returnForCorrection', { reason: 'incomplete', comment: '请改。', to: 'fillIn' });
    await walked.do(people.lead, 'fillIn', { form: formContent({ destination: { name: '另一示例医院', division: '440100' } }) });
    const { signatures, state } = await shown(walked);
    expect(state).toBe('awaitingDepartment');
    expect(signatures.map(({ stands }: { stands: boolean }) => stands)).toEqual([false, false]);
  });
});

describe('the signer', () => {
  test('held an office asked for here, on the day on the paper', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const wrong = await record(walked, people.insurance);
    expect(wrong).toMatchObject({ status: 422, body: { code: 'signerNotInOffice', offices: ['medicalDirector'] } });
    const left = await here.person('已离任主任', 'medicalDirector');
    server.clock.advance({ days: 2 });
    const lastDay = today();
    await here.endOffice(left, 'medicalDirector');
    server.clock.advance({ days: 3 });
    const after = await record(walked, left, { signedOn: today() });
    expect(after).toMatchObject({ status: 422, body: { code: 'signerNotInOffice' } });
    expect((await record(walked, left, { signedOn: lastDay })).status).toBe(200);
  });

  test('and was appointed by then: an office entered afterwards gives no signature of the past', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const signedOn = today();
    server.clock.advance({ days: 3 });
    const late = await here.person('补录主任', 'medicalDirector');
    await server.database.query(
      `UPDATE appointment SET valid_from = '2025-01-01T00:00:00+08:00', created_at = $3 WHERE institution_id = $1 AND person_id = $2`,
      [here.id, late.id, server.clock.now()],
    );
    expect(await record(walked, late, { signedOn })).toMatchObject({ status: 422, body: { code: 'signerNotInOffice' } });
    expect((await record(walked, late)).status).toBe(200);
  });

  test('or a warrant for it, and then both names and the number are kept', async () => {
    const deputy = await here.person('代签副院长');
    const warrantNo = await here.warrant(deputy, people.businessDean, 'businessDean');
    const walked = await outpatientCase(people, 'awaitingBusinessDean');
    expect(await record(walked, await here.person('无关人员'))).toMatchObject({ body: { code: 'signerNotInOffice' } });
    await recorded(walked, deputy);
    const { signatures } = await shown(walked);
    expect(signatures.at(-1)).toMatchObject({ actor: { name: '代签副院长', onBehalfOf: { name: '卫业务' }, warrantNo } });
  });

  test('is not the other dean, whichever of the two signed here', async () => {
    const both = await here.person('身兼两职', 'deanInCharge', 'businessDean');
    const first = await outpatientCase(people, 'awaitingDeans');
    expect(await record(first, both)).toMatchObject({ status: 422, body: { code: 'signerOfficeNotChosen' } });
    await recorded(first, both, { signedAs: { office: 'deanInCharge' } });
    expect(await first.try(both, 'sign', signed)).toMatchObject({ status: 403, body: { code: 'sameDean' } });
    expect(await record(first, both)).toMatchObject({ status: 403, body: { code: 'signerIsOtherDean', office: 'deanInCharge' } });
    expect((await record(first, people.businessDean)).status).toBe(200);

    const second = await outpatientCase(people, 'awaitingDeans');
    await second.do(both, 'sign', { ...signed, as: { office: 'businessDean' } });
    expect(await record(second, both)).toMatchObject({ status: 403, body: { code: 'signerIsOtherDean' } });
    expect((await record(second, people.deanInCharge)).body.state).toBe('awaitingInsurance');
  });

  test('says for whom, where they stood in for several', async () => {
    const locum = await here.person('代班主任');
    await here.warrant(locum, people.director, 'departmentDirector');
    await here.warrant(locum, people.lead, 'departmentLead');
    const walked = await outpatientCase(people, 'awaitingDepartment');
    const open = await record(walked, locum);
    expect(open).toMatchObject({ status: 422, body: { code: 'signerHolderNotChosen' } });
    expect(open.body.holders.map(({ name }: { name: string }) => name).toSorted()).toEqual(['王负责', '郑主任']);
    expect((await record(walked, locum, { signedAs: { onBehalfOf: people.lead.id } })).status).toBe(200);
  });

  test('did not report, unless the institution allows it', async () => {
    const own = await here.person('自报', ['attendingPhysician', here.surgery], ['departmentDirector', here.surgery]);
    const walked = new Case(people);
    await walked.report(own, { chain: 'outpatient', content: reportContent() });
    await walked.do(people.lead, 'inform');
    await walked.do(people.clerk, 'releaseForm', spouse);
    await walked.do(people.lead, 'fillIn', { form: formContent() });
    expect(await record(walked, own)).toMatchObject({ status: 403, body: { code: 'signerReported' } });
    await server.database.query(`UPDATE institution SET settings = '{"ownReportAllowed": true}' WHERE id = $1`, [here.id]);
    expect((await record(walked, own)).status).toBe(200);
    await server.database.query(`UPDATE institution SET settings = '{}' WHERE id = $1`, [here.id]);
    const { entries } = (await people.clerk.http.get(`/referrals/${walked.id}/history`)).body;
    expect(entries.at(-1).entry.data.ownReport).toBe(true);
  });

  test('is not who records it', async () => {
    const clerk = await here.person('窗口兼负责人', 'windowClerk', 'insuranceLead');
    const walked = await outpatientCase(people, 'awaitingInsurance');
    const message = await onPaper(clerk, { paper: await scan(clerk) });
    expect(await walked.try(clerk, 'signOnPaper', message)).toMatchObject({ status: 403, body: { code: 'signerRecords' } });
    expect((await record(walked, clerk)).status).toBe(200);
  });

  test('is of this institution', async () => {
    const stranger = await (await hospital(server)).person('他院主任', 'medicalDirector');
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    expect(await record(walked, stranger)).toMatchObject({ status: 422, body: { code: 'unknownPerson', ids: [stranger.id] } });
    expect((await record(walked, people.medical)).status).toBe(200);
  });
});

describe('the day on the paper', () => {
  test('is not before the form said what was signed, and not to come', async () => {
    const dayBefore = new Date(server.clock.now().getTime() - 16 * 3_600_000).toISOString().slice(0, 10);
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const from = today();
    server.clock.advance({ days: 3 });
    const days = { from, until: today() };
    expect(await record(walked, people.medical, { signedOn: dayBefore })).toMatchObject({ status: 422, body: { code: 'wrongDay', ...days } });
    expect(await record(walked, people.medical, { signedOn: '2199-01-01' })).toMatchObject({ status: 422, body: { code: 'wrongDay', ...days } });
    expect(await record(walked, people.medical, { signedOn: '2026-02-30' })).toMatchObject({ status: 400, body: { errors: [{ pointer: '/signedOn' }] } });
    expect((await record(walked, people.medical, { signedOn: from })).status).toBe(200);
  });
});

describe('the scan', () => {
  test('is a signed form that the window uploaded for this, and serves once', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const other = await record(walked, people.medical, { paper: await scan(people.clerk, 'other') });
    expect(other).toMatchObject({ status: 422, body: { code: 'papersMissing', papers: ['signedForm'] } });
    const foreign = await record(walked, people.medical, { paper: await scan(people.insurance) });
    expect(foreign).toMatchObject({ status: 422, body: { code: 'unknownPaper' } });
    const paper = await scan(people.clerk);
    await recorded(walked, people.medical, { paper });
    expect(await record(walked, people.deanInCharge, { paper })).toMatchObject({ status: 422, body: { code: 'unknownPaper', ids: [paper] } });
    expect((await people.clerk.http.delete(`/papers/${paper}`)).status).toBe(409);
  });

  test('is of this referral: the same sheet serves each of its signers, and no other patient', async () => {
    const [walked, other] = [await outpatientCase(people, 'awaitingDeans'), await outpatientCase(people, 'awaitingDeans')];
    const sheet = () => scan(people.clerk, 'signedForm', 'one sheet');
    await recorded(walked, people.deanInCharge, { paper: await sheet() });
    const paper = await sheet();
    expect(await record(other, people.deanInCharge, { paper })).toMatchObject({ status: 422, body: { code: 'unknownPaper', ids: [paper] } });
    expect((await record(walked, people.businessDean, { paper })).body.state).toBe('awaitingInsurance');
  });

  test('is not older than the form that it shows', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const [before, again] = [await scan(people.clerk), await scan(people.clerk)];
    await recorded(walked, people.medical, { paper: before });
    await walked.do(people.deanInCharge, 'returnForCorrection', { reason: 'incomplete', comment: '请改。', to: 'fillIn' });
    const otherwise = formContent({ destination: { name: '另一示例医院', division: '440100' } });
    await walked.do(people.lead, 'fillIn', { form: otherwise });
    const older = await record(walked, people.director, { paper: again });
    expect(older).toMatchObject({ status: 422, body: { code: 'scanOlderThanForm' } });
    expect((await record(walked, people.director)).status).toBe(200);
  });

  test('is not of a signature that was asked for again since', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    await recorded(walked, people.medical);
    const [signedOn, sheet] = [today(), await scan(people.clerk)];
    server.clock.advance({ days: 2 });
    await walked.do(people.deanInCharge, 'returnForCorrection', { reason: 'incomplete', comment: '请重签。', to: 'medicalDirector' });
    expect(await record(walked, people.medical, { signedOn })).toMatchObject({ status: 422, body: { code: 'wrongDay', from: today() } });
    expect(await record(walked, people.medical, { paper: sheet })).toMatchObject({ status: 422, body: { code: 'scanOlderThanForm' } });
    expect((await record(walked, people.medical)).body.state).toBe('awaitingDeans');
  });

  test('is checked with the log: another digest shows', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const paper = await scan(people.clerk);
    const { seq } = await recorded(walked, people.medical, { paper });
    const { number } = await shown(walked);
    expect((await verifyLog(server.database, server.secrets, number)).broken).toEqual([]);
    await server.database.query(`UPDATE paper SET digest = 'sha256:other' WHERE id = $1`, [paper]);
    expect((await verifyLog(server.database, server.secrets, number)).broken).toEqual([{ number, seq, why: 'paperDiffers' }]);
  });
});

describe('acts that race', () => {
  test('of a signature here and the same on paper exactly one happens', async () => {
    for (let round = 0; round < 5; round += 1) {
      const walked = await outpatientCase(people, 'awaitingMedicalDirector');
      const message = await onPaper(people.medical);
      const answers = await Promise.all([
        walked.try(people.medical, 'sign', signed),
        walked.try(people.clerk, 'signOnPaper', message),
      ]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
      const late = answers.find(({ status }) => status === 412)!;
      expect(['sign', 'signOnPaper']).toContain(late.body.happened.act);
      const { signatures } = await shown(walked);
      expect(signatures.filter(({ step }: { step: string }) => step === 'medicalDirector')).toHaveLength(1);
    }
  });

  test('of two referrals that one scan was sent to, one has it', async () => {
    const cases = [await outpatientCase(people, 'awaitingMedicalDirector'), await outpatientCase(people, 'awaitingMedicalDirector')];
    const message = await onPaper(people.medical);
    const answers = await Promise.all(cases.map((one) => one.try(people.clerk, 'signOnPaper', message)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    expect(answers.find(({ status }) => status === 422)).toMatchObject({ body: { code: 'unknownPaper' } });
  });

  test('a repeated request records one signature', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const message = await onPaper(people.medical);
    const sending = { key: 'paper-once' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => walked.try(people.clerk, 'signOnPaper', message, sending)));
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
    expect((await shown(walked)).signatures.filter(({ onPaper: one }: { onPaper: object | null }) => one)).toHaveLength(1);
  });
});

test('a signature given here names the image that its signer had then', async () => {
  const digest = `sha256:${'0'.repeat(64)}`;
  const walked = await outpatientCase(people, 'awaitingMedicalDirector');
  await server.database.query('UPDATE person SET signature_image = $2 WHERE id = $1', [people.medical.id, digest]);
  await walked.do(people.medical, 'sign', signed);
  await server.database.query('UPDATE person SET signature_image = NULL WHERE id = $1', [people.medical.id]);
  const { entries } = (await people.clerk.http.get(`/referrals/${walked.id}/history`)).body;
  expect(entries.at(-1).entry.data.image).toBe(digest);
  expect(entries.at(-2).entry.data.image).toBeNull();
});
