import type { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';

export async function deleteDraft(db: Database, caller: Caller, id: string): Promise<void> {
  const gone = await db.query('DELETE FROM draft WHERE institution_id = $1 AND person_id = $2 AND id = $3 RETURNING id', [
    caller.institution.id,
    caller.person.id,
    id,
  ]);
  if (gone.length === 0) throw new Problem('notFound', {});
}
