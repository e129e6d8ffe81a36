import type { DraftContent, DraftKind, SaveDraftRequest } from '@countersign/contract';
import { invalidField } from '../problems/problem.ts';
import type { Secrets } from '../secrets/secrets.ts';

/** What is encrypted as one text. */
export interface DraftText {
  departmentId: string | null;
  papers: string[];
  content: DraftContent;
}

/** A form has the department and the papers of its referral. */
export function requireFittingFields(kind: DraftKind, { departmentId, papers }: SaveDraftRequest): void {
  if (kind === 'report') return;
  if (departmentId) throw invalidField('/departmentId', { reason: 'notAllowed' });
  if (papers?.length) throw invalidField('/papers', { reason: 'notAllowed' });
}

/** As long as a name can be: a list shows no more of it. */
const longestName = 50;

/** Half an ID number is as personal as a whole one, and may stand in any field: all of it is encrypted. */
export function sealDraft(
  { departmentId = null, papers = [], content }: SaveDraftRequest,
  secrets: Secrets,
): { patientName: string | null; sealed: string } {
  const text: DraftText = { departmentId, papers, content };
  const patientName = [...(content.patient?.name?.trim() ?? '')].slice(0, longestName).join('') || null;
  return { patientName, sealed: secrets.encrypt(JSON.stringify(text)) };
}

export const openDraft = (sealed: string, secrets: Secrets): DraftText => JSON.parse(secrets.decrypt(sealed)) as DraftText;
