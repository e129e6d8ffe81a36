import { setImmediate } from 'node:timers/promises';
import type { FieldReason } from '@countersign/contract';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Faults, readCsv, type Columns, type Row, type Table } from './read-csv.ts';

/** A row in its message class, with its line. */
export type Checked<T> = T & { line: number };

/** A file of known columns, with each row in its message class. Its faults are told once the database has been asked. */
export interface ImportFile<C extends string, T extends object> {
  table: Table<C>;
  rows: Checked<T>[];
  faults: Faults;
}

/** As many as a large hospital has people. */
export const fileRows = 10_000;

/** How a kind of file is read. */
export interface FileKind<C extends string, T extends object> {
  columns: Columns<C>;
  row: new () => T;
  mostRows: number;
  /** What people write, as the fields read it. */
  inOurWords?: (cells: Row<C>['cells']) => Row<C>['cells'];
  /** Of columns that hold a name from a list: that it is not in it, in words of the file, which has names and not ours. */
  notInList?: Partial<Record<C, FieldReason>>;
}

export async function readImportFile<C extends string, T extends object>(
  bytes: Buffer,
  { columns, row, mostRows, inOurWords = (cells) => cells, notInList = {} }: FileKind<C, T>,
): Promise<ImportFile<C, T>> {
  const faults = new Faults();
  const table = readCsv(bytes, columns, mostRows, faults);
  const rows = table.rows.map(({ line, cells }) => ({ line, cells: inOurWords(cells) }));
  return { table, rows: await checkRows({ ...table, rows }, row, notInList, faults), faults };
}

/** The second and every further row with the same code. */
export function refuseRepeated({ table, rows, faults }: ImportFile<'code', { code: string }>): void {
  const seen = new Set<string>();
  for (const { line, code } of rows) {
    if (seen.has(code)) faults.add(line, table.headers.code!, 'repeated');
    if (code) seen.add(code);
  }
}

const atOnce = 200;

/** Checks each row by the same fields as a message, pausing now and then so that others are served meanwhile. */
async function checkRows<C extends string, T extends object>(
  { rows, headers }: Table<C>,
  type: new () => T,
  notInList: Partial<Record<C, FieldReason>>,
  faults: Faults,
): Promise<Checked<T>[]> {
  const checked: Checked<T>[] = [];
  for (const [i, { line, cells }] of rows.entries()) {
    if (i % atOnce === 0) await setImmediate();
    const row = plainToInstance(type, cells);
    for (const { property, constraints } of validateSync(row)) {
      // A column that is not there is known by its own word.
      const column = headers[property as C] ?? property;
      const reason = notInList[property as C];
      if (reason) faults.add(line, column, reason);
      else faults.addSaid(line, column, constraints!.field!);
    }
    checked.push(Object.assign(row, { line }));
  }
  return checked;
}
