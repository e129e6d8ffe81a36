import type { IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from './app.ts';
import { CannotStart } from './cannot-start.ts';
import type { Certificates } from './certificates/certificates.ts';
import { openCertificates } from './certificates/open-certificates.ts';
import { Clock } from './clock.ts';
import type { Config } from './config/config.ts';
import { migrate, requireCurrent } from './database/migrate.ts';
import { openDatabase, type OpenDatabase } from './database/open-database.ts';
import { loadDemo } from './demo/load-demo.ts';
import { listeningAddress } from './http/public-address.ts';
import { LetterKeys } from './letter-keys/letter-keys.ts';
import { openSecrets } from './secrets/open-secrets.ts';

export interface Server {
  /** Where it answers, without a slash at the end. */
  address: string;
  app: NestFastifyApplication;
  /** Whether the demo hospitals are in this database. */
  demo: boolean;
  /** Takes no more requests, finishes those that run, then lets go of the database. */
  close(): Promise<void>;
}

export async function startServer(
  config: Config,
  clock: Clock = new Clock(),
  certificates: Certificates = openCertificates(),
): Promise<Server> {
  const opened = await openDatabase(config);
  try {
    return await serve(config, opened, clock, certificates);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function serve(
  config: Config,
  opened: OpenDatabase,
  clock: Clock,
  certificates: Certificates,
): Promise<Server> {
  const { database } = opened;
  const migrates = config.migrate || config.databaseUrl === null;
  await (migrates ? migrate(database) : requireCurrent(database));
  const secrets = await openSecrets(config, database);
  const letterKeys = LetterKeys.open(config);
  const parts = { config, database, secrets, letterKeys, certificates, clock };
  const demo = config.demo && (await loadDemo(parts));
  const app = await createApp(parts);
  const unused = unusedConnections(app);
  try {
    await listen(app, config);
  } catch (error) {
    await app.close();
    throw error;
  }
  const address = listeningAddress(app.getHttpServer().address() as AddressInfo, config);
  opened.tellAddress(address);
  return {
    address,
    app,
    demo,
    async close() {
      await closeHttp(app, unused);
      await opened.close();
    },
  };
}

/** Connections on which nobody asked anything yet: browsers open some ahead, and Node does not take them for idle. */
function unusedConnections(app: NestFastifyApplication): Set<Socket> {
  const unused = new Set<Socket>();
  const http = app.getHttpServer();
  http.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  http.on('request', ({ socket }: IncomingMessage) => unused.delete(socket));
  return unused;
}

/** A connection whose answer was on its way at the first call is idle soon after, and would be waited for. */
async function closeHttp(app: NestFastifyApplication, unused: ReadonlySet<Socket>): Promise<void> {
  const http = app.getHttpServer();
  const again = setInterval(() => {
    http.closeIdleConnections();
    for (const socket of unused) socket.destroy();
  }, 100);
  try {
    await app.close();
  } finally {
    clearInterval(again);
  }
}

async function listen(app: NestFastifyApplication, { port, host }: Config): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    switch ((error as NodeJS.ErrnoException).code) {
      case 'EADDRINUSE':
        throw new CannotStart(
          `${host} 的端口 ${port} 已被其他程序占用，请换一个 PORT。`,
          `Port ${port} on ${host} is taken by another program; choose another PORT.`,
        );
      case 'EACCES':
        throw new CannotStart(
          `当前用户不能监听端口 ${port}，请选择大于 1023 的 PORT。`,
          `This user may not listen on port ${port}; choose a PORT above 1023.`,
        );
      case 'EADDRNOTAVAIL':
      case 'ENOTFOUND':
      case 'EAI_AGAIN':
        throw new CannotStart(
          `HOST 为 ${host}，不是本机的地址。`,
          `HOST is ${host}, which is not an address of this machine.`,
        );
      default:
        throw error;
    }
  }
}
