import type { DocumentKind, DocumentMark, DocumentResponse, DocumentsResponse } from '@countersign/contract';
import { maySee, type Entry, type Facts } from '@countersign/policy';
import { Logger } from '@nestjs/common';
import { audit } from '../audit/audit.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';
import { requireReferral } from '../referrals/require-referral.ts';
import { DocumentLost, type DocumentStore } from './document-store.ts';
import { actsWithDocuments, presentVersion, sameVersion, type Version } from './versions.ts';

interface Row {
  id: string;
  referral_id: string;
  kind: DocumentKind;
  seq: number;
  copy: number;
  mark: DocumentMark | null;
  letter_no: string | null;
  digest: string;
  size: number;
  pages: number;
  made_at: Date;
}

const columns = 'm.id, m.referral_id, m.kind, m.seq, m.copy, m.mark, m.letter_no, m.digest, m.size, m.pages, m.made_at';

export const versionOf = ({ kind, seq, mark, letter_no: letterNo }: Row): Version => ({ kind, seq, mark, letterNo });

const documentShown = (row: Row, log: readonly Entry[]): DocumentResponse => ({
  id: row.id,
  referralId: row.referral_id,
  kind: row.kind,
  seq: row.seq,
  copy: row.copy,
  mark: row.mark,
  letterNo: row.letter_no,
  current: sameVersion(versionOf(row), presentVersion(log, row.kind)),
  digest: row.digest,
  size: row.size,
  pages: row.pages,
  madeAt: row.made_at.toISOString(),
});

const readLog = {
  name: 'log-of-documents',
  text: `SELECT body FROM event WHERE institution_id = $1 AND referral_id = $2 ORDER BY seq`,
};

/** The documents of a referral, and whether more of them are on their way. */
export async function listDocuments(db: Database, caller: Caller, referralId: string): Promise<DocumentsResponse> {
  await requireReferral(db, caller, referralId);
  const ids = [caller.institution.id, referralId];
  // Asked first: a document that is finished in between is then in the list, and not missing from both.
  const waiting = await db.query(
    {
      name: 'documents-being-made',
      text: `SELECT FROM outgoing WHERE institution_id = $1 AND referral_id = $2 AND act = ANY ($3::text[]) LIMIT 1`,
    },
    [...ids, actsWithDocuments],
  );
  const rows = await db.query<Row>(
    {
      name: 'list-documents',
      text: `SELECT ${columns} FROM document m WHERE m.institution_id = $1 AND m.referral_id = $2 ORDER BY m.id`,
    },
    ids,
  );
  const log = (await db.query<{ body: Entry }>(readLog, ids)).map(({ body }) => body);
  return { items: rows.map((row) => documentShown(row, log)), beingMade: waiting.length > 0 };
}

/** A document is for whoever may see its referral. */
export async function requireDocument(db: Database, caller: Caller, id: string): Promise<Row & { number: string }> {
  const [row] = await db.query<Row & { facts: Facts; number: string }>(
    {
      name: 'require-document',
      text: `SELECT ${columns}, r.facts, r.number
        FROM document m JOIN referral r ON r.institution_id = m.institution_id AND r.id = m.referral_id
        WHERE m.institution_id = $1 AND m.id = $2`,
    },
    [caller.institution.id, id],
  );
  if (!row) throw new Problem('notFound', {});
  if (!maySee(row.facts, caller.person)) throw new Problem('notInvolved', {});
  return row;
}

/** One copy of a version, as it is answered to whoever had it made. */
export async function showCopy(
  tx: Database | Transaction,
  institutionId: string,
  referralId: string,
  version: Version,
  copy: number,
  log: readonly Entry[],
): Promise<DocumentResponse | null> {
  const [row] = await tx.query<Row>(
    {
      name: 'show-copy',
      text: `SELECT ${columns} FROM document m WHERE m.institution_id = $1 AND m.referral_id = $2 AND m.kind = $3
        AND m.seq = $4 AND m.letter_no IS NOT DISTINCT FROM $5 AND m.copy = $6`,
    },
    [institutionId, referralId, version.kind, version.seq, version.letterNo, copy],
  );
  return row ? documentShown(row, log) : null;
}

const logger = new Logger('Documents');

/** The bytes, proved against their digest. That somebody fetched them is recorded before they leave. */
export async function downloadDocument(db: Database, store: DocumentStore, caller: Caller, id: string, at: Date) {
  const document = await requireDocument(db, caller, id);
  const content = await store.read(document.digest).catch((error: unknown) => {
    if (!(error instanceof DocumentLost)) throw error;
    logger.error(`document ${id}: ${error.message}`);
    throw new Problem('documentLost', {});
  });
  const { referral_id: referralId, kind, seq, copy } = document;
  await audit(db, caller, { what: 'documentDownloaded', subject: id, at, details: { referralId, kind, seq, copy } });
  return { document, content };
}
