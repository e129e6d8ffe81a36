import { createECDH, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { verifySm2 } from './sm2.ts';

const hex = (digits: string) => Buffer.from(digits, 'hex');

function der(r: Buffer, s: Buffer): Buffer {
  const number = (bytes: Buffer) => {
    const positive = bytes[0]! >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
    return Buffer.concat([Buffer.of(2, positive.length), positive]);
  };
  const both = Buffer.concat([number(r), number(s)]);
  return Buffer.concat([Buffer.of(0x30, both.length), both]);
}

// GB/T 32918.5-2017, appendix A.2.
const message = Buffer.from('message digest');
const publicKey = hex(
  '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
);
const r = hex('f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3');
const s = hex('b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa');
const signature = der(r, s);

describe('an SM2 signature', () => {
  test('of the example in the standard holds', () => {
    expect(verifySm2(message, { publicKey, signature })).toBe(true);
  });

  // openssl pkeyutl -sign -rawin -digest sm3 -pkeyopt distid:1234567812345678
  test('that OpenSSL made under the id of certificate authorities holds', () => {
    const key = hex(
      '049212c0aac97bc054cf68cedd5e31d454350b7cd81b432d64be9f34b598c329a7dbce2962b3b08ce416c3af81a7f728f2b1de33c991f6fc48f39606434f1881df',
    );
    const made = hex(
      '3044022058652b4ff8c3026455a21149b326b78a6cf7d041c3373c8bcb8d236d772d42d502202fe1097802a9ebd877d859efa4b0baffb8a3d16bc8b87504269b6240828a5a89',
    );
    expect(verifySm2(Buffer.from('message'), { publicKey: key, signature: made })).toBe(true);
    expect(verifySm2(Buffer.from('message'), { publicKey: key, signature: made, id: '' })).toBe(false);
  });

  test('shows every byte that was changed in the message, the key or itself', () => {
    const turned = (bytes: Buffer, at: number) => Buffer.concat([bytes.subarray(0, at), Buffer.of(bytes[at]! ^ 1), bytes.subarray(at + 1)]);
    for (const at of message.keys()) expect(verifySm2(turned(message, at), { publicKey, signature })).toBe(false);
    for (const at of publicKey.keys()) expect(verifySm2(message, { publicKey: turned(publicKey, at), signature })).toBe(false);
    for (const at of signature.keys()) expect(verifySm2(message, { publicKey, signature: turned(signature, at) })).toBe(false);
  });

  test('is of one signer by their id, and of no other', () => {
    expect(verifySm2(message, { publicKey, signature, id: 'ALICE123@YAHOO.COM' })).toBe(false);
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['no pair', hex('3003020101')],
    ['zeroes', hex('3006020100020100')],
    ['more than the order', der(hex('f'.repeat(64)), s)],
    ['something behind it', Buffer.concat([signature, Buffer.of(0)])],
    ['written longer than need be', der(Buffer.concat([Buffer.alloc(2), r]), s)],
  ])('that is %s does not hold', (_, other) => {
    expect(verifySm2(message, { publicKey, signature: other })).toBe(false);
  });

  test('by a point that is not on the curve, or compressed, does not hold', () => {
    expect(verifySm2(message, { publicKey: Buffer.concat([publicKey.subarray(0, 64), Buffer.of(0)]), signature })).toBe(false);
    expect(verifySm2(message, { publicKey: publicKey.subarray(0, 33), signature })).toBe(false);
  });

  // OpenSSL signs with an empty id, and only where the key was read in: one that Node has just made would sign by ECDSA.
  test('that OpenSSL made holds under its id, and not under the one of certificate authorities', () => {
    for (let i = 0; i < 8; i += 1) {
      const pem = generateKeyPairSync('ec', { namedCurve: 'SM2' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
      const privateKey = createPrivateKey(pem);
      const ecdh = createECDH('SM2');
      // The private key of RFC 5915: an octet string of 32 bytes.
      const inner = privateKey.export({ type: 'pkcs8', format: 'der' });
      ecdh.setPrivateKey(inner.subarray(inner.indexOf(hex('0420')) + 2).subarray(0, 32));
      const given = { publicKey: ecdh.getPublicKey(), signature: sign('sm3', message, privateKey) };
      expect(verifySm2(message, { ...given, id: '' })).toBe(true);
      expect(verifySm2(message, given)).toBe(false);
    }
  });
});
