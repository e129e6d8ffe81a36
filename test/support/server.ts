import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Certificates } from '../../apps/api/src/certificates/certificates.ts';
import { readConfig } from '../../apps/api/src/config/config.ts';
import { Database } from '../../apps/api/src/database/database.ts';
import { LetterKeys } from '../../apps/api/src/letter-keys/letter-keys.ts';
import { Secrets } from '../../apps/api/src/secrets/secrets.ts';
import { startServer as start } from '../../apps/api/src/server.ts';
import { TestClock } from './clock.ts';
import { openTestDatabase } from './database.ts';
import { Http } from './http.ts';
import { routesOf } from './routes.ts';

export interface TestServer {
  /** Nobody signed in. */
  http: Http;
  clock: TestClock;
  database: Database;
  secrets: Secrets;
  letterKeys: LetterKeys;
  /** Any other part of the running application. */
  part<T>(type: abstract new (...args: never[]) => T): T;
  certificates: Certificates;
  databaseUrl: string;
  dataDir: string;
  /** `GET /api/v1/referrals/{id}` */
  routes: string[];
  /** The same database and data folder under a new server, as after a restart. */
  restart(env?: Record<string, string>): Promise<void>;
  close(): Promise<void>;
}

/**
 * A server in this process on the DATABASE_URL it is given, else on a database of its own with no institution in it.
 * For a whole test file:
 *
 *     const server = await startServer();
 *     afterAll(() => server.close());
 */
export async function startServer(env: Record<string, string> = {}, certificates?: Certificates): Promise<TestServer> {
  const database = env.DATABASE_URL ? { url: env.DATABASE_URL, close: async () => {} } : await openTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-test-'));
  const clock = new TestClock();
  const open = async (more: Record<string, string> = {}) => {
    const config = readConfig({
      PORT: '0',
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      DATABASE_POOL: '8',
      LOG_LEVEL: 'silent',
      ...env,
      ...more,
    });
    return start(config, clock, certificates);
  };
  let running = await open();
  return {
    get http() {
      return new Http(running.address);
    },
    get database() {
      return running.app.get(Database);
    },
    get secrets() {
      return running.app.get(Secrets);
    },
    get certificates() {
      return running.app.get(Certificates);
    },
    get letterKeys() {
      return running.app.get(LetterKeys);
    },
    part: (type) => running.app.get(type),
    get routes() {
      return routesOf(running.app);
    },
    clock,
    databaseUrl: database.url,
    dataDir,
    async restart(more) {
      await running.close();
      running = await open(more);
    },
    async close() {
      await running.close();
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
