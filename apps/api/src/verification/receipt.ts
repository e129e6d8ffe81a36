import { isId, type Slip } from '@countersign/contract';
import type { Entry } from '@countersign/policy';
import type { Database } from '../database/database.ts';
import type { Secrets } from '../secrets/secrets.ts';

/** What was reported of a letter, as whoever reported it may see it again. */
export interface Receipt {
  slip: Slip;
  letterNo: string;
  /** yyyy-MM-dd */
  on: string;
  recordedAt: Date;
  institution: string;
}

/** Where the report stands in the log. */
interface Place {
  institutionId: string;
  referralId: string;
  seq: number;
}

const purpose = 'return slip receipt';
/** What every sealed text begins with need not stand in an address. */
const prefix = 'enc1:';

/** Address of the page that confirms a report: to whoever made it, and to nobody else. */
export function receiptOf(secrets: Secrets, { institutionId, referralId, seq }: Place): string {
  const sealed = secrets.encrypt(JSON.stringify([purpose, institutionId, referralId, seq]));
  return `/verify/receipt/${sealed.slice(prefix.length)}`;
}

function placeIn(secrets: Secrets, receipt: string): Place | null {
  try {
    const [what, institutionId, referralId, seq] = JSON.parse(secrets.decrypt(prefix + receipt)) as unknown[];
    const fits = what === purpose && isId(institutionId) && isId(referralId) && Number.isSafeInteger(seq);
    return fits ? { institutionId, referralId, seq: seq as number } : null;
  } catch {
    return null;
  }
}

const reported = {
  name: 'reported-on-return-slip',
  text: `SELECT e.body, i.name AS institution FROM event e JOIN institution i ON i.id = e.institution_id
    WHERE e.institution_id = $1 AND e.referral_id = $2 AND e.seq = $3`,
};

/** Null for what is no receipt of ours. */
export async function readReceipt(db: Database, secrets: Secrets, receipt: string): Promise<Receipt | null> {
  const place = placeIn(secrets, receipt);
  if (!place) return null;
  const values = [place.institutionId, place.referralId, place.seq];
  const [row] = await db.query<{ body: Entry; institution: string }>(reported, values);
  const entry = row?.body;
  if (!row || (entry?.act !== 'arrive' && entry?.act !== 'outcome')) return null;
  const { letterNo, on } = entry.data;
  const slip = entry.act === 'arrive' ? 'arrival' : 'outcome';
  return { slip, letterNo, on, recordedAt: new Date(entry.at), institution: row.institution };
}
