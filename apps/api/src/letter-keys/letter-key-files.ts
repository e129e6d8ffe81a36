import { createPrivateKey, randomUUID, type KeyObject } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeLetterKey, publicLetterKey, type LetterKey } from '@countersign/evidence';
import { CannotStart } from '../cannot-start.ts';
import type { Config } from '../config/config.ts';

/** A letter key as its file has it. */
export interface StoredLetterKey {
  publicKey: LetterKey;
  privateKey: KeyObject;
}

export const letterKeyFolder = ({ dataDir }: Config): string => join(dataDir, 'keys', 'letters');

/** Numbered in the order in which they were made: the last one signs. */
const named = /^(\d{4,})\.json$/;
const numberIn = (name: string): number => Number(named.exec(name)?.[1]);
const fileOf = (folder: string, number: number): string => join(folder, `${String(number).padStart(4, '0')}.json`);

/** Names of the key files, the last one made first. None where there is no folder yet. */
export function letterKeyNames(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => named.test(name))
      .toSorted((a, b) => numberIn(b) - numberIn(a));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw unreadable(folder, error);
  }
}

export function readLetterKey(folder: string, name: string): StoredLetterKey {
  const file = join(folder, name);
  try {
    const privateKey = createPrivateKey({ key: JSON.parse(readFileSync(file, 'utf8')), format: 'jwk' });
    if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('not an Ed25519 key');
    return { publicKey: publicLetterKey(privateKey), privateKey };
  } catch (error) {
    throw unreadable(file, error);
  }
}

/**
 * Makes the key with this number, on disk before anything is signed with it, and never over one that another process
 * has just made. Answers whether the number was free.
 */
export function makeLetterKeyFile(folder: string, number: number): boolean {
  const file = fileOf(folder, number);
  // Two servers in containers may have the same process id, and would write into one file.
  const unfinished = `${file}.${randomUUID()}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const fd = openSync(unfinished, 'wx', 0o600);
    try {
      writeSync(fd, `${JSON.stringify(makeLetterKey().export({ format: 'jwk' }))}\n`);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    const made = linkUnlessThere(unfinished, file);
    rmSync(unfinished);
    syncFolder(folder);
    return made;
  } catch (error) {
    throw new CannotStart(
      `介绍信签发密钥 ${file} 无法创建。`,
      `The letter key ${file} cannot be made: ${(error as Error).message}.`,
    );
  }
}

function linkUnlessThere(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/** The name of a new file is on disk only when its folder is. */
function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** A new key, above all that there are. */
export function addLetterKey(folder: string): StoredLetterKey {
  for (;;) {
    const [newest] = letterKeyNames(folder);
    const number = newest === undefined ? 1 : numberIn(newest) + 1;
    if (makeLetterKeyFile(folder, number)) return readLetterKey(folder, letterKeyNames(folder)[0]!);
  }
}

const unreadable = (file: string, error: unknown): CannotStart =>
  new CannotStart(
    `介绍信签发密钥 ${file} 无法读取。`,
    `The letter key ${file} cannot be read: ${(error as Error).message}.`,
  );
