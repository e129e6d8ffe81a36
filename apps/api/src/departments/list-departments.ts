import type { DepartmentResponse, DepartmentsQuery, DepartmentsResponse } from '@countersign/contract';
import type { Database } from '../database/database.ts';
import { DepartmentEntity } from '../database/entities/department.ts';
import type { Caller } from '../identity/caller.ts';

export const describeDepartment = ({ id, code, name, active }: DepartmentEntity): DepartmentResponse => ({
  id,
  code,
  name,
  active,
});

/** All of them: a hospital has some dozens, and lists to choose from need every one. */
export async function listDepartments(
  db: Database,
  caller: Caller,
  { active }: DepartmentsQuery,
): Promise<DepartmentsResponse> {
  const departments = await db.manager.find(DepartmentEntity, {
    where: { institutionId: caller.institution.id, ...(active === undefined ? {} : { active }) },
    order: { code: 'ASC' },
  });
  return { items: departments.map(describeDepartment) };
}
