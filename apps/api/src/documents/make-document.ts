import type { DocumentKind, DocumentResponse } from '@countersign/contract';
import { audit } from '../audit/audit.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/database.ts';
import { answeredBefore, once, type RequestKey } from '../database/once.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';
import { requireReferral } from '../referrals/require-referral.ts';
import type { DocumentMaker } from './document-maker.ts';
import type { DrawingThreads } from './drawing-threads.ts';
import { keepDocument, rowOf } from './keep-documents.ts';
import { showCopy } from './read-documents.ts';
import { isMade, logOf, readSource } from './read-source.ts';
import { presentVersion } from './versions.ts';

/** What makes a document while somebody waits for it. */
export interface Making {
  db: Database;
  clock: Clock;
  maker: DocumentMaker;
  threads: DrawingThreads;
}

/** The document of a referral as it stands now, made where it is not there yet. It is drawn outside of any transaction. */
export async function makeDocument(
  { db, clock, maker, threads }: Making,
  caller: Caller,
  key: RequestKey,
  referralId: string,
  kind: DocumentKind,
): Promise<DocumentResponse> {
  const before = await answeredBefore<DocumentResponse>(db, caller, key);
  if (before) return before;
  await requireReferral(db, caller, referralId);
  const institutionId = caller.institution.id;
  const source = (await readSource(db, institutionId, referralId))!;
  const log = logOf(source);
  const version = presentVersion(log, kind);
  if (!version) throw new Problem('noLetterYet', {});
  const at = clock.now();
  const shown = async (tx: Database | Transaction) => (await showCopy(tx, institutionId, referralId, version, 1, log))!;
  if (isMade(source, version)) return once(db, caller, key, at, shown);
  threads.requireRoom();
  const row = rowOf(version, 1, await maker.make(source, version, 1));
  return once(db, caller, key, at, async (tx) => {
    await keepDocument(tx, source, row, at, caller.person.id);
    const answer = await shown(tx);
    // Otherwise somebody else made it meanwhile, and recorded that.
    const details = { referralId, kind, seq: version.seq };
    if (answer.id === row.id) await audit(tx, caller, { what: 'documentMade', subject: row.id, at, details });
    return answer;
  });
}
