import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Clients } from './clients.ts';
import type { Hospital } from './hospital.ts';
import { idOf } from './invented-referral.ts';
import type { Outcome } from './jobs.ts';
import { CannotMeasure } from './options.ts';
import type { ServerProcess } from './server-process.ts';

export interface Numbered {
  letters: number;
  perSecond: number;
  /** Requests that had no answer, because the server was killed in the middle of them, and were sent again. */
  sentAgain: number;
}

interface Numbering {
  server: ServerProcess;
  clients: Clients;
  db: pg.Client;
  hospital: Hospital;
  /** Each awaits its letter. */
  letters: number;
  connections: number;
  clerkTokens: string[];
  /** Told of the server that goes on after the kill. */
  replaced: (server: ServerProcess) => void;
}

/**
 * Every letter of so many referrals, issued by clients at once, while the server is killed in the middle and started
 * anew. Afterwards numbers are unique and without a gap, each referral has one, and it is the one that was answered.
 */
export async function numberLetters(numbering: Numbering): Promise<Numbered> {
  const { server, clients, db, hospital, letters, connections, clerkTokens } = numbering;
  const referrals = Array.from({ length: letters }, (_, i) => i + 1);
  const job = { kind: 'number', address: server.address, connections, referrals, clerkTokens } as const;
  const killed = killAt(Math.floor(letters * 0.4), numbering);
  const outcome = await clients.run(job);
  await killed;
  await requireGapless(db, hospital, letters, outcome);
  return { letters, perSecond: outcome.done / outcome.seconds, sentAgain: outcome.sentAgain };
}

async function killAt(count: number, { server, db, replaced }: Numbering): Promise<void> {
  while ((await issued(db)) < count) await sleep(50);
  replaced(await server.replaceKilled());
}

async function issued(db: pg.Client): Promise<number> {
  const { rows } = await db.query<{ count: number }>('SELECT count(*)::int AS count FROM letter');
  return rows[0]!.count;
}

async function requireGapless(db: pg.Client, hospital: Hospital, letters: number, { numbers }: Outcome): Promise<void> {
  const { rows } = await db.query<{ referral_id: string; number: string; serial: number }>(
    'SELECT referral_id, number, serial FROM letter WHERE institution_id = $1 ORDER BY serial',
    [hospital.institution.id],
  );
  const gap = rows.findIndex(({ serial }, i) => serial !== i + 1);
  if (gap >= 0) throw new CannotMeasure(`Serial ${gap + 1} is missing.`);
  const byReferral = new Map(rows.map(({ referral_id, number }) => [referral_id, number]));
  const texts = new Set(rows.map(({ number }) => number));
  if (rows.length !== letters || byReferral.size !== letters || texts.size !== letters) {
    throw new CannotMeasure(`${letters} letters were due; there are ${rows.length} of ${byReferral.size} referrals.`);
  }
  for (const [n, number] of numbers) {
    if (byReferral.get(idOf(n)) !== number) throw new CannotMeasure(`Referral ${n} was answered ${number}, but has another.`);
  }
}
