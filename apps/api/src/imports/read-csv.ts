import type { FieldReason, RowFault } from '@countersign/contract';
import { CsvError, parse } from 'csv-parse/sync';
import { Problem } from '../problems/problem.ts';

const mostFaults = 1_000;

/** What is wrong with a file: all of it is found before anything is said, and nothing is imported. */
export class Faults {
  private readonly rows: RowFault[] = [];

  get none(): boolean {
    return this.rows.length === 0;
  }

  /** `column` as the file's header names it. */
  add(line: number, column: string | null, reason: FieldReason, args?: Record<string, string | number>): void {
    this.addSaid(line, column, JSON.stringify({ reason, args }));
  }

  /** A reason that a field said. */
  addSaid(line: number, column: string | null, reason: string): void {
    this.rows.push({ line, column, reason });
  }

  refuse(): void {
    if (this.none) return;
    const rows = this.rows.toSorted((a, b) => a.line - b.line).slice(0, mostFaults);
    throw new Problem('importFaulty', { rows, count: this.rows.length });
  }
}

export interface Row<C extends string> {
  line: number;
  /** Cells by column, trimmed; empty ones are left out. */
  cells: Partial<Record<C, string>>;
}

export interface Table<C extends string> {
  rows: Row<C>[];
  /** What the file's header calls each column that it has. */
  headers: Partial<Record<C, string>>;
}

/** What each column may be called, its own word first, and whether a file can do without. */
export type Columns<C extends string> = Record<C, { names: readonly string[]; optional?: boolean }>;

/** Reads a file of known columns in any order. Cells are text and nothing else: a formula is its letters. */
export function readCsv<C extends string>(bytes: Buffer, columns: Columns<C>, mostRows: number, faults: Faults): Table<C> {
  const [header, ...records] = recordsIn(decode(bytes, faults), faults);
  if (!header) {
    if (faults.none) faults.add(1, null, 'noRows');
    faults.refuse();
  }
  const order = columnsIn(header!, columns, faults);
  if (records.length === 0) faults.add(header!.line, null, 'noRows');
  if (records.length > mostRows) faults.add(header!.line, null, 'tooManyRows', { max: mostRows });
  faults.refuse();
  const headers = Object.fromEntries(order.map((column, i) => [column, header!.cells[i]!.trim()]));
  return { rows: records.map((record) => rowOf(record, order, faults)), headers: headers as Table<C>['headers'] };
}

/** UTF-8 with or without its mark, else what Excel writes in China. */
function decode(bytes: Buffer, faults: Faults): string {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Bytes that are not of this encoding may be of the next.
    }
  }
  faults.add(1, null, 'notCsv');
  return '';
}

interface CsvRecord {
  line: number;
  cells: string[];
}

function recordsIn(text: string, faults: Faults): CsvRecord[] {
  try {
    const options = { relax_column_count: true, skip_empty_lines: true, info: true } as const;
    const records = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
    return records.map(({ record, info }) => ({ line: info.lines - lineBreaksIn(record), cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    faults.add((error as CsvError & { lines?: number }).lines ?? 1, null, 'brokenQuotes');
    return [];
  }
}

/** A record is counted by its last line; a cell may hold several. */
const lineBreaksIn = (cells: string[]): number =>
  cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);

function columnsIn<C extends string>({ line, cells }: CsvRecord, columns: Columns<C>, faults: Faults): C[] {
  const all = Object.keys(columns) as C[];
  const order = cells.map((cell) => all.find((column) => columns[column].names.includes(cell.trim().toLowerCase())));
  const named = order.filter((column) => column !== undefined);
  const isMissing = all.some((column) => !columns[column].optional && !named.includes(column));
  if (isMissing || named.length < order.length || new Set(named).size < named.length) {
    const expected = all.map((column) => `${column} ${columns[column].names[1]}${columns[column].optional ? '?' : ''}`);
    faults.add(line, null, 'wrongColumns', { columns: expected.join(', ') });
  }
  return named;
}

function rowOf<C extends string>({ line, cells }: CsvRecord, order: C[], faults: Faults): Row<C> {
  if (cells.length !== order.length) {
    faults.add(line, null, 'wrongCells', { expected: order.length, found: cells.length });
  }
  const named = order.map((column, i): [C, string] => [column, cells[i]?.trim() ?? '']);
  return { line, cells: Object.fromEntries(named.filter(([, cell]) => cell !== '')) as Row<C>['cells'] };
}
