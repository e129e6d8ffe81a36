import { afterAll, describe, expect, test } from '@jest/globals';
import { Database, DatabaseUnavailable } from '../apps/api/src/database/database.ts';
import { credentialOf } from '../apps/api/src/identity/caller.ts';
import { sign } from '../apps/api/src/referrals/acts/sign.ts';
import { perform } from '../apps/api/src/referrals/perform.ts';
import { report } from '../apps/api/src/referrals/report.ts';
import {
  Case,
  formContent,
  hospital,
  idNumberOf,
  inpatientCase,
  otherId,
  outpatientCase,
  patientId,
  reportContent,
  signed,
  spouse,
  staff,
  staffed,
} from './support/hospital.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { here, people } = await staffed(server, { letterNumberPattern: '东转〔{year}〕{serial:6}号' });

const incomplete = { reason: 'incomplete', comment: '请补充病理报告。' };

describe('the straight way', () => {
  test('an outpatient referral reaches its letter by the signatures of its chain', async () => {
    const walked = await outpatientCase(people, 'issued');
    const { body, headers } = await people.insurance.http.get(`/referrals/${walked.id}`);
    expect(body).toMatchObject({ state: 'issued', version: 10, awaiting: [] });
    expect(headers.get('etag')).toBe('"10"');
    expect(body.signatures.map(({ step, stands }: never) => [step, stands])).toEqual([
      ['department', true],
      ['medicalDirector', true],
      ['deanInCharge', true],
      ['businessDean', true],
      ['insurance', true],
    ]);
    expect(body.letter.number).toMatch(/^东转〔\d{4}〕\d{6}号$/);
    expect(body.letter.destination).toBe('省示例肿瘤医院');
  });

  test('an inpatient referral asks neither the medical department nor the deans', async () => {
    const walked = await inpatientCase(people, 6);
    const { body } = await people.clerk.http.get(`/referrals/${walked.id}`);
    expect(body.state).toBe('issued');
    expect(body.signatures.map(({ step }: never) => step)).toEqual(['department', 'insurance']);
  });

  test('the two deans sign in either order', async () => {
    const walked = await outpatientCase(people, 'awaitingDeans');
    await walked.do(people.businessDean, 'sign', signed);
    const answer = await walked.do(people.deanInCharge, 'sign', signed);
    expect(answer.body.state).toBe('awaitingInsurance');
  });

  test('a letter is valid from the day of issue in Shanghai for the days of the institution', async () => {
    server.clock.set('2026-11-30T16:30:00Z');
    const walked = await outpatientCase(people, 'issued');
    const { body } = await people.clerk.http.get(`/referrals/${walked.id}`);
    expect(body.letter).toMatchObject({ validFrom: '2026-12-01', validUntil: '2026-12-30' });
    server.clock.set(new Date());
  });
});

describe('reporting', () => {
  test('is for the reporting office of the chain, in its own department', async () => {
    const report = { chain: 'outpatient', content: reportContent() };
    expect((await people.physician.http.post('/referrals', report)).status).toBe(201);
    const bedDoctor = await people.bedDoctor.http.post('/referrals', report);
    expect(bedDoctor).toMatchObject({ status: 403, body: { code: 'notYourOffice', offices: ['attendingPhysician'] } });
    const elsewhere = await people.physician.http.post('/referrals', { ...report, departmentId: here.oncology });
    expect(elsewhere).toMatchObject({ status: 403, body: { code: 'notYourDepartment' } });
  });

  test('asks which department where the reporter has several, and not where one is named', async () => {
    const both = await here.person('两科', ['attendingPhysician', here.surgery], ['attendingPhysician', here.oncology]);
    const report = { chain: 'outpatient', content: reportContent() };
    const open = await both.http.post('/referrals', report);
    expect(open).toMatchObject({ status: 400, body: { errors: [{ pointer: '/departmentId' }] } });
    expect((await both.http.post('/referrals', { ...report, departmentId: here.oncology })).status).toBe(201);
  });

  test("needs all three papers and the agent for another hospital's patient", async () => {
    const agent = { name: '陈志强', idNumber: idNumberOf(otherId), hospital: '外院' };
    const report = (papers: string[], more: object = { agent }) =>
      people.officer.http.post('/referrals', { chain: 'otherHospital', content: reportContent(more), papers });
    const papers = await threePapers();
    expect(await report(papers.slice(0, 2))).toMatchObject({
      status: 422,
      body: { code: 'papersMissing', papers: ['patientIdCard'] },
    });
    expect(await report(papers, {})).toMatchObject({ status: 422, body: { code: 'agentMissing' } });
    expect((await report(papers)).status).toBe(201);
    expect(await report(papers)).toMatchObject({ status: 422 });
  });
});

/** Papers put straight into the database: their upload has tests of its own. */
async function threePapers(): Promise<string[]> {
  const ids: string[] = [];
  for (const kind of ['emergencyRecord', 'criticalNotice', 'patientIdCard']) {
    const [row] = await server.database.query<{ id: string }>(
      `INSERT INTO paper (institution_id, id, kind, name, media_type, size, digest, uploaded_by, uploaded_at)
       VALUES ($1, gen_random_uuid(), $2, '样例.pdf', 'application/pdf', 10, 'sha256:' || $2, $3, now()) RETURNING id`,
      [here.id, kind, people.officer.id],
    );
    ids.push(row!.id);
  }
  return ids;
}

describe("another hospital's inpatient", () => {
  const agent = { name: '陈志强', idNumber: idNumberOf(otherId), hospital: '外院' };

  async function reported() {
    const papers = await threePapers();
    const walked = new Case(people);
    await walked.report(people.officer, { chain: 'otherHospital', content: reportContent({ agent }), papers });
    return { walked, papers };
  }

  test('is informed only after all three papers are reviewed', async () => {
    const { walked, papers } = await reported();
    const partly = await walked.try(people.medical, 'inform', { papersReviewed: papers.slice(1) });
    expect(partly).toMatchObject({ status: 422, body: { code: 'papersNotReviewed', papers: ['emergencyRecord'] } });
    expect((await walked.try(people.medical, 'inform', { papersReviewed: papers })).status).toBe(200);
  });

  test("releases the form to the agent of the report against the agent's own card", async () => {
    const { walked, papers } = await reported();
    await walked.do(people.officer, 'inform', { papersReviewed: papers });
    const { clerk } = people;
    const release = (more: object) => walked.try(clerk, 'releaseForm', { ...agent, hospital: undefined, ...more });
    expect(await release({ relation: 'spouse' })).toMatchObject({ status: 422, body: { code: 'wrongCollector' } });
    expect(await release({ relation: 'agent', idNumber: idNumberOf(patientId) })).toMatchObject({
      status: 422,
      body: { code: 'notTheirOwnCard' },
    });
    expect(await release({ relation: 'agent', name: '别人' })).toMatchObject({ status: 422, body: { code: 'notTheAgent' } });
    expect((await release({ relation: 'agent' })).status).toBe(200);
  });

  test('reaches its letter by the medical director, both deans and the insurance office', async () => {
    const { walked, papers } = await reported();
    await walked.do(people.officer, 'inform', { papersReviewed: papers });
    await walked.do(people.clerk, 'releaseForm', { name: agent.name, relation: 'agent', idNumber: agent.idNumber });
    await walked.do(people.medical, 'fillIn', { form: formContent() });
    for (const signer of [people.medical, people.deanInCharge, people.businessDean, people.insuranceLead]) {
      await walked.do(signer, 'sign', signed);
    }
    expect((await walked.do(people.clerk, 'issueLetter')).body.state).toBe('issued');
  });
});

describe('who may act', () => {
  test('refuses a wrong office and says whose act it is', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const refused = await walked.try(people.insurance, 'sign', signed);
    expect(refused).toMatchObject({ status: 403, body: { code: 'notYourOffice', offices: ['medicalDirector'] } });
    expect((await walked.try(people.medical, 'sign', signed)).status).toBe(200);
  });

  test("refuses another department's head and lets the own one act", async () => {
    const other = await here.person('他科主任', ['departmentDirector', here.oncology]);
    const walked = await outpatientCase(people, 'awaitingInform');
    expect(await walked.try(other, 'inform')).toMatchObject({ status: 403, body: { code: 'notInvolved' } });
    await walked.do(people.director, 'copyTo', { people: [other.id] });
    expect(await walked.try(other, 'inform')).toMatchObject({ status: 403, body: { code: 'notYourDepartment' } });
    expect((await walked.try(people.director, 'inform')).status).toBe(200);
  });

  test('shows a referral of another institution as absent, and the own one not', async () => {
    const walked = await outpatientCase(people, 'awaitingDeans');
    const there = await hospital(server);
    const dean = await there.person('他院院长', 'deanInCharge');
    const path = `/referrals/${walked.id}`;
    const seen = await dean.http.get(path);
    const absent = await dean.http.get('/referrals/0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f70');
    expect(seen.status).toBe(404);
    expect({ ...seen.body, instance: '' }).toEqual({ ...absent.body, instance: '' });
    expect((await dean.http.post(`${path}/sign`, signed, { ifMatch: walked.version })).status).toBe(404);
    expect((await people.deanInCharge.http.get(path)).status).toBe(200);
  });

  test('refuses the same person as both deans, and allows two', async () => {
    const both = await here.person('身兼两职', 'deanInCharge', 'businessDean');
    const walked = await outpatientCase(people, 'awaitingDeans');
    expect(await walked.try(both, 'sign', signed)).toMatchObject({ status: 422, body: { code: 'officeNotChosen' } });
    await walked.do(both, 'sign', { ...signed, as: { office: 'deanInCharge' } });
    expect(await walked.try(both, 'sign', signed)).toMatchObject({ status: 403, body: { code: 'sameDean' } });
    expect((await walked.try(people.businessDean, 'sign', signed)).body.state).toBe('awaitingInsurance');
  });

  test('refuses to sign an own report, and allows it where the institution does', async () => {
    const strict = await here.person('自报', ['attendingPhysician', here.surgery], ['departmentDirector', here.surgery]);
    const walked = new Case(people);
    await walked.report(strict, { chain: 'outpatient', content: reportContent() });
    await walked.do(people.lead, 'inform');
    await walked.do(people.clerk, 'releaseForm', spouse);
    await walked.do(people.lead, 'fillIn', { form: formContent() });
    expect(await walked.try(strict, 'sign', signed)).toMatchObject({ status: 403, body: { code: 'ownReport' } });
    expect((await walked.try(people.director, 'sign', signed)).status).toBe(200);

    const lenient = await hospital(server, { ownReportAllowed: true });
    const all = await staff(lenient);
    const own = await lenient.person('自报', ['attendingPhysician', lenient.surgery], ['departmentDirector', lenient.surgery]);
    const allowed = new Case(all);
    await allowed.report(own, { chain: 'outpatient', content: reportContent() });
    await allowed.do(all.lead, 'inform');
    await allowed.do(all.clerk, 'releaseForm', spouse);
    await allowed.do(all.lead, 'fillIn', { form: formContent() });
    await allowed.do(own, 'sign', signed);
    const { body } = await own.http.get(`/referrals/${allowed.id}`);
    expect(body.signatures).toMatchObject([{ step: 'department', ownReport: true }]);
  });

  test('lets a substitute sign by warrant with both names in the log, until the warrant or the office ends', async () => {
    const deputy = await here.person('副院长');
    const holder = await here.person('出差院长', 'businessDean');
    const warrantNo = await here.warrant(deputy, holder, 'businessDean');
    const walked = await outpatientCase(people, 'awaitingBusinessDean');
    await walked.do(deputy, 'sign', signed);
    const { body } = await deputy.http.get(`/referrals/${walked.id}/history`);
    expect(body.entries.at(-1)).toMatchObject({
      entry: { act: 'sign', actor: { name: '副院长', onBehalfOf: { name: '出差院长' }, warrantNo } },
    });
    const next = await outpatientCase(people, 'awaitingBusinessDean');
    await here.endOffice(holder, 'businessDean');
    expect((await next.try(deputy, 'sign', signed)).status).toBe(403);
  });

  test('asks for a fresh proof of presence before a signature, and only there', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    await server.database.query('UPDATE session SET present_until = $2 WHERE person_id = $1', [
      people.medical.id,
      new Date(0),
    ]);
    expect(await walked.try(people.medical, 'sign', signed)).toMatchObject({ status: 403, body: { code: 'presenceNeeded' } });
    expect((await walked.try(people.medical, 'comment', { text: '稍后签' })).status).toBe(200);
    await server.database.query(`UPDATE session SET present_until = expires_at WHERE person_id = $1`, [people.medical.id]);
    expect((await walked.try(people.medical, 'sign', signed)).status).toBe(200);
  });

  test('lets an auditor read and not write', async () => {
    const walked = await outpatientCase(people, 'awaitingInform');
    expect((await people.auditor.http.get(`/referrals/${walked.id}`)).status).toBe(200);
    expect(await walked.try(people.auditor, 'comment', { text: 'x' })).toMatchObject({ status: 403, body: { code: 'readOnly' } });
  });
});

describe('returning', () => {
  test('same material content goes straight back to whoever returned it', async () => {
    const walked = await outpatientCase(people, 'awaitingInsurance');
    await walked.do(people.insurance, 'returnForCorrection', { ...incomplete, to: 'fillIn' });
    const refilled = await walked.do(people.lead, 'fillIn', { form: formContent({ remark: '已补电话' }) });
    expect(refilled.body.state).toBe('awaitingInsurance');
  });

  test('a material change needs every signature again', async () => {
    const walked = await outpatientCase(people, 'awaitingInsurance');
    await walked.do(people.insurance, 'returnForCorrection', { ...incomplete, to: 'fillIn' });
    const changed = formContent({ destination: { name: '另一示例医院', division: '440100' } });
    expect((await walked.do(people.lead, 'fillIn', { form: changed })).body.state).toBe('awaitingDepartment');
    const { body } = await people.lead.http.get(`/referrals/${walked.id}`);
    expect(body.signatures.every(({ stands }: { stands: boolean }) => !stands)).toBe(true);
  });

  test('an earlier signer signs again, and the later signatures stand', async () => {
    const walked = await outpatientCase(people, 'awaitingInsurance');
    await walked.do(people.insurance, 'returnForCorrection', { ...incomplete, to: 'medicalDirector' });
    expect((await walked.do(people.medical, 'sign', signed)).body.state).toBe('awaitingInsurance');
  });

  test("clears the other dean's open request", async () => {
    const walked = await outpatientCase(people, 'awaitingDeans');
    const answer = await walked.do(people.businessDean, 'returnForCorrection', { ...incomplete, to: 'fillIn' });
    expect(answer.body.awaiting.map(({ office }: { office: string }) => office)).toEqual([
      'departmentDirector',
      'departmentLead',
    ]);
    expect((await walked.try(people.deanInCharge, 'sign', signed)).status).toBe(409);
  });

  test('refuses a target that is not before, and names those that are', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const refused = await walked.try(people.medical, 'returnForCorrection', { ...incomplete, to: 'insurance' });
    expect(refused).toMatchObject({ status: 422, body: { code: 'wrongReturnTarget', allowed: ['fillIn', 'department'] } });
    expect((await walked.try(people.medical, 'returnForCorrection', { ...incomplete, to: 'department' })).status).toBe(200);
  });

  test('refuses a reason that is not in the list of the institution', async () => {
    const walked = await outpatientCase(people, 'awaitingDepartment');
    const refused = await walked.try(people.director, 'reject', { reason: 'whim', comment: '无' });
    expect(refused).toMatchObject({ status: 422, body: { code: 'unknownReason', reason: 'whim' } });
    expect((await walked.try(people.director, 'reject', incomplete)).body.state).toBe('rejected');
  });
});

describe('taking back', () => {
  test('the last person to act recalls until someone acts after them', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    expect(await walked.try(people.lead, 'recall')).toMatchObject({ status: 409, body: { code: 'notLastToAct' } });
    expect((await walked.do(people.director, 'recall')).body.state).toBe('awaitingDepartment');
    await walked.do(people.director, 'sign', signed);
    await walked.do(people.medical, 'sign', signed);
    const late = await walked.try(people.director, 'recall');
    expect(late).toMatchObject({ status: 409, body: { code: 'notLastToAct', happened: { act: 'sign', by: '陈医务' } } });
  });

  test('a recalled form takes the lists back to the content before it', async () => {
    const walked = await outpatientCase(people, 'awaitingFillIn');
    await walked.do(people.lead, 'fillIn', { form: formContent({ patient: { ...formContent().patient, name: '改名' } }) });
    const nameOf = async () =>
      (await server.database.query<{ patient_name: string }>('SELECT patient_name FROM referral WHERE id = $1', [walked.id]))[0]!
        .patient_name;
    expect(await nameOf()).toBe('改名');
    await walked.do(people.lead, 'recall');
    expect(await nameOf()).toBe('王𠮷兰');
  });

  test('a letter cannot be recalled but can be voided by the insurance office', async () => {
    const walked = await outpatientCase(people, 'issued');
    expect(await walked.try(people.clerk, 'recall')).toMatchObject({ status: 409, body: { code: 'cannotBeTakenBack' } });
    expect((await walked.try(people.clerk, 'void', incomplete)).status).toBe(403);
    expect((await walked.try(people.insuranceLead, 'void', incomplete)).body.state).toBe('voided');
  });

  test('the reporter or the department withdraws until the letter is issued', async () => {
    const walked = await outpatientCase(people, 'awaitingLetter');
    expect((await walked.try(people.clerk, 'withdraw', { comment: '无' })).status).toBe(403);
    expect((await walked.try(people.physician, 'withdraw', { comment: '患者要求' })).body.state).toBe('withdrawn');
    const issued = await outpatientCase(people, 'issued');
    expect((await issued.try(people.physician, 'withdraw', { comment: '患者要求' })).status).toBe(409);
  });
});

describe('speaking about a referral', () => {
  test('comments, copies and reminders leave state and version as they are', async () => {
    const walked = await outpatientCase(people, 'awaitingDeans');
    const before = walked.version;
    await walked.do(people.physician, 'comment', { text: '患者已到院 👍 <b>x</b> \'; DROP TABLE referral; --' });
    await walked.do(people.physician, 'remind', { message: '请尽快' });
    await walked.do(people.physician, 'copyTo', { people: [people.insurance.id] });
    expect(walked.version).toBe(before);
    expect((await walked.try(people.businessDean, 'sign', signed)).status).toBe(200);
  });

  test('copies only colleagues of the institution', async () => {
    const there = await hospital(server);
    const stranger = await there.person('外人');
    const walked = await outpatientCase(people, 'awaitingInform');
    const refused = await walked.try(people.physician, 'copyTo', { people: [stranger.id] });
    expect(refused).toMatchObject({ status: 422, body: { code: 'unknownPerson', ids: [stranger.id] } });
    expect((await walked.try(people.physician, 'copyTo', { people: [people.medical.id] })).status).toBe(200);
  });
});

describe('asking twice and asking late', () => {
  test('a repeated request has one effect and the same answer', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const sending = { key: 'once-and-again', ifMatch: walked.version };
    const first = await people.medical.http.post(`/referrals/${walked.id}/sign`, signed, sending);
    const again = await people.medical.http.post(`/referrals/${walked.id}/sign`, signed, sending);
    expect(again).toMatchObject({ status: first.status, body: first.body });
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    const { body } = await people.medical.http.get(`/referrals/${walked.id}`);
    expect(body.signatures.filter(({ step }: { step: string }) => step === 'medicalDirector')).toHaveLength(1);
  });

  test('a key used for another message is refused', async () => {
    const walked = await outpatientCase(people, 'awaitingDeans');
    const sending = { key: 'for-one-message', ifMatch: walked.version };
    await people.physician.http.post(`/referrals/${walked.id}/comment`, { text: '一' }, sending);
    const other = await people.physician.http.post(`/referrals/${walked.id}/comment`, { text: '二' }, sending);
    expect(other).toMatchObject({ status: 422, body: { code: 'keyReused' } });
  });

  test('a report sent twice begins one referral', async () => {
    const report = { chain: 'outpatient', content: reportContent() };
    const answers = await Promise.all(
      [1, 2, 3].map(() => people.physician.http.post('/referrals', report, { key: 'one-report' })),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  test('says 428 without If-Match, 412 with an old one and what happened, 409 in the wrong state', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const path = `/referrals/${walked.id}/sign`;
    expect(await people.medical.http.post(path, signed)).toMatchObject({ status: 428, body: { code: 'ifMatchMissing' } });
    const stale = await people.medical.http.post(path, signed, { ifMatch: walked.version - 1 });
    expect(stale).toMatchObject({
      status: 412,
      body: { code: 'overtaken', happened: { act: 'sign', by: '郑主任', state: 'awaitingMedicalDirector' } },
    });
    const wrong = await walked.try(people.clerk, 'issueLetter');
    expect(wrong).toMatchObject({ status: 409, body: { code: 'notAwaited', happened: { act: 'sign' } } });
    expect((await walked.try(people.medical, 'sign', signed)).status).toBe(200);
  });

  test('says 400 without an Idempotency-Key', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    expect(await walked.try(people.medical, 'sign', signed, { key: null })).toMatchObject({
      status: 400,
      body: { code: 'idempotencyKeyMissing' },
    });
  });
});

describe('many at once', () => {
  test('signs each referral of a batch by itself and answers each by itself', async () => {
    const ready = await outpatientCase(people, 'awaitingDeans');
    const early = await outpatientCase(people, 'awaitingInform');
    const stale = await outpatientCase(people, 'awaitingDeans');
    const batch = {
      ...signed,
      referrals: [
        { referralId: ready.id, version: ready.version },
        { referralId: early.id, version: early.version },
        { referralId: stale.id, version: stale.version - 1 },
      ],
    };
    const sending = { key: 'a-batch' };
    const { status, body } = await people.deanInCharge.http.post('/referrals/sign', batch, sending);
    expect(status).toBe(200);
    expect(body.results).toMatchObject([
      { referralId: ready.id, signed: true, referral: { version: ready.version + 1 } },
      { referralId: early.id, signed: false, problem: { status: 409, code: 'notAwaited' } },
      { referralId: stale.id, signed: false, problem: { status: 412, code: 'overtaken' } },
    ]);
    const again = await people.deanInCharge.http.post('/referrals/sign', batch, sending);
    expect(again.body.results[0]).toEqual(body.results[0]);
  });

  test('a key of a batch is for that batch alone', async () => {
    const [one, other] = [await outpatientCase(people, 'awaitingDeans'), await outpatientCase(people, 'awaitingDeans')];
    const batch = (walked: Case) => ({ ...signed, referrals: [{ referralId: walked.id, version: walked.version }] });
    const sending = { key: 'a-batch-of-one' };
    expect((await people.deanInCharge.http.post('/referrals/sign', batch(one), sending)).status).toBe(200);
    const reused = await people.deanInCharge.http.post('/referrals/sign', batch(other), sending);
    expect(reused).toMatchObject({ status: 422, body: { code: 'keyReused' } });
    expect((await people.deanInCharge.http.post('/referrals/sign', batch(one), sending)).body.results[0].signed).toBe(true);
  });

  test('a batch of nobody who is signed in is refused as a whole', async () => {
    const referrals = [{ referralId: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f73', version: 1 }];
    const stranger = server.http.as(`${here.id}.made-up`);
    expect((await stranger.post('/referrals/sign', { ...signed, referrals })).status).toBe(401);
  });

  test('takes a hundred in one request, and refuses more', async () => {
    const referrals = (length: number) =>
      Array.from({ length }, (_, i) => ({ referralId: `0197a1c2-5b6e-7f00-8a11-${String(i).padStart(12, '0')}`, version: 1 }));
    const post = (length: number) =>
      people.deanInCharge.http.post('/referrals/sign', { ...signed, referrals: referrals(length) });
    const hundred = await post(100);
    expect(hundred.status).toBe(200);
    expect(hundred.body.results.map((one: { problem: { code: string } }) => one.problem.code)).toEqual(Array(100).fill('notFound'));
    expect(await post(101)).toMatchObject({ status: 400, body: { errors: [{ pointer: '/referrals' }] } });
  });
});

describe('a statement whose answer was lost', () => {
  const { database } = server;
  /** The server's own database, of which the answer to one of the statements that do this is lost on the way. */
  class Losing extends Database {
    lost = 0;

    constructor(private readonly does: string) {
      super(database.dataSource);
    }

    override async pipelined<Row extends object>(...asked: Parameters<Database['pipelined']>): Promise<Row[]> {
      const rows = await database.pipelined<Row>(...asked);
      if (!asked[0].text.includes(this.does) || this.lost > 0) return rows;
      this.lost += 1;
      throw new DatabaseUnavailable('Connection terminated unexpectedly');
    }
  }
  const eventsOf = (id: string) => database.query(`SELECT act FROM event WHERE referral_id = $1 ORDER BY seq`, [id]);

  test.each([
    ['a write', 'INSERT INTO event'],
    ['a read', 'session s'],
  ])('%s, leaves an act that happens once and is answered as done', async (what, does) => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const before = await eventsOf(walked.id);
    const losing = new Losing(does);
    const request = { key: `lost-${what}`, fingerprint: 'f'.repeat(43) };
    const asked = { credential: credentialOf(people.medical.token, 'bearer')!, request, referralId: walked.id, version: walked.version };
    expect(await perform(losing, server.clock, asked, sign(signed))).toMatchObject({ version: walked.version + 1 });
    expect(losing.lost).toBe(1);
    expect(await eventsOf(walked.id)).toEqual([...before, { act: 'sign' }]);
  });

  test('a write of a report, leaves one referral', async () => {
    const losing = new Losing('INSERT INTO event');
    const key = { key: 'lost-report', fingerprint: 'f'.repeat(43) };
    const asked = { chain: 'outpatient' as const, content: reportContent() };
    const reported = await report(losing, server.clock, server.secrets, credentialOf(people.physician.token, 'bearer')!, key, asked);
    expect(losing.lost).toBe(1);
    expect(await eventsOf(reported.id)).toEqual([{ act: 'report' }]);
    const ofPatient = `SELECT FROM referral WHERE reporter_id = $1 AND number >= $2`;
    expect(await database.query(ofPatient, [people.physician.id, reported.number])).toHaveLength(1);
  });
});

describe('a database that takes no more writes', () => {
  const outOfRoom = `CREATE FUNCTION out_of_room() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = '53100'; END $$;
    CREATE TRIGGER out_of_room BEFORE INSERT ON outgoing EXECUTE FUNCTION out_of_room()`;
  const makeRoom = 'DROP TRIGGER out_of_room ON outgoing; DROP FUNCTION out_of_room';

  test('is said to be unavailable, and does the same act when there is room again', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const key = { 'Idempotency-Key': 'without-room' };
    const sign = () => people.medical.http.with({ 'If-Match': `"${walked.version}"`, ...key }).post(`/referrals/${walked.id}/sign`, signed);
    const report = () => people.physician.http.with(key).post('/referrals', { chain: 'outpatient', content: reportContent() });
    await server.database.query(outOfRoom);
    try {
      const refused = { status: 503, body: { code: 'databaseUnavailable' } };
      expect(await sign()).toMatchObject(refused);
      expect(await report()).toMatchObject(refused);
    } finally {
      await server.database.query(makeRoom);
    }
    expect((await sign()).status).toBe(200);
    expect((await report()).status).toBe(201);
  });
});

describe('bad input', () => {
  test('names each faulty field and the reason in the language of the reader', async () => {
    const content = reportContent({
      patient: { name: '', idNumber: '441900196502300011', insuranceKind: '999', nickname: 'x' },
    });
    const post = (language: string) =>
      people.physician.http.with({ 'Accept-Language': language }).post('/referrals', { chain: 'outpatient', content });
    const zh = await post('zh-CN');
    expect(zh.status).toBe(400);
    expect(zh.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(zh.body.errors).toEqual(
      expect.arrayContaining([
        { pointer: '/content/patient/name', reason: '必填' },
        { pointer: '/content/patient/idNumber', reason: '身份证号中的出生日期不存在' },
        { pointer: '/content/patient/nickname', reason: '不是本接口的字段' },
      ]),
    );
    const en = await post('en-US,en;q=0.9');
    expect(en.body.errors).toContainEqual({ pointer: '/content/patient/name', reason: 'is required' });
  });

  test('refuses an ID number with a bad check digit and takes the right one', async () => {
    const right = idNumberOf(patientId);
    const wrong = right.slice(0, 17) + (right[17] === '0' ? '1' : '0');
    const report = (idNumber: string) =>
      people.physician.http.post('/referrals', {
        chain: 'outpatient',
        content: reportContent({ patient: { name: '王', idNumber, insuranceKind: '310' } }),
      });
    expect(await report(wrong)).toMatchObject({ status: 400, body: { errors: [{ pointer: '/content/patient/idNumber' }] } });
    expect((await report(right)).status).toBe(201);
  });

  test('refuses an opinion of 10,000 characters and NUL, and keeps what people do write', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const long = await walked.try(people.medical, 'sign', { opinion: '同'.repeat(10_000) });
    expect(long).toMatchObject({ status: 400, body: { errors: [{ pointer: '/opinion' }] } });
    expect((await walked.try(people.medical, 'sign', { opinion: 'a\u0000b' })).status).toBe(400);
    expect((await walked.try(people.medical, 'sign', { opinion: '   ' })).status).toBe(400);
    const opinion = '同意 👩‍⚕️𠮷\n<script>alert(1)</script> \'); DROP TABLE event; --';
    await walked.do(people.medical, 'sign', { opinion });
    const { body } = await people.medical.http.get(`/referrals/${walked.id}`);
    expect(body.signatures.at(-1).opinion).toBe(opinion);
  });

  test('answers malformed JSON, a wrong type and too much with problems, never a stack trace', async () => {
    const { http } = people.physician;
    const broken = await http.send('POST', '/referrals', '{"chain":', {
      key: 'k1',
      headers: { 'Content-Type': 'application/json' },
    });
    expect(broken).toMatchObject({ status: 400, body: { code: 'malformed' } });
    const xml = await http.send('POST', '/referrals', '<a/>', { key: 'k2', headers: { 'Content-Type': 'application/xml' } });
    expect(xml).toMatchObject({ status: 415, body: { code: 'unsupportedType' } });
    const much = await http.post('/referrals', { chain: 'x'.repeat(2_000_000) });
    expect(much).toMatchObject({ status: 413, body: { code: 'tooLarge' } });
    for (const { body } of [broken, xml, much]) expect(JSON.stringify(body)).not.toMatch(/\.ts|node_modules| at /);
  });
});
