import { Readable } from 'node:stream';
import { paperKindWords } from '@countersign/contract';
import { otherHospitalPapers, type PaperKind } from '@countersign/policy';
import { v7 as newId } from 'uuid';
import { audit } from '../audit/audit.ts';
import type { Transaction } from '../database/database.ts';
import type { PaperStore } from '../papers/paper-store.ts';
import type { DemoCase } from './cases.ts';
import { samplePdf } from './sample-pdf.ts';

/** Who uploaded, and when. */
export interface Uploader {
  institutionId: string;
  personId: string;
  at: Date;
}

const insertPaper = {
  name: 'insert-demo-paper',
  text: `INSERT INTO paper (institution_id, id, kind, name, media_type, size, digest, uploaded_by, uploaded_at)
    VALUES ($1, $2, $3, $4, 'application/pdf', $5, $6, $7, $8)`,
};

/** The three papers of another hospital's case, as if the officer had uploaded them before the report; their ids. */
export async function addPapers(tx: Transaction, store: PaperStore, one: DemoCase, by: Uploader): Promise<string[]> {
  const ids: string[] = [];
  for (const kind of otherHospitalPapers) ids.push(await addPaper(tx, store, one, kind, by));
  return ids;
}

async function addPaper(
  tx: Transaction,
  store: PaperStore,
  { patient, diagnoses }: DemoCase,
  kind: PaperKind,
  { institutionId, personId, at }: Uploader,
): Promise<string> {
  const title = paperKindWords[kind]['zh-CN'];
  const bytes = samplePdf([title, `患者：${patient.name}`, `诊断：${diagnoses[0]!.name}`, '样例：虚构内容，仅供演示']);
  const arrival = await store.receive(Readable.from([bytes]), bytes.length);
  await store.keep(arrival);
  const { digest, size } = arrival;
  const id = newId();
  await tx.query(insertPaper, [institutionId, id, kind, `${title}.pdf`, size, digest, personId, at]);
  const by = { institution: { id: institutionId }, person: { id: personId } };
  await audit(tx, by, { what: 'paperUploaded', subject: id, at, details: { kind, digest, size } });
  return id;
}
