import { divisionPlace, hospitalLevelWords, type HospitalLevel, type HospitalsQuery, type HospitalsResponse, type Language } from '@countersign/contract';
import type { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { bestFirst, holdsTerm, termOf, usualLimit } from './best-matches.ts';

const search = {
  name: 'search-hospitals',
  text: `SELECT code, name, alias, level, division, networked FROM hospital
    WHERE institution_id = $1 AND ${holdsTerm} AND ($4::text IS NULL OR level = $4) AND starts_with(division, $5)
    ORDER BY ${bestFirst} LIMIT $3`,
};

interface Row {
  code: string;
  name: string;
  alias: string | null;
  level: HospitalLevel | null;
  division: string;
  networked: boolean | null;
}

/** 440000 is all of Guangdong, 440100 all of Guangzhou: pairs of zeros at the end leave the place open. */
const withinDivision = (division: string): string => division.replace(/(00){1,3}$/, '');

export async function searchHospitals(
  db: Database,
  caller: Caller,
  query: HospitalsQuery,
  language: Language,
): Promise<HospitalsResponse> {
  const { level = null, division = '', limit = usualLimit } = query;
  const values = [caller.institution.id, termOf(query.search), limit, level, withinDivision(division)];
  const rows = await db.query<Row>(search, values);
  return {
    items: rows.map((row) => ({
      ...row,
      levelName: row.level && hospitalLevelWords[row.level][language],
      divisionName: divisionPlace(row.division),
    })),
  };
}
