import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { CannotMeasure } from './options.ts';

export interface OwnDatabase {
  name: string;
  url: string;
  version: string;
  drop(): Promise<void>;
}

/** A database of this run alone, on the server that the URL names. */
export async function createDatabase(serverUrl: string): Promise<OwnDatabase> {
  const name = `countersign_bench_${randomBytes(4).toString('hex')}`;
  const version = await onServer(serverUrl, async (server) => {
    await server.query(`CREATE DATABASE ${name} ENCODING 'UTF8' TEMPLATE template0`);
    const { rows } = await server.query<{ version: string }>(`SELECT current_setting('server_version') AS version`);
    return rows[0]!.version;
  });
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    name,
    url: url.href,
    version,
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
