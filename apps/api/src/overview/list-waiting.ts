import { awaitedStepWords, officeWords, type Language, type WaitingPageResponse, type WaitingQuery } from '@countersign/contract';
import { overdueBefore, urgencies, type AwaitedStep, type Office } from '@countersign/policy';
import type { Database } from '../database/database.ts';
import { anyId, anyMoment, cursorOf, pageOf, partsOf } from '../http/cursor.ts';
import type { Caller } from '../identity/caller.ts';
import { exactly, firstId, moment, rowColumns, rowNames, rowShown, type ReferralRow } from '../worklist/rows.ts';

interface Awaits {
  step: AwaitedStep;
  office: Office;
  since: string;
  overdue: boolean;
}

interface Row {
  since: string;
  referral: ReferralRow;
  awaits: Awaits[];
}

/**
 * $1 institution, $2 since when what waits is overdue, by urgency, $3 chain, $4 department or none, $5 step, $6 office,
 * $7 urgency, $8 whether overdue, $9 and $10 behind which referral, $11 rows. A referral is one row, whatever it awaits.
 */
const selectPage = {
  name: 'overview-waiting',
  text: `
    WITH item AS (
      SELECT i.*, i.since < ($2::timestamptz[])[i.urgency_rank + 1] AS overdue
      FROM worklist_item i
      WHERE i.institution_id = $1 AND ($3::text IS NULL OR i.chain = $3) AND ($4::text IS NULL OR i.department_id IS NOT DISTINCT FROM NULLIF($4, 'none')::uuid)
        AND ($5::text IS NULL OR i.step = $5) AND ($6::text IS NULL OR i.office = $6)
        AND ($7::int IS NULL OR i.urgency_rank = $7)
    ),
    page AS (
      SELECT referral_id, min(since) AS since,
        json_agg(json_build_object('step', step, 'office', office, 'since', since, 'overdue', overdue)
          ORDER BY since, step, office) AS awaits
      FROM item GROUP BY referral_id
      HAVING ($8::boolean IS NULL OR bool_or(overdue) = $8) AND (min(since), referral_id) > ($9::timestamptz, $10::uuid)
      ORDER BY min(since), referral_id LIMIT $11
    )
    SELECT ${exactly('p.since')} AS since, p.awaits, ${rowColumns} AS referral
    FROM page p JOIN referral r ON r.institution_id = $1 AND r.id = p.referral_id ${rowNames}
    ORDER BY p.since, p.referral_id`,
};

/** The running referrals of the caller's institution that the filters let pass, longest waiting first. */
export async function listWaiting(
  db: Database,
  caller: Caller,
  query: WaitingQuery,
  language: Language,
  now: Date,
): Promise<WaitingPageResponse> {
  const { chain = null, department = null, step = null, office = null, urgency, overdue = null, limit = 50 } = query;
  const { id, settings } = caller.institution;
  const rows = await db.query<Row>(selectPage, [
    id,
    overdueBefore(settings.overdueHours, now),
    chain,
    department,
    step,
    office,
    urgency ? urgencies.indexOf(urgency) : null,
    overdue,
    ...(partsOf(query.cursor, anyMoment, anyId) ?? ['-infinity', firstId]),
    limit + 1,
  ]);
  const { items, nextCursor } = pageOf(rows, limit, ({ since, referral }) => cursorOf(since, referral.id));
  return {
    items: items.map(({ since, referral, awaits }) => ({
      ...rowShown(referral, language),
      since: moment(since),
      overdue: awaits.some((one) => one.overdue),
      awaits: awaits.map((one) => ({
        step: one.step,
        stepName: awaitedStepWords[one.step][language],
        office: one.office,
        officeName: officeWords[one.office][language],
        since: moment(one.since),
        overdue: one.overdue,
      })),
    })),
    nextCursor,
  };
}
