import type { Language, MakePackRequest, PackResponse } from '@countersign/contract';
import { dateInShanghai } from '@countersign/policy';
import { v7 as newId } from 'uuid';
import { audit } from '../audit/audit.ts';
import type { Database, Transaction } from '../database/database.ts';
import { once, type RequestKey } from '../database/once.ts';
import { constraintOf } from '../database/taken.ts';
import type { Caller } from '../identity/caller.ts';
import { invalidField, Problem } from '../problems/problem.ts';
import { packShown, type PackRow } from './read-packs.ts';

/** Years are large, and each asked for again is another copy of everything. */
const mostPacks = 20;

/** Asks for the pack of a year. One at a time of each year: a second one would be the same. */
export async function askForPack(
  db: Database,
  caller: Caller,
  request: RequestKey,
  { year }: MakePackRequest,
  language: Language,
  at: Date,
): Promise<PackResponse> {
  const thisYear = Number(dateInShanghai(at).slice(0, 4));
  if (year > thisYear) throw invalidField('/year', { reason: 'outOfRange', args: { min: 2000, max: thisYear } });
  try {
    const row = await once(db, caller, request, at, (tx) => insertJob(tx, caller, year, at));
    return packShown({ ...row, asked_at: new Date(row.asked_at) }, language);
  } catch (error) {
    if (constraintOf(error) !== 'pack_job_under_way') throw error;
    throw new Problem('packUnderWay', { year });
  }
}

async function insertJob(tx: Transaction, caller: Caller, year: number, at: Date): Promise<PackRow> {
  const { institution, person } = caller;
  const kept = await tx.query('SELECT FROM pack_job WHERE institution_id = $1 LIMIT $2', [institution.id, mostPacks]);
  if (kept.length >= mostPacks) throw new Problem('limitReached', { limit: mostPacks });
  const id = newId();
  await tx.query(
    `INSERT INTO pack_job (institution_id, id, year, state, asked_by, asked_at) VALUES ($1, $2, $3, 'waiting', $4, $5)`,
    [institution.id, id, year, person.id, at],
  );
  await audit(tx, caller, { what: 'yearPackAsked', subject: id, at, details: { year } });
  return {
    id,
    year,
    state: 'waiting',
    done: 0,
    total: null,
    size: null,
    error: null,
    asked_by: { id: person.id, name: person.name },
    asked_at: at,
    ended_at: null,
  };
}
