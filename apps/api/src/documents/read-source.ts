import type { Link } from '@countersign/evidence';
import type { Entry } from '@countersign/policy';
import type { Database } from '../database/database.ts';
import { settingsOf, type Settings } from '../institutions/settings.ts';
import type { Content } from '../referrals/personal.ts';
import { sameVersion, type Version } from './versions.ts';

/** All that documents of a referral are made of. What a version says comes of its log and forms alone. */
export interface Source {
  institution: { id: string; name: string; settings: Settings };
  referral: { id: string; number: string };
  department: string | null;
  /** The log, oldest first, up to the event asked for. */
  links: Link<Entry>[];
  /** Contents by form version, with ID and phone numbers encrypted; version 0 is the report. */
  forms: Record<string, Content>;
  /** Versions of which there is an original. */
  made: Pick<Version, 'kind' | 'seq' | 'letterNo'>[];
}

interface Row extends Omit<Source, 'institution' | 'referral'> {
  institution: { id: string; name: string; settings: Partial<Settings> };
  referral: Source['referral'];
}

const readRow = {
  name: 'document-source',
  text: `SELECT jsonb_build_object('id', i.id, 'name', i.name, 'settings', i.settings) AS institution,
      jsonb_build_object('id', r.id, 'number', r.number) AS referral,
      (SELECT d.name FROM department d WHERE d.institution_id = r.institution_id AND d.id = r.department_id) AS department,
      (SELECT jsonb_agg(jsonb_build_object('entry', e.body, 'previous', e.previous, 'hash', e.hash) ORDER BY e.seq)
        FROM event e WHERE e.institution_id = r.institution_id AND e.referral_id = r.id AND e.seq <= coalesce($3::int, r.seq)) AS links,
      (SELECT jsonb_object_agg(f.version, f.content) FROM form f
        WHERE f.institution_id = r.institution_id AND f.referral_id = r.id) AS forms,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', m.kind, 'seq', m.seq, 'letterNo', m.letter_no)), '[]')
        FROM document m WHERE m.institution_id = r.institution_id AND m.referral_id = r.id AND m.copy = 1) AS made
    FROM referral r JOIN institution i ON i.id = r.institution_id
    WHERE r.institution_id = $1 AND r.id = $2`,
};

/** The source up to an event, or as the referral stands now. Null where there is no such referral. */
export async function readSource(
  db: Database,
  institutionId: string,
  referralId: string,
  seq: number | null = null,
): Promise<Source | null> {
  const [row] = await db.query<Row>(readRow, [institutionId, referralId, seq]);
  if (!row) return null;
  return { ...row, institution: { ...row.institution, settings: settingsOf(row.institution.settings) } };
}

export const isMade = ({ made }: Source, version: Version): boolean => made.some((one) => sameVersion(one, version));

export const logOf = ({ links }: Source): Entry[] => links.map(({ entry }) => entry);
