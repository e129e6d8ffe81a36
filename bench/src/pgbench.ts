import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { CannotMeasure } from './options.ts';

export interface PgbenchRun {
  perSecond: number;
  transactions: number;
  meanMillis: number;
}

export interface Script {
  file: string;
  variables: Record<string, string | number>;
}

/** Runs one script prepared, for some seconds, with as many clients as the HTTP load has connections. */
export async function runPgbench(
  pgbench: string,
  databaseUrl: string,
  { file, variables }: Script,
  clients: number,
  seconds: number,
): Promise<PgbenchRun> {
  const url = new URL(databaseUrl);
  const env = { ...process.env, ...(url.password ? { PGPASSWORD: decodeURIComponent(url.password) } : {}) };
  // Arguments can be read by everybody on the machine; the environment cannot.
  url.password = '';
  const defined = Object.entries(variables).flatMap(([name, value]) => ['-D', `${name}=${value}`]);
  const load = ['-c', String(clients), '-j', String(Math.min(2, clients)), '-T', String(Math.max(1, Math.round(seconds)))];
  const child = spawn(pgbench, ['-n', '-M', 'prepared', ...load, '-f', file, ...defined, url.href], { env });
  const [said, complained, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  const number = (pattern: RegExp) => Number(pattern.exec(said)?.[1]);
  const run = {
    perSecond: number(/^tps = ([\d.]+)/m),
    transactions: number(/^number of transactions actually processed: (\d+)/m),
    meanMillis: number(/^latency average = ([\d.]+) ms/m),
  };
  if (status !== 0 || !(run.transactions > 0)) throw new CannotMeasure(`pgbench failed on ${file}: ${complained}`);
  return run;
}
