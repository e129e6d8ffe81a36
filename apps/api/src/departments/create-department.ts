import type { CreateDepartmentRequest, DepartmentResponse } from '@countersign/contract';
import { v7 as newId } from 'uuid';
import { audit } from '../audit/audit.ts';
import type { Transaction } from '../database/database.ts';
import { DepartmentEntity } from '../database/entities/department.ts';
import { orTaken } from '../database/taken.ts';
import type { Caller } from '../identity/caller.ts';
import { describeDepartment } from './list-departments.ts';

export async function createDepartment(
  tx: Transaction,
  caller: Caller,
  { code, name }: CreateDepartmentRequest,
  at: Date,
): Promise<DepartmentResponse> {
  const department = { institutionId: caller.institution.id, id: newId(), code, name, active: true };
  await orTaken(tx.manager.insert(DepartmentEntity, department), { department_code: '/code' });
  await audit(tx, caller, { what: 'departmentCreated', at, subject: department.id, details: { code, name } });
  return describeDepartment(department);
}
