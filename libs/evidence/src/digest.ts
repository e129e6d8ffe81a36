import { hash } from 'node:crypto';
import { canonical } from './canonical.ts';

/** `sha256:` and 64 hexadecimal digits: a digest names its algorithm, so that another can come beside it. */
export type Digest = `sha256:${string}`;

export const digestOfBytes = (bytes: string | Uint8Array): Digest =>
  `sha256:${hash('sha256', bytes, 'hex')}`;

/** Digest of the value's canonical JSON. */
export const digestOf = (value: unknown): Digest => digestOfBytes(canonical(value));
