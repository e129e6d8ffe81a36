import { existsSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { SocketServer } from './socket-server.ts';

/** A PostgreSQL inside this process, reached through a socket like any other. */
export interface Embedded {
  url: string;
  close(): Promise<void>;
}

const port = 5432;
const socketIn = (folder: string): string => join(folder, `.s.PGSQL.${port}`);

/** A socket in a folder that only this user may enter: who can open it is the database's owner, without a password. */
export async function serve(db: PGlite): Promise<Embedded> {
  // Not in the data folder: a socket's path may not be longer than some 100 bytes.
  const folder = mkdtempSync(join(tmpdir(), 'countersign-'));
  const server = new SocketServer(db);
  await server.listen(socketIn(folder));
  const url = `postgres:///postgres?user=postgres&host=${encodeURIComponent(folder)}&port=${port}`;
  return {
    url,
    async close() {
      await server.close();
      await db.close();
      removeSocket(url);
    },
  };
}

/** Also what a process left behind that was killed. */
export function removeSocket(url: string): void {
  const folder = new URL(url).searchParams.get('host');
  if (!folder || !existsSync(folder)) return;
  rmSync(socketIn(folder), { force: true });
  rmdirSync(folder);
}

/** A database that lives in memory and is gone with the process, for tests. */
export async function serveInMemory(options: PGliteOptions = {}): Promise<Embedded> {
  return serve(await PGlite.create('memory://', options));
}
