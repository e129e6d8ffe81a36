import {
  sayProblem,
  type BrokenReferralResponse,
  type Language,
  type LogVerificationResponse,
  type LogVerificationsPageResponse,
  type LogVerificationsQuery,
  type ProblemCode,
  type VerificationState,
} from '@countersign/contract';
import type { Database } from '../database/database.ts';
import { anyId, cursorOf, pageOf, partsOf } from '../http/cursor.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';
import type { LetterGap } from '../referrals/verify-log.ts';
import { brokenSays } from './verification-words.ts';

/** What a verification of all logs has found so far, and the referral after which it goes on. */
export interface Found {
  behind: string | null;
  events: number;
  brokenCount: number;
  broken: Omit<BrokenReferralResponse, 'says'>[];
  letterGap: LetterGap | null;
}

export const nothingFound: Found = { behind: null, events: 0, brokenCount: 0, broken: [], letterGap: null };

export interface VerificationRow {
  id: string;
  state: VerificationState;
  done: number;
  total: number | null;
  result: Found | null;
  error: ProblemCode | null;
  asked_by: { id: string; name: string };
  asked_at: Date;
  ended_at: Date | null;
}

const selectVerifications = `SELECT j.id, j.state, j.done, j.total, j.result, j.error, j.asked_at, j.ended_at,
    jsonb_build_object('id', p.id, 'name', p.name) AS asked_by
  FROM verification_job j JOIN person p ON p.institution_id = j.institution_id AND p.id = j.asked_by`;

export function verificationShown(row: VerificationRow, language: Language): LogVerificationResponse {
  const { events, brokenCount, broken, letterGap } = row.result ?? nothingFound;
  return {
    id: row.id,
    state: row.state,
    done: row.done,
    total: row.total,
    events,
    holds: row.state === 'ready' ? brokenCount === 0 && letterGap === null : null,
    brokenCount,
    broken: broken.map((one) => ({ ...one, says: brokenSays(one) })),
    letterGap,
    problem: row.error,
    // Only such problems end a job as say the same of every one of them.
    detail: row.error && sayProblem(row.error, {} as never, language),
    askedBy: row.asked_by,
    askedAt: row.asked_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}

/** Verifications of all logs of the caller's institution, the newest first: ids begin with their moment. */
export async function listVerifications(
  db: Database,
  { institution }: Caller,
  { limit = 20, cursor }: LogVerificationsQuery,
  language: Language,
): Promise<LogVerificationsPageResponse> {
  const [behind = null] = partsOf(cursor, anyId) ?? [];
  const rows = await db.query<VerificationRow>(
    {
      name: 'list-verifications',
      text: `${selectVerifications} WHERE j.institution_id = $1 AND ($2::uuid IS NULL OR j.id < $2) ORDER BY j.id DESC LIMIT $3`,
    },
    [institution.id, behind, limit + 1],
  );
  const { items, nextCursor } = pageOf(rows, limit, ({ id }) => cursorOf(id));
  return { items: items.map((row) => verificationShown(row, language)), nextCursor };
}

export async function showVerification(
  db: Database,
  { institution }: Caller,
  id: string,
  language: Language,
): Promise<LogVerificationResponse> {
  const [row] = await db.query<VerificationRow>(
    { name: 'show-verification', text: `${selectVerifications} WHERE j.institution_id = $1 AND j.id = $2` },
    [institution.id, id],
  );
  if (!row) throw new Problem('notFound', {});
  return verificationShown(row, language);
}
