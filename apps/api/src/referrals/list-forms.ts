import type { FormVersionShown } from '@countersign/contract';
import type { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { mask, type Content } from './personal.ts';
import { requireReferral } from './require-referral.ts';

type Row = Omit<FormVersionShown, 'content' | 'current'> & { content: Content };

const readForms = {
  name: 'list-forms',
  text: `SELECT f.version, f.content, f.material_digest AS "materialDigest", f.content_digest AS "contentDigest",
      e.body->'actor' AS by, e.body->>'at' AS at, e.seq,
      EXISTS (SELECT FROM event b WHERE b.institution_id = e.institution_id AND b.referral_id = e.referral_id
        AND b.act = 'recall' AND (b.body->'data'->>'takesBack')::int = e.seq) AS "takenBack"
    FROM form f
    JOIN event e ON e.institution_id = f.institution_id AND e.referral_id = f.referral_id
      AND e.act IN ('report', 'fillIn') AND (e.body->'data'->>'formVersion')::int = f.version
    WHERE f.institution_id = $1 AND f.referral_id = $2 ORDER BY f.version`,
};

/** Every version of what a referral says, from the report on, so that its reader sees what changed. */
export async function listForms(
  db: Database,
  secrets: Secrets,
  caller: Caller,
  id: string,
): Promise<FormVersionShown[]> {
  const { facts } = await requireReferral(db, caller, id);
  const rows = await db.query<Row>(readForms, [caller.institution.id, id]);
  const current = facts.form?.version ?? 0;
  return rows.map((row) => ({
    ...row,
    content: mask(row.content, secrets) as FormVersionShown['content'],
    current: row.version === current,
  }));
}
