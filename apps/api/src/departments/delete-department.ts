import { audit } from '../audit/audit.ts';
import type { Transaction } from '../database/database.ts';
import { DepartmentEntity } from '../database/entities/department.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';
import { requireDepartment } from './require-department.ts';

const users: Record<string, string> = { appointment: '任职 appointments', referral: '转诊 referrals' };

/** Only what was never used goes; everything else is made inactive, so that the past keeps its names. */
export async function deleteDepartment(tx: Transaction, caller: Caller, id: string, at: Date): Promise<void> {
  const { code, name } = await requireDepartment(tx, caller, id);
  try {
    await tx.manager.delete(DepartmentEntity, { institutionId: caller.institution.id, id });
  } catch (error) {
    const { code: state, table = '' } = (error as { driverError?: { code?: string; table?: string } }).driverError ?? {};
    throw state === '23503' ? new Problem('inUse', { what: users[table] ?? table }) : error;
  }
  await audit(tx, caller, { what: 'departmentDeleted', at, subject: id, details: { code, name } });
}
