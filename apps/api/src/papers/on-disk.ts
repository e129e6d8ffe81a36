import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../problems/problem.ts';

/** Where the bytes of a digest lie below a store's folder: spread over many folders, so that none grows slow. */
export function placeOf(store: string, digest: string): [folder: string, path: string] {
  const hex = /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1];
  if (!hex) throw new Error('not a digest');
  const folder = join(store, hex.slice(0, 2));
  return [folder, join(folder, hex)];
}

/** Removes the files of a folder that nobody has written to since, and answers their names. */
export async function clearUnfinished(folder: string, since: number): Promise<string[]> {
  const cleared: string[] = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    // Another server that starts at the same moment may have cleared it.
    const found = await stat(path).catch(() => null);
    if (!found || found.mtimeMs >= since) continue;
    await rm(path, { force: true });
    cleared.push(name);
  }
  return cleared;
}

/** A new name is lasting only when its folder is on disk as well. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const full = ['ENOSPC', 'EDQUOT'];

/** A full disk is told as what it is. */
export async function onDisk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (full.includes((error as NodeJS.ErrnoException).code ?? '')) throw new Problem('storageFull', {});
    throw error;
  }
}
