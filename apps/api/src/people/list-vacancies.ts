import type { Language, VacanciesResponse } from '@countersign/contract';
import { vacanciesIn, type Office } from '@countersign/policy';
import type { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { nameOffice } from './read-offices.ts';

const heldNow = {
  name: 'held-now',
  text: `SELECT DISTINCT office, department_id AS "departmentId" FROM appointment
    WHERE institution_id = $1 AND valid_from <= $2 AND (valid_until IS NULL OR valid_until > $2)`,
};

const activeDepartments = {
  name: 'active-departments',
  text: `SELECT id, name FROM department WHERE institution_id = $1 AND active ORDER BY name COLLATE "C", id`,
};

/** Whom the institution still needs, so that no referral waits for an office that nobody holds. */
export async function listVacancies(db: Database, caller: Caller, language: Language, at: Date): Promise<VacanciesResponse> {
  const { id } = caller.institution;
  const [held, departments] = await Promise.all([
    db.query<{ office: Office; departmentId: string | null }>(heldNow, [id, at]),
    db.query<{ id: string; name: string }>(activeDepartments, [id]),
  ]);
  const nameOf = new Map(departments.map((department): [string, string] => [department.id, department.name]));
  const items = vacanciesIn([...nameOf.keys()], held).map(({ office, departmentId, chains }) => {
    const departmentName = departmentId === null ? null : nameOf.get(departmentId)!;
    return { ...nameOffice({ office, departmentId, departmentName }, language), chains };
  });
  return { items };
}
