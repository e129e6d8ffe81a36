import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { fromBase64url } from '@countersign/evidence';

const version = 'enc1:';
const ivLength = 12;
const tagLength = 16;
export const keyLength = 32;

/** Encrypts ID and phone numbers, and finds them again by a keyed hash. */
export class Secrets {
  private readonly encryption: Buffer;
  private readonly hashing: Buffer;
  private readonly sealing: Buffer;
  private readonly keeping: Buffer;
  /** Tells whether a database belongs to this key, and nothing about the key. */
  readonly fingerprint: string;

  constructor(key: Buffer) {
    const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', key, '', `countersign ${purpose}`, keyLength));
    this.encryption = derive('encryption');
    this.hashing = derive('lookup');
    this.sealing = derive('files');
    this.keeping = derive('devices');
    this.fingerprint = derive('fingerprint').toString('hex');
  }

  /** AES-256-GCM: `enc1:` and base64url of iv, tag and ciphertext. The same text encrypts differently each time. */
  encrypt(text: string): string {
    const iv = randomBytes(ivLength);
    const cipher = createCipheriv('aes-256-gcm', this.encryption, iv);
    const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return version + Buffer.concat([iv, cipher.getAuthTag(), ciphertext]).toString('base64url');
  }

  /** Throws when the text was not encrypted with this key, or has been changed since. */
  decrypt(encrypted: string): string {
    if (!encrypted.startsWith(version)) throw new Error('not an encrypted text');
    const bytes = fromBase64url(encrypted.slice(version.length));
    if (!bytes) throw new Error('an encrypted text that has been changed');
    const iv = bytes.subarray(0, ivLength);
    const decipher = createDecipheriv('aes-256-gcm', this.encryption, iv, { authTagLength: tagLength });
    decipher.setAuthTag(bytes.subarray(ivLength, ivLength + tagLength));
    return decipher.update(bytes.subarray(ivLength + tagLength), undefined, 'utf8') + decipher.final('utf8');
  }

  /** A file's bytes, in the same way under a key of their own: iv, tag and ciphertext. */
  seal(bytes: Uint8Array): Buffer {
    const iv = randomBytes(ivLength);
    const cipher = createCipheriv('aes-256-gcm', this.sealing, iv);
    const ciphertext = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), ciphertext]);
  }

  /** Throws when the bytes were not sealed with this key, or have been changed since. */
  unseal(sealed: Buffer): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', this.sealing, sealed.subarray(0, ivLength), { authTagLength: tagLength });
    decipher.setAuthTag(sealed.subarray(ivLength, ivLength + tagLength));
    return Buffer.concat([decipher.update(sealed.subarray(ivLength + tagLength)), decipher.final()]);
  }

  /** The same for the same text, so that it can be found; of no use to anybody without the key. */
  lookup(text: string): string {
    return `hmac:${createHmac('sha256', this.hashing).update(text, 'utf8').digest('hex')}`;
  }

  /** 32 bytes, base64url: the same for the same name, and known to whoever is told it. */
  deviceKey(name: string): string {
    return createHmac('sha256', this.keeping).update(name, 'utf8').digest('base64url');
  }
}
