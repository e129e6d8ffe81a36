import type { FindReferralsRequest, Language, ReferralsPageResponse } from '@countersign/contract';
import { seesByOffice } from '@countersign/policy';
import { audit } from '../audit/audit.ts';
import type { Database } from '../database/database.ts';
import { anyId, cursorOf, partsOf } from '../http/cursor.ts';
import type { Caller } from '../identity/caller.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { lastId, mayBeSeen, rowColumns, rowNames, rowShown, type ReferralRow } from './rows.ts';

/** $1 institution, $2 keyed hash, $3 behind which id, $4 rows, $5 and $6 what the person sees by office, $7 the person. */
const readFound = {
  name: 'find-referrals',
  text: `
    SELECT ${rowColumns} AS referral
    FROM (
      SELECT r.* FROM referral r
      WHERE r.institution_id = $1 AND r.patient_id_lookup = $2 AND r.id < $3 AND ${mayBeSeen('$5', '$6', '$7')}
      ORDER BY r.id DESC LIMIT $4::int + 1
    ) r ${rowNames} ORDER BY r.id DESC`,
};

/**
 * The referrals of the patient with this ID number, newest first, as far as the caller may see them. Every look-up is
 * recorded as a reveal is, before it is answered and whether or not it found anything: a masked number could be tried
 * out until it is whole.
 */
export async function findReferrals(
  db: Database,
  secrets: Secrets,
  caller: Caller,
  { idNumber, limit = 50, cursor }: FindReferralsRequest,
  language: Language,
  at: Date,
): Promise<ReferralsPageResponse> {
  const { institution, person } = caller;
  const [behind] = partsOf(cursor, anyId) ?? [lastId];
  const { all, departmentIds } = seesByOffice(person);
  const rows = await db.query<{ referral: ReferralRow }>(readFound, [
    institution.id, secrets.lookup(idNumber), behind, limit, all, departmentIds, person.id,
  ]);
  const page = rows.slice(0, limit).map(({ referral }) => rowShown(referral, language));
  await audit(db, caller, { what: 'patientLookedUp', subject: page[0]?.id, details: { found: page.length }, at });
  return { items: page, nextCursor: rows.length > limit ? cursorOf(page.at(-1)!.id) : null };
}
