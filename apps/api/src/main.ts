import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import { CannotStart } from './cannot-start.ts';
import { readConfig } from './config/config.ts';
import type { Server } from './server.ts';

/**
 * Collect garbage when the heap has grown by half. Left alone, on a machine with much memory, Node lets it grow to four
 * times what is in use, and takes from the database what the database would make better use of.
 */
setFlagsFromString('--heap-growing-percent=50');

/** As long as one statement may take. What then still runs waits for the database, and its sender asks again by the key. */
const drainMillis = 30_000;
/** npm passes on a Ctrl-C that the terminal has already delivered: that is one signal, not two. */
const sameSignalMillis = 500;

try {
  const config = readConfig(process.env);
  // A bad value is said before the program is read, which takes seconds.
  const { startServer } = await import('./server.ts');
  const server = await startServer(config);
  stopOnSignal(server);
  console.log(`\nCountersign 转诊会签  ${server.address}`);
  if (server.demo) {
    const { describeDemo } = await import('./demo/describe-demo.ts');
    console.log(`\n${describeDemo()}`);
  }
} catch (error) {
  if (!(error instanceof CannotStart)) throw error;
  console.error(error.message);
  process.exit(1);
}

/** The first signal finishes what runs; a second one does not wait for it. */
function stopOnSignal(server: Server): void {
  let since: number | null = null;
  const stop = (signal: NodeJS.Signals): void => {
    if (since === null) {
      since = performance.now();
      void finish(server);
    } else if (performance.now() - since > sameSignalMillis) {
      process.exit(signal === 'SIGINT' ? 130 : 143);
    }
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

async function finish(server: Server): Promise<void> {
  setTimeout(() => {
    console.error('A request did not end in time; stopping without it.');
    process.exit(1);
  }, drainMillis).unref();
  await server.close();
  process.exit(0);
}
