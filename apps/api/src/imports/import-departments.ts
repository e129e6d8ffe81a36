import { DepartmentRow, type ImportedDepartmentsResponse } from '@countersign/contract';
import { v7 as newId } from 'uuid';
import { audit } from '../audit/audit.ts';
import type { Transaction } from '../database/database.ts';
import { DepartmentEntity } from '../database/entities/department.ts';
import type { Caller } from '../identity/caller.ts';
import { insertMany } from './insert-many.ts';
import { allNew, type Plan } from './plan.ts';
import { fileRows, refuseRepeated, type FileKind, type ImportFile } from './read-import-file.ts';

type Column = 'code' | 'name';

export type DepartmentsFile = ImportFile<Column, DepartmentRow>;

export const departmentsFile: FileKind<Column, DepartmentRow> = {
  columns: {
    code: { names: ['code', '科室编码', '科室代码', '编码', '代码'] },
    name: { names: ['name', '科室名称', '名称', '科室'] },
  },
  row: DepartmentRow,
  mostRows: fileRows,
};

/** Departments are only ever added: what a code means is changed one by one. */
export async function planDepartments(tx: Transaction, caller: Caller, file: DepartmentsFile): Promise<Plan> {
  const { table, rows, faults } = file;
  const institutionId = caller.institution.id;
  const existing = await tx.manager.find(DepartmentEntity, { where: { institutionId }, select: { code: true } });
  const taken = new Set(existing.map(({ code }) => code));
  for (const { line, code } of rows) if (taken.has(code)) faults.add(line, table.headers.code!, 'taken');
  refuseRepeated(file);
  faults.refuse();
  return allNew(rows.length, rows);
}

export async function importDepartments(
  tx: Transaction,
  caller: Caller,
  { rows }: DepartmentsFile,
  at: Date,
): Promise<ImportedDepartmentsResponse> {
  const institutionId = caller.institution.id;
  const departments = rows.map(({ code, name }) => ({ institutionId, id: newId(), code, name }));
  await insertMany(tx, DepartmentEntity, departments);
  const answer = { departments: departments.length };
  await audit(tx, caller, { what: 'departmentsImported', at, subject: institutionId, details: answer });
  return answer;
}
