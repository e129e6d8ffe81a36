import { audit } from '../audit/audit.ts';
import type { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';
import type { PackFolder } from './pack-folder.ts';
import type { PackMaker } from './pack-maker.ts';

/** Cancels a year pack that is not ready, and removes one that is: first the row, so that nothing is begun on files that go. */
export async function deletePack(
  db: Database,
  folder: PackFolder,
  maker: PackMaker,
  caller: Caller,
  id: string,
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const [gone] = await tx.query<{ year: number; state: string }>(
      'DELETE FROM pack_job WHERE institution_id = $1 AND id = $2 RETURNING year, state',
      [caller.institution.id, id],
    );
    if (!gone) throw new Problem('notFound', {});
    await audit(tx, caller, { what: 'yearPackDeleted', subject: id, at, details: { ...gone } });
  });
  maker.stop(id);
  await folder.remove(id);
}
