import type { DraftSavedResponse, SaveDraftRequest } from '@countersign/contract';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { requireSavable } from './check-draft.ts';
import { requireDraft } from './read-drafts.ts';
import { requireFittingFields, sealDraft } from './sealed-draft.ts';

/** Saves what has been typed since. Overtaken by another window of the same person, it changes nothing and says so. */
export async function saveDraft(
  db: Database,
  secrets: Secrets,
  clock: Clock,
  caller: Caller,
  id: string,
  version: number,
  request: SaveDraftRequest,
): Promise<DraftSavedResponse> {
  const { kind } = await requireDraft(db, secrets, caller, id);
  requireFittingFields(kind, request);
  await requireSavable(kind, request.content);
  const { patientName, sealed } = sealDraft(request, secrets);
  const at = clock.now();
  const saved = await db.query(
    {
      name: 'save-draft',
      text: `UPDATE draft SET patient_name = $5, content_encrypted = $6, version = version + 1, updated_at = $7
        WHERE institution_id = $1 AND person_id = $2 AND id = $3 AND version = $4 RETURNING id`,
    },
    [caller.institution.id, caller.person.id, id, version, patientName, sealed, at],
  );
  if (saved.length === 0) throw new Problem('changedMeanwhile', {});
  return { id, version: version + 1, updatedAt: at.toISOString() };
}
