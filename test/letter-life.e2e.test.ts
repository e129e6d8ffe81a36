import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import type { OutcomeKind, Receiver } from '../libs/policy/src/index.ts';
import { LetterExpiry } from '../apps/api/src/referrals/expire-letters.ts';
import { recordArrival, recordOutcome, type ArrivalReport } from '../apps/api/src/referrals/return-slip.ts';
import { verifyLog } from '../apps/api/src/referrals/verify-log.ts';
import { contentOf, documentsOf, textOf } from './support/documents.ts';
import { hospital, outpatientCase, staff, staffed, type Case } from './support/hospital.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { here, people } = await staffed(server, { letterUses: 2 });
afterEach(() => server.clock.set(new Date()));

const db = () => server.database;
const lost = { reason: 'incomplete', comment: '家属在途中遗失介绍信。' };

interface Letter {
  number: string;
  serial: number;
  validFrom: string;
  validUntil: string;
  uses: number;
  replaces: string | null;
}

const letterOf = async (walked: Case, all = people): Promise<Letter> =>
  (await all.clerk.http.get(`/referrals/${walked.id}`)).body.letter;

const today = () => new Date(server.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

const receiver = { hospital: '省示例肿瘤医院', name: '黎敏', phone: '020-87654321' };

const arrive = async (walked: Case, more: Partial<ArrivalReport> = {}, at = here, all = people) => {
  const letterNo = (await letterOf(walked, all)).number;
  return recordArrival(db(), server.clock, server.secrets, { institutionId: at.id, referralId: walked.id }, {
    letterNo,
    on: today(),
    receiver,
    ...more,
  });
};

const outcome = async (walked: Case, more: Partial<ArrivalReport> & { kind?: OutcomeKind; text?: string } = {}) => {
  const letterNo = (await letterOf(walked)).number;
  return recordOutcome(db(), server.clock, server.secrets, { institutionId: here.id, referralId: walked.id }, {
    letterNo,
    on: today(),
    kind: 'admitted',
    text: '收入胸外科。',
    receiver,
    ...more,
  });
};

const logOf = async (walked: Case) =>
  ((await people.clerk.http.get(`/referrals/${walked.id}/history`)).body.entries as { entry: { act: string; data: never } }[])
    .map(({ entry }) => entry);

const actsOf = async (walked: Case) => (await logOf(walked)).map(({ act }) => act);

const refusal = (code: string) => expect.objectContaining({ code });

async function holds(walked: Case): Promise<void> {
  const { body } = await people.clerk.http.get(`/referrals/${walked.id}`);
  const verified = await verifyLog(db(), server.secrets, body.number as string);
  expect(verified).toMatchObject({ referrals: 1, broken: [] });
}

describe('replacing a letter', () => {
  test('gives the next number to the same permission and names the old one', async () => {
    const walked = await outpatientCase(people, 'issued');
    const old = await letterOf(walked);
    server.clock.advance({ days: 3 });
    const { body } = await walked.do(people.clerk, 'replaceLetter', lost);
    expect(body).toMatchObject({ state: 'issued', letter: { ...old, number: expect.anything(), serial: old.serial + 1, replaces: old.number } });
    expect(body.letter.number).not.toBe(old.number);
    const entry = (await logOf(walked)).at(-1);
    expect(entry).toMatchObject({ act: 'replaceLetter', data: { reason: { code: 'incomplete' }, comment: lost.comment } });
    const [row] = await db().query<{ letter_no: string }>('SELECT letter_no FROM referral WHERE id = $1', [walked.id]);
    expect(row!.letter_no).toBe(body.letter.number);
    await holds(walked);
  });

  test('can be done again, and each letter names the one before', async () => {
    const walked = await outpatientCase(people, 'issued');
    const numbers = [(await letterOf(walked)).number];
    for (let i = 0; i < 2; i += 1) {
      const { letter } = (await walked.do(people.clerk, 'replaceLetter', lost)).body;
      expect(letter.replaces).toBe(numbers.at(-1));
      numbers.push(letter.number);
    }
    expect(new Set(numbers).size).toBe(3);
    await holds(walked);
  });

  test('is found by the number on the old paper, by whoever may see it', async () => {
    const walked = await outpatientCase(people, 'issued');
    const { number } = await letterOf(walked);
    await walked.do(people.clerk, 'replaceLetter', lost);
    const found = async (who = people.clerk) =>
      (await who.http.get(`/referrals?search=${encodeURIComponent(number)}`)).body.items.map(({ id }: { id: string }) => id);
    expect(await found()).toEqual([walked.id]);
    expect(await found(await here.person('他科', ['departmentLead', here.oncology]))).toEqual([]);
    expect(await found(await (await hospital(server)).person('他院窗口', 'windowClerk'))).toEqual([]);
  });

  test('is for the window, and not for others', async () => {
    const walked = await outpatientCase(people, 'issued');
    const refused = await walked.try(people.insuranceLead, 'replaceLetter', lost);
    expect(refused).toMatchObject({ status: 403, body: { code: 'notYourOffice', offices: ['windowClerk'] } });
    expect((await walked.try(people.clerk, 'replaceLetter', lost)).status).toBe(200);
  });

  test('needs a letter, a reason of the list and a letter still valid', async () => {
    const early = await outpatientCase(people, 'awaitingLetter');
    expect(await early.try(people.clerk, 'replaceLetter', lost)).toMatchObject({ status: 409, body: { code: 'notAwaited' } });
    const walked = await outpatientCase(people, 'issued');
    const whim = await walked.try(people.clerk, 'replaceLetter', { ...lost, reason: 'whim' });
    expect(whim).toMatchObject({ status: 422, body: { code: 'unknownReason' } });
    const { validUntil } = await letterOf(walked);
    server.clock.set(`${validUntil}T16:00:00Z`);
    const late = await walked.try(people.clerk, 'replaceLetter', lost);
    expect(late).toMatchObject({ status: 409, body: { code: 'letterOutlived', validUntil } });
    server.clock.set(`${validUntil}T15:59:59Z`);
    expect((await walked.try(people.clerk, 'replaceLetter', lost)).status).toBe(200);
  });

  test('cannot be taken back, and a voided letter cannot be replaced', async () => {
    const walked = await outpatientCase(people, 'issued');
    await walked.do(people.clerk, 'replaceLetter', lost);
    expect(await walked.try(people.clerk, 'recall')).toMatchObject({ status: 409, body: { code: 'cannotBeTakenBack' } });
    await walked.do(people.insuranceLead, 'void', lost);
    expect(await walked.try(people.clerk, 'replaceLetter', lost)).toMatchObject({ status: 409, body: { code: 'ended' } });
  });

  test('expires on the day on which the old letter would have', async () => {
    const walked = await outpatientCase(people, 'issued');
    const { validUntil } = await letterOf(walked);
    server.clock.advance({ days: 5 });
    await walked.do(people.clerk, 'replaceLetter', lost);
    server.clock.set(`${validUntil}T15:00:00Z`);
    await new LetterExpiry(db(), server.clock).expireOverdue();
    expect((await people.clerk.http.get(`/referrals/${walked.id}`)).body.state).toBe('issued');
    server.clock.set(`${validUntil}T16:00:00Z`);
    await new LetterExpiry(db(), server.clock).expireOverdue();
    expect((await people.clerk.http.get(`/referrals/${walked.id}`)).body.state).toBe('expired');
    await holds(walked);
  });
});

describe('arriving with a letter', () => {
  test('uses it as often as the institution allowed at its issue, then ends it', async () => {
    const walked = await outpatientCase(people, 'issued');
    expect(await arrive(walked)).toMatchObject({ state: 'issued', uses: 1, repeated: false });
    server.clock.advance({ days: 2 });
    expect(await arrive(walked)).toMatchObject({ state: 'used', uses: 2, repeated: false });
    server.clock.advance({ days: 1 });
    await expect(arrive(walked)).rejects.toMatchObject({ code: 'letterUsed', facts: { uses: 2 } });
    const [, entry] = (await logOf(walked)).filter(({ act }) => act === 'arrive');
    expect(entry).toMatchObject({ actor: null, data: { receiver: { hospital: receiver.hospital, name: '黎敏' } } });
    await holds(walked);
  });

  test('once, where the institution says nothing else', async () => {
    const strict = await hospital(server);
    const all = await staff(strict);
    const walked = await outpatientCase(all, 'issued');
    expect(await letterOf(walked, all)).toMatchObject({ uses: 1, replaces: null });
    await expect(arrive(walked, {}, strict, all)).resolves.toMatchObject({ state: 'used' });
    expect(await walked.try(all.clerk, 'replaceLetter', lost)).toMatchObject({ body: { code: 'overtaken', happened: { by: receiver.hospital } } });
  });

  test('reported twice is one use, whoever of that hospital reports it', async () => {
    const walked = await outpatientCase(people, 'issued');
    await arrive(walked);
    expect(await arrive(walked, { receiver: { ...receiver, name: '另一窗口' } })).toMatchObject({ state: 'issued', uses: 1, repeated: true });
    expect(await arrive(walked, { receiver: { ...receiver, hospital: '另一示例医院' } })).toMatchObject({ uses: 2, repeated: false });
    expect((await actsOf(walked)).filter((act) => act === 'arrive')).toHaveLength(2);
  });

  test('is refused with a letter that was replaced, voided or has expired, and taken with one in force', async () => {
    const walked = await outpatientCase(people, 'issued');
    const old = await letterOf(walked);
    await walked.do(people.clerk, 'replaceLetter', lost);
    await expect(arrive(walked, { letterNo: old.number })).rejects.toEqual(refusal('letterReplaced'));
    await expect(arrive(walked)).resolves.toMatchObject({ uses: 1 });

    const voided = await outpatientCase(people, 'issued');
    await voided.do(people.insuranceLead, 'void', lost);
    await expect(arrive(voided)).rejects.toEqual(refusal('letterVoid'));

    const kept = await outpatientCase(people, 'issued');
    const { validUntil } = await letterOf(kept);
    server.clock.set(`${validUntil}T16:00:00Z`);
    await expect(arrive(kept, { on: validUntil })).rejects.toEqual(refusal('letterOutlived'));
    server.clock.set(`${validUntil}T15:59:59Z`);
    await expect(arrive(kept, { on: validUntil })).resolves.toMatchObject({ uses: 1 });
  });

  test('counts on over a replacement', async () => {
    const walked = await outpatientCase(people, 'issued');
    await arrive(walked);
    // The arrival moved it: the window reads it again.
    expect(await walked.try(people.clerk, 'replaceLetter', lost)).toMatchObject({ status: 412, body: { code: 'overtaken' } });
    walked.version += 1;
    await walked.do(people.clerk, 'replaceLetter', lost);
    server.clock.advance({ days: 1 });
    expect(await arrive(walked)).toMatchObject({ state: 'used', uses: 2 });
    await holds(walked);
  });

  test('once of twice lets it expire like any other, and its form does not say that it was not used', async () => {
    const walked = await outpatientCase(people, 'issued');
    const { number, validUntil } = await letterOf(walked);
    await arrive(walked);
    server.clock.set(`${validUntil}T16:00:00Z`);
    await new LetterExpiry(db(), server.clock).expireOverdue();
    const form = (await documentsOf(people.clerk, walked.id)).findLast(({ kind }) => kind === 'approvalForm')!;
    const text = await textOf((await contentOf(people.clerk, form.id)).bytes);
    expect(form.mark).toBe('void');
    expect(text).toContain(`介绍信${number}有效期已满`);
    await holds(walked);
  });

  test('was on a day on which the letter was valid, and not on one to come', async () => {
    const walked = await outpatientCase(people, 'issued');
    const { validFrom } = await letterOf(walked);
    server.clock.advance({ days: 2 });
    const days = { from: validFrom, until: today() };
    await expect(arrive(walked, { on: '2020-01-01' })).rejects.toMatchObject({ code: 'wrongDay', facts: days });
    await expect(arrive(walked, { on: '2999-01-01' })).rejects.toMatchObject({ code: 'wrongDay', facts: days });
    await expect(arrive(walked, { on: validFrom })).resolves.toMatchObject({ uses: 1 });
  });

  test('is of a letter of this referral and this institution', async () => {
    const walked = await outpatientCase(people, 'issued');
    const other = await outpatientCase(people, 'issued');
    const { number } = await letterOf(other);
    await expect(arrive(walked, { letterNo: number })).rejects.toEqual(refusal('notFound'));
    const elsewhere = await hospital(server);
    await expect(arrive(walked, {}, elsewhere)).rejects.toEqual(refusal('notFound'));
    await expect(arrive(walked)).resolves.toMatchObject({ uses: 1 });
  });

  test("keeps the reporter's phone number as every other: masked and encrypted", async () => {
    const walked = await outpatientCase(people, 'issued');
    await arrive(walked);
    const { data } = (await logOf(walked)).at(-1) as unknown as { data: { receiver: Receiver } };
    expect(JSON.stringify(data)).not.toContain('87654321');
    expect(data.receiver.phoneMasked).toBe('020****4321');
    expect(server.secrets.decrypt(data.receiver.phoneEncrypted!)).toBe('020-87654321');
  });
});

describe('what became of the patient', () => {
  test('is told after the arrival, also after the letter has ended, and moves nothing', async () => {
    const walked = await outpatientCase(people, 'issued');
    await expect(outcome(walked)).rejects.toEqual(refusal('notArrived'));
    await arrive(walked);
    const before = (await people.clerk.http.get(`/referrals/${walked.id}`)).body;
    expect(await outcome(walked)).toMatchObject({ state: 'issued', uses: 1, repeated: false });
    const after = (await people.clerk.http.get(`/referrals/${walked.id}`)).body;
    expect([after.version, after.state]).toEqual([before.version, before.state]);
    server.clock.advance({ days: 1 });
    await arrive(walked);
    server.clock.advance({ days: 7 });
    expect(await outcome(walked, { kind: 'transferredBack', text: '术后转回康复。' })).toMatchObject({ state: 'used', repeated: false });
    await holds(walked);
  });

  test('told twice is written once, and something new is written', async () => {
    const walked = await outpatientCase(people, 'issued');
    await arrive(walked);
    await outcome(walked);
    expect(await outcome(walked)).toMatchObject({ repeated: true });
    expect(await outcome(walked, { text: '已手术。' })).toMatchObject({ repeated: false });
    expect((await actsOf(walked)).filter((act) => act === 'outcome')).toHaveLength(2);
  });

  test('is told by the letter that was arrived with, though it was replaced since', async () => {
    const walked = await outpatientCase(people, 'issued');
    const old = await letterOf(walked);
    await arrive(walked);
    walked.version += 1;
    await walked.do(people.clerk, 'replaceLetter', lost);
    expect(await outcome(walked, { letterNo: old.number })).toMatchObject({ repeated: false });
    await expect(outcome(walked)).rejects.toEqual(refusal('notArrived'));
    await holds(walked);
  });

  test('is not of a day to come', async () => {
    const walked = await outpatientCase(people, 'issued');
    await arrive(walked);
    await expect(outcome(walked, { on: '2999-01-01' })).rejects.toEqual(refusal('wrongDay'));
    await expect(outcome(walked)).resolves.toMatchObject({ repeated: false });
  });
});

describe('acts that race', () => {
  test('of a voiding and the last arrival one happens, and the other hears which', async () => {
    const strict = await hospital(server);
    const all = await staff(strict);
    for (let round = 0; round < 6; round += 1) {
      const walked = await outpatientCase(all, 'issued');
      const arrival = arrive(walked, {}, strict, all).catch((error: { code: string }) => error.code);
      const [arrived, voided] = await Promise.all([arrival, walked.try(all.insuranceLead, 'void', lost)]);
      const { state } = (await all.clerk.http.get(`/referrals/${walked.id}`)).body;
      const told = [state, arrived, voided.status, voided.body.happened?.act ?? null];
      const eitherOf = [
        ['voided', 'letterVoid', 200, null],
        ['used', expect.objectContaining({ state: 'used' }), 412, 'arrive'],
      ];
      expect(eitherOf).toContainEqual(told);
    }
  });

  test('of a replacement and an arrival with the old letter one happens, and the other hears which', async () => {
    for (let round = 0; round < 6; round += 1) {
      const walked = await outpatientCase(people, 'issued');
      const { number: letterNo } = await letterOf(walked);
      const arrival = arrive(walked, { letterNo }).catch((error: { code: string }) => error.code);
      const [arrived, replaced] = await Promise.all([arrival, walked.try(people.clerk, 'replaceLetter', lost)]);
      const { letter, uses } = (await people.clerk.http.get(`/referrals/${walked.id}`)).body;
      const told = [arrived, replaced.status, replaced.body.happened?.act ?? null, letter.replaces, uses];
      const eitherOf = [
        ['letterReplaced', 200, null, letterNo, 0],
        [expect.objectContaining({ state: 'issued', uses: 1 }), 412, 'arrive', null, 1],
      ];
      expect(eitherOf).toContainEqual(told);
      await holds(walked);
    }
  });

  test('of a replacement and a voiding one happens', async () => {
    for (let round = 0; round < 4; round += 1) {
      const walked = await outpatientCase(people, 'issued');
      const answers = await Promise.all([
        walked.try(people.clerk, 'replaceLetter', lost),
        walked.try(people.insuranceLead, 'void', lost),
      ]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
      await holds(walked);
    }
  });

  test('of an expiry and an arrival, of servers whose clocks differ by a second, one happens', async () => {
    const midnight = (validUntil: string) => new Date(`${validUntil}T16:00:00Z`).getTime();
    for (let round = 0; round < 6; round += 1) {
      const walked = await outpatientCase(people, 'issued');
      const { number: letterNo, validUntil } = await letterOf(walked);
      const [slow, fast] = [-500, 500].map((millis) => ({ now: () => new Date(midnight(validUntil) + millis) }));
      const which = { institutionId: here.id, referralId: walked.id };
      const report = { letterNo, on: validUntil, receiver };
      const arrival = () => recordArrival(db(), slow!, server.secrets, which, report).catch((error: { code: string }) => error.code);
      const expiry = () => new LetterExpiry(db(), fast!).expireOverdue();
      const arrived = (await Promise.all(round % 2 ? [arrival(), expiry()] : [expiry(), arrival()])).find((one) => typeof one !== 'number');
      const acts = (await actsOf(walked)).slice(-2);
      const eitherOf = [
        ['letterOutlived', ['issueLetter', 'expire']],
        [expect.objectContaining({ uses: 1 }), ['issueLetter', 'arrive']],
        // A letter of two uses that was used once expires all the same.
        [expect.objectContaining({ uses: 1 }), ['arrive', 'expire']],
      ];
      expect(eitherOf).toContainEqual([arrived, acts]);
      await holds(walked);
    }
  });

  test('one arrival reported by many at once is one use', async () => {
    const walked = await outpatientCase(people, 'issued');
    const letterNo = (await letterOf(walked)).number;
    const reports = await Promise.all(Array.from({ length: 8 }, () => arrive(walked, { letterNo })));
    expect(reports.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(reports.every(({ uses }) => uses === 1)).toBe(true);
    await holds(walked);
  });

  test('arrivals beyond the uses are refused, however many come at once', async () => {
    const walked = await outpatientCase(people, 'issued');
    const letterNo = (await letterOf(walked)).number;
    const hospitals = Array.from({ length: 6 }, (_, i) => ({ ...receiver, hospital: `第 ${i + 1} 示例医院` }));
    const reports = await Promise.all(
      hospitals.map((one) => arrive(walked, { letterNo, receiver: one }).catch((error: { code: string }) => error.code)),
    );
    expect(reports.filter((one) => one === 'letterUsed')).toHaveLength(4);
    expect((await actsOf(walked)).filter((act) => act === 'arrive')).toHaveLength(2);
    await holds(walked);
  });

  test('letters issued and replaced by many clerks at once are unique and without a gap', async () => {
    const busy = await hospital(server);
    const all = await staff(busy);
    const clerks = [all.clerk, await busy.person('二窗口', 'windowClerk'), await busy.person('三窗口', 'windowClerk')];
    const waiting: Case[] = [];
    for (let i = 0; i < 6; i += 1) waiting.push(await outpatientCase(all, i % 2 ? 'awaitingLetter' : 'issued'));
    const answers = await Promise.all(
      waiting.flatMap((one, i) =>
        [0, 1].map((n) => one.try(clerks[(i + n) % 3]!, i % 2 ? 'issueLetter' : 'replaceLetter', i % 2 ? {} : lost)),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(6);
    expect(answers.filter(({ status }) => status !== 200).map(({ status }) => status)).toEqual(Array(6).fill(412));
    const letters = await db().query<{ serial: number; number: string }>(
      'SELECT serial, number FROM letter WHERE institution_id = $1 ORDER BY serial',
      [busy.id],
    );
    expect(letters.map(({ serial }) => serial)).toEqual(Array.from({ length: 9 }, (_, i) => i + 1));
    expect(new Set(letters.map(({ number }) => number)).size).toBe(9);
    const verified = await verifyLog(db(), server.secrets, null);
    expect([verified.broken, verified.letterGap]).toEqual([[], null]);
  });

  test('a replacement repeated under one key is one replacement', async () => {
    const walked = await outpatientCase(people, 'issued');
    const sending = { key: 'replace-once' };
    const answers = await Promise.all(Array.from({ length: 6 }, () => walked.try(people.clerk, 'replaceLetter', lost, sending)));
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
    expect((await actsOf(walked)).filter((act) => act === 'replaceLetter')).toHaveLength(1);
  });
});
