import { sayProblem, type Language, type PackResponse, type PackState, type ProblemCode } from '@countersign/contract';
import type { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';

export interface PackRow {
  id: string;
  year: number;
  state: PackState;
  done: number;
  total: number | null;
  size: number | null;
  error: ProblemCode | null;
  asked_by: { id: string; name: string };
  asked_at: Date;
  ended_at: Date | null;
}

const selectPacks = `SELECT j.id, j.year, j.state, j.done, j.total, j.size, j.error, j.asked_at, j.ended_at,
    jsonb_build_object('id', p.id, 'name', p.name) AS asked_by
  FROM pack_job j JOIN person p ON p.institution_id = j.institution_id AND p.id = j.asked_by`;

export function packShown(row: PackRow, language: Language): PackResponse {
  return {
    id: row.id,
    year: row.year,
    state: row.state,
    done: row.done,
    total: row.total,
    size: row.size,
    problem: row.error,
    // Only such problems end a job as say the same of every one of them.
    detail: row.error && sayProblem(row.error, {} as never, language),
    askedBy: row.asked_by,
    askedAt: row.asked_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}

/** The year packs of the caller's institution, the newest first: there are never more than a few. */
export async function listPacks(db: Database, caller: Caller, language: Language): Promise<PackResponse[]> {
  const rows = await db.query<PackRow>(
    { name: 'list-packs', text: `${selectPacks} WHERE j.institution_id = $1 ORDER BY j.asked_at DESC, j.id DESC` },
    [caller.institution.id],
  );
  return rows.map((row) => packShown(row, language));
}

export async function requirePack(db: Database, caller: Caller, id: string): Promise<PackRow> {
  const [row] = await db.query<PackRow>(
    { name: 'require-pack', text: `${selectPacks} WHERE j.institution_id = $1 AND j.id = $2` },
    [caller.institution.id, id],
  );
  if (!row) throw new Problem('notFound', {});
  return row;
}
