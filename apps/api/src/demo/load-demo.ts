import type { Parts } from '../app.module.ts';
import type { Database, Transaction } from '../database/database.ts';
import { Passwords } from '../identity/passwords.ts';
import { PaperStore } from '../papers/paper-store.ts';
import { foundHospitals } from './found-hospitals.ts';
import { demoPassword } from './hospitals.ts';
import { playCases } from './play-cases.ts';
import { hasDemo } from './read-demo.ts';

/** Any number that nobody else takes a lock on in this database. */
const demoLock = 7_236_104_519;

/**
 * Loads the demo hospitals, their people and their cases into an empty database, as a whole or not at all; any other
 * database is left as it is. Answers whether the demo is there now.
 */
export async function loadDemo(parts: Parts): Promise<boolean> {
  const { database, config, clock } = parts;
  const now = clock.now();
  if (await isEmpty(database)) {
    const store = new PaperStore(config, clock);
    await store.onApplicationBootstrap();
    // One password for all of them, hashed once: forty hashes would be felt in the first start.
    const passwordHash = await new Passwords().hash(demoPassword);
    await database.transaction(async (tx) => {
      // Of two servers that start at once, the second finds the first one's demo.
      await tx.query('SELECT pg_advisory_xact_lock($1)', [demoLock]);
      if (!(await isEmpty(tx))) return;
      const founded = await foundHospitals(tx, passwordHash, now);
      await playCases(tx, parts, store, founded, now);
    });
  }
  return hasDemo(database);
}

async function isEmpty(db: Database | Transaction): Promise<boolean> {
  const rows = await db.query('SELECT FROM institution LIMIT 1');
  return rows.length === 0;
}
