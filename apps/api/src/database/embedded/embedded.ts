import { mkdtempSync, rmSync } from 'node:fs';
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

/** A socket in a folder that only this user may enter: who can open it is the database's owner, without a password. */
export async function serve(db: PGlite): Promise<Embedded> {
  // Not in the data folder: a socket's path may not be longer than some 100 bytes.
  const folder = mkdtempSync(join(tmpdir(), 'countersign-'));
  const server = new SocketServer(db);
  await server.listen(join(folder, `.s.PGSQL.${port}`));
  return {
    url: `postgres:///postgres?user=postgres&host=${encodeURIComponent(folder)}&port=${port}`,
    async close() {
      await server.close();
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A database that lives in memory and is gone with the process, for tests. */
export async function serveInMemory(options: PGliteOptions = {}): Promise<Embedded> {
  return serve(await PGlite.create('memory://', options));
}
