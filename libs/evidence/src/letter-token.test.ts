import { createHash, createHmac, sign, type KeyObject } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { digestOf } from './digest.ts';
import { kidOf, makeLetterKey, publicLetterKey } from './letter-key.ts';
import { readLetter, signLetter, type LetterClaims } from './letter-token.ts';

const claims: LetterClaims = {
  institution: { id: '01980000-0000-7000-8000-000000000001', name: '东莞市松湖人民医院' },
  letterNo: '东转〔2026〕000001号',
  patient: '王*兰',
  idNumber: '4419**********0015',
  destination: '省示例大学附属肿瘤医院（东院区）',
  validFrom: '2026-11-22',
  validUntil: '2026-12-21',
  issuedAt: '2026-11-22T01:02:03.456Z',
  seq: 10,
  head: digestOf({ log: 1 }),
};

const signerOf = (privateKey: KeyObject) => ({ kid: publicLetterKey(privateKey).kid, privateKey });
const [privateKey, retired, stranger] = [makeLetterKey(), makeLetterKey(), makeLetterKey()];
const keys = { keys: [publicLetterKey(privateKey), publicLetterKey(retired)] };
const token = signLetter(claims, signerOf(privateKey));

/** A token as somebody else's software might make it. */
function made(header: object, payload: object | string, by: KeyObject = privateKey): string {
  const text = (part: object | string) =>
    Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
  const signed = `${text(header)}.${text(payload)}`;
  return `${signed}.${sign(null, Buffer.from(signed), by).toString('base64url')}`;
}
const header = { alg: 'EdDSA', kid: publicLetterKey(privateKey).kid };
const payload = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;

describe('a letter token', () => {
  test('is genuine as it was signed, and says what the letter says', () => {
    expect(readLetter(token, keys)).toEqual({ genuine: true, claims, kid: header.kid });
  });

  test('is genuine under a key that was retired since', () => {
    expect(readLetter(signLetter(claims, signerOf(retired)), keys)).toMatchObject({ genuine: true });
  });

  test('carries a head in SM3 as well', () => {
    const head = `sm3:${'0f'.repeat(32)}` as const;
    expect(readLetter(signLetter({ ...claims, head }, signerOf(privateKey)), keys)).toMatchObject({ claims: { head } });
  });

  test('fits into a QR code that a phone reads from paper', () => {
    // Version 20 with error correction M holds 666 bytes, in points of 0.4 mm where it is 4 cm wide; an address goes before.
    expect(token.length).toBeLessThan(600);
    expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]{86}$/);
  });

  const places = [...token].map((_, at) => at);
  test('shows every bit that was turned in any of its bytes', () => {
    for (const at of places) {
      for (let bit = 0; bit < 8; bit += 1) {
        const bytes = Buffer.from(token, 'latin1');
        bytes[at] = bytes[at]! ^ (1 << bit);
        expect([at, bit, readLetter(bytes.toString('latin1'), keys).genuine]).toEqual([at, bit, false]);
      }
    }
    expect(readLetter(token, keys).genuine).toBe(true);
  });

  test('shows every byte exchanged for any other letter of base64url', () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
    // The ends of the three parts are where another text could stand for the same bytes.
    const ends = [...token].flatMap((letter, at) => (letter === '.' ? [at - 1, at, at + 1] : [])).concat(token.length - 1);
    for (const at of ends) {
      for (const letter of letters) {
        if (letter === token[at]) continue;
        expect([at, letter, readLetter(token.slice(0, at) + letter + token.slice(at + 1), keys).genuine]).toEqual([at, letter, false]);
      }
    }
  });

  test('shows any byte taken out, put in or cut off', () => {
    for (const at of places) {
      expect(readLetter(token.slice(0, at) + token.slice(at + 1), keys).genuine).toBe(false);
      expect(readLetter(`${token.slice(0, at)}A${token.slice(at)}`, keys).genuine).toBe(false);
      expect(readLetter(token.slice(0, at), keys).genuine).toBe(false);
    }
    for (const more of ['=', ' ', '\n', '.', 'A']) expect(readLetter(token + more, keys).genuine).toBe(false);
  });

  test('says why it is not genuine', () => {
    const [head, body, signature] = token.split('.') as [string, string, string];
    const forged = Buffer.from(JSON.stringify({ ...payload, u: '2027-12-31' })).toString('base64url');
    expect(readLetter(`${head}.${forged}.${signature}`, keys)).toEqual({ genuine: false, why: 'altered' });
    expect(readLetter(`${head}.${body}.${'A'.repeat(86)}`, keys)).toEqual({ genuine: false, why: 'altered' });
    expect(readLetter(signLetter(claims, signerOf(stranger)), keys)).toEqual({ genuine: false, why: 'unknownKey' });
    expect(readLetter(token, { keys: [] })).toEqual({ genuine: false, why: 'unknownKey' });
    for (const text of ['', '.', '..', 'a.b.c', '东.转.号', `${token}.${signature}`, 'A'.repeat(100_000)]) {
      expect(readLetter(text, keys)).toEqual({ genuine: false, why: 'malformed' });
    }
  });

  test('of a stranger who takes the name of our key is altered', () => {
    expect(readLetter(made(header, payload, stranger), keys)).toEqual({ genuine: false, why: 'altered' });
    expect(readLetter(made(header, payload), keys)).toMatchObject({ genuine: true });
  });

  test.each([
    ['no algorithm', { ...header, alg: 'none' }],
    ['another algorithm', { ...header, alg: 'HS256' }],
    ['no key', { alg: 'EdDSA' }],
    ['a key of its own', { ...header, jwk: publicLetterKey(stranger) }],
    ['something that must be understood', { ...header, crit: ['b64'], b64: false }],
  ])('whose header names %s is not a letter', (_, other) => {
    expect(readLetter(made(other, payload), keys)).toEqual({ genuine: false, why: 'malformed' });
  });

  test('signed with the public key as a shared secret is not a letter', () => {
    const signed = made({ ...header, alg: 'HS256' }, payload).split('.').slice(0, 2).join('.');
    const secret = Buffer.from(keys.keys[0]!.x, 'base64url');
    const mac = createHmac('sha256', secret).update(signed).digest('base64url');
    expect(readLetter(`${signed}.${mac}`, keys)).toEqual({ genuine: false, why: 'malformed' });
  });

  test.each([
    ['an array', []],
    ['not JSON', 'letter'],
    ['of another version', { ...payload, v: 2 }],
    ['without a number', { ...payload, n: undefined }],
    ['with a date that is none', { ...payload, a: 'yesterday' }],
    ['with half a digest', { ...payload, c: 'sha256:AAAA' }],
  ])('that we signed and that is %s is not a letter', (_, other) => {
    expect(readLetter(made(header, other), keys)).toEqual({ genuine: false, why: 'malformed' });
  });
});

describe('a letter key', () => {
  test('is named by the beginning of its thumbprint', () => {
    const { x, kid } = keys.keys[0]!;
    // RFC 7638, section 3: required members alone, in this order, without spaces.
    const thumbprint = createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url');
    expect(kid).toBe(thumbprint.slice(0, 12));
    // The key of RFC 8037, appendix A.1, with the thumbprint of A.3.
    expect('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k').toMatch(
      new RegExp(`^${kidOf('11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo')}`),
    );
  });

  test('shows its public half alone', () => {
    expect(Object.keys(keys.keys[0]!).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  });
});
