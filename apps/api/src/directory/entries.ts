import type { Transaction } from '../database/database.ts';

/** A table of entries that are found by code, name or initials. */
export type DirectoryTable = 'diagnosis' | 'hospital';

/** A row of the table, without its institution. */
export interface DirectoryEntry {
  code: string;
  name: string;
  alias: string | null;
  sought: string;
}

export async function insertEntries(
  tx: Transaction,
  institutionId: string,
  table: DirectoryTable,
  entries: readonly DirectoryEntry[],
): Promise<void> {
  const rows = entries.map((entry) => ({ institution_id: institutionId, ...entry }));
  // One value, whatever the number of rows: a list of the whole country has forty thousand.
  await tx.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`, [JSON.stringify(rows)]);
}
