import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { CannotMeasure } from './options.ts';

export interface OwnDatabase {
  name: string;
  url: string;
  version: string;
  /** Settings of the server that its speed depends on. */
  settings: Record<string, string>;
  drop(): Promise<void>;
}

const telling = ['shared_buffers', 'max_wal_size', 'synchronous_commit', 'fsync'] as const;

const settingColumn = (setting: string): string => {
  const [name, as = name] = setting.split(' AS ');
  return `current_setting('${name}') AS ${as}`;
};

/** A database of this run alone, on the server that the URL names. */
export async function createDatabase(serverUrl: string): Promise<OwnDatabase> {
  const name = `countersign_bench_${randomBytes(4).toString('hex')}`;
  const { version, ...settings } = await onServer(serverUrl, async (server) => {
    await server.query(`CREATE DATABASE ${name} ENCODING 'UTF8' TEMPLATE template0`);
    const { rows } = await server.query<Record<'version' | (typeof telling)[number], string>>(
      `SELECT ${['server_version AS version', ...telling].map(settingColumn).join(', ')}`,
    );
    return rows[0]!;
  });
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    name,
    url: url.href,
    version,
    settings,
    drop: () => onServer(serverUrl, async (server) => void (await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
  };
}

async function onServer<T>(url: string, work: (server: pg.Client) => Promise<T>): Promise<T> {
  const server = new pg.Client({ connectionString: url });
  try {
    await server.connect();
  } catch (error) {
    throw new CannotMeasure(`The PostgreSQL server of DATABASE_URL cannot be reached: ${(error as Error).message}.`);
  }
  try {
    return await work(server);
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    throw new CannotMeasure('The user of DATABASE_URL may not create databases; give it CREATEDB or name another user.');
  } finally {
    await server.end();
  }
}
