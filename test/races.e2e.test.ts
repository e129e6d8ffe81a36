import { afterAll, describe, expect, test } from '@jest/globals';
import { verifyLog } from '../apps/api/src/referrals/verify-log.ts';
import type { Entry, Step } from '../libs/policy/src/index.ts';
import { demanded, standing } from '../libs/policy/test/log.ts';
import type { Answer } from './support/http.ts';
import {
  formContent,
  outpatientCase,
  reportContent,
  signed,
  staffed,
  type Case,
  type Colleague,
  type Staff,
} from './support/hospital.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { here, people } = await staffed(server);

const incomplete = { reason: 'incomplete', comment: '材料不全' };

/** A generator of numbers that a seed decides: with RACE_SEED the acts of a failing run are sent again. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const pick = <T>(from: readonly T[], random: () => number): T => from[Math.floor(random() * from.length)]!;

/** Scans of the window, put straight into the database: their upload has tests of its own. */
async function scansOf({ clerk }: Staff, count: number): Promise<string[]> {
  const rows = await server.database.query<{ id: string }>(
    `INSERT INTO paper (institution_id, id, kind, name, media_type, size, digest, uploaded_by, uploaded_at)
     SELECT $1, gen_random_uuid(), 'signedForm', '签字页.pdf', 'application/pdf', 10, 'sha256:' || gen_random_uuid(), $2,
       now() + interval '1 day' -- However often the form is filled in meanwhile, the scan is not older.
     FROM generate_series(1, $3::int) n RETURNING id`,
    [here.id, clerk.id, count],
  );
  return rows.map(({ id }) => id);
}

/** Anything that somebody might send to a referral at any moment, allowed or not. */
function anyAct(who: Staff, scans: readonly string[], random: () => number): [Colleague, string, object] {
  const { lead, director, medical, deanInCharge, businessDean, insurance, insuranceLead, clerk, physician } = who;
  const forms = [formContent(), formContent({ destination: { name: '另一示例医院', division: '440300' } })];
  const signedOn = new Date(server.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  const onPaper = ({ id }: Colleague) => ({ signer: id, signedOn, ...signed, paper: pick(scans, random) });
  return pick<[Colleague, string, object]>(
    [
      [lead, 'fillIn', { form: pick(forms, random) }],
      [director, 'sign', signed],
      [lead, 'sign', signed],
      [medical, 'sign', signed],
      [deanInCharge, 'sign', signed],
      [businessDean, 'sign', signed],
      [insurance, 'sign', signed],
      [insuranceLead, 'sign', signed],
      [clerk, 'signOnPaper', onPaper(medical)],
      [clerk, 'signOnPaper', onPaper(pick([deanInCharge, businessDean], random))],
      [clerk, 'issueLetter', {}],
      [clerk, 'replaceLetter', incomplete],
      [clerk, 'recall', {}],
      [medical, 'returnForCorrection', { ...incomplete, to: 'fillIn' }],
      [businessDean, 'returnForCorrection', { ...incomplete, to: 'medicalDirector' }],
      [insurance, 'returnForCorrection', { ...incomplete, to: 'deanInCharge' }],
      [director, 'recall', {}],
      [deanInCharge, 'recall', {}],
      [physician, 'comment', { text: '进度如何？' }],
      [physician, 'remind', {}],
    ],
    random,
  );
}

describe('of acts that race', () => {
  test('exactly one of many clients signs, and each other one is told what happened instead', async () => {
    const walked = await outpatientCase(people, 'awaitingInsurance');
    const clients = [people.insurance, people.insuranceLead];
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, i) => walked.try(clients[i % 2]!, 'sign', signed)),
    );
    const [won, lost] = [answers.filter(({ status }) => status === 200), answers.filter(({ status }) => status !== 200)];
    expect(won).toHaveLength(1);
    for (const { status, body } of lost) {
      expect(status).toBe(412);
      expect(body.happened).toMatchObject({ act: 'sign', state: 'awaitingLetter' });
    }
  });

  test('a signature and a recall, a return and a withdrawal: one happens', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const answers = await Promise.all([
      walked.try(people.medical, 'sign', signed),
      walked.try(people.director, 'recall'),
      walked.try(people.medical, 'returnForCorrection', { ...incomplete, to: 'fillIn' }),
      walked.try(people.physician, 'withdraw', { comment: '患者要求' }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('a comment never costs a dean their signature', async () => {
    const walked = await outpatientCase(people, 'awaitingDeans');
    const comments = Array.from({ length: 12 }, (_, i) => walked.try(people.physician, 'comment', { text: `第 ${i} 条` }));
    const [sign, ...others] = await Promise.all([walked.try(people.deanInCharge, 'sign', signed), ...comments]);
    expect(sign!.status).toBe(200);
    // A comment on what was seen before the signature is told so, and is not lost: its writer sees the answer.
    expect(others.every(({ status, body }) => status === 200 || body.happened.act === 'sign')).toBe(true);
  });

  test('one repeated key has one effect, however many send it at once', async () => {
    const walked = await outpatientCase(people, 'awaitingDepartment');
    const sending = { key: 'the-same-for-all' };
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => walked.try(people.director, 'sign', signed, sending)),
    );
    expect(answers.map(({ status, body }) => ({ status, body }))).toEqual(
      answers.map(() => ({ status: 200, body: answers[0]!.body })),
    );
  });

  test('letters of many clerks are unique and without a gap', async () => {
    const clerks = [people.clerk, await here.person('二窗口', 'windowClerk'), await here.person('三窗口', 'windowClerk')];
    const cases: Case[] = [];
    for (let i = 0; i < 9; i += 1) cases.push(await outpatientCase(people, 'awaitingLetter'));
    const answers = await Promise.all(
      cases.flatMap((one, i) => [one.try(clerks[i % 3]!, 'issueLetter'), one.try(clerks[(i + 1) % 3]!, 'issueLetter')]),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(9);
    const serials = await server.database.query<{ serial: number }>(
      'SELECT serial FROM letter WHERE institution_id = $1 ORDER BY serial',
      [here.id],
    );
    expect(serials.map(({ serial }) => serial)).toEqual(serials.map((_, i) => i + 1));
  });

  test('whatever many clients fire at one referral, its invariants hold', async () => {
    const seed = Number(process.env.RACE_SEED ?? Date.now() % 1_000_000);
    const random = chance(seed);
    for (let round = 0; round < 4; round += 1) {
      const walked = await outpatientCase(people, 'awaitingDepartment', reportContent());
      const answered: Answer[] = [];
      const scans = await scansOf(people, 40);
      const client = async () => {
        for (let i = 0; i < 12; i += 1) {
          const { body } = await people.physician.http.get(`/referrals/${walked.id}`);
          const [who, act, message] = anyAct(people, scans, random);
          const answer = await who.http.post(`/referrals/${walked.id}/${act}`, message, { ifMatch: body.version });
          answered.push(answer);
        }
      };
      await Promise.all(Array.from({ length: 8 }, client));
      await toTheLetter(walked.id, answered);
      await invariantsOf(walked.id, answered, seed);
    }
  });
});

/** Goes on from wherever a referral was left until it has its letter. */
async function toTheLetter(id: string, answered: Answer[]): Promise<void> {
  const next: Record<string, [Colleague, string, object][]> = {
    awaitingFillIn: [[people.lead, 'fillIn', { form: formContent() }]],
    awaitingDepartment: [[people.lead, 'sign', signed]],
    awaitingMedicalDirector: [[people.medical, 'sign', signed]],
    awaitingDeans: [[people.deanInCharge, 'sign', signed], [people.businessDean, 'sign', signed]],
    awaitingInsurance: [[people.insurance, 'sign', signed]],
    awaitingLetter: [[people.clerk, 'issueLetter', {}]],
  };
  for (let tries = 0; tries < 10; tries += 1) {
    const { body } = await people.physician.http.get(`/referrals/${id}`);
    if (body.state === 'issued') return;
    for (const [who, act, message] of next[body.state] ?? []) {
      answered.push(await who.http.post(`/referrals/${id}/${act}`, message, { ifMatch: body.version }));
    }
  }
}

async function invariantsOf(id: string, answered: readonly Answer[], seed: number): Promise<void> {
  const unforeseen = answered.filter(({ status }) => ![200, 403, 409, 412, 422].includes(status));
  expect({ seed, unforeseen }).toEqual({ seed, unforeseen: [] });

  const { entries } = (await people.physician.http.get(`/referrals/${id}/history`)).body as { entries: { entry: Entry }[] };
  const after = answered.filter(({ status }) => status === 200).map(({ body }) => body.seq as number);
  // Each answered act is one event, and no event was answered twice.
  expect(new Set(after).size).toBe(after.length);
  expect(entries.slice(-after.length).map(({ entry }) => entry.seq)).toEqual(after.toSorted((a, b) => a - b));

  const verified = await verifyLog(server.database, server.secrets, null);
  expect({ seed, broken: verified.broken, gap: verified.letterGap }).toEqual({ seed, broken: [], gap: null });

  const log = entries.map(({ entry }) => entry);
  const letters = log.filter(({ act }) => act === 'issueLetter' || act === 'replaceLetter');
  expect({ seed, letters: letters.length > 0 }).toEqual({ seed, letters: true });
  const steps = Object.keys(demanded.outpatient) as Step[];
  const unsigned = letters.flatMap(({ seq }) => steps.filter((step) => !standing(log.slice(0, seq), step)));
  expect({ seed, unsigned }).toEqual({ seed, unsigned: [] });

  const { body: shown } = await people.physician.http.get(`/referrals/${id}`);
  const shownStanding = shown.signatures.filter(({ stands }: { stands: boolean }) => stands);
  expect(shownStanding.map(({ step }: { step: string }) => step).toSorted()).toEqual(steps.toSorted());
}
