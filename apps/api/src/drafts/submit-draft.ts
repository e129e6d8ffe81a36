import type { FieldError, ReferralSummary, SubmitDraftRequest } from '@countersign/contract';
import { otherHospitalPapers, reportsOpenTo } from '@countersign/policy';
import type { Database } from '../database/database.ts';
import { answeredBefore, type RequestKey } from '../database/once.ts';
import type { Caller, Credential } from '../identity/caller.ts';
import { fieldError, invalidField, Problem } from '../problems/problem.ts';
import type { ReferralActs } from '../referrals/referral-acts.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { requireComplete } from './check-draft.ts';
import { requireDraft, type Draft } from './read-drafts.ts';

interface Asked {
  caller: Caller;
  credential: Credential;
  key: RequestKey;
  id: string;
  version: number;
  request: SubmitDraftRequest;
}

/** Does the act that the draft was written for; the draft ends in the same write, or stays when the act is refused. */
export async function submitDraft(db: Database, acts: ReferralActs, asked: Asked): Promise<ReferralSummary> {
  const before = () => answeredBefore<ReferralSummary>(db, asked.caller, asked.key);
  const answer = await before();
  if (answer) return answer;
  try {
    const draft = await requireVersion(db, acts.secrets, asked);
    return await (draft.kind === 'report' ? submitReport(acts, asked, draft) : submitForm(acts, asked, draft));
  } catch (error) {
    // The same request was answered at the same moment: the draft is gone, the answer is not.
    const same = await before();
    if (same) return same;
    // What became of the referral says more than what became of the draft.
    if (error instanceof Problem && (error.facts as { happened?: unknown }).happened) throw error;
    // Another window of the same person may have submitted it, or saved more.
    await requireVersion(db, acts.secrets, asked);
    throw error;
  }
}

async function requireVersion(db: Database, secrets: Secrets, { caller, id, version }: Asked): Promise<Draft> {
  const draft = await requireDraft(db, secrets, caller, id);
  if (draft.version !== version) throw new Problem('changedMeanwhile', {});
  return draft;
}

/** What the act would ask for only after the content is complete: told with the rest, so that nobody is sent back twice. */
function missingBesides({ person }: Caller, { chain, departmentId, papers }: Draft): FieldError[] {
  const departments = reportsOpenTo(person).find((open) => open.chain === chain)?.departmentIds ?? [];
  const noDepartment = chain !== 'otherHospital' && departmentId === null && departments.length > 1;
  // Of which kinds they are is the act's to see.
  const noPapers = chain === 'otherHospital' && papers.length < otherHospitalPapers.length;
  return [
    ...(noDepartment ? [fieldError('/departmentId', { reason: 'required' })] : []),
    ...(noPapers ? [fieldError('/papers', { reason: 'tooFew', args: { min: otherHospitalPapers.length } })] : []),
  ];
}

async function submitReport(acts: ReferralActs, { caller, credential, key, request }: Asked, draft: Draft): Promise<ReferralSummary> {
  if (request.referralVersion !== undefined) throw invalidField('/referralVersion', { reason: 'notAllowed' });
  const { chain, departmentId, papers } = draft;
  const content = await requireComplete('report', draft.content, missingBesides(caller, draft));
  return acts.report(credential, key, { as: request.as, chain, departmentId, papers, content }, draft);
}

async function submitForm(acts: ReferralActs, { credential, key, request }: Asked, draft: Draft): Promise<ReferralSummary> {
  const { as, referralVersion } = request;
  if (referralVersion === undefined) throw invalidField('/referralVersion', { reason: 'required' });
  const form = await requireComplete('form', draft.content);
  const act = { credential, request: key, referralId: draft.referral_id!, version: referralVersion };
  return acts.fillIn(act, { as, form }, draft);
}
