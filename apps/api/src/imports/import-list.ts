import type { ImportedListResponse, ImportEffect } from '@countersign/contract';
import { audit } from '../audit/audit.ts';
import type { Transaction } from '../database/database.ts';
import { insertEntries, type DirectoryEntry, type DirectoryTable } from '../directory/entries.ts';
import { soughtOf } from '../directory/sought.ts';
import type { Caller } from '../identity/caller.ts';
import type { Plan } from './plan.ts';
import { refuseRepeated, type ImportFile } from './read-import-file.ts';

/** A file of a list that is kept by code: diagnoses, hospitals. */
export interface ListFile extends ImportFile<'code', { code: string }> {
  /** What each row would be in the table. */
  entries: DirectoryEntry[];
}

interface ListPlan extends Plan {
  table: DirectoryTable;
  written: DirectoryEntry[];
  /** Codes of what goes: what is written anew, and what the list no longer holds. */
  gone: string[];
}

/**
 * New codes are added, known ones are written anew but for columns that the file does not have: the official list has no
 * other names. With `replace`, what the file does not name is removed.
 */
export async function planList(
  tx: Transaction,
  caller: Caller,
  table: DirectoryTable,
  file: ListFile,
  replace: boolean,
): Promise<ListPlan> {
  refuseRepeated(file);
  file.faults.refuse();
  const existing = await tx.query<{ entry: DirectoryEntry }>(
    `SELECT to_jsonb(t) - 'institution_id' AS entry FROM ${table} t WHERE institution_id = $1`,
    [caller.institution.id],
  );
  const before = new Map(existing.map(({ entry }) => [entry.code, entry]));
  const entries = file.entries.map((entry) => filledUp(entry, before.get(entry.code), file.table.headers));
  const effects = entries.map((entry) => effectOf(before.get(entry.code), entry));
  const named = new Set(entries.map(({ code }) => code));
  const removed = replace ? [...before.keys()].filter((code) => !named.has(code)) : [];
  const withEffect = (effect: ImportEffect) => entries.filter((_, i) => effects[i] === effect);
  const [created, changed] = [withEffect('create'), withEffect('change')];
  return {
    creates: created.length,
    changes: changed.length,
    removes: removed.length,
    effects,
    table,
    written: [...created, ...changed],
    gone: [...removed, ...changed.map(({ code }) => code)],
  };
}

/** What is there already, in columns that the file does not have. */
function filledUp(entry: DirectoryEntry, before: DirectoryEntry | undefined, headers: object): DirectoryEntry {
  if (!before) return entry;
  const absent = Object.entries(before).filter(([column]) => column !== 'sought' && !(column in headers));
  const filled: DirectoryEntry = { ...entry, ...Object.fromEntries(absent) };
  return filled.alias === entry.alias ? filled : { ...filled, sought: soughtOf(filled) };
}

function effectOf(before: DirectoryEntry | undefined, after: DirectoryEntry): ImportEffect {
  if (!before) return 'create';
  const columns = Object.keys(after) as (keyof DirectoryEntry)[];
  return columns.some((column) => before[column] !== after[column]) ? 'change' : 'none';
}

export async function importList(
  tx: Transaction,
  caller: Caller,
  file: ListFile,
  { table, written, gone, creates, changes, removes }: ListPlan,
  at: Date,
): Promise<ImportedListResponse> {
  const institutionId = caller.institution.id;
  await tx.query(`DELETE FROM ${table} WHERE institution_id = $1 AND code = ANY($2::text[])`, [institutionId, gone]);
  await insertEntries(tx, institutionId, table, written);
  const answer = { count: file.entries.length, created: creates, changed: changes, removed: removes };
  const what = table === 'diagnosis' ? 'diagnosesImported' : 'hospitalsImported';
  await audit(tx, caller, { what, at, subject: institutionId, details: answer });
  return answer;
}
