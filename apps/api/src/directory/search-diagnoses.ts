import type { DiagnosesQuery, DiagnosesResponse, DiagnosisResponse } from '@countersign/contract';
import type { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { bestFirst, holdsTerm, termOf, usualLimit } from './best-matches.ts';

const search = {
  name: 'search-diagnoses',
  text: `SELECT code, name, alias FROM diagnosis WHERE institution_id = $1 AND ${holdsTerm} ORDER BY ${bestFirst} LIMIT $3`,
};

export async function searchDiagnoses(db: Database, caller: Caller, query: DiagnosesQuery): Promise<DiagnosesResponse> {
  const values = [caller.institution.id, termOf(query.search), query.limit ?? usualLimit];
  return { items: await db.query<DiagnosisResponse>(search, values) };
}
