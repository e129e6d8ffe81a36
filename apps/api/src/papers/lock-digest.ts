import type { Transaction } from '../database/database.ts';

/** Whoever keeps bytes, and whoever removes the same bytes because no paper needs them, do it one after the other. */
export async function lockDigest(tx: Transaction, digest: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [digest]);
}
