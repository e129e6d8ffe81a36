import { v7 as newId } from 'uuid';
import type { Database, Transaction } from '../database/database.ts';
import type { Made } from './document-maker.ts';
import type { Source } from './read-source.ts';
import type { Version } from './versions.ts';

export interface DocumentRow extends Version, Made {
  id: string;
  copy: number;
}

const insert = `INSERT INTO document (institution_id, id, referral_id, kind, seq, copy, mark, letter_no, digest, size, pages,
      made_at, asked_by)
    SELECT $1, m.id, $2, m.kind, m.seq, m.copy, m.mark, m."letterNo", m.digest, m.size, m.pages, $3, $4::uuid
    FROM jsonb_to_recordset($5::jsonb) AS m(id uuid, kind text, seq int, copy int, mark text, "letterNo" text, digest text,
      size int, pages int)`;

const keepOriginals = { name: 'keep-documents', text: `${insert} ON CONFLICT DO NOTHING` };
const keepReprint = { name: 'keep-reprint', text: insert };
const keepAndForget = {
  name: 'keep-documents-of-message',
  text: `WITH done AS (DELETE FROM outgoing WHERE institution_id = $1 AND id = $6) ${insert} ON CONFLICT DO NOTHING`,
};

export const rowOf = (version: Version, copy: number, made: Made): DocumentRow => ({ id: newId(), copy, ...version, ...made });

const valuesOf = ({ institution, referral }: Source, rows: readonly DocumentRow[], at: Date, askedBy: string | null) => [
  institution.id,
  referral.id,
  at,
  askedBy,
  JSON.stringify(rows),
];

/** Whoever made the same version first has its row; the bytes are the same. */
export async function keepDocument(
  tx: Transaction,
  source: Source,
  row: DocumentRow,
  at: Date,
  askedBy: string,
): Promise<void> {
  await tx.query(keepOriginals, valuesOf(source, [row], at, askedBy));
}

/** Two reprints never have one number: the second one runs into the first. */
export async function addReprint(tx: Transaction, source: Source, row: DocumentRow, at: Date, askedBy: string): Promise<void> {
  await tx.query(keepReprint, valuesOf(source, [row], at, askedBy));
}

/** The documents that a message asked for, and the end of the message, in one statement. */
export async function keepAnswerTo(
  db: Database,
  messageId: number,
  source: Source,
  rows: readonly DocumentRow[],
  at: Date,
): Promise<void> {
  await db.query(keepAndForget, [...valuesOf(source, rows, at, null), messageId]);
}
