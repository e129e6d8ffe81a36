import pg from 'pg';
import { planHospital, storeHospital, type Hospital } from './hospital.ts';
import type { Awaiting } from './invented-referral.ts';
import { loadReferrals } from './load-referrals.ts';
import type { Options } from './options.ts';
import { createDatabase, type OwnDatabase } from './own-database.ts';
import { ServerProcess } from './server-process.ts';

/** A database with a hospital in it, and the server that works on it. */
export interface Stage {
  database: OwnDatabase;
  server: ServerProcess;
  db: pg.Client;
  hospital: Hospital;
  loaded: number;
}

export const say = (text: string): void => console.log(`${new Date().toISOString().slice(11, 19)}  ${text}`);

export async function setStage(options: Pick<Options, 'databaseUrl' | 'profile' | 'keep'>, cleaning: Cleaning): Promise<Stage> {
  const database = await createDatabase(options.databaseUrl);
  if (!options.keep) cleaning.add(() => database.drop());
  const server = await ServerProcess.start(database.url, options.profile);
  cleaning.add(() => server.stop());
  const db = new pg.Client({ connectionString: database.url });
  await db.connect();
  cleaning.add(() => db.end());
  const hospital = planHospital();
  await storeHospital(db, hospital, new Date());
  return { database, server, db, hospital, loaded: 0 };
}

export async function load(stage: Stage, referrals: number, awaiting: Awaiting = 'signature'): Promise<void> {
  const begun = Date.now();
  const { db, hospital, server, database } = stage;
  await loadReferrals(db, { databaseUrl: database.url, key: server.key, hospital, first: stage.loaded + 1, last: referrals, awaiting });
  say(`${referrals - stage.loaded} referrals loaded in ${Math.round((Date.now() - begun) / 1_000)} s`);
  stage.loaded = referrals;
}

/** What must be put back, the last first, however the run ends. */
export class Cleaning {
  private readonly tasks: (() => Promise<void>)[] = [];

  add(task: () => Promise<void>): void {
    this.tasks.push(task);
  }

  async run(): Promise<void> {
    for (let task = this.tasks.pop(); task; task = this.tasks.pop()) await task();
  }
}
