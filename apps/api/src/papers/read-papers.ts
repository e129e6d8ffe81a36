import type { Readable } from 'node:stream';
import type { PaperResponse, PaperScan, PaperType } from '@countersign/contract';
import type { Digest } from '@countersign/evidence';
import { maySee, type Facts, type PaperKind } from '@countersign/policy';
import { Logger } from '@nestjs/common';
import { audit } from '../audit/audit.ts';
import type { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';
import { requireReferral } from '../referrals/require-referral.ts';
import type { PaperScanner } from './paper-scanner.ts';
import { PaperLost, type PaperStore } from './paper-store.ts';
import { requireReadable, scanShown } from './readable-paper.ts';
import type { Thumbnails } from './thumbnails.ts';

interface Row {
  id: string;
  kind: PaperKind;
  name: string;
  media_type: PaperType;
  size: number;
  digest: Digest;
  uploaded_at: Date;
  uploaded_by: string;
  referral_id: string | null;
  scan: PaperScan;
  virus: string | null;
}

const columns =
  'p.id, p.kind, p.name, p.media_type, p.size, p.digest, p.uploaded_at, p.uploaded_by, p.referral_id, p.scan, p.virus';

const paperShown = (row: Row, { on }: PaperScanner): PaperResponse & { digest: Digest } => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  mediaType: row.media_type,
  size: row.size,
  digest: row.digest,
  uploadedAt: row.uploaded_at.toISOString(),
  referralId: row.referral_id,
  scan: scanShown(row.scan, on),
  virus: row.virus,
});

/** A paper is for whoever uploaded it and for whoever may see its referral. */
export async function requirePaper(db: Database, caller: Caller, id: string): Promise<Row> {
  const [row] = await db.query<Row & { facts: Facts | null }>(
    {
      name: 'require-paper',
      text: `SELECT ${columns}, r.facts
        FROM paper p LEFT JOIN referral r ON r.institution_id = p.institution_id AND r.id = p.referral_id
        WHERE p.institution_id = $1 AND p.id = $2`,
    },
    [caller.institution.id, id],
  );
  if (!row) throw new Problem('notFound', {});
  const mine = row.uploaded_by === caller.person.id;
  if (!mine && !(row.facts && maySee(row.facts, caller.person))) throw new Problem('notInvolved', {});
  return row;
}

export async function showPaper(
  db: Database,
  scanner: PaperScanner,
  caller: Caller,
  id: string,
): Promise<PaperResponse> {
  return paperShown(await requirePaper(db, caller, id), scanner);
}

/** The papers of a referral, as they were uploaded. */
export async function listPapers(
  db: Database,
  scanner: PaperScanner,
  caller: Caller,
  referralId: string,
): Promise<PaperResponse[]> {
  await requireReferral(db, caller, referralId);
  const rows = await db.query<Row>(
    {
      name: 'list-papers',
      text: `SELECT ${columns} FROM paper p WHERE p.institution_id = $1 AND p.referral_id = $2 ORDER BY p.id`,
    },
    [caller.institution.id, referralId],
  );
  return rows.map((row) => paperShown(row, scanner));
}

const logger = new Logger('Papers');

/** Says what became of a paper whose file is not what it was. */
const lost = (id: string) => (error: unknown) => {
  if (!(error instanceof PaperLost)) throw error;
  logger.error(`paper ${id}: ${error.message}`);
  throw new Problem('paperLost', {});
};

/** A paper's bytes, proved against its digest. That somebody fetched them is recorded before they leave. */
export async function openPaper(
  db: Database,
  store: PaperStore,
  scanner: PaperScanner,
  caller: Caller,
  id: string,
  way: 'paperDownloaded' | 'paperViewed',
  at: Date,
): Promise<{ paper: PaperResponse; content: Readable }> {
  const paper = paperShown(await requirePaper(db, caller, id), scanner);
  requireReadable(paper);
  const content = await store.open(paper.digest).catch(lost(id));
  try {
    const details = { referralId: paper.referralId, kind: paper.kind };
    await audit(db, caller, { what: way, subject: id, at, details });
    return { paper, content };
  } catch (error) {
    content.destroy();
    throw error;
  }
}

/** A paper's thumbnail. Recorded like a view of the whole: the number of an ID card can be read on it. */
export async function showThumbnail(
  db: Database,
  thumbnails: Thumbnails,
  scanner: PaperScanner,
  caller: Caller,
  id: string,
  at: Date,
): Promise<Buffer> {
  const paper = paperShown(await requirePaper(db, caller, id), scanner);
  requireReadable(paper);
  const thumbnail = await thumbnails.of(paper.digest, paper.mediaType).catch(lost(id));
  const details = { referralId: paper.referralId, kind: paper.kind, thumbnail: true };
  await audit(db, caller, { what: 'paperViewed', subject: id, at, details });
  return thumbnail;
}
