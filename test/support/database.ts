import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { createDataSource } from '../../apps/api/src/database/data-source.ts';
import { Database } from '../../apps/api/src/database/database.ts';
import { serve } from '../../apps/api/src/database/embedded/embedded.ts';
import { migrate } from '../../apps/api/src/database/migrate.ts';
import { root } from './root.ts';

/** A migrated, empty database of a test file's own. */
export interface TestDatabase {
  url: string;
  close(): Promise<void>;
}

/** The server to test on; without one, each test file gets an embedded database in memory. */
const server = process.env.DATABASE_URL || null;

export const onRealPostgres = server !== null;

export function openTestDatabase(): Promise<TestDatabase> {
  return server ? clone(server) : load();
}

/** Changes whenever the migrations do, so that no test runs on yesterday's schema. */
function versionOfMigrations(): string {
  const folder = join(root, 'migrations');
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.ts')).sort()) {
    hash.update(name).update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex').slice(0, 12);
}

async function migrateAt(url: string): Promise<void> {
  const dataSource = await createDataSource(url, 2).initialize();
  await migrate(new Database(dataSource));
  await dataSource.destroy();
}

async function load(): Promise<TestDatabase> {
  // To compile the database's program a second time, for speed, takes longer than a test file lasts.
  setFlagsFromString('--no-wasm-dynamic-tiering');
  setFlagsFromString('--no-wasm-tier-up');
  const tarball = new Blob([new Uint8Array(readFileSync(await template()))]);
  return serve(await PGlite.create('memory://', { loadDataDir: tarball }));
}

/** Migrated once, then loaded by every test file: a tenth of the time. */
async function template(): Promise<string> {
  const folder = join(root, 'node_modules', '.cache', 'countersign');
  const file = join(folder, `migrated-${versionOfMigrations()}.tar`);
  if (existsSync(file)) return file;
  const db = await PGlite.create('memory://');
  const embedded = await serve(db);
  await migrateAt(embedded.url);
  const dump = await db.dumpDataDir('none');
  await embedded.close();
  mkdirSync(folder, { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, new Uint8Array(await dump.arrayBuffer()));
  renameSync(unfinished, file);
  for (const old of readdirSync(folder)) {
    if (/^migrated-.*\.tar$/.test(old) && join(folder, old) !== file) rmSync(join(folder, old), { force: true });
  }
  return file;
}

/** On a server, the migrated database is a template, and a clone of it takes a fraction of a second. */
async function clone(url: string): Promise<TestDatabase> {
  const source = `countersign_migrated_${versionOfMigrations()}`;
  const own = `countersign_test_${randomBytes(6).toString('hex')}`;
  await administer(url, async (admin) => {
    await admin.query(`SELECT pg_advisory_lock(hashtext('countersign_migrated'))`);
    const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [source]);
    if (!rowCount) {
      const unfinished = `${source}_unfinished`;
      await admin.query(`DROP DATABASE IF EXISTS ${unfinished}`);
      await admin.query(`CREATE DATABASE ${unfinished} TEMPLATE template0 ENCODING 'UTF8'`);
      await migrateAt(named(url, unfinished));
      await admin.query(`ALTER DATABASE ${unfinished} RENAME TO ${source}`);
    }
    await admin.query(`CREATE DATABASE ${own} TEMPLATE ${source}`);
    // It will be dropped before any power cut matters.
    await admin.query(`ALTER DATABASE ${own} SET synchronous_commit = off`);
  });
  return {
    url: named(url, own),
    close: () => administer(url, async (admin) => void (await admin.query(`DROP DATABASE ${own} WITH (FORCE)`))),
  };
}

async function administer(url: string, work: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

function named(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}
