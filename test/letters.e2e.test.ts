import { hash } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { claimsOf } from '../apps/api/src/documents/fill-views.ts';
import { readSource } from '../apps/api/src/documents/read-source.ts';
import { returnCodeOf } from '../apps/api/src/documents/return-code.ts';
import { makeLetterKey, publicLetterKey, signLetter, type LetterClaims } from '../libs/evidence/src/index.ts';
import { dateInShanghai } from '../libs/policy/src/index.ts';
import { openTestDatabase } from './support/database.ts';
import { hospital, inpatientCase, patientId, idNumberOf, staff, type Case } from './support/hospital.ts';
import type { Http } from './support/http.ts';
import { spawnProgram } from './support/spawn.ts';
import { startServer } from './support/server.ts';

// Whoever asks says in X-Forwarded-For where from, as a proxy would: each test comes from an address of its own.
const server = await startServer({ TRUST_PROXY: 'loopback' });
afterAll(() => server.close());

const at = await hospital(server);
const people = await staff(at);
const twice = await hospital(server, { letterUses: 2 });
const peopleTwice = await staff(twice);

let addresses = 0;
const anAddress = () => `10.1.${Math.floor((addresses += 1) / 250)}.${addresses % 250}`;
let address = anAddress();
beforeEach(() => {
  address = anAddress();
});
const anybody = (headers: Record<string, string> = {}): Http =>
  server.http.with({ 'X-Forwarded-For': address, ...headers });

interface Letter {
  case: Case;
  letterNo: string;
  code: string;
  claims: LetterClaims;
  token: string;
}

/** A letter in the hand of whoever has it. */
async function held(walked: Case, institutionId: string, letterNo: string): Promise<Letter> {
  const source = await readSource(server.database, institutionId, walked.id);
  const claims = claimsOf(source!, letterNo, server.secrets);
  const token = signLetter(claims, server.letterKeys.current);
  return { case: walked, letterNo, code: returnCodeOf(server.secrets, institutionId, letterNo), claims, token };
}

async function letter(of = people, institutionId = at.id): Promise<Letter> {
  const walked = await inpatientCase(of, 6);
  return held(walked, institutionId, walked.last.body.letter.number as string);
}

const verify = (token: string) => anybody().post('/letters/verify', { token }, { key: null });
const statusOf = async ({ token }: { token: string }) => (await verify(token)).body.status as string;
const today = () => dateInShanghai(server.clock.now());
const receiver = { hospital: '省示例肿瘤医院', name: '何秀英', phone: '020-88886666' };
const arrival = ({ token, code }: Letter, more: object = {}) => ({ token, code, on: today(), ...receiver, ...more });
const outcome = (of: Letter, more: object = {}) => ({
  ...arrival(of),
  kind: 'treated',
  text: '手术顺利，恢复良好。',
  ...more,
});
const paths = { arrival: '/letters/arrival', outcome: '/letters/outcome' };
const report = (slip: keyof typeof paths, body: object) => anybody().post(paths[slip], body, { key: null });

async function logged({ case: { id } }: Letter): Promise<{ act: string; actor: unknown; data: Record<string, unknown> }[]> {
  const text = 'SELECT body FROM event WHERE referral_id = $1 ORDER BY seq';
  const rows = await server.database.query<{ body: Awaited<ReturnType<typeof logged>>[number] }>(text, [id]);
  return rows.map(({ body }) => body);
}
const countOf = async (of: Letter, act: string) => (await logged(of)).filter((entry) => entry.act === act).length;

interface PageAnswer {
  status: number;
  headers: Headers;
  text: string;
  location: string | null;
}

/** A browser with scripts switched off. */
async function browse(path: string, form?: Record<string, string>, headers: Record<string, string> = {}): Promise<PageAnswer> {
  const answer = await fetch(`${server.http.base}${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { 'X-Forwarded-For': address, ...headers },
    body: form && new URLSearchParams(form),
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text(), location: answer.headers.get('Location') };
}
const headingOf = ({ text }: PageAnswer) => /<h1>(.*?)<\/h1>/.exec(text)?.[1];
const pageOf = ({ token }: { token: string }) => browse(`/verify/${token}`);

/** The same letter as the API and as the page have it. */
async function expectStatus(of: { token: string }, status: string, heading: string): Promise<void> {
  const { body } = await verify(of.token);
  const page = await pageOf(of);
  expect([body.status, body.title, page.status, headingOf(page)]).toEqual([status, heading, 200, heading]);
}

describe('what a letter is worth', () => {
  test('one that was issued is genuine, and shows what its token says and nothing more', async () => {
    const one = await letter();
    await expectStatus(one, 'genuine', '真实有效');
    const { body } = await verify(one.token);
    const { institution, seq: _, head: __, ...shown } = one.claims;
    expect(body.letter).toEqual({ institution: institution.name, ...shown });
    const { text } = await pageOf(one);
    for (const value of ['王*兰', '441***********0012', '省示例肿瘤医院', one.letterNo, institution.name]) expect(text).toContain(value);
    const hidden = ['王𠮷兰', idNumberOf(patientId), '支气管', '13800138000', one.case.id, one.code, one.claims.head];
    for (const value of hidden) expect(text + JSON.stringify(body)).not.toContain(value);
  });

  test('one of which a character was changed is never genuine, and shows nothing', async () => {
    const { token } = await letter();
    const places = Array.from({ length: 30 }, (_, i) => Math.floor((i * token.length) / 30));
    for (const place of places) {
      const other = token[place] === 'A' ? 'B' : 'A';
      const { body } = await verify(token.slice(0, place) + other + token.slice(place + 1));
      expect(['altered', 'unknownKey', 'unreadable']).toContain(body.status);
      expect(body.letter).toBeNull();
    }
    const [header, payload, signature] = token.split('.') as [string, string, string];
    const changed = Buffer.from(payload, 'base64url').toString().replace('王*兰', '李*兰');
    const altered = { token: [header, Buffer.from(changed).toString('base64url'), signature].join('.') };
    await expectStatus(altered, 'altered', '内容已被改动');
    expect((await pageOf(altered)).text).not.toContain('李*兰');
    await expectStatus({ token }, 'genuine', '真实有效');
  });

  test('one is valid to the end of its last day in China, and expired a second later', async () => {
    const one = await letter();
    const end = Date.parse(`${one.claims.validUntil}T00:00:00+08:00`) + 86_400_000;
    const now = server.clock.now();
    server.clock.set(new Date(end - 5_000));
    await expectStatus(one, 'genuine', '真实有效');
    server.clock.set(new Date(end + 1_000));
    await expectStatus(one, 'expired', '已过期');
    server.clock.set(now);
  });

  test('one that was voided is void', async () => {
    const one = await letter();
    expect(await statusOf(one)).toBe('genuine');
    await one.case.do(people.insuranceLead, 'void', { reason: 'incomplete', comment: '误发' });
    await expectStatus(one, 'void', '已作废');
  });

  test('one that was replaced is void from then on, the new one genuine', async () => {
    const one = await letter();
    const { body } = await one.case.do(people.clerk, 'replaceLetter', { reason: 'incomplete', comment: '遗失' });
    const next = await held(one.case, at.id, body.letter.number);
    await expectStatus(one, 'replaced', '已换发，此份作废');
    await expectStatus(next, 'genuine', '真实有效');
    expect((await pageOf(one)).text).not.toContain(next.letterNo);
  });

  test('one that was used is used; one with a use left is genuine', async () => {
    const [once, again] = [await letter(), await letter(peopleTwice, twice.id)];
    for (const one of [once, again]) expect((await report('arrival', arrival(one))).status).toBe(200);
    await expectStatus(once, 'used', '已使用');
    await expectStatus(again, 'genuine', '真实有效');
    expect((await report('arrival', arrival(again, { hospital: '另一医院' }))).status).toBe(200);
    await expectStatus(again, 'used', '已使用');
  });

  test('one of another installation is not ours to judge, whatever it says', async () => {
    const { claims } = await letter();
    const privateKey = makeLetterKey();
    const { kid } = publicLetterKey(privateKey);
    const foreign = { token: signLetter(claims, { kid, privateKey }) };
    await expectStatus(foreign, 'unknownKey', '不是本系统签发的');
    expect((await verify(foreign.token)).body.letter).toBeNull();
    // Under the name of our key it is a forgery.
    const { kid: ours } = server.letterKeys.current;
    await expectStatus({ token: signLetter(claims, { kid: ours, privateKey }) }, 'altered', '内容已被改动');
  });

  test('one that the log does not know is no letter, even when it is signed with our key', async () => {
    const { claims } = await letter();
    const signed = (more: Partial<LetterClaims>) => ({ token: signLetter({ ...claims, ...more }, server.letterKeys.current) });
    const head = `sha256:${'0'.repeat(64)}` as const;
    const validUntil = '2031-12-31';
    const unknown = [{ letterNo: '转〔2026〕999999号' }, { head }, { seq: 1 }, { seq: 2 ** 40 }, { validUntil }];
    // Whoever has the key, and a letter that there is, could write another patient or another hospital into it.
    const others = [{ patient: '李*兰' }, { idNumber: '110***********0012' }, { destination: '别的医院' }, { validFrom: '2020-01-01' }];
    for (const more of [...unknown, ...others, { institution: { id: twice.id, name: '示例医院' } }, { institution: { id: 'x', name: '' } }]) {
      await expectStatus(signed(more), 'notOnRecord', '与签发记录不符');
      expect((await verify(signed(more).token)).body.letter).toBeNull();
    }
    await expectStatus(signed({}), 'genuine', '真实有效');
  });

  test('what is no token is not readable', async () => {
    for (const token of ['hello', 'a.b.c', '王', '%00']) {
      const page = await browse(`/verify/${encodeURIComponent(token)}`);
      expect([page.status, headingOf(page)]).toEqual([200, '无法识别']);
      expect(await statusOf({ token })).toBe('unreadable');
    }
    expect((await verify('')).body.errors).toEqual([expect.objectContaining({ pointer: '/token' })]);
    expect((await verify('x'.repeat(4097))).body.code).toBe('invalid');
  });

  test('it is said in the language asked for', async () => {
    const { token } = await letter();
    const english = await anybody({ 'Accept-Language': 'en' }).post('/letters/verify', { token }, { key: null });
    expect(english.body.title).toBe('Genuine and valid');
    expect(headingOf(await browse(`/verify/${token}`, undefined, { 'Accept-Language': 'en-GB,en' }))).toBe('Genuine and valid');
    const chosen = await browse(`/verify/${token}?lang=en`, undefined, { 'Accept-Language': 'zh-CN' });
    expect([headingOf(chosen), chosen.headers.get('Content-Language')]).toEqual(['Genuine and valid', 'en']);
    expect(headingOf(await browse(`/verify/${token}?lang=zh-CN`, undefined, { 'Accept-Language': 'en' }))).toBe('真实有效');
    expect(headingOf(await browse(`/verify/${token}?lang=fr&lang=de`))).toBe('真实有效');
  });
});

describe('a number and a code', () => {
  const type = (letterNo: string, code: string) => browse('/verify', { letterNo, code });

  test('lead to the page of the letter, however they are typed', async () => {
    const one = await letter();
    const numbers = [one.letterNo, one.letterNo.replace('〔', '[').replace('〕', ']'), ` ${one.letterNo.replace('〔', '（').replace('〕', '）')} `];
    const wide = one.letterNo.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
    for (const number of [...numbers, wide]) {
      const { status, location } = await type(number, one.code.toLowerCase().replace('-', ' '));
      expect([status, location]).toEqual([303, `/verify/${one.token}?lang=zh-CN`]);
    }
    expect(headingOf(await browse(`/verify/${one.token}`))).toBe('真实有效');
  });

  test('tell nobody whether there is such a letter', async () => {
    const one = await letter();
    const other = await letter(peopleTwice, twice.id);
    const absent = await type('转〔2026〕888888号', one.code);
    const wrong = await type(one.letterNo, 'AAAA-AAAA');
    const ofAnother = await type(one.letterNo, other.code);
    for (const { status, text } of [absent, wrong, ofAnother]) {
      expect(status).toBe(403);
      expect(text).toContain('介绍信编号或回执码不正确');
    }
    const shape = ({ text }: PageAnswer) => text.replaceAll(/value="[^"]*"/g, '');
    expect(shape(absent)).toBe(shape(wrong));
    expect((await type(one.letterNo, one.code)).status).toBe(303);
  });

  test('that two institutions gave alike mean the letter whose code it is', async () => {
    const [here, there] = [await hospital(server), await hospital(server)];
    const one = await letter(await staff(here), here.id);
    const other = await letter(await staff(there), there.id);
    expect(one.letterNo).toBe(other.letterNo);
    for (const { letterNo, code, token } of [one, other]) {
      expect((await type(letterNo, code)).location).toBe(`/verify/${token}?lang=zh-CN`);
    }
    const { letterNo, code } = other;
    expect((await report('arrival', { letterNo, code, on: today(), ...receiver })).status).toBe(200);
    expect([await countOf(one, 'arrive'), await countOf(other, 'arrive')]).toEqual([0, 1]);
  });

  test('are refused where one is missing, with what was typed', async () => {
    const { status, text } = await type('转<2026>"1', '');
    expect(status).toBe(400);
    expect(text).toContain('value="转&lt;2026&gt;&quot;1"');
    expect(text).toContain('必填');
  });

  test('ten wrong codes close a letter for some minutes, also to the right one, and whether it exists or not', async () => {
    const one = await letter();
    for (const number of [one.letterNo, '转〔2026〕777777号']) {
      for (let i = 0; i < 10; i += 1) {
        address = anAddress();
        expect((await type(number, 'AAAA-AAAA')).status).toBe(403);
      }
      const closed = await type(number.replace('〔', '['), one.code);
      expect([closed.status, Number(closed.headers.get('Retry-After'))]).toEqual([429, expect.closeTo(900, -2)]);
      expect(closed.text).toContain('分钟后再试');
    }
    // Whoever has the token in their hand is not shut out by whoever types numbers.
    expect((await report('arrival', arrival(one, { on: '2020-01-01' }))).body.code).toBe('wrongDay');
    server.clock.advance({ minutes: 16 });
    expect((await type(one.letterNo, one.code)).status).toBe(303);
  });

  test('no more are tried when all come at the same moment', async () => {
    const { letterNo } = await letter();
    const from = Array.from({ length: 40 }, anAddress);
    const tried = await Promise.all(from.map((one) => browse('/verify', { letterNo, code: 'BBBB-BBBB' }, { 'X-Forwarded-For': one })));
    expect(tried.filter(({ status }) => status === 403)).toHaveLength(10);
    expect(tried.filter(({ status }) => status === 429)).toHaveLength(30);
  });

  test('forty wrong codes close the address from which they came, and no other', async () => {
    const one = await letter();
    for (let i = 0; i < 40; i += 1) expect((await type(`转〔2026〕66${i}号`, 'CCCC-CCCC')).status).toBe(403);
    const closed = await type(one.letterNo, one.code);
    expect([closed.status, closed.text.includes('请求过于频繁')]).toEqual([429, true]);
    address = anAddress();
    expect((await type(one.letterNo, one.code)).status).toBe(303);
  });
});

describe('the return slip', () => {
  test('an arrival is recorded by the system, once, however often it is sent', async () => {
    const one = await letter();
    const sent = await Promise.all(Array.from({ length: 4 }, () => report('arrival', arrival(one))));
    expect(sent.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const later = await report('arrival', arrival(one));
    expect(later.body).toEqual({ ...sent[0]!.body, receipt: expect.stringMatching(/^\/verify\/receipt\/[\w-]+$/) });
    expect(await countOf(one, 'arrive')).toBe(1);
    const { actor, data } = (await logged(one)).at(-1)!;
    expect(actor).toBeNull();
    expect(data).toMatchObject({ letterNo: one.letterNo, on: today(), receiver: { hospital: receiver.hospital, name: receiver.name } });
    expect(JSON.stringify(data)).not.toContain(receiver.phone);
  });

  test('a code that was used cannot be used again', async () => {
    const one = await letter();
    expect((await report('arrival', arrival(one))).status).toBe(200);
    const again = await report('arrival', arrival(one, { hospital: '另一医院' }));
    expect([again.status, again.body.code]).toEqual([409, 'letterUsed']);
    expect(await countOf(one, 'arrive')).toBe(1);
  });

  test('a wrong code is refused, the right one taken, by token as by number', async () => {
    const one = await letter();
    for (const how of [{ token: one.token }, { letterNo: one.letterNo }, { letterNo: one.letterNo, institution: 'nowhere' }]) {
      const body = { ...how, on: today(), ...receiver };
      const wrong = await report('arrival', { ...body, code: 'DDDD-DDDD' });
      expect([wrong.status, wrong.body.code]).toEqual([403, 'wrongReturnCode']);
    }
    const [{ code }] = await server.database.query<{ code: string }>('SELECT code FROM institution WHERE id = $1', [at.id]) as [{ code: string }];
    const { letterNo } = one;
    const taken = await report('arrival', { letterNo, institution: code, code: one.code, on: today(), ...receiver });
    expect([taken.status, taken.body.slip]).toEqual([200, 'arrival']);
  });

  test('a letter is named in one way', async () => {
    const one = await letter();
    const { token: _, ...unnamed } = arrival(one);
    expect((await report('arrival', unnamed)).body.errors).toEqual([expect.objectContaining({ pointer: '/letterNo' })]);
    const both = await report('arrival', { ...arrival(one), letterNo: one.letterNo });
    expect(both.body.errors).toEqual([expect.objectContaining({ pointer: '/letterNo' })]);
  });

  test('what proves no letter reports nothing', async () => {
    const one = await letter();
    const refused = await report('arrival', arrival(one, { token: `${one.token.slice(0, -4)}AAAA` }));
    expect([refused.status, refused.body.code, refused.body.letter]).toEqual([422, 'letterNotProved', 'altered']);
    expect(await countOf(one, 'arrive')).toBe(0);
  });

  test('a letter that was voided, replaced or outlived takes no arrival', async () => {
    const [voided, replaced, outlived] = [await letter(), await letter(), await letter()];
    await voided.case.do(people.insuranceLead, 'void', { reason: 'incomplete', comment: '误发' });
    await replaced.case.do(people.clerk, 'replaceLetter', { reason: 'incomplete', comment: '遗失' });
    expect((await report('arrival', arrival(voided))).body.code).toBe('letterVoid');
    expect((await report('arrival', arrival(replaced))).body.code).toBe('letterReplaced');
    const now = server.clock.now();
    server.clock.advance({ days: 31 });
    expect((await report('arrival', arrival(outlived))).body.code).toBe('letterOutlived');
    server.clock.set(now);
    expect((await report('arrival', arrival(outlived))).status).toBe(200);
  });

  test('an outcome follows an arrival, is recorded once, and may be corrected twice', async () => {
    const one = await letter();
    const early = await report('outcome', outcome(one));
    expect([early.status, early.body.code]).toEqual([409, 'notArrived']);
    await report('arrival', arrival(one));
    for (const text of ['一', '一', '二', '二', '三', '三']) expect((await report('outcome', outcome(one, { text }))).status).toBe(200);
    expect(await countOf(one, 'outcome')).toBe(3);
    const fourth = await report('outcome', outcome(one, { text: '四' }));
    expect([fourth.status, fourth.body.code]).toEqual([409, 'outcomesReported']);
    expect((await report('outcome', outcome(one, { text: '一' }))).status).toBe(200);
  });

  test('on the page, what was taken leads to its receipt, and reloading that sends nothing', async () => {
    const one = await letter();
    const { token: _, ...values } = arrival(one);
    const form = { slip: 'arrival', ...values } as Record<string, string>;
    const { status, location } = await browse(`/verify/${one.token}?lang=zh-CN`, form);
    expect([status, location]).toEqual([303, expect.stringMatching(/^\/verify\/receipt\/[\w-]+\?lang=zh-CN$/)]);
    const again = await browse(`/verify/${one.token}?lang=en`, form);
    expect(again.status).toBe(303);
    expect(await countOf(one, 'arrive')).toBe(1);
    for (const to of [location!, again.location!]) {
      const receipt = await browse(to);
      expect(receipt.text).toContain(one.letterNo);
      expect(receipt.text).not.toMatch(/何秀英|88886666|王/);
    }
    expect(headingOf(await browse(again.location!))).toBe('Return slip received');
    const told = await browse(`/verify/${one.token}`, { ...form, slip: 'outcome', kind: 'treated', text: '甲\r\n乙' });
    expect(headingOf(await browse(told.location!))).toBe('回执已收到');
    expect((await logged(one)).at(-1)!.data).toMatchObject({ kind: 'treated', text: '甲\n乙' });
  });

  test('nobody else can make up a receipt', async () => {
    const one = await letter();
    const { receipt } = (await report('arrival', arrival(one))).body as { receipt: string };
    expect((await browse(receipt)).status).toBe(200);
    const changed = receipt.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    const sealed = (value: unknown) => `/verify/receipt/${server.secrets.encrypt(JSON.stringify(value)).slice(5)}`;
    const reportEntry = sealed(['return slip receipt', at.id, one.case.id, 1]);
    const others = [changed, sealed('13800138000'), sealed(['other', at.id, one.case.id, 8]), reportEntry, '/verify/receipt/', '/verify/receipt/x'];
    for (const other of others) expect([other, (await browse(other)).status]).toEqual([other, 404]);
  });

  test('on the page, a refused form stands open as it was sent, with a word at each fault', async () => {
    const one = await letter();
    const sent = { slip: 'arrival', on: today(), hospital: '"><script>x</script>', name: "O'Neil & <何>", phone: '12', code: one.code };
    const faulty = await browse(`/verify/${one.token}`, sent);
    expect(faulty.status).toBe(400);
    expect(faulty.text).toContain('value="&quot;&gt;&lt;script&gt;x&lt;/script&gt;"');
    expect(faulty.text).toContain('value="O&#39;Neil &amp; &lt;何&gt;"');
    expect(faulty.text).not.toContain('<script');
    expect(faulty.text).toMatch(/<details open>[^]*id="arrival-phone-fault">不是有效的电话号码/);
    const wrong = await browse(`/verify/${one.token}`, { ...sent, phone: '', code: 'EEEE-EEEE' });
    expect(wrong.status).toBe(403);
    expect(wrong.text).toMatch(/id="arrival-code-fault">回执码不正确/);
    const early = await browse(`/verify/${one.token}`, { ...sent, phone: '', on: '2020-01-01' });
    expect([early.status, /id="arrival-on-fault"/.test(early.text)]).toEqual([422, true]);
    expect(await countOf(one, 'arrive')).toBe(0);
    const kept = await browse(`/verify/${one.token}`, { ...sent, phone: '' });
    expect(kept.status).toBe(303);
    const late = await browse(`/verify/${one.token}`, { ...sent, phone: '', hospital: '另一医院' });
    expect([late.status, headingOf(late)]).toEqual([409, '已使用']);
    expect(late.text).toContain('介绍信已使用，不能再次使用。');
  });

  test('only what a letter is open to is offered', async () => {
    const one = await letter();
    const offered = async () => [...(await pageOf(one)).text.matchAll(/name="slip" value="(\w+)"/g)].map(([, slip]) => slip);
    expect(await offered()).toEqual(['arrival']);
    await report('arrival', arrival(one));
    expect(await offered()).toEqual(['outcome']);
    const voided = await letter();
    await voided.case.do(people.insuranceLead, 'void', { reason: 'incomplete', comment: '误发' });
    expect((await pageOf(voided)).text).not.toContain('<form');
  });
});

describe('the pages', () => {
  test('keep what was typed while the database is away, and say what to do', async () => {
    const one = await letter();
    const { token: _, ...values } = arrival(one);
    const form = { slip: 'arrival', ...values } as Record<string, string>;
    const database = await openTestDatabase();
    const cutOff = await startServer({ DATABASE_URL: database.url, DATA_DIR: server.dataDir });
    await database.close();
    const to = async (path: string, body?: Record<string, string>) => {
      const answer = await fetch(cutOff.http.base + path, { method: body ? 'POST' : 'GET', body: body && new URLSearchParams(body), redirect: 'manual' });
      return { status: answer.status, text: await answer.text() };
    };
    const typing = { letterNo: one.letterNo, code: one.code };
    const [sent, typed, asked] = [await to(`/verify/${one.token}`, form), await to('/verify', typing), await to(`/verify/${one.token}`)];
    await cutOff.close();
    expect([sent.status, typed.status, asked.status]).toEqual([503, 503, 503]);
    for (const value of [receiver.hospital, receiver.name, receiver.phone, one.code]) expect(sent.text).toContain(`value="${value}"`);
    expect(sent.text).toContain('同样的内容只会登记一次');
    expect(typed.text).toContain(`value="${one.code}"`);
    for (const { text } of [typed, asked]) expect(text).toContain('系统暂时无法答复，请过几分钟再试。');
    for (const { text } of [sent, typed, asked]) expect(text).not.toMatch(/Idempotency-Key|JSON/);
    const taken = await browse(`/verify/${one.token}`, form);
    expect([taken.status, await countOf(one, 'arrive')]).toEqual([303, 1]);
  });

  const expectPlain = ({ text, headers }: PageAnswer): void => {
    expect(headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Set-Cookie')).toBeNull();
    const style = /<style>([^]*?)<\/style>/.exec(text)![1]!;
    expect(headers.get('Content-Security-Policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash('sha256', style, 'base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(text).not.toMatch(/<script|javascript:| on\w+=|\sstyle=|src=|<link/i);
    for (const [, id] of text.matchAll(/<(?:input|select|textarea) (?!type="hidden")(?:[^>]*? )?id="([^"]+)"/g)) {
      expect(text).toContain(`<label for="${id}">`);
    }
    for (const [, ids] of text.matchAll(/aria-describedby="([^"]+)"/g)) {
      for (const id of ids!.split(' ')) expect(text).toContain(`id="${id}"`);
    }
  };

  test('run nothing, load nothing, keep nothing and tell nobody where one came from', async () => {
    const one = await letter();
    expectPlain(await browse('/verify'));
    expectPlain(await pageOf(one));
    expectPlain(await pageOf({ token: 'x' }));
    expectPlain(await browse('/verify', { letterNo: '', code: '' }));
    expectPlain(await browse(`/verify/${one.token}`, { slip: 'arrival', code: 'x' }));
    expectPlain(await browse('/verify/receipt/x'));
    const { location } = await browse(`/verify/${one.token}`, { slip: 'arrival', ...arrival(one) } as never);
    expectPlain(await browse(location!));
    expectPlain(await pageOf(one));
  });

  test('escape what a hospital is called, and what a letter names', async () => {
    const name = `<b>"示例"&'医院'</b>`;
    await server.database.query('UPDATE institution SET name = $2 WHERE id = $1', [twice.id, name]);
    const { token } = await letter(peopleTwice, twice.id);
    const { text } = await pageOf({ token });
    expect(text).toContain('&lt;b&gt;&quot;示例&quot;&amp;&#39;医院&#39;&lt;/b&gt;');
    expect(text).not.toContain('<b>');
  });

  test('answer what no form of theirs sends with a page as well', async () => {
    const { token } = await letter();
    const json = await fetch(`${server.http.base}/verify/${token}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': address },
      body: '{}',
    });
    expect([json.status, json.headers.get('Content-Type')]).toEqual([415, 'text/html; charset=utf-8']);
    expect((await browse(`/verify/${token}`, { slip: 'void' })).status).toBe(400);
    expect((await browse(`/verify/${token}`, { slip: 'arrival', text: 'x'.repeat(70_000) })).status).toBe(413);
    expect((await browse('/verify/')).location).toBe('/verify');
  });
});

test('the log names the route, and neither token, number nor code', async () => {
  const one = await letter();
  const { databaseUrl, dataDir } = server;
  const program = spawnProgram({ PORT: '0', DATA_DIR: dataDir, DATABASE_URL: databaseUrl, MIGRATE: 'off', LOG_LEVEL: 'debug' });
  const base = await program.address;
  const post = (path: string, body: URLSearchParams | string, headers = {}) => fetch(base + path, { method: 'POST', body, headers, redirect: 'manual' });
  await fetch(`${base}/verify/${one.token}`);
  await fetch(`${base}/verify/${one.token.slice(0, -9)}%zz`);
  await post('/verify', new URLSearchParams({ letterNo: one.letterNo, code: one.code }));
  await post(`/verify/${one.token}`, new URLSearchParams({ slip: 'arrival', code: 'wrong' }));
  const found = await post('/api/v1/letters/arrival', JSON.stringify(arrival(one)), { 'Content-Type': 'application/json' });
  const { receipt } = (await found.json()) as { receipt: string };
  await fetch(base + receipt);
  program.kill('SIGTERM');
  const { stdout, stderr } = await program.ended;
  const log = stdout + stderr;
  expect(log).toContain('"route":"/verify/*"');
  expect(log).toContain('"route":"/api/v1/letters/arrival"');
  const secrets = [one.token.slice(0, 40), one.token.slice(-40), one.letterNo, one.code, receipt.slice(-40), '王', receiver.name];
  for (const secret of secrets) expect(log).not.toContain(secret);
});

describe('a flood', () => {
  /** What limits floods looks at the computer's clock. It stands still, so that a slow machine is no slower flood. */
  let now = Date.now();
  const spy = jest.spyOn(Date, 'now');
  beforeEach(() => {
    spy.mockImplementation(() => now);
  });
  afterAll(() => spy.mockRestore());

  test('is stopped after 60 requests a minute from one address, on the page and in the API, and let in again after it', async () => {
    for (let i = 0; i < 60; i += 1) expect((await browse('/verify')).status).toBe(200);
    const page = await browse('/verify');
    expect([page.status, headingOf(page)]).toEqual([429, '请稍候再试']);
    expect(Number(page.headers.get('Retry-After'))).toBeLessThanOrEqual(60);
    for (let i = 0; i < 60; i += 1) expect((await verify('x')).status).toBe(200);
    const api = await verify('x');
    expect([api.status, api.body.code, Number(api.headers.get('Retry-After'))]).toEqual([429, 'tooManyRequests', api.body.seconds]);
    now += 59_000;
    expect((await browse('/verify')).status).toBe(429);
    now += 1_000;
    expect((await browse('/verify')).status).toBe(200);
    expect((await verify('x')).status).toBe(200);
  });

  test('is stopped where the public keys are asked for as well', async () => {
    const ask = () => browse('/.well-known/countersign-letter-keys.json');
    for (let i = 0; i < 60; i += 1) expect((await ask()).status).toBe(200);
    const { status, headers, text } = await ask();
    expect([status, headers.get('Content-Type'), JSON.parse(text)]).toEqual([
      429,
      'application/problem+json; charset=utf-8',
      expect.objectContaining({ code: 'tooManyRequests' }),
    ]);
    address = anAddress();
    expect((await ask()).status).toBe(200);
  });

  test('comes from one network, however many addresses of IPv6 it has', async () => {
    const from = (one: number, network = 'aaaa') => ({ 'X-Forwarded-For': `2001:db8:0:${network}::${one.toString(16)}` });
    for (let i = 0; i < 60; i += 1) await browse('/verify', undefined, from(i));
    expect((await browse('/verify', undefined, from(999))).status).toBe(429);
    expect((await browse('/verify', undefined, from(1, 'bbbb'))).status).toBe(200);
  });

  test('is seen where it comes from, whatever it says of itself, unless a trusted proxy says it', async () => {
    await server.restart({ TRUST_PROXY: 'off' });
    for (let i = 0; i < 60; i += 1) await browse('/verify', undefined, { 'X-Forwarded-For': anAddress() });
    expect((await browse('/verify', undefined, { 'X-Forwarded-For': anAddress() })).status).toBe(429);
    await server.restart();
    for (let i = 0; i < 61; i += 1) {
      expect((await browse('/verify', undefined, { 'X-Forwarded-For': anAddress() })).status).toBe(200);
    }
  });
});
