import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { Secrets } from './secrets.ts';

const key = randomBytes(32);
const secrets = new Secrets(key);
const same = new Secrets(Buffer.from(key));
const other = new Secrets(randomBytes(32));
const idNumber = '44190019800101123X';

describe('an encrypted text', () => {
  test.each([idNumber, '', '𠮷野家 👩‍⚕️', 'x'.repeat(100_000)])('is read with the same key', (text) => {
    expect(same.decrypt(secrets.encrypt(text))).toBe(text);
  });

  test('shows neither the text nor whether two texts are the same', () => {
    const [one, two] = [secrets.encrypt(idNumber), secrets.encrypt(idNumber)];
    expect(one).toMatch(/^enc1:[A-Za-z0-9_-]+$/);
    expect(one).not.toContain(idNumber);
    expect(one).not.toBe(two);
  });

  test('is not read with another key', () => {
    expect(() => other.decrypt(secrets.encrypt(idNumber))).toThrow();
  });

  test('is not read after a change to any of its bytes', () => {
    const encrypted = secrets.encrypt(idNumber);
    const bytes = Buffer.from(encrypted.slice(5), 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => secrets.decrypt(`enc1:${changed.toString('base64url')}`)).toThrow();
    }
    expect(secrets.decrypt(encrypted)).toBe(idNumber);
  });

  test('is not read in another spelling of the same bytes', () => {
    for (const text of ['x', 'xy', 'xyz']) {
      const encrypted = secrets.encrypt(text);
      const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
      for (const last of letters.filter((letter) => letter !== encrypted.at(-1))) {
        expect(() => secrets.decrypt(encrypted.slice(0, -1) + last)).toThrow();
      }
      for (const added of ['=', ' ', '\n']) expect(() => secrets.decrypt(encrypted + added)).toThrow();
      expect(secrets.decrypt(encrypted)).toBe(text);
    }
  });

  test.each(['', idNumber, 'enc1:', 'enc1:AAAA', 'enc2:AAAA'])('is not %j', (text) => {
    expect(() => secrets.decrypt(text)).toThrow();
  });
});

describe('a sealed file', () => {
  const file = randomBytes(1000);

  test('is read with the same key, and with no other', () => {
    expect(same.unseal(secrets.seal(file))).toEqual(file);
    expect(same.unseal(secrets.seal(Buffer.alloc(0)))).toEqual(Buffer.alloc(0));
    expect(() => other.unseal(secrets.seal(file))).toThrow();
  });

  test('shows neither its bytes nor whether two are the same', () => {
    const [one, two] = [secrets.seal(file), secrets.seal(file)];
    expect(one.includes(file.subarray(0, 16))).toBe(false);
    expect(one.equals(two)).toBe(false);
  });

  test('is not read after a change to any of its bytes, nor cut short', () => {
    const sealed = secrets.seal(file);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = changed[at]! ^ 1;
      expect(() => secrets.unseal(changed)).toThrow();
    }
    for (const length of [0, 11, 12, 27, 28, sealed.length - 1]) {
      expect(() => secrets.unseal(sealed.subarray(0, length))).toThrow();
    }
  });
});

describe('a look-up', () => {
  test('finds the same text under the same key, and nothing else', () => {
    expect(secrets.lookup(idNumber)).toMatch(/^hmac:[0-9a-f]{64}$/);
    expect(same.lookup(idNumber)).toBe(secrets.lookup(idNumber));
    expect(secrets.lookup('440305198001011239')).not.toBe(secrets.lookup(idNumber));
    expect(other.lookup(idNumber)).not.toBe(secrets.lookup(idNumber));
  });
});

test('a device key is the same for the same name under the same key, and another for any other', () => {
  expect(secrets.deviceKey('draft 1')).toMatch(/^[\w-]{43}$/);
  expect(same.deviceKey('draft 1')).toBe(secrets.deviceKey('draft 1'));
  expect(secrets.deviceKey('draft 2')).not.toBe(secrets.deviceKey('draft 1'));
  expect(other.deviceKey('draft 1')).not.toBe(secrets.deviceKey('draft 1'));
});

test('a fingerprint tells one key from another, and is not the key', () => {
  expect(same.fingerprint).toBe(secrets.fingerprint);
  expect(other.fingerprint).not.toBe(secrets.fingerprint);
  expect(secrets.fingerprint).not.toBe(key.toString('hex'));
});
