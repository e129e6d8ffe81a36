import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { Transaction } from '../database/database.ts';

/** PostgreSQL takes 65,535 values in a statement. */
const atOnce = 1_000;

export async function insertMany<E extends ObjectLiteral>(
  tx: Transaction,
  entity: EntityTarget<E>,
  rows: readonly Partial<E>[],
): Promise<void> {
  for (let i = 0; i < rows.length; i += atOnce) {
    await tx.manager.insert(entity, rows.slice(i, i + atOnce) as never);
  }
}
