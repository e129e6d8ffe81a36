import { createHash } from 'node:crypto';
import { DER, weierstrass } from '@noble/curves/abstract/weierstrass.js';

/**
 * Verification of SM2 signatures (GB/T 32918.2) over the curve that GB/T 32918.5 recommends. OpenSSL has SM2 too, but
 * Node lets nobody say the signer's id, which is part of what is hashed; without it no certificate authority's signature
 * can be verified. Everything here is public, so time may tell what it likes.
 */
const Point = weierstrass({
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  h: 1n,
  Gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  Gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
});
const { Fp, Fn } = Point;
const { a, b, Gx, Gy } = Point.CURVE();

/** The id that certificate authorities sign with unless they say otherwise (GM/T 0009). */
const defaultId = '1234567812345678';

const numberIn = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
const sm3 = (...parts: readonly Uint8Array[]): Buffer => createHash('sm3').update(Buffer.concat(parts)).digest();

export interface Sm2Signature {
  /** Uncompressed: 4, x, y. */
  publicKey: Uint8Array;
  /** r and s in DER. */
  signature: Uint8Array;
  id?: string;
}

/** Whether this is the key's signature over the message, with SM3. */
export function verifySm2(message: Uint8Array, { publicKey, signature, id = defaultId }: Sm2Signature): boolean {
  const read = readBoth(publicKey, signature);
  if (!read) return false;
  const { point, r, s } = read;
  const t = Fn.create(r + s);
  if (!Fn.isValidNot0(r) || !Fn.isValidNot0(s) || Fn.is0(t)) return false;
  const bits = Buffer.alloc(2);
  bits.writeUInt16BE(Buffer.byteLength(id) * 8);
  const z = sm3(bits, Buffer.from(id), ...[a, b, Gx, Gy].map((x) => Fp.toBytes(x)), publicKey.subarray(1));
  const sum = Point.BASE.multiplyUnsafe(s).add(point.multiplyUnsafe(t));
  return !sum.is0() && Fn.create(numberIn(sm3(z, message)) + sum.x) === r;
}

/** A point of the curve, and two numbers in the only way to write them; null where they are none. */
function readBoth(publicKey: Uint8Array, signature: Uint8Array) {
  if (publicKey.length !== 65) return null;
  try {
    return { point: Point.fromBytes(publicKey), ...DER.toSig(signature) };
  } catch {
    return null;
  }
}
