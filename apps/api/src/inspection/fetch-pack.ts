import type { Readable } from 'node:stream';
import { audit } from '../audit/audit.ts';
import type { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';
import type { PackFolder } from './pack-folder.ts';
import { requirePack } from './read-packs.ts';

/** The bytes of a year pack that is ready. That somebody fetched them is recorded before they leave. */
export async function fetchPack(
  db: Database,
  folder: PackFolder,
  caller: Caller,
  id: string,
  at: Date,
): Promise<{ name: string; size: number; content: Readable }> {
  const { state, year, done, total, size } = await requirePack(db, caller, id);
  if (state === 'failed') throw new Problem('packFailed', {});
  if (state !== 'ready') throw new Problem('packNotReady', { done, total });
  const content = await folder.readWhole(id);
  if (!content) throw new Problem('packLost', {});
  try {
    await audit(db, caller, { what: 'yearPackDownloaded', subject: id, at, details: { year } });
    return { name: `年度检查包 ${year}.zip`, size: size!, content };
  } catch (error) {
    content.destroy();
    throw error;
  }
}
