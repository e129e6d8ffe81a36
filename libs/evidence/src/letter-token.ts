import { createPublicKey, sign, verify } from 'node:crypto';
import type { Digest } from './digest.ts';
import type { LetterKeySet, LetterSigner } from './letter-key.ts';

/** What a letter says about itself, off line: no more than is printed on it, and less of the patient. */
export interface LetterClaims {
  institution: { id: string; name: string };
  letterNo: string;
  /** The patient's name and ID number, both masked. */
  patient: string;
  idNumber: string;
  destination: string;
  /** Dates in Asia/Shanghai, yyyy-MM-dd, both days included. */
  validFrom: string;
  validUntil: string;
  /** ISO 8601 in UTC with milliseconds. */
  issuedAt: string;
  /** The event that issued the letter, and the head of the log's hash chain then. */
  seq: number;
  head: Digest;
}

export type LetterReading =
  | { genuine: true; claims: LetterClaims; kid: string }
  | { genuine: false; why: 'malformed' | 'unknownKey' | 'altered' };

/** Longer than any letter's token, so that nobody is kept busy with reading something else. */
const longest = 4096;

/** Claims under names of one letter, because each byte makes the printed QR code harder to read. */
const shorten = (claims: LetterClaims) => ({
  v: 1,
  i: claims.institution.id,
  h: claims.institution.name,
  n: claims.letterNo,
  p: claims.patient,
  d: claims.idNumber,
  t: claims.destination,
  f: claims.validFrom,
  u: claims.validUntil,
  a: Date.parse(claims.issuedAt),
  q: claims.seq,
  c: shortDigest(claims.head),
});

/** `sha256:` and base64url of what a digest writes as hexadecimal digits. */
function shortDigest(digest: Digest): string {
  const [algorithm, hex] = digest.split(':') as [string, string];
  return `${algorithm}:${Buffer.from(hex, 'hex').toString('base64url')}`;
}

/** A compact JWS (RFC 7515) with the signature algorithm EdDSA (RFC 8037). */
export function signLetter(claims: LetterClaims, { kid, privateKey }: LetterSigner): string {
  const signed = `${encoded({ alg: 'EdDSA', kid })}.${encoded(shorten(claims))}`;
  return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`;
}

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Who made the token, and whether it is still as they made it. Whether the letter is still in force it cannot say. */
export function readLetter(token: string, { keys }: LetterKeySet): LetterReading {
  const parts = token.length > longest ? [] : token.split('.').map(fromBase64url);
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || !header || !payload || !signature) return { genuine: false, why: 'malformed' };
  const kid = kidIn(json(header));
  if (kid === null) return { genuine: false, why: 'malformed' };
  const key = keys.find((one) => one.kid === kid);
  if (!key) return { genuine: false, why: 'unknownKey' };
  const publicKey = createPublicKey({ key: { kty: key.kty, crv: key.crv, x: key.x }, format: 'jwk' });
  const signed = Buffer.from(token.slice(0, token.lastIndexOf('.')));
  if (!verify(null, signed, publicKey, signature)) return { genuine: false, why: 'altered' };
  const claims = claimsIn(json(payload));
  return claims ? { genuine: true, claims, kid } : { genuine: false, why: 'malformed' };
}

/** base64url has several texts for the same bytes (RFC 4648, 3.5); only the one that an encoder writes is taken, else null. */
export function fromBase64url(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}

function json(bytes: Buffer): Record<string, unknown> | null {
  try {
    const value = JSON.parse(bytes.toString('utf8')) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** The algorithm is ours to say: a header that asks for another, or for anything more, is not a letter's. */
function kidIn(header: Record<string, unknown> | null): string | null {
  if (!header || Object.keys(header).toSorted().join() !== 'alg,kid' || header.alg !== 'EdDSA') return null;
  return typeof header.kid === 'string' ? header.kid : null;
}

function claimsIn(payload: Record<string, unknown> | null): LetterClaims | null {
  if (!payload) return null;
  const { v, i, h, n, p, d, t, f, u, a, q, c } = payload;
  const texts = [i, h, n, p, d, t, f, u, c].every((claim) => typeof claim === 'string');
  const head = texts ? longDigest(c as string) : null;
  const at = typeof a === 'number' ? new Date(a) : null;
  if (v !== 1 || head === null || at === null || Number.isNaN(at.getTime()) || !Number.isSafeInteger(q)) return null;
  return {
    institution: { id: i as string, name: h as string },
    letterNo: n as string,
    patient: p as string,
    idNumber: d as string,
    destination: t as string,
    validFrom: f as string,
    validUntil: u as string,
    issuedAt: at.toISOString(),
    seq: q as number,
    head,
  };
}

function longDigest(short: string): Digest | null {
  const [, algorithm, text = ''] = /^(sha256|sm3):([\w-]{43})$/.exec(short) ?? [];
  return algorithm ? (`${algorithm}:${Buffer.from(text, 'base64url').toString('hex')}` as Digest) : null;
}
