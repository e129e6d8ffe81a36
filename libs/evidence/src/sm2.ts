import { createHash } from 'node:crypto';

/**
 * Verification of SM2 signatures (GB/T 32918.2) over the curve that GB/T 32918.5 recommends. OpenSSL has SM2 too, but
 * Node lets nobody say the signer's id, which is part of what is hashed; without it no certificate authority's signature
 * can be verified. Everything here is public, so time may tell what it likes.
 */

type Affine = readonly [x: bigint, y: bigint];
/** Jacobian: x = X/Z², y = Y/Z³; infinity where Z is 0. Spares an inversion at every step. */
type Jacobian = readonly [X: bigint, Y: bigint, Z: bigint];

const p = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
const a = p - 3n;
const b = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n;
const n = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
const g: Affine = [
  0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
];

/** The id that certificate authorities sign with unless they say otherwise (GM/T 0009). */
const defaultId = '1234567812345678';

const mod = (x: bigint, m = p): bigint => {
  const rest = x % m;
  return rest < 0n ? rest + m : rest;
};

function inverse(x: bigint): bigint {
  let [r0, r1, s0, s1] = [p, mod(x), 0n, 1n];
  while (r1 > 0n) [r0, r1, s0, s1] = [r1, r0 % r1, s1, s0 - (r0 / r1) * s1];
  return mod(s0);
}

const infinity: Jacobian = [1n, 1n, 0n];

function double([x, y, z]: Jacobian): Jacobian {
  const [delta, gamma] = [mod(z * z), mod(y * y)];
  const beta = mod(x * gamma);
  const alpha = mod(3n * (x - delta) * (x + delta));
  const x3 = mod(alpha * alpha - 8n * beta);
  return [x3, mod(alpha * (4n * beta - x3) - 8n * gamma * gamma), mod((y + z) ** 2n - gamma - delta)];
}

function add(one: Jacobian, [x2, y2]: Affine): Jacobian {
  const [x1, y1, z1] = one;
  if (z1 === 0n) return [x2, y2, 1n];
  const zz = mod(z1 * z1);
  const h = mod(x2 * zz - x1);
  const r = mod(2n * (y2 * z1 * zz - y1));
  if (h === 0n) return r === 0n ? double(one) : infinity;
  const hh = mod(h * h);
  const j = mod(4n * h * hh);
  const v = mod(4n * x1 * hh);
  const x3 = mod(r * r - j - 2n * v);
  return [x3, mod(r * (v - x3) - 2n * y1 * j), mod((z1 + h) ** 2n - zz - hh)];
}

function affine([x, y, z]: Jacobian): Affine | null {
  if (z === 0n) return null;
  const inverted = inverse(z);
  const squared = mod(inverted * inverted);
  return [mod(x * squared), mod(y * squared * inverted)];
}

/** s·G + t·P, both at once (Shamir's trick). Null at infinity. */
function combine(s: bigint, t: bigint, point: Affine): Affine | null {
  const both = affine(add([...g, 1n], point));
  let sum = infinity;
  for (let bit = 255n; bit >= 0n; bit -= 1n) {
    sum = double(sum);
    const [inS, inT] = [(s >> bit) & 1n, (t >> bit) & 1n];
    if (inS && inT) sum = both ? add(sum, both) : sum;
    else if (inS) sum = add(sum, g);
    else if (inT) sum = add(sum, point);
  }
  return affine(sum);
}

const numberIn = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
const bytesOf = (x: bigint): Buffer => Buffer.from(x.toString(16).padStart(64, '0'), 'hex');
const sm3 = (...parts: readonly Uint8Array[]): Buffer => createHash('sm3').update(Buffer.concat(parts)).digest();

/** The two coordinates of an uncompressed point on the curve; null where it is none. */
function pointIn(bytes: Uint8Array): Affine | null {
  if (bytes.length !== 65 || bytes[0] !== 4) return null;
  const [x, y] = [numberIn(bytes.subarray(1, 33)), numberIn(bytes.subarray(33))];
  return x < p && y < p && mod(y * y - x ** 3n - a * x - b) === 0n ? [x, y] : null;
}

/** r and s of a signature in DER; null where it is none. */
function pairIn(der: Uint8Array): [bigint, bigint] | null {
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return null;
  const numbers: bigint[] = [];
  let at = 2;
  while (at < der.length) {
    const length = der[at + 1] ?? 0;
    const bytes = der.subarray(at + 2, at + 2 + length);
    if (der[at] !== 2 || length === 0 || bytes.length !== length) return null;
    numbers.push(numberIn(bytes));
    at += 2 + length;
  }
  return numbers.length === 2 ? (numbers as [bigint, bigint]) : null;
}

export interface Sm2Signature {
  /** Uncompressed: 4, x, y. */
  publicKey: Uint8Array;
  /** r and s in DER. */
  signature: Uint8Array;
  id?: string;
}

/** Whether this is the key's signature over the message, with SM3. */
export function verifySm2(message: Uint8Array, { publicKey, signature, id = defaultId }: Sm2Signature): boolean {
  const [point, pair] = [pointIn(publicKey), pairIn(signature)];
  if (!point || !pair) return false;
  const [r, s] = pair;
  if (r < 1n || r >= n || s < 1n || s >= n) return false;
  const bits = Buffer.alloc(2);
  bits.writeUInt16BE(Buffer.byteLength(id) * 8);
  const z = sm3(bits, Buffer.from(id), ...[a, b, ...g, ...point].map(bytesOf));
  const t = mod(r + s, n);
  const sum = t === 0n ? null : combine(s, t, point);
  return sum !== null && mod(numberIn(sm3(z, message)) + sum[0], n) === r;
}
