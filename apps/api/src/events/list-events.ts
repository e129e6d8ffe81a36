import { actWords, officeWords, type EventsPageResponse, type EventsQuery, type Language } from '@countersign/contract';
import type { Act, Actor } from '@countersign/policy';
import type { Database, Statement } from '../database/database.ts';
import { anyId, anyMoment, cursorOf, pageOf, partsOf } from '../http/cursor.ts';
import type { Caller } from '../identity/caller.ts';

type Filter = 'act' | 'personId' | 'referral' | 'from' | 'to';

const conditions: Record<Filter, (value: string) => string> = {
  act: (value) => `e.act = ${value}`,
  personId: (value) => `e.person_id = ${value}::uuid`,
  referral: (value) => `e.referral_id = (
    SELECT q.id FROM referral q WHERE q.institution_id = $1 AND q.number COLLATE "C" = ${value})`,
  from: (value) => `e.at >= ${value}::timestamptz`,
  to: (value) => `e.at < ${value}::timestamptz`,
};
const filters = Object.keys(conditions) as Filter[];

/**
 * Says only what is asked, so that each question goes along the index made for it: one that leaves filters open would be
 * planned once for all of them. $1 institution, $2 rows, $3 to $5 behind which event; then the filters.
 */
function selectEvents(asked: readonly Filter[]): Statement {
  const where = asked.map((filter, i) => `AND ${conditions[filter](`$${i + 6}`)}`);
  return {
    name: `list-events ${asked.join(' ')}`.trim(),
    text: `SELECT e.seq, e.act, e.at, e.body->'actor' AS actor, e.hash, r.id, r.number, r.patient_name
      FROM (
        SELECT * FROM event e
        WHERE e.institution_id = $1 AND (e.at, e.referral_id, e.seq) < ($3::timestamptz, $4::uuid, $5::int) ${where.join(' ')}
        ORDER BY e.at DESC, e.referral_id DESC, e.seq DESC LIMIT $2
      ) e
      JOIN referral r ON r.institution_id = $1 AND r.id = e.referral_id
      ORDER BY e.at DESC, e.referral_id DESC, e.seq DESC`,
  };
}

interface EventRow {
  seq: number;
  act: Act;
  at: Date;
  actor: Actor | null;
  hash: string;
  id: string;
  number: string;
  patient_name: string;
}

const newest = ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '0'];
const anySeq = (part: string): boolean => /^\d{1,9}$/.test(part);

/** Events of all the institution's logs, the latest first. */
export async function listEvents(
  db: Database,
  { institution }: Caller,
  query: EventsQuery,
  language: Language,
): Promise<EventsPageResponse> {
  const { limit = 50 } = query;
  const after = partsOf(query.cursor, anyMoment, anyId, anySeq) ?? newest;
  const asked = filters.filter((filter) => query[filter] !== undefined);
  const values = [institution.id, limit + 1, ...after, ...asked.map((filter) => query[filter])];
  const rows = await db.query<EventRow>(selectEvents(asked), values);
  const { items, nextCursor } = pageOf(rows, limit, ({ at, id, seq }) => cursorOf(at.toISOString(), id, String(seq)));
  return { items: items.map((row) => eventShown(row, language)), nextCursor };
}

function eventShown({ id, number, patient_name: patientName, seq, act, at, actor, hash }: EventRow, language: Language) {
  return {
    referral: { id, number, patientName },
    seq,
    act,
    actName: actWords[act][language],
    at: at.toISOString(),
    person: actor && { id: actor.id, name: actor.name },
    office: actor && actor.office,
    officeName: actor && officeWords[actor.office][language],
    onBehalfOf: actor && actor.onBehalfOf,
    hash,
  };
}
