import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { isId, type VerificationResponse } from '@countersign/contract';
import { Injectable } from '@nestjs/common';
import { v4 as randomId } from 'uuid';
import { Config } from '../config/config.ts';
import { onDisk, syncFolder } from '../papers/on-disk.ts';
import { Secrets } from '../secrets/secrets.ts';
import { readSealed, writeSealed, type Written } from './sealed-file.ts';

/** What the list of a year pack says about one referral. */
export interface PackedReferral {
  number: string;
  referralId: string;
  state: string | null;
  letters: string[];
  seq: number;
  head: string;
  holds: boolean;
  /** Of the referral's own pack. */
  file: string;
  sha256: string;
  size: number;
}

export const packedOf = (
  { referral, letters, holds }: VerificationResponse,
  { sha256, size }: Written,
): PackedReferral => ({
  number: referral.number,
  referralId: referral.id,
  state: referral.state,
  letters: letters.map(({ number }) => number),
  seq: referral.seq,
  head: referral.head,
  holds,
  file: `packs/${referral.number}.zip`,
  sha256,
  size,
});

const isFinished = /^[0-9a-f-]{36}\.(?:zip|json)$/;

/**
 * The files of year packs, outside the database and encrypted. While one is made, each referral's pack is a part of its
 * own, done when its line for the list is there; so what was done outlives whoever did it.
 */
@Injectable()
export class PackFolder {
  private readonly folder: string;

  constructor(
    config: Config,
    private readonly secrets: Secrets,
  ) {
    this.folder = join(config.dataDir, 'packs');
  }

  /** Clears what a maker that died was writing: nobody else writes while a job is ours. */
  async clearUnfinished(job: string): Promise<void> {
    const folder = this.partsFolder(job);
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter((one) => !isFinished.test(one))) await rm(join(folder, name), { force: true });
  }

  /** Ids of the referrals whose part is done. */
  async partsOf(job: string): Promise<string[]> {
    const folder = this.partsFolder(job);
    await onDisk(mkdir(folder, { recursive: true, mode: 0o700 }));
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    return names.map((name) => name.slice(0, -'.json'.length)).toSorted();
  }

  /** Keeps the pack of one referral. */
  keepPart(job: string, referral: string, pack: Readable, signal: AbortSignal): Promise<Written> {
    return this.write(job, this.partFile(job, referral), pack, signal);
  }

  /** The line that says that a part is done. */
  async closePart(job: string, packed: PackedReferral): Promise<void> {
    const file = join(this.partsFolder(job), `${packed.referralId}.json`);
    const unfinished = join(this.partsFolder(job), `unfinished.${randomId()}`);
    await onDisk(writeFile(unfinished, JSON.stringify(packed), { mode: 0o600, flush: true }));
    await onDisk(rename(unfinished, file));
  }

  async readLine(job: string, referral: string): Promise<string> {
    return readFile(join(this.partsFolder(job), `${referral}.json`), 'utf8');
  }

  readPart(job: string, referral: string): Readable {
    return readSealed(this.secrets, this.partFile(job, referral));
  }

  /** Keeps the whole pack, of which the parts are needed no more. */
  async keepWhole(job: string, pack: Readable, signal: AbortSignal): Promise<number> {
    const { size } = await this.write(job, this.wholeFile(job), pack, signal);
    await onDisk(syncFolder(this.folder));
    return size;
  }

  /** Null where the file is gone. */
  async readWhole(job: string): Promise<Readable | null> {
    const found = await stat(this.wholeFile(job)).catch(() => null);
    return found && readSealed(this.secrets, this.wholeFile(job));
  }

  async removeParts(job: string): Promise<void> {
    await rm(this.partsFolder(job), { recursive: true, force: true });
  }

  async remove(job: string): Promise<void> {
    await this.removeParts(job);
    await rm(this.wholeFile(job), { force: true });
  }

  /** Ids of all jobs that have files, whether or not there still are such jobs. */
  async jobs(): Promise<string[]> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    return [...new Set((await readdir(this.folder)).map((name) => name.slice(0, 36)))].filter(isId);
  }

  private async write(job: string, file: string, pack: Readable, signal: AbortSignal): Promise<Written> {
    // Two servers may make the same for a moment, when one was taken for dead: neither writes into the other's file. Among
    // the parts, so that it goes with them when its maker is killed.
    const unfinished = join(this.partsFolder(job), `unfinished.${randomId()}`);
    try {
      const written = await onDisk(writeSealed(this.secrets, unfinished, pack, signal));
      await onDisk(rename(unfinished, file));
      return written;
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }

  private partsFolder(job: string): string {
    return join(this.folder, job);
  }

  private partFile(job: string, referral: string): string {
    return join(this.partsFolder(job), `${referral}.zip`);
  }

  private wholeFile(job: string): string {
    return join(this.folder, `${job}.zip`);
  }
}
