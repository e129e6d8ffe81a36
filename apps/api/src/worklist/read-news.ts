import type { WorklistChanged } from '@countersign/contract';
import { awaiting, foldEach, type Awaited, type Entry, type Rules } from '@countersign/policy';
import type { Database } from '../database/database.ts';

/** What became of an institution since a moment that the database itself names. */
export interface News {
  /** Names this moment, for the next time. */
  snapshot: string;
  /** Referrals with new events, and the first of these. */
  changed: [referralId: string, firstSeq: number][];
  /** Which of the sessions asked about are still in force. */
  sessions: string[];
}

/**
 * $2 the snapshot of the last time, or null to begin; $3 sessions, $4 now. An event is told once: by the first snapshot
 * that sees its transaction as committed. Neither clocks nor the order of commits come into it. Events of a restored
 * backup may bear numbers that this database has yet to come to: they are no news.
 */
const selectNews = {
  name: 'worklist-news',
  text: `SELECT pg_current_snapshot()::text AS snapshot,
    (SELECT coalesce(json_agg(json_build_array(n.referral_id, n.seq)), '[]') FROM (
        SELECT referral_id, min(seq) AS seq FROM event
        WHERE institution_id = $1 AND written_by >= pg_snapshot_xmin($2::pg_snapshot)
          AND NOT pg_visible_in_snapshot(written_by, $2::pg_snapshot)
          AND written_by < pg_snapshot_xmax(pg_current_snapshot())
        GROUP BY referral_id) n) AS changed,
    (SELECT coalesce(json_agg(s.id), '[]') FROM session s
        JOIN person p ON p.institution_id = s.institution_id AND p.id = s.person_id
        WHERE s.institution_id = $1 AND s.id = ANY ($3::uuid[])
          AND s.revoked_at IS NULL AND s.expires_at > $4 AND p.active) AS sessions`,
};

export async function readNews(
  db: Database,
  institutionId: string,
  since: string | null,
  sessions: readonly string[],
  at: Date,
): Promise<News> {
  const [news] = await db.query<News>(selectNews, [institutionId, since, sessions, at]);
  return news!;
}

/** A referral that changed, and all whom that concerns. */
export interface Change extends WorklistChanged {
  /** Everybody who acted on it or was copied. */
  people: string[];
  /** The offices that it awaits, and those that it awaited before. */
  awaited: Awaited[];
  /** Why its log cannot be read: somebody has been at it. Then nobody is known to be concerned. */
  fault?: unknown;
}

const selectLogs = {
  name: 'worklist-changed',
  text: `SELECT r.id, r.version,
      (SELECT json_agg(e.body ORDER BY e.seq) FROM event e
        WHERE e.institution_id = r.institution_id AND e.referral_id = r.id AND e.seq <= r.seq) AS log
    FROM referral r WHERE r.institution_id = $1 AND r.id = ANY ($2::uuid[])`,
};

/** Logs are short, but a batch of signatures changes many referrals at once. */
const atOnce = 100;

/** Whom it awaited before an act no row says any more, so the log is asked. */
export async function* readChanges(
  db: Database,
  institutionId: string,
  changed: News['changed'],
  rules: Rules,
  at: Date,
): AsyncGenerator<Change> {
  for (let from = 0; from < changed.length; from += atOnce) {
    const some = new Map(changed.slice(from, from + atOnce));
    const rows = await db.query<{ id: string; version: number; log: Entry[] }>(selectLogs, [institutionId, [...some.keys()]]);
    for (const { id, version, log } of rows) {
      yield { referralId: id, version, ...concernedBy(log, some.get(id)!, rules, at) };
    }
  }
}

function concernedBy(log: Entry[], firstSeq: number, rules: Rules, at: Date): Pick<Change, 'people' | 'awaited' | 'fault'> {
  try {
    // From what stood before the first new event to what stands now, and whatever was between.
    const facts = foldEach(log).slice(Math.max(0, firstSeq - 2));
    return { people: facts.at(-1)!.people, awaited: facts.flatMap((after) => awaiting(after, rules, at)) };
  } catch (fault) {
    return { people: [], awaited: [], fault };
  }
}
