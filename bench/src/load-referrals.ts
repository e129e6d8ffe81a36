import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import type { Hospital } from './hospital.ts';
import type { Awaiting } from './invented-referral.ts';
import { CannotMeasure, mostReferrals as most } from './options.ts';

/** What a loading process is asked for. */
export interface Loading {
  databaseUrl: string;
  /** Of the server's secrets, in hexadecimal digits. */
  key: string;
  hospital: Hospital;
  first: number;
  last: number;
  awaiting: Awaiting;
  /** Numbers of one batch; of `workers` processes each takes every so many batches, beginning with its own. */
  batch: number;
  workers: number;
  worker: number;
}

const program = fileURLToPath(new URL('./load-batches.js', import.meta.url));
const workers = 2;
const batch = 500;

/** Loads referrals number `first` to `last`, each awaiting a signature, each with its whole log. */
export async function loadReferrals(
  db: pg.Client,
  loading: Pick<Loading, 'databaseUrl' | 'key' | 'hospital' | 'first' | 'last' | 'awaiting'>,
): Promise<void> {
  // The server numbers its own referrals behind those that may be loaded.
  await db.query(`SELECT setval('referral_number', $1)`, [most]);
  const children = Array.from({ length: workers }, () => fork(program));
  try {
    await Promise.all(children.map((child, worker) => loadIn(child, { ...loading, batch, workers, worker })));
  } finally {
    for (const child of children) child.kill();
  }
  // Not the tables that are empty still: once counted as such they would be read from end to end.
  await db.query('VACUUM (ANALYZE) referral, form, event, worklist_item, involvement');
}

async function loadIn(child: ChildProcess, loading: Loading): Promise<void> {
  const ended = once(child, 'exit');
  child.send(loading);
  const [status] = (await ended) as [number | null];
  if (status !== 0) throw new CannotMeasure('The referrals could not be loaded; it says above why.');
}
