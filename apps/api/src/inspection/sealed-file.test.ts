import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Secrets } from '../secrets/secrets.ts';
import { readSealed, writeSealed } from './sealed-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-sealed-'));
afterAll(() => rmSync(folder, { recursive: true }));

const secrets = new Secrets(randomBytes(32));
const { signal } = new AbortController();
let files = 0;

async function sealed(plain: Buffer): Promise<string> {
  files += 1;
  const file = join(folder, String(files));
  const { size } = await writeSealed(secrets, file, Readable.from([plain]), signal);
  expect(size).toBe(plain.length);
  return file;
}

/** The frames of a sealed file, each with its length before it. */
function framesOf(bytes: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 + bytes.readUInt32BE(at);
    frames.push(bytes.subarray(at, end));
    at = end;
  }
  return frames;
}

const plain = randomBytes(900_000);
async function sealedInPieces(): Promise<{ file: string; frames: Buffer[] }> {
  files += 1;
  const file = join(folder, String(files));
  const pieces = Array.from({ length: 90 }, (_, i) => plain.subarray(i * 10_000, (i + 1) * 10_000));
  await writeSealed(secrets, file, Readable.from(pieces), signal);
  const frames = framesOf(readFileSync(file));
  expect(frames.length).toBeGreaterThan(3);
  return { file, frames };
}

describe('a sealed file', () => {
  test.each([0, 1, 262_144, 1_000_000])('gives back the %i bytes that it was made of', async (size) => {
    const bytes = randomBytes(size);
    expect((await buffer(readSealed(secrets, await sealed(bytes)))).equals(bytes)).toBe(true);
  });

  test('shows nothing of them, and is of no use without the key', async () => {
    const file = await sealed(Buffer.from('441900196503120015'.repeat(100)));
    expect(readFileSync(file).includes('441900196503120015')).toBe(false);
    await expect(buffer(readSealed(new Secrets(randomBytes(32)), file))).rejects.toThrow();
  });

  test.each<[string, (frames: Buffer[]) => Buffer[]]>([
    ['a byte changed', (frames) => frames.with(1, Buffer.concat([frames[1]!.subarray(0, -1), Buffer.from([frames[1]!.at(-1)! ^ 1])]))],
    ['a frame taken out', (frames) => frames.toSpliced(1, 1)],
    ['two frames exchanged', ([first, second, third, ...more]) => [first!, third!, second!, ...more]],
    ['a frame twice', ([first, second, ...more]) => [first!, second!, second!, ...more]],
    ['its end cut off', (frames) => frames.slice(0, -1)],
    ['half a frame at the end', (frames) => [...frames.slice(0, -1), frames.at(-1)!.subarray(0, 20)]],
    ['nothing in it', () => []],
  ])('with %s is not given out as whole', async (_, change) => {
    const { file, frames } = await sealedInPieces();
    expect((await buffer(readSealed(secrets, file))).equals(plain)).toBe(true);
    writeFileSync(file, Buffer.concat(change(frames)));
    await expect(buffer(readSealed(secrets, file))).rejects.toThrow();
  });
});
