import type { Transaction } from '../database/database.ts';
import { DepartmentEntity } from '../database/entities/department.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';

/** The department, locked until the transaction ends. */
export async function requireDepartment(tx: Transaction, caller: Caller, id: string): Promise<DepartmentEntity> {
  const department = await tx.manager.findOne(DepartmentEntity, {
    where: { institutionId: caller.institution.id, id },
    lock: { mode: 'for_no_key_update' },
  });
  if (!department) throw new Problem('notFound', {});
  return department;
}
