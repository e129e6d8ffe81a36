import { digestOfBytes } from '@countersign/evidence';
import { otherHospitalPapers } from '@countersign/policy';
import { paperKindWords } from '@countersign/contract';
import { v7 as newId } from 'uuid';
import type { Transaction } from '../database/database.ts';
import type { DemoCase } from './cases.ts';
import { samplePdf } from './sample-pdf.ts';

const insertPaper = {
  name: 'insert-demo-paper',
  text: `INSERT INTO paper (institution_id, id, kind, name, media_type, size, digest, uploaded_by, uploaded_at)
    VALUES ($1, $2, $3, $4, 'application/pdf', $5, $6, $7, $8)`,
};

/** The three papers of another hospital's case, as if the officer had uploaded them before the report. */
export async function addPapers(
  tx: Transaction,
  { patient, diagnoses }: DemoCase,
  institutionId: string,
  personId: string,
  at: Date,
): Promise<string[]> {
  const ids: string[] = [];
  for (const kind of otherHospitalPapers) {
    const title = paperKindWords[kind]['zh-CN'];
    const bytes = samplePdf([title, `患者：${patient.name}`, `诊断：${diagnoses[0]!.name}`, '样例：虚构内容，仅供演示']);
    const id = newId();
    const values = [institutionId, id, kind, `${title}.pdf`, bytes.length, digestOfBytes(bytes), personId, at];
    await tx.query(insertPaper, values);
    ids.push(id);
  }
  return ids;
}
