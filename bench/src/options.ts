import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

/** Something the operator must put right: one sentence, and no stack trace. */
export class CannotMeasure extends Error {}

export interface Options {
  databaseUrl: string;
  /** Referrals that await a signature when the measuring begins. */
  referrals: number;
  /** Measured time of each kind of load, cut into slices that alternate. */
  seconds: number;
  connections: number;
  /** Referrals in the larger of the two databases whose inboxes are compared; 0 compares none. */
  compareInbox: number;
  /** Letters issued at once while the server is killed in between; 0 does not try. */
  numberLetters: number;
  /** Letters drawn as PDF by one thread. */
  drawLetters: number;
  /** Folder that gets the server's CPU profile while it signs. */
  profile: string | null;
  /** Checks every loaded log before the measuring, by the server's own verification. */
  verify: boolean;
  keep: boolean;
}

/** Numbers of referrals have seven digits. */
export const mostReferrals = 9_999_999;

const usage = `Usage: DATABASE_URL=postgres://user:password@host:5432/postgres npm run bench -- [options]

  --referrals N      referrals loaded, each awaiting a signature   (100000)
  --seconds N        measured time of each kind of load            (20)
  --connections N    requests at once                              (16)
  --compare-inbox N  also compare inboxes over 10000 and over N    (none)
  --draw-letters N   letters drawn as PDF by one thread            (500)
  --number-letters N also issue N letters at once, killing the server in between
  --profile FOLDER   write a CPU profile of the signing server there
  --verify           check every loaded log before measuring
  --keep             leave the databases made for this run in place
  --help`;

export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options {
  const { values } = parsed(args);
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  return {
    databaseUrl: databaseUrlIn(env.DATABASE_URL),
    referrals: count('--referrals', values.referrals, 1_000),
    seconds: count('--seconds', values.seconds, 1),
    connections: count('--connections', values.connections, 1),
    compareInbox: values['compare-inbox'] === undefined ? 0 : count('--compare-inbox', values['compare-inbox'], 10_000),
    numberLetters: values['number-letters'] === undefined ? 0 : count('--number-letters', values['number-letters'], 100),
    drawLetters: count('--draw-letters', values['draw-letters'], 10),
    profile: values.profile ?? null,
    verify: values.verify,
    keep: values.keep,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        referrals: { type: 'string', default: '100000' },
        seconds: { type: 'string', default: '20' },
        connections: { type: 'string', default: '16' },
        'compare-inbox': { type: 'string' },
        'draw-letters': { type: 'string', default: '500' },
        'number-letters': { type: 'string' },
        profile: { type: 'string' },
        verify: { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new CannotMeasure(`${(error as Error).message}\n\n${usage}`);
  }
}

function count(name: string, text: string, least: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= mostReferrals) return value;
  throw new CannotMeasure(`${name} must be a whole number from ${least} to ${mostReferrals}, but is "${text}".`);
}

export function databaseUrlIn(text: string | undefined): string {
  if (!text) {
    throw new CannotMeasure(
      'The bench needs a PostgreSQL server: set DATABASE_URL, for example postgres://postgres@127.0.0.1:5432/postgres. ' +
        'It makes databases of its own there and drops them at the end.',
    );
  }
  // The value itself is not repeated: it usually holds a password.
  if (!URL.canParse(text) || !['postgres:', 'postgresql:'].includes(new URL(text).protocol)) {
    throw new CannotMeasure('DATABASE_URL must look like postgres://user:password@host:5432/database.');
  }
  return text;
}

/** Debian keeps pgbench beside its server, outside the search path. */
export function findPgbench(env: NodeJS.ProcessEnv): { path: string; version: string } {
  const versions = [18, 17, 16, 15, 14];
  const places = [env.PGBENCH, 'pgbench', ...versions.map((version) => `/usr/lib/postgresql/${version}/bin/pgbench`)];
  for (const path of places) {
    if (!path) continue;
    const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
    if (status === 0) return { path, version: stdout.trim() };
  }
  throw new CannotMeasure(
    'The bench needs pgbench, which comes with PostgreSQL (Debian: the package postgresql); name it in PGBENCH if it is elsewhere.',
  );
}
