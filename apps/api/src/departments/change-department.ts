import type { ChangeDepartmentRequest, DepartmentResponse } from '@countersign/contract';
import { audit } from '../audit/audit.ts';
import type { Transaction } from '../database/database.ts';
import { DepartmentEntity } from '../database/entities/department.ts';
import { orTaken } from '../database/taken.ts';
import type { Caller } from '../identity/caller.ts';
import { describeDepartment } from './list-departments.ts';
import { requireDepartment } from './require-department.ts';

export async function changeDepartment(
  tx: Transaction,
  caller: Caller,
  id: string,
  change: ChangeDepartmentRequest,
  at: Date,
): Promise<DepartmentResponse> {
  const before = await requireDepartment(tx, caller, id);
  const { code = before.code, name = before.name, active = before.active } = change;
  const after = { ...before, code, name, active };
  const key = { institutionId: caller.institution.id, id };
  await orTaken(tx.manager.update(DepartmentEntity, key, { code, name, active }), { department_code: '/code' });
  const details = { from: describeDepartment(before), to: describeDepartment(after) };
  await audit(tx, caller, { what: 'departmentChanged', at, subject: id, details });
  return describeDepartment(after);
}
