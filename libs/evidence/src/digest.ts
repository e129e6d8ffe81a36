import { hash } from 'node:crypto';
import { canonical } from './canonical.ts';

/** SHA-256, and SM3 (GB/T 32905), which some hospitals are told to use. */
export const digestAlgorithms = ['sha256', 'sm3'] as const;
export type DigestAlgorithm = (typeof digestAlgorithms)[number];

/** `sha256:` or `sm3:` and 64 hexadecimal digits: a digest names its algorithm, so that either can be checked anywhere. */
export type Digest = `${DigestAlgorithm}:${string}`;

export const digestOfBytes = (bytes: string | Uint8Array, algorithm: DigestAlgorithm = 'sha256'): Digest =>
  `${algorithm}:${hash(algorithm, bytes, 'hex')}`;

/** The algorithm that a digest names. A text that is no digest names none; taken for one, it equals no other. */
export const algorithmOf = (digest: string): DigestAlgorithm => (digest.startsWith('sm3:') ? 'sm3' : 'sha256');

/** Digest of the value's canonical JSON. */
export const digestOf = (value: unknown, algorithm?: DigestAlgorithm): Digest => digestOfBytes(canonical(value), algorithm);
