import type { DocumentResponse } from '@countersign/contract';
import { audit } from '../audit/audit.ts';
import type { Database, Transaction } from '../database/database.ts';
import { answeredBefore, once, type RequestKey } from '../database/once.ts';
import { constraintOf } from '../database/taken.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';
import { addReprint, rowOf } from './keep-documents.ts';
import type { Making } from './make-document.ts';
import { requireDocument, showCopy, versionOf } from './read-documents.ts';
import { logOf, readSource, type Source } from './read-source.ts';
import { presentVersion, sameVersion, type Version } from './versions.ts';

/** Something happened to the referral while its reprint was drawn: perhaps its letter is void by now. */
class Overtaken extends Error {}

/** More than ever reprint one document at the same moment. */
const attempts = 20;

/** A numbered reprint 补打. Its number stands on it, so of two who race for one the second draws anew with the next. What is no longer in force once it is drawn is not kept. */
export async function reprintDocument(making: Making, caller: Caller, key: RequestKey, id: string): Promise<DocumentResponse> {
  const { db, threads } = making;
  for (let tried = 0; tried < attempts; tried += 1) {
    const before = await answeredBefore<DocumentResponse>(db, caller, key);
    if (before) return before;
    const document = await requireDocument(db, caller, id);
    const source = (await readSource(db, caller.institution.id, document.referral_id))!;
    const version = presentVersion(logOf(source), document.kind);
    if (!version || version.mark || !sameVersion(versionOf(document), version)) throw new Problem('notReprintable', {});
    threads.requireRoom();
    const answer = await addNext(making, caller, key, source, version);
    if (answer) return answer;
  }
  throw new Problem('documentNotReady', { seconds: 1 });
}

async function addNext(
  { db, clock, maker }: Making,
  caller: Caller,
  key: RequestKey,
  source: Source,
  version: Version,
): Promise<DocumentResponse | null> {
  const { institution, referral } = source;
  const copy = (await lastCopy(db, source, version)) + 1;
  const row = rowOf(version, copy, await maker.make(source, version, copy));
  const at = clock.now();
  try {
    return await once(db, caller, key, at, async (tx) => {
      await requireUnmoved(tx, source);
      await addReprint(tx, source, row, at, caller.person.id);
      const { kind, seq, letterNo } = version;
      const details = { referralId: referral.id, kind, seq, copy, letterNo };
      await audit(tx, caller, { what: 'documentReprinted', subject: row.id, at, details });
      return (await showCopy(tx, institution.id, referral.id, version, copy, logOf(source)))!;
    });
  } catch (error) {
    if (error instanceof Overtaken || constraintOf(error) === 'document_copy') return null;
    throw error;
  }
}

/** Until the reprint is written, nothing happens to the referral. */
async function requireUnmoved(tx: Transaction, { institution, referral, links }: Source): Promise<void> {
  const [row] = await tx.query<{ seq: number }>(
    { name: 'hold-referral', text: 'SELECT seq FROM referral WHERE institution_id = $1 AND id = $2 FOR SHARE' },
    [institution.id, referral.id],
  );
  if (row!.seq !== links.length) throw new Overtaken();
}

async function lastCopy(db: Database, { institution, referral }: Source, { kind, seq, letterNo }: Version): Promise<number> {
  const [row] = await db.query<{ copy: number }>(
    {
      name: 'last-copy',
      text: `SELECT max(copy) AS copy FROM document WHERE institution_id = $1 AND referral_id = $2 AND kind = $3 AND seq = $4
        AND letter_no IS NOT DISTINCT FROM $5`,
    },
    [institution.id, referral.id, kind, seq, letterNo],
  );
  return row!.copy;
}
