import { officeWords, type HeldOfficeResponse, type Language } from '@countersign/contract';
import { capacitiesOf, type Appointment, type Office } from '@countersign/policy';
import type { Database, Transaction } from '../database/database.ts';

const readAppointments = {
  name: 'read-offices',
  text: `SELECT a.person_id, a.office, a.department_id AS "departmentId", d.name AS "departmentName",
      to_json(a.valid_from) AS "from", to_json(a.valid_until) AS "until"
    FROM appointment a
    LEFT JOIN department d ON d.institution_id = a.institution_id AND d.id = a.department_id
    WHERE a.institution_id = $1 AND a.person_id = ANY($2::uuid[])
    ORDER BY a.valid_from, a.id`,
};

interface Row extends Appointment {
  person_id: string;
  departmentName: string | null;
}

/** What each of these people holds at this moment. */
export async function readOffices(
  db: Database | Transaction,
  institutionId: string,
  personIds: readonly string[],
  language: Language,
  at: Date,
): Promise<Map<string, HeldOfficeResponse[]>> {
  const rows = await db.query<Row>(readAppointments, [institutionId, personIds]);
  const held = new Map(personIds.map((id): [string, HeldOfficeResponse[]] => [id, []]));
  for (const row of rows) {
    if (capacitiesOf([row], [], at).length > 0) held.get(row.person_id)!.push(nameOffice(row, language));
  }
  return held;
}

export const nameOffice = (
  { office, departmentId, departmentName }: { office: Office; departmentId: string | null; departmentName: string | null },
  language: Language,
): HeldOfficeResponse => ({ office, officeName: officeWords[office][language], departmentId, departmentName });
