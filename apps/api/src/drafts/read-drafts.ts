import { chainWords, type DraftKind, type DraftResponse, type DraftRowResponse, type DraftsQuery, type Language } from '@countersign/contract';
import type { Chain } from '@countersign/policy';
import type { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { openDraft, type DraftText } from './sealed-draft.ts';

interface Row {
  id: string;
  kind: DraftKind;
  chain: Chain;
  referral_id: string | null;
  number: string | null;
  patient_name: string | null;
  version: number;
  updated_at: Date;
}

const columns = `d.id, d.kind, coalesce(d.chain, r.chain) AS chain, d.referral_id, r.number, d.patient_name, d.version, d.updated_at`;
const from = `draft d LEFT JOIN referral r ON r.institution_id = d.institution_id AND r.id = d.referral_id`;

const rowShown = (row: Row, language: Language): DraftRowResponse => ({
  id: row.id,
  kind: row.kind,
  chain: row.chain,
  chainName: chainWords[row.chain][language],
  referralId: row.referral_id,
  referralNumber: row.number,
  patientName: row.patient_name,
  version: row.version,
  updatedAt: row.updated_at.toISOString(),
});

/** The caller's own drafts, newest first. */
export async function listDrafts(
  db: Database,
  caller: Caller,
  { kind = null, referralId = null }: { [N in keyof DraftsQuery]: DraftsQuery[N] | null },
  language: Language,
): Promise<DraftRowResponse[]> {
  const rows = await db.query<Row>(
    {
      name: 'list-drafts',
      text: `SELECT ${columns} FROM ${from}
        WHERE d.institution_id = $1 AND d.person_id = $2
          AND ($3::text IS NULL OR d.kind = $3) AND ($4::uuid IS NULL OR d.referral_id = $4)
        ORDER BY d.updated_at DESC, d.id DESC`,
    },
    [caller.institution.id, caller.person.id, kind, referralId],
  );
  return rows.map((row) => rowShown(row, language));
}

export type Draft = Row & DraftText;

/** A draft is its writer's alone: to everybody else there is none. */
export async function requireDraft(db: Database, secrets: Secrets, caller: Caller, id: string): Promise<Draft> {
  const [row] = await db.query<Row & { content_encrypted: string }>(
    {
      name: 'require-draft',
      text: `SELECT ${columns}, d.content_encrypted FROM ${from}
        WHERE d.institution_id = $1 AND d.person_id = $2 AND d.id = $3`,
    },
    [caller.institution.id, caller.person.id, id],
  );
  if (!row) throw new Problem('notFound', {});
  const { content_encrypted: sealed, ...rest } = row;
  return { ...rest, ...openDraft(sealed, secrets) };
}

export async function showDraft(
  db: Database,
  secrets: Secrets,
  caller: Caller,
  id: string,
  language: Language,
): Promise<DraftResponse> {
  const draft = await requireDraft(db, secrets, caller, id);
  const { departmentId, papers, content } = draft;
  return { ...rowShown(draft, language), departmentId, papers, content, deviceKey: secrets.deviceKey(`draft ${id}`) };
}
