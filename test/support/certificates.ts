import { createECDH, createHash, randomBytes, X509Certificate } from 'node:crypto';
import { Certificates, type CertificateHolder } from '../../apps/api/src/certificates/certificates.ts';
import { certificateAlgorithm, certificateHolds, type CertificateSignature, type Digest } from '../../libs/evidence/src/index.ts';
import { verifySm2 } from '../../libs/evidence/src/sm2.ts';

const hex = (digits: string) => Buffer.from(digits, 'hex');
const numberOf = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
const bytesOf = (number: bigint) => hex(number.toString(16).padStart(64, '0'));
const sm3 = (...parts: Uint8Array[]) => createHash('sm3').update(Buffer.concat(parts)).digest();

/** GB/T 32918.5: the order of the group, and a, b and the base point as they are hashed. */
const n = numberOf(hex('fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123'));
const curve = hex(
  'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93' +
    '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
);
const id = Buffer.from('1234567812345678');

function inverse(x: bigint): bigint {
  let [r0, r1, s0, s1] = [n, x % n, 0n, 1n];
  while (r1 > 0n) [r0, r1, s0, s1] = [r1, r0 % r1, s1, s0 - (r0 / r1) * s1];
  return ((s0 % n) + n) % n;
}

/** OpenSSL multiplies the base point by a number, as it does to make the public half of a key. */
function timesBase(times: Buffer): Buffer {
  const ecdh = createECDH('SM2');
  ecdh.setPrivateKey(times);
  return ecdh.getPublicKey();
}

class Sm2Key {
  private readonly d = bytesOf((numberOf(randomBytes(40)) % (n - 2n)) + 1n);
  readonly publicKey = timesBase(this.d);

  /** GB/T 32918.2, 6.1: r and s in DER. */
  sign(message: Uint8Array): Buffer {
    const z = sm3(Buffer.of(0, id.length * 8), id, curve, this.publicKey.subarray(1));
    const k = (numberOf(randomBytes(40)) % (n - 1n)) + 1n;
    const x = numberOf(timesBase(bytesOf(k)).subarray(1, 33));
    const r = (numberOf(sm3(z, message)) + x) % n;
    const d = numberOf(this.d);
    const s = (inverse(1n + d) * (((k - r * d) % n) + n)) % n;
    return sequence(integer(r), integer(s));
  }
}

const tagged = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...head), content]);
};
const sequence = (...parts: Uint8Array[]) => tagged(0x30, ...parts);
const bits = (bytes: Uint8Array) => tagged(0x03, Buffer.of(0), bytes);
const time = (at: Date) => tagged(0x18, Buffer.from(`${at.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`));

function integer(number: bigint): Buffer {
  const digits = number.toString(16);
  const bytes = hex(digits.padStart(digits.length + (digits.length % 2), '0'));
  return tagged(0x02, bytes[0]! >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

const attribute = (oid: string, text: string) => tagged(0x31, sequence(tagged(0x06, hex(oid)), tagged(0x0c, Buffer.from(text))));
/** Common name and serial number. */
const nameOf = (name: string, number: string) => sequence(attribute('550403', name), attribute('550405', number));
const sm2WithSm3 = sequence(tagged(0x06, hex('2a811ccf55018375')));
const sm2Key = ({ publicKey }: Sm2Key) =>
  sequence(sequence(tagged(0x06, hex('2a8648ce3d0201')), tagged(0x06, hex('2a811ccf5501822d'))), bits(publicKey));

interface Certified {
  /** SubjectPublicKeyInfo. */
  key: Buffer;
  name: string;
  number: string;
  from: Date;
  until: Date;
}

/** X.509, version 3, base64. */
function certificateBy(authority: Sm2Key, { key, name, number, from, until }: Certified): string {
  const content = sequence(
    tagged(0xa0, integer(2n)),
    integer(numberOf(randomBytes(8))),
    sm2WithSm3,
    nameOf('示例认证机构', '0'),
    sequence(time(from), time(until)),
    nameOf(name, number),
    key,
  );
  return sequence(content, sm2WithSm3, bits(authority.sign(content))).toString('base64');
}

/**
 * What somebody makes without any key: a certificate for RSA whose last bytes, taken for a point, are off the curve and
 * vanish when they are doubled. Whoever takes them so finds the signature right.
 */
export function signatureOfNobody(digest: Digest): CertificateSignature {
  const point = Buffer.concat([bytesOf(2n), bytesOf(0n)]);
  const exponent = tagged(0x02, Buffer.of(4), point);
  const rsa = sequence(tagged(0x06, hex('2a864886f70d010101')), Buffer.of(5, 0));
  const key = sequence(rsa, bits(sequence(integer(n), exponent)));
  const certificate = certificateBy(new Sm2Key(), { key, name: '无名', number: '0', from: new Date(0), until: new Date('2100-01-01') });
  const e = numberOf(sm3(sm3(Buffer.of(0, id.length * 8), id, curve, point), Buffer.from(digest)));
  for (;;) {
    const s = (numberOf(randomBytes(40)) % (n - 1n)) + 1n;
    const r = (e + numberOf(timesBase(bytesOf(s)).subarray(1, 33))) % n;
    const signature = sequence(integer(r), integer(s)).toString('base64');
    if (((r + s) % n) % 2n === 0n) return { algorithm: certificateAlgorithm, certificate, signature };
  }
}

/** The parts of a sequence, each with its tag and length. */
function partsOf(outer: Buffer): Buffer[] {
  const contentAt = (der: Buffer) => (der[1]! < 0x80 ? 2 : der[1]! - 0x80 + 2);
  const lengthOf = (der: Buffer) => (der[1]! < 0x80 ? der[1]! : der.readUIntBE(2, der[1]! - 0x80));
  const parts: Buffer[] = [];
  for (let rest = outer.subarray(contentAt(outer)); rest.length > 0; ) {
    const end = contentAt(rest) + lengthOf(rest);
    parts.push(rest.subarray(0, end));
    rest = rest.subarray(end);
  }
  return parts;
}

interface Held {
  key: Sm2Key;
  certificate: string;
}

/**
 * Personal certificates as a certificate authority would issue them, made of nothing but software: what an adapter is
 * held against in tests. Nobody's keys are safe here.
 */
export class SoftwareCertificates extends Certificates {
  override readonly inUse = true;
  private readonly authority = new Sm2Key();
  private readonly held = new Map<string, Held>();
  private readonly revoked = new Set<string>();
  /** How often a signature was asked for. */
  asked = 0;
  /** Called before each signature is made: a test may do something meanwhile, or fail. */
  meanwhile: () => Promise<void> | void = () => {};

  issue({ id: number, name }: { id: string; name: string }, from = new Date(0), until = new Date('2100-01-01')): void {
    const key = new Sm2Key();
    this.held.set(number, { key, certificate: certificateBy(this.authority, { key: sm2Key(key), name, number, from, until }) });
  }

  revoke({ id: personId }: { id: string }): void {
    this.revoked.add(this.held.get(personId)!.certificate);
  }

  override async signatureOver({ id: personId }: CertificateHolder, digest: Digest): Promise<CertificateSignature | null> {
    const held = this.held.get(personId);
    if (!held) return null;
    this.asked += 1;
    await this.meanwhile();
    const signature = held.key.sign(Buffer.from(digest)).toString('base64');
    return { algorithm: certificateAlgorithm, certificate: held.certificate, signature };
  }

  override verify(signed: CertificateSignature, digest: Digest, { id: personId }: CertificateHolder, at: Date): Promise<boolean> {
    return Promise.resolve(certificateHolds(signed, digest) && this.isTrusted(signed.certificate, personId, at));
  }

  private isTrusted(certificate: string, personId: string, at: Date): boolean {
    const der = Buffer.from(certificate, 'base64');
    const { subject, validFrom, validTo } = new X509Certificate(der);
    return (
      this.hasSigned(der) &&
      subject.split('\n').includes(`serialNumber=${personId}`) &&
      Date.parse(validFrom) <= at.getTime() &&
      at.getTime() <= Date.parse(validTo) &&
      !this.revoked.has(certificate)
    );
  }

  /** Not by OpenSSL, which would take the authority's id for empty. */
  private hasSigned(certificate: Buffer): boolean {
    const [content, , signature] = partsOf(certificate);
    return verifySm2(content!, { publicKey: this.authority.publicKey, signature: signature!.subarray(3) });
  }
}
