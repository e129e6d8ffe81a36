import { isId } from '@countersign/contract';
import { Problem } from '../problems/problem.ts';

/** Where a page ended, as one text that clients pass back without reading it. */
export const cursorOf = (...parts: string[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

type Check = (part: string) => boolean;

export const anyText: Check = (part) => !part.includes('\u0000') && !/\p{Surrogate}/u.test(part);
/** On a day that the calendar has: JavaScript would take 30 February for 2 March, the database refuses it. */
export const anyMoment: Check = (part) => {
  const moment = /^(?!0000)\d{4}-\d{2}-\d{2}T[\d:.]{8,15}Z$/.test(part) ? Date.parse(part) : Number.NaN;
  return !Number.isNaN(moment) && new Date(moment).toISOString().slice(0, 19) === part.slice(0, 19);
};
export const anyId: Check = isId;

/** The parts of a cursor that somebody passed back, each of its kind; null where none was given. */
export function partsOf(cursor: string | undefined, ...checks: Check[]): string[] | null {
  if (cursor === undefined) return null;
  const parts = parsed(cursor);
  const fits = Array.isArray(parts) && parts.length === checks.length;
  if (!fits || !parts.every((part, i) => typeof part === 'string' && checks[i]!(part))) throw new Problem('badCursor', {});
  return parts as string[];
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

/** Rows were asked for one more than a page holds: the one too many tells that there is a next page. */
export function pageOf<Row>(rows: readonly Row[], limit: number, cursorAt: (row: Row) => string) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? cursorAt(last) : null };
}
