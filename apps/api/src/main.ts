import 'reflect-metadata';
import { CannotStart } from './cannot-start.ts';
import { readConfig } from './config/config.ts';
import { startServer, type Server } from './server.ts';

/** Longer than any request takes; what then still runs is stuck. */
const drainMillis = 30_000;

try {
  const server = await startServer(readConfig(process.env));
  stopOnSignal(server);
  console.log(`Countersign 转诊会签  ${server.address}`);
} catch (error) {
  if (!(error instanceof CannotStart)) throw error;
  console.error(error.message);
  process.exit(1);
}

/** The first signal finishes what runs; a second one does not wait for it. */
function stopOnSignal(server: Server): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(signal === 'SIGINT' ? 130 : 143);
    stopping = true;
    setTimeout(() => process.exit(1), drainMillis).unref();
    void server.close().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
