import type { Digest } from '@countersign/evidence';
import { audit } from '../audit/audit.ts';
import type { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';
import { lockDigest } from './lock-digest.ts';
import type { PaperStore } from './paper-store.ts';
import { requirePaper } from './read-papers.ts';
import type { Thumbnails } from './thumbnails.ts';

/** Deletes a paper that somebody uploaded and no referral has, and its bytes unless another paper has the same. */
export async function deletePaper(
  db: Database,
  store: PaperStore,
  thumbnails: Thumbnails,
  caller: Caller,
  id: string,
  at: Date,
): Promise<void> {
  const { uploaded_by, digest } = await requirePaper(db, caller, id);
  if (uploaded_by !== caller.person.id) throw new Problem('notInvolved', {});
  await db.transaction(async (tx) => {
    const gone = await tx.query(
      'DELETE FROM paper WHERE institution_id = $1 AND id = $2 AND referral_id IS NULL RETURNING id',
      [caller.institution.id, id],
    );
    if (gone.length === 0) throw new Problem('paperAttached', {});
    await audit(tx, caller, { what: 'paperDeleted', subject: id, at, details: { digest } });
  });
  await removeUnneeded(db, store, thumbnails, digest);
}

/** After the row is gone for good: bytes without a row are waste, a row without its bytes is a loss. */
async function removeUnneeded(
  db: Database,
  store: PaperStore,
  thumbnails: Thumbnails,
  digest: Digest,
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockDigest(tx, digest);
    const needed = await tx.query('SELECT FROM paper WHERE digest = $1 LIMIT 1', [digest]);
    if (needed.length > 0) return;
    await store.remove(digest);
    await thumbnails.remove(digest);
  });
}
