import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Config } from '../config/config.ts';
import { Secrets } from '../secrets/secrets.ts';
import { PackFolder } from './pack-folder.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'countersign-packs-'));
afterAll(() => rmSync(dataDir, { recursive: true }));
const folder = new PackFolder({ dataDir } as Config, new Secrets(randomBytes(32)));

let job: string;
beforeEach(() => {
  job = randomUUID();
});

const filesOf = (name: string): string[] =>
  readdirSync(join(dataDir, 'packs'), { recursive: true }).filter((path) => path.includes(name)) as string[];

/** Begins to keep a pack whose bytes never end, as far as its first bytes on disk. */
async function beginWhole(): Promise<{ kill: () => Promise<void> }> {
  const pack = new PassThrough();
  pack.write(randomBytes(1_000_000));
  const before = filesOf(job).length;
  const keeping = folder.keepWhole(job, pack, new AbortController().signal);
  while (filesOf(job).length === before) await sleep(5);
  return {
    async kill() {
      pack.destroy(new Error('killed'));
      await keeping.catch(() => undefined);
    },
  };
}

describe('what a maker was writing when it was killed', () => {
  test('is gone when somebody goes on with the job, and what was done is not', async () => {
    await folder.partsOf(job);
    const referral = randomUUID();
    await folder.keepPart(job, referral, Readable.from([Buffer.from('done')]), new AbortController().signal);
    const dead = await beginWhole();
    expect(filesOf(job)).toHaveLength(3);
    await folder.clearUnfinished(job);
    expect(filesOf(job)).toEqual([job, join(job, `${referral}.zip`)]);
    await dead.kill();
  });

  test('goes with the parts, also when the whole was made by another one', async () => {
    await folder.partsOf(job);
    const dead = await beginWhole();
    await folder.keepWhole(job, Readable.from([Buffer.from('whole')]), new AbortController().signal);
    await folder.removeParts(job);
    expect(filesOf(job)).toEqual([`${job}.zip`]);
    await folder.remove(job);
    expect(filesOf(job)).toEqual([]);
    await dead.kill();
    expect(existsSync(join(dataDir, 'packs', job))).toBe(false);
  });
});
