import type { Readable } from 'node:stream';
import type { PaperResponse, PaperType } from '@countersign/contract';
import type { Digest } from '@countersign/evidence';
import { maySee, type Facts, type PaperKind } from '@countersign/policy';
import { Logger } from '@nestjs/common';
import { audit } from '../audit/audit.ts';
import type { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';
import { requireReferral } from '../referrals/require-referral.ts';
import { PaperLost, type PaperStore } from './paper-store.ts';

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
}

const columns = 'p.id, p.kind, p.name, p.media_type, p.size, p.digest, p.uploaded_at, p.uploaded_by, p.referral_id';

const paperShown = (row: Row): PaperResponse => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  mediaType: row.media_type,
  size: row.size,
  digest: row.digest,
  uploadedAt: row.uploaded_at.toISOString(),
  referralId: row.referral_id,
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

export async function showPaper(db: Database, caller: Caller, id: string): Promise<PaperResponse> {
  return paperShown(await requirePaper(db, caller, id));
}

/** The papers of a referral, as they were uploaded. */
export async function listPapers(db: Database, caller: Caller, referralId: string): Promise<PaperResponse[]> {
  await requireReferral(db, caller, referralId);
  const rows = await db.query<Row>(
    {
      name: 'list-papers',
      text: `SELECT ${columns} FROM paper p WHERE p.institution_id = $1 AND p.referral_id = $2 ORDER BY p.id`,
    },
    [caller.institution.id, referralId],
  );
  return rows.map(paperShown);
}

const logger = new Logger('Papers');

/** A paper's bytes, proved against its digest. That somebody fetched them is recorded before they leave. */
export async function downloadPaper(
  db: Database,
  store: PaperStore,
  caller: Caller,
  id: string,
  at: Date,
): Promise<{ paper: PaperResponse; content: Readable }> {
  const paper = paperShown(await requirePaper(db, caller, id));
  const content = await store.open(paper.digest as Digest).catch((error: unknown) => {
    if (!(error instanceof PaperLost)) throw error;
    logger.error(`paper ${id}: ${error.message}`);
    throw new Problem('paperLost', {});
  });
  try {
    const details = { referralId: paper.referralId, kind: paper.kind };
    await audit(db, caller, { what: 'paperDownloaded', subject: id, at, details });
    return { paper, content };
  } catch (error) {
    content.destroy();
    throw error;
  }
}
