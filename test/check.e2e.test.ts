import { sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readLogged, type LoggedReferral } from '../apps/api/src/referrals/verify-log.ts';
import { digestOfBytes, makeLetterKey, publicLetterKey } from '../libs/evidence/src/index.ts';
import { hospital, outpatientCase, staff, type Hospital } from './support/hospital.ts';
import { json, packOf, tokenOf, unpackInto, type Files } from './support/packs.ts';
import { run } from './support/run.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const base = mkdtempSync(join(tmpdir(), 'countersign-check-'));
afterAll(() => rmSync(base, { recursive: true }));

const check = (...args: string[]) => run('libs/evidence/check.mjs', args);

let here: Hospital;
let logged: LoggedReferral;
let whole: Files;

const token = (more?: object) => tokenOf(server, logged, more);
let packs = 0;
function unpacked(files: Files, manifest?: Files): string {
  packs += 1;
  return unpackInto(join(base, String(packs)), files, manifest);
}

beforeAll(async () => {
  here = await hospital(server);
  const walked = await outpatientCase(await staff(here), 'issued');
  logged = await readLogged(server.database, here.id, walked.id);
  whole = packOf(server, logged, token());
});

describe('an unpacked pack', () => {
  test('holds as the server made it, and says what that does not prove', async () => {
    const { code, stdout, stderr } = await check('pack', unpacked(whole));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toContain('✗');
    expect(stdout).toContain('褚分管，deanInCharge');
    expect(stdout).toContain(logged.head);
    expect(stdout).toContain('结论：核验的各项全部成立。 · Result: everything that was checked holds.');
  });

  test('holds where an institution digests by SM3', async () => {
    const there = await hospital(server, { digestAlgorithm: 'sm3' });
    const walked = await outpatientCase(await staff(there), 'issued');
    const read = await readLogged(server.database, there.id, walked.id);
    const pack = packOf(server, read, tokenOf(server, read));
    expect(pack['log.json']).toContain('"previous": "sm3:');
    expect((await check('pack', unpacked(pack))).code).toBe(0);
    const altered = { ...pack, 'log.json': pack['log.json']!.replace('同意转诊。', '不同意。') };
    expect((await check('pack', unpacked(altered))).code).toBe(1);
  });

  test('shows a file that was changed, taken away or added since the manifest', async () => {
    for (const other of [
      { ...whole, 'origin.json': `${whole['origin.json']}\n` },
      Object.fromEntries(Object.entries(whole).filter(([name]) => name !== 'keys.json')),
      { ...whole, 'documents/letter.pdf': '%PDF' },
    ]) {
      const { code, stdout } = await check('pack', unpacked(other as Files, whole));
      expect([code, stdout.includes('✗ 清单') || code === 2]).toEqual([code === 2 ? 2 : 1, true]);
    }
  });

  const forged: [string, string, RegExp, (pack: Files) => Files][] = [
    ['an opinion', 'log.json', /✗ 日志.*event 5/, (pack) => ({ ...pack, 'log.json': pack['log.json']!.replace('同意转诊。', '不同意。') })],
    ['an event taken out', 'log.json', /✗ 日志.*event 6/, (pack) => ({ ...pack, 'log.json': json((JSON.parse(pack['log.json']!) as object[]).toSpliced(5, 1)) })],
    ['the log of another referral', 'origin.json', /✗ 日志.*event 1/, (pack) => ({ ...pack, 'origin.json': pack['origin.json']!.replace(logged.id, here.id) })],
    ['a reason in the form', 'forms/1.json', /✗ 审批表[^]*✗ 签字 #5/, (pack) => ({ ...pack, 'forms/1.json': pack['forms/1.json']!.replaceAll('本院无', '本院有') })],
    ['a phone number in the form', 'forms/1.json', /✗ 审批表/, (pack) => ({ ...pack, 'forms/1.json': pack['forms/1.json']!.replace(/"hmac:(.)/, '"hmac:g$1') })],
    ['a name shown beside the one that was signed', 'forms/1.json', /✗ 审批表/, (pack) => ({ ...pack, 'forms/1.json': pack['forms/1.json']!.replace(/("masked": [^]*)王𠮷兰/, '$1王吉兰') })],
    ['a version that nobody filled in', 'forms/2.json', /✗ 审批表/, (pack) => ({ ...pack, 'forms/2.json': pack['forms/1.json']! })],
    ['no token of the letter', 'letter-token.txt', /✗ 日志中最后一份介绍信/, (pack) => ({ ...pack, 'letter-token.txt': '' })],
    ['a token for longer', 'letter-token.txt', /✗ 介绍信 .*一致/, (pack) => ({ ...pack, 'letter-token.txt': token({ validUntil: '2099-12-31' }) })],
    ['a token for somebody else', 'letter-token.txt', /✗ 介绍信 .*一致/, (pack) => ({ ...pack, 'letter-token.txt': token({ patient: '李*兰' }) })],
    ['a token with another ID number', 'letter-token.txt', /✗ 介绍信 .*一致/, (pack) => ({ ...pack, 'letter-token.txt': token({ idNumber: '110***********0015' }) })],
    ['a document that nobody listed', 'documents/letter-9-1.pdf', /✗ 文书.*letter-9-1/, (pack) => ({ ...pack, 'documents/letter-9-1.pdf': '%PDF' })],
    ['a document listed that lies elsewhere', 'documents.json', /✗ 文书/, (pack) => ({ ...pack, 'documents.json': json([{ file: '../1/log.json', kind: 'letter', seq: 9, copy: 1, digest: digestOfBytes(whole['log.json']!) }]) })],
    ['a token of another place in the log', 'letter-token.txt', /✗ 介绍信 .*一致/, (pack) => ({ ...pack, 'letter-token.txt': token({ head: logged.events[0]!.hash }) })],
    ['a stranger’s keys', 'keys.json', /✗ 介绍信凭证/, (pack) => ({ ...pack, 'keys.json': json({ keys: [publicLetterKey(makeLetterKey())] }) })],
    ['a stranger’s key under the name of ours', 'keys.json', /✗ 介绍信凭证/, (pack) => ({ ...pack, 'keys.json': json({ keys: [{ ...publicLetterKey(makeLetterKey()), kid: server.letterKeys.current.kid }] }) })],
  ];
  test.each(forged)('with %s in %s is found out, its manifest made to fit', async (_what, _file, finding, change) => {
    const { code, stdout } = await check('pack', unpacked(change(whole)));
    expect(code).toBe(1);
    expect(stdout).toMatch(finding);
  });

  test('whose token and keys are both a stranger’s is found out by the keys that the hospital publishes', async () => {
    const privateKey = makeLetterKey();
    const stranger = publicLetterKey(privateKey);
    const own = token();
    const [header, payload] = own.split('.') as [string, string];
    const forgedHeader = Buffer.from(Buffer.from(header, 'base64url').toString().replace(server.letterKeys.current.kid, stranger.kid)).toString('base64url');
    const said = `${forgedHeader}.${payload}`;
    const forged = `${said}.${sign(null, Buffer.from(said), privateKey).toString('base64url')}`;
    const folder = unpacked({ ...whole, 'letter-token.txt': `${forged}\n`, 'keys.json': json({ keys: [stranger] }) });
    const published = join(base, 'published.json');
    writeFileSync(published, json(server.letterKeys.publicKeys));
    const alone = await check('pack', folder);
    expect([alone.code, alone.stdout]).toEqual([0, expect.stringContaining('! 介绍信凭证是按检查包自带的 keys.json 核验的')]);
    const { code, stdout } = await check('pack', folder, published);
    expect([code, stdout]).toEqual([1, expect.stringContaining('签发密钥不在密钥文件中')]);
    const honest = await check('pack', unpacked(whole), published);
    expect([honest.code, honest.stdout.includes('自带的 keys.json')]).toEqual([0, false]);
  });

  test('with a file of a name that every object has is found out as well', async () => {
    for (const name of ['constructor', 'toString']) {
      const { code, stdout } = await check('pack', unpacked({ ...whole, [name]: 'x' }, whole));
      expect([name, code, stdout]).toEqual([name, 1, expect.stringContaining(`✗ 清单`)]);
    }
  });

  test('shows a paper that the log does not name as nothing it proves', async () => {
    expect((await check('pack', unpacked(whole))).stdout).not.toContain('日志没有提到');
    const { code, stdout } = await check('pack', unpacked({ ...whole, 'papers/more.pdf': '%PDF' }));
    expect([code, stdout]).toEqual([0, expect.stringContaining('! 另有 1 份材料日志没有提到')]);
  });

  test('cannot write findings of its own, nor hide ours: what a terminal obeys is shown, not done', async () => {
    const feigned = '同意。\\n✓ 假 \\u001b[2J\\u202e';
    const altered = { ...whole, 'log.json': whole['log.json']!.replace('同意转诊。', feigned) };
    const { code, stdout } = await check('pack', unpacked(altered));
    expect(code).toBe(1);
    expect(stdout).toContain('同意。\\u{a}✓ 假 \\u{1b}[2J\\u{202e}');
    expect(stdout).not.toMatch(/^✓ 假/m);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test('is found out with any one digit or letter of its log exchanged, its manifest made to fit', async () => {
    const text = whole['log.json']!;
    const places = [...text.matchAll(/[a-z0-9\u4e00-\u9fff]/g)].map(({ index }) => index);
    const folders = Array.from({ length: 40 }, (_, i) => {
      const at = places[Math.floor((i * places.length) / 40)]!;
      return unpacked({ ...whole, 'log.json': text.slice(0, at) + (text[at] === '7' ? '8' : '7') + text.slice(at + 1) });
    });
    for (const folder of folders) expect([folder, (await check('pack', folder)).code]).not.toEqual([folder, 0]);
  });

  test('that lacks a part, or is not there, cannot be checked', async () => {
    for (const name of ['origin.json', 'log.json']) {
      const { code, stderr } = await check('pack', unpacked({ ...whole, [name]: '' }));
      expect([code, stderr]).toEqual([2, expect.stringContaining('cannot be checked')]);
    }
    expect((await check('pack', join(base, 'nowhere'))).code).toBe(2);
  });
});

describe('a letter off line', () => {
  const keys = join(base, 'keys.json');
  beforeAll(() => writeFileSync(keys, json(server.letterKeys.publicKeys)));

  test('is genuine by its token, or by the address in its QR code', async () => {
    const address = `https://hospital.example/verify/${token()}`;
    for (const given of [token(), address, `${address}?lang=zh-CN`, ` ${address}#arrival\n`]) {
      const { code, stdout } = await check('verify', given, keys);
      expect(code).toBe(0);
      expect(stdout).toContain('✓ 介绍信为真，内容未经改动 · The letter is genuine');
      expect(stdout).toContain('王*兰 441***********0012');
    }
  });

  test('that is past its last day is genuine all the same, and said to be past it', async () => {
    const { code, stdout } = await check('verify', token({ validFrom: '2020-01-01', validUntil: '2020-01-30' }), keys);
    expect(code).toBe(0);
    expect(stdout).toContain('! 有效期已过');
  });

  test('that our key signed and that is no letter is none, as the server has it', async () => {
    for (const more of [{ head: 'sha256:00' }, { issuedAt: '+275760-09-13T00:00:00.001Z' }]) {
      const { code, stdout } = await check('verify', token(more), keys);
      expect([code, stdout]).toEqual([1, expect.stringContaining('不是介绍信凭证')]);
    }
  });

  test('with a byte exchanged is not genuine', async () => {
    const given = token();
    for (let at = 0; at < given.length; at += 11) {
      const altered = given.slice(0, at) + (given[at] === 'A' ? 'B' : 'A') + given.slice(at + 1);
      expect([at, (await check('verify', altered, keys)).code]).toEqual([at, 1]);
    }
    // The last letter has bits that no byte needs: another text for the same signature.
    const last = given.at(-1)!;
    const twin = String.fromCharCode(last.charCodeAt(0) + 1);
    expect((await check('verify', given.slice(0, -1) + twin, keys)).code).toBe(1);
  });

  test('of a key that the file does not hold is not genuine', async () => {
    const others = join(base, 'others.json');
    writeFileSync(others, json({ keys: [publicLetterKey(makeLetterKey())] }));
    const { code, stdout } = await check('verify', token(), others);
    expect([code, stdout]).toEqual([1, expect.stringContaining('签发密钥不在密钥文件中')]);
  });

  test.each([[[]], [['verify']], [['verify', 'token', join(base, 'none.json')]], [['prove', 'token']]])('%j cannot be checked', async (args) => {
    expect((await check(...args)).code).toBe(2);
  });
});

test('the checker is one file that needs nothing but Node', () => {
  const text = readFileSync('libs/evidence/check.mjs', 'utf8');
  expect([...text.matchAll(/from '([^']+)'/g)].map(([, name]) => name)).toEqual(['node:crypto', 'node:fs', 'node:path']);
  expect(text).not.toMatch(/import\(|require\(/);
});
