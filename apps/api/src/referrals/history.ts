import { actWords, type HistoryEntry, type Language } from '@countersign/contract';
import type { Entry } from '@countersign/policy';
import type { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { requireReferral } from './require-referral.ts';

interface Row {
  body: Entry;
  previous: string;
  hash: string;
}

/**
 * The log of a referral, oldest first, as it is stored: a reader can check each hash. A collector's ID number is in it
 * masked and encrypted.
 */
export async function history(db: Database, caller: Caller, id: string, language: Language): Promise<HistoryEntry[]> {
  await requireReferral(db, caller, id);
  const rows = await db.query<Row>(
    {
      name: 'history',
      text: `SELECT body, previous, hash FROM event WHERE institution_id = $1 AND referral_id = $2 ORDER BY seq`,
    },
    [caller.institution.id, id],
  );
  return rows.map(({ body, previous, hash }) => ({
    entry: body,
    title: actWords[body.act][language],
    previous,
    hash,
  }));
}
