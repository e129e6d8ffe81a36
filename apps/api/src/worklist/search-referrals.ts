import type { Language, ReferralsPageResponse, ReferralsQuery } from '@countersign/contract';
import { seesByOffice } from '@countersign/policy';
import type { Database } from '../database/database.ts';
import { anyId, cursorOf, partsOf } from '../http/cursor.ts';
import type { Caller } from '../identity/caller.ts';
import { firstId, handedOverIs, lookedThrough, mayBeSeen, rowColumns, rowNames, rowShown, type ReferralRow } from './rows.ts';

/** Which of the sources, and the referral behind which the page begins: a name does not belong into an address. */
type Position = [source: string, id: string];

interface Answer {
  items: { at: Position; referral: ReferralRow }[];
  horizon: Position | null;
}

/** What is searched, in this order: each an index in byte order. */
const sources = ['number', 'letter_no', 'patient_name'];

const anySource = (part: string): boolean => sources.some((_, source) => part === String(source));
/** In no source yet. */
const beforeAll = ['-1', firstId];

const begins = (column: string) => `r.${column} COLLATE "C" >= $2 AND r.${column} COLLATE "C" < $3`;

/** From the text, or from where the page before ended in this source. */
const inSource = (column: string, source: number) => `
  FROM referral r
  WHERE r.institution_id = $1 AND $4 <= ${source} AND r.${column} IS NOT NULL AND ${begins(column)}
    AND r.${column} COLLATE "C" >= CASE WHEN $4 = ${source} THEN
      coalesce((SELECT a.${column} FROM referral a WHERE a.institution_id = $1 AND a.id = $5), '') ELSE '' END
    AND ($4 = ${source} AND r.id >= $5
      AND r.${column} = (SELECT a.${column} FROM referral a WHERE a.institution_id = $1 AND a.id = $5)) IS NOT TRUE
  ORDER BY r.${column} COLLATE "C", r.id DESC`;

/** What an earlier source has found already is not found again. */
const notIn = (earlier: readonly string[]) =>
  earlier.map((column) => `AND (${begins(column)}) IS NOT TRUE`).join(' ');

/**
 * $1 institution, $2 the text and $3 the first text that no longer begins with it, $4 and $5 where to begin, $6 state,
 * $7 chain, $8 rows, $9 whether the person sees everything, $10 the departments they see, $11 the person, $12 handed over.
 */
const fits = `
  ($6::text IS NULL OR r.state ? $6) AND ($7::text IS NULL OR r.chain = $7)
  AND ${mayBeSeen('$9', '$10', '$11')} AND ${handedOverIs('$12')}`;

const foundIn = (column: string, source: number) => `
  found_${source} AS MATERIALIZED (
    SELECT ${source} AS source, r.${column} AS key, r.id
    FROM (SELECT r.* ${inSource(column, source)} LIMIT ${lookedThrough}) r
    WHERE ${fits} ${notIn(sources.slice(0, source))}
    ORDER BY r.${column} COLLATE "C", r.id DESC LIMIT $8::int + 1
  ),
  horizon_${source} AS (
    SELECT ${source} AS source, h.id FROM (SELECT r.id ${inSource(column, source)} OFFSET ${lookedThrough - 1} LIMIT 1) h
    WHERE (SELECT count(*) FROM found_${source}) <= $8
  )`;

const fromEach = (table: string) => sources.map((_, source) => `SELECT * FROM ${table}_${source}`).join(' UNION ALL ');

const readFound = {
  name: 'search-referrals',
  text: `
    WITH ${sources.map(foundIn).join(',')},
    horizon AS (SELECT * FROM (${fromEach('horizon')}) h ORDER BY source LIMIT 1),
    page AS (
      SELECT * FROM (${fromEach('found')}) f WHERE NOT EXISTS (SELECT FROM horizon h WHERE f.source > h.source)
      ORDER BY source, key COLLATE "C", id DESC LIMIT $8::int + 1
    )
    SELECT (SELECT json_build_array(source::text, id) FROM horizon) AS horizon,
      (SELECT coalesce(json_agg(json_build_object('at', json_build_array(p.source::text, p.id), 'referral', ${rowColumns})
          ORDER BY p.source, p.key COLLATE "C", p.id DESC), '[]')
        FROM page p JOIN referral r ON r.institution_id = $1 AND r.id = p.id ${rowNames}) AS items`,
};

/** The first text, in byte order, that sorts behind everything that begins with this one. */
function behindAll(text: string): string {
  const characters = [...text];
  while (characters.length > 0) {
    const code = characters.pop()!.codePointAt(0)!;
    // Half a surrogate pair is no character: the one after U+D7FF is U+E000.
    const next = code === 0xd7ff ? 0xe000 : code + 1;
    if (next <= 0x10ffff) return characters.join('') + String.fromCodePoint(next);
  }
  return '\u{10ffff}'.repeat(64);
}

const replacement = {
  name: 'search-replacement',
  text: `SELECT r.letter_no FROM letter l
    JOIN referral r ON r.institution_id = l.institution_id AND r.id = l.referral_id
    WHERE l.institution_id = $1 AND l.number = $2 AND r.letter_no <> l.number`,
};

/** Whoever calls about a letter reads the number on the paper they hold: a replaced one leads to its replacement. */
async function newestNumber(db: Database, institutionId: string, number: string): Promise<string | null> {
  const [row] = await db.query<{ letter_no: string }>(replacement, [institutionId, number]);
  return row?.letter_no ?? null;
}

/** Referrals whose number, letter number or patient's name begins with the text, as far as the caller may see them. */
export async function searchReferrals(
  db: Database,
  caller: Caller,
  query: ReferralsQuery & { search: string },
  language: Language,
): Promise<ReferralsPageResponse> {
  const { search, state = null, chain = null, handedOver = null, limit = 50 } = query;
  const { institution, person } = caller;
  const [source, id] = partsOf(query.cursor, anySource, anyId) ?? beforeAll;
  const { all, departmentIds } = seesByOffice(person);
  const [answer] = await db.query<Answer>(readFound, [
    institution.id, search, behindAll(search), source, id, state, chain, limit, all, departmentIds, person.id, handedOver,
  ]);
  const { items, horizon } = answer!;
  if (items.length === 0 && horizon === null && query.cursor === undefined) {
    const newest = await newestNumber(db, institution.id, search);
    if (newest !== null) return searchReferrals(db, caller, { ...query, search: newest }, language);
  }
  const page = items.slice(0, limit);
  const next = items.length > limit ? page.at(-1)!.at : horizon;
  return {
    items: page.map(({ referral }) => rowShown(referral, language)),
    nextCursor: next && cursorOf(...next),
  };
}
