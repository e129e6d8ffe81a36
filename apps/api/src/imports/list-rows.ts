import { setImmediate } from 'node:timers/promises';
import type { DirectoryEntry } from '../directory/entries.ts';
import { soughtOf } from '../directory/sought.ts';
import type { ImportFile } from './read-import-file.ts';

/** The insurance edition has 33,000 diagnoses. */
export const listRows = 50_000;

const atOnce = 200;

/**
 * What each row would be in its table, with what it is found by; nothing where some row is faulty. Pauses now and then so
 * that others are served meanwhile.
 */
export async function entriesOf<R extends { code: string; name: string }, E extends Omit<DirectoryEntry, 'sought'>>(
  { rows, faults }: ImportFile<string, R>,
  entryOf: (row: R) => E,
): Promise<(E & DirectoryEntry)[]> {
  const entries: (E & DirectoryEntry)[] = [];
  for (const [i, row] of faults.none ? rows.entries() : []) {
    if (i % atOnce === 0) await setImmediate();
    const entry = entryOf(row);
    entries.push({ ...entry, sought: soughtOf(entry) });
  }
  return entries;
}
