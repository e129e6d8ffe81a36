import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { CannotStart } from '../cannot-start.ts';
import type { Config } from '../config/config.ts';
import { createDataSource } from './data-source.ts';
import { DataFolderLock, holderOf } from './data-folder.ts';
import { Database } from './database.ts';

export interface OpenDatabase {
  database: Database;
  /** Tells others in which process the embedded database is, and where it serves; nothing to tell elsewhere. */
  tellAddress(address: string): void;
  close(): Promise<void>;
}

/** How the data folder is shared: a server wants it for itself; a command may use a running server's database. */
type Sharing = 'alone' | 'withServer';

const logger = new Logger('Database');

const leastVersion = 14;

/** Who waits for an answer has long gone; a server's connections are few. A command may read all there is. */
const longestStatement: Record<Sharing, number> = { alone: 30_000, withServer: 0 };

/** Connects to the database that the configuration names, starting the embedded one where it names none. */
export async function openDatabase(config: Config, sharing: Sharing = 'alone'): Promise<OpenDatabase> {
  if (config.databaseUrl !== null) return connect(config.databaseUrl, config.databasePool, longestStatement[sharing]);
  const lock = DataFolderLock.take(config.dataDir);
  if (lock) return openEmbedded(config, lock);
  if (sharing === 'alone') throw inUse(config.dataDir);
  return connect(await databaseOfHolder(config.dataDir), config.databasePool);
}

async function connect(url: string, pool: number, longest = 0): Promise<OpenDatabase> {
  const dataSource = createDataSource(url, pool, longest);
  try {
    await dataSource.initialize();
  } catch (error) {
    throw cannotConnect(error);
  }
  try {
    await requireSupported(dataSource);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  const database = new Database(dataSource);
  return { database, tellAddress: () => undefined, close: () => database.close() };
}

async function openEmbedded(config: Config, lock: DataFolderLock): Promise<OpenDatabase> {
  try {
    // Brought in only here: a server on an external database does not pay for it.
    const [{ openFolder }, { removeSocket, serve }, { HouseKeeping, requireRoom }] = await Promise.all([
      import('./embedded/durable.ts'),
      import('./embedded/embedded.ts'),
      import('./embedded/keep-house.ts'),
    ]);
    if (lock.killed?.databaseUrl) removeSocket(lock.killed.databaseUrl);
    await requireRoom(config.dataDir);
    const embedded = await serve(await openFolder(join(config.dataDir, 'database')));
    lock.tell({ databaseUrl: embedded.url });
    const { database, close } = await connect(embedded.url, config.databasePool);
    const house = new HouseKeeping(database, config.dataDir, (error) => logger.error('upkeep failed', error));
    return {
      database,
      tellAddress: (address) => lock.tell({ address }),
      async close() {
        await house.stop();
        await close();
        await embedded.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function inUse(dataDir: string): CannotStart {
  const { pid, address } = holderOf(dataDir) ?? { pid: '?' };
  return new CannotStart(
    `数据目录 ${dataDir} 正被进程 ${pid}${address ? `（${address}）` : ''}使用，请先停止它，或换一个 DATA_DIR。`,
    `The data folder ${dataDir} is in use by process ${pid}${address ? `, which serves ${address}` : ''}; stop it, or choose another DATA_DIR.`,
  );
}

/** The holder may be in the middle of its start. */
async function databaseOfHolder(dataDir: string): Promise<string> {
  for (let waited = 0; waited < 30; waited += 1) {
    const url = holderOf(dataDir)?.databaseUrl;
    if (url) return url;
    await sleep(500);
  }
  throw inUse(dataDir);
}

async function requireSupported(dataSource: DataSource): Promise<void> {
  const [row] = (await dataSource.query(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version,
       current_setting('server_encoding') AS encoding`,
  )) as { number: number; version: string; encoding: string }[];
  if (!row || row.number < leastVersion * 10_000) {
    throw new CannotStart(
      `需要 PostgreSQL ${leastVersion} 或更高版本，DATABASE_URL 指向的是 ${row?.version}。`,
      `PostgreSQL ${leastVersion} or newer is needed, but DATABASE_URL leads to ${row?.version}.`,
    );
  }
  if (row.encoding !== 'UTF8') {
    throw new CannotStart(
      `数据库编码必须是 UTF8，DATABASE_URL 指向的数据库是 ${row.encoding}。`,
      `The database must be encoded in UTF8, but the one in DATABASE_URL is in ${row.encoding}.`,
    );
  }
}

function cannotConnect(error: unknown): CannotStart {
  const { code = '', message } = error as { code?: string; message: string };
  switch (code) {
    case '28P01':
    case '28000':
      return new CannotStart(
        '数据库拒绝了 DATABASE_URL 中的用户名或密码。',
        `The database refused the user or password of DATABASE_URL: ${message}.`,
      );
    case '3D000':
      return new CannotStart(
        'DATABASE_URL 中的数据库不存在。',
        `The database of DATABASE_URL does not exist: ${message}.`,
      );
    case '53300':
      return new CannotStart(
        'DATABASE_URL 指向的数据库没有空闲连接，请调大其 max_connections 或调小 DATABASE_POOL。',
        'The database of DATABASE_URL has no free connection; raise its max_connections or lower DATABASE_POOL.',
      );
    default:
      return new CannotStart(
        '无法连接 DATABASE_URL 指向的数据库。',
        `The database of DATABASE_URL cannot be reached: ${message || code}.`,
      );
  }
}
