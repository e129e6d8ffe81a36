import { createPublicKey, generateKeyPairSync, hash, type KeyObject } from 'node:crypto';
import { canonical } from './canonical.ts';

/** The public half of a letter key, as RFC 8037 writes it. */
export interface LetterKey {
  kty: 'OKP';
  crv: 'Ed25519';
  x: string;
  kid: string;
  use: 'sig';
  alg: 'EdDSA';
}

/** JWK Set (RFC 7517): the present key first, then those that letters still in people's hands were signed with. */
export interface LetterKeySet {
  keys: LetterKey[];
}

/** What signs letters. */
export interface LetterSigner {
  kid: string;
  privateKey: KeyObject;
}

/** Of the 32 bytes of RFC 7638's thumbprint the first nine: enough to tell keys apart, and short enough for a QR code. */
const kidBytes = 9;

export function kidOf(x: string): string {
  const thumbprint = hash('sha256', canonical({ crv: 'Ed25519', kty: 'OKP', x }), 'buffer');
  return thumbprint.subarray(0, kidBytes).toString('base64url');
}

export const makeLetterKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey;

/** The public half of a private key, with the name by which tokens call it. */
export function publicLetterKey(privateKey: KeyObject): LetterKey {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' }) as { x: string };
  return { kty: 'OKP', crv: 'Ed25519', x, kid: kidOf(x), use: 'sig', alg: 'EdDSA' };
}
