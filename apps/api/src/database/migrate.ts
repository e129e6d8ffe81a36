import { migrations } from '@countersign/migrations';
import { MigrationExecutor, type QueryRunner } from 'typeorm';
import { CannotStart } from '../cannot-start.ts';
import { availably, type Database } from './database.ts';

/** Any number that nobody else takes a lock on in this database. */
const migrationLock = 7_236_104_518;

/**
 * Brings the schema to this version of the software, and answers what was missing. Of several servers that start at
 * once, one does it.
 */
export async function migrate(database: Database): Promise<string[]> {
  return withRunner(database, async (runner) => {
    // A migration of many rows, or the wait for another server's, takes what it takes.
    await runner.query('SET statement_timeout = 0');
    await runner.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    try {
      refuseNewer(await executed(runner));
      const done = await new MigrationExecutor(database.dataSource, runner).executePendingMigrations();
      return done.map(({ name }) => name);
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [migrationLock]);
      await runner.query('RESET statement_timeout');
    }
  });
}

/** For a start with MIGRATE=off: refuses to serve on a schema that is not this version's. */
export async function requireCurrent(database: Database): Promise<void> {
  const names = await withRunner(database, executed);
  refuseNewer(names);
  const missing = pending(names);
  if (missing.length === 0) return;
  throw new CannotStart(
    `数据库缺少迁移 ${missing.join(', ')}，请先执行 npm run migrate，或启动时不设 MIGRATE=off。`,
    `The database lacks the migrations ${missing.join(', ')}; run npm run migrate first, or start without MIGRATE=off.`,
  );
}

export async function isCurrent(database: Database): Promise<boolean> {
  return pending(await withRunner(database, executed)).length === 0;
}

async function withRunner<T>({ dataSource }: Database, work: (runner: QueryRunner) => Promise<T>): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    return await availably(() => work(runner));
  } finally {
    await runner.release();
  }
}

const known = migrations.map(({ name }) => name);

const pending = (names: readonly string[]): string[] => known.filter((name) => !names.includes(name));

function refuseNewer(names: readonly string[]): void {
  const newer = names.filter((name) => !known.includes(name));
  if (newer.length === 0) return;
  throw new CannotStart(
    `数据库已被更新版本的 Countersign 升级（${newer.join(', ')}），请启动该版本，或恢复备份。`,
    `The database was changed by a newer version of Countersign (${newer.join(', ')}); start that version, or restore a backup.`,
  );
}

async function executed(runner: QueryRunner): Promise<string[]> {
  const [{ exists }] = (await runner.query(`SELECT to_regclass('migration') IS NOT NULL AS exists`)) as [
    { exists: boolean },
  ];
  if (!exists) return [];
  const rows = (await runner.query('SELECT name FROM migration ORDER BY id')) as { name: string }[];
  return rows.map(({ name }) => name);
}
