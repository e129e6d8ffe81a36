import { DepartmentRow, type ImportedDepartmentsResponse } from '@countersign/contract';
import { v7 as newId } from 'uuid';
import { audit } from '../audit/audit.ts';
import type { Transaction } from '../database/database.ts';
import { DepartmentEntity } from '../database/entities/department.ts';
import type { Caller } from '../identity/caller.ts';
import { checkRows, type Checked } from './check-rows.ts';
import { insertMany } from './insert-many.ts';
import { Faults, readCsv, type Columns, type Table } from './read-csv.ts';

type Column = 'code' | 'name';

const columns: Columns<Column> = {
  code: { names: ['code', '科室编码', '科室代码', '编码', '代码'] },
  name: { names: ['name', '科室名称', '名称', '科室'] },
};

export interface DepartmentsFile {
  headers: Table<Column>['headers'];
  rows: Checked<DepartmentRow>[];
  faults: Faults;
}

export async function readDepartmentsFile(bytes: Buffer): Promise<DepartmentsFile> {
  const faults = new Faults();
  const table = readCsv(bytes, columns, faults);
  return { headers: table.headers, rows: await checkRows(table, DepartmentRow, faults), faults };
}

/** All departments of the file, or none and every fault of every row. */
export async function importDepartments(
  tx: Transaction,
  caller: Caller,
  file: DepartmentsFile,
  dryRun: boolean,
  at: Date,
): Promise<ImportedDepartmentsResponse> {
  const institutionId = caller.institution.id;
  const existing = await tx.manager.find(DepartmentEntity, { where: { institutionId }, select: { code: true } });
  refuseTaken(file, new Set(existing.map(({ code }) => code)));
  const answer = { dryRun, departments: file.rows.length };
  if (dryRun) return answer;
  const departments = file.rows.map(({ code, name }) => ({ institutionId, id: newId(), code, name }));
  await insertMany(tx, DepartmentEntity, departments);
  const details = { departments: departments.length };
  await audit(tx, caller, { what: 'departmentsImported', at, subject: institutionId, details });
  return answer;
}

function refuseTaken({ headers, rows, faults }: DepartmentsFile, taken: Set<string>): void {
  const seen = new Set<string>();
  for (const { line, code } of rows) {
    if (taken.has(code)) faults.add(line, headers.code!, 'taken');
    if (seen.has(code)) faults.add(line, headers.code!, 'repeated');
    if (code) seen.add(code);
  }
  faults.refuse();
}
