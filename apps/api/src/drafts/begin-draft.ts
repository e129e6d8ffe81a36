import type { BeginDraftRequest, DraftSavedResponse } from '@countersign/contract';
import { v7 as newId } from 'uuid';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/database.ts';
import { once, type RequestKey } from '../database/once.ts';
import type { Caller } from '../identity/caller.ts';
import { invalidField, Problem } from '../problems/problem.ts';
import { requireReferral } from '../referrals/require-referral.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { requireSavable } from './check-draft.ts';
import { requireFittingFields, sealDraft } from './sealed-draft.ts';

/** How many drafts one person may keep. */
const mostDrafts = 200;

/**
 * Begins a draft. The answer, which is kept for repetitions, holds nothing of what was typed. A form has one draft
 * per person: a second one is refused and names the first, so that neither text is silently lost.
 */
export async function beginDraft(
  db: Database,
  secrets: Secrets,
  clock: Clock,
  caller: Caller,
  key: RequestKey,
  request: BeginDraftRequest,
): Promise<DraftSavedResponse> {
  requireFitting(request);
  await requireSavable(request.kind, request.content);
  if (request.referralId) await requireReferral(db, caller, request.referralId);
  const at = clock.now();
  return once(db, caller, key, at, (tx) => insertDraft(tx, secrets, caller, request, at));
}

/** A report names its chain, a form its referral, and neither what belongs to the other. */
function requireFitting(request: BeginDraftRequest): void {
  const { kind, chain, referralId } = request;
  if (kind === 'report') {
    if (!chain) throw invalidField('/chain', { reason: 'required' });
    if (referralId) throw invalidField('/referralId', { reason: 'notAllowed' });
  } else {
    if (!referralId) throw invalidField('/referralId', { reason: 'required' });
    if (chain) throw invalidField('/chain', { reason: 'notAllowed' });
  }
  requireFittingFields(kind, request);
}

async function insertDraft(
  tx: Transaction,
  secrets: Secrets,
  caller: Caller,
  request: BeginDraftRequest,
  at: Date,
): Promise<DraftSavedResponse> {
  const { kind, chain = null, referralId = null } = request;
  const { patientName, sealed } = sealDraft(request, secrets);
  const mine = [caller.institution.id, caller.person.id];
  const id = newId();
  const [{ count }] = (await tx.query<{ count: number }>(
    'SELECT count(*) FROM draft WHERE institution_id = $1 AND person_id = $2',
    mine,
  )) as [{ count: number }];
  if (count >= mostDrafts) throw new Problem('limitReached', { limit: mostDrafts });
  const begun = await tx.query(
    `INSERT INTO draft (institution_id, person_id, id, kind, chain, referral_id, patient_name, content_encrypted, version, updated_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9)
      ON CONFLICT (institution_id, person_id, referral_id) WHERE referral_id IS NOT NULL DO NOTHING RETURNING id`,
    [...mine, id, kind, chain, referralId, patientName, sealed, at],
  );
  if (begun.length > 0) return { id, version: 1, updatedAt: at.toISOString() };
  const [existing] = await tx.query<{ id: string }>(
    'SELECT id FROM draft WHERE institution_id = $1 AND person_id = $2 AND referral_id = $3',
    [...mine, referralId],
  );
  // Whoever deleted it in this very moment may simply send the request again.
  throw existing ? new Problem('draftExists', existing) : new Problem('changedMeanwhile', {});
}
