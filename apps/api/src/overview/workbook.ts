import type { SheetData } from 'write-excel-file/node';
import writeExcelFile from 'write-excel-file/node';

/** What the cells of a column hold, which decides how a spreadsheet shows them. */
export type Kind = 'text' | 'count' | 'hours' | 'day' | 'moment';

export interface Column {
  title: string;
  kind: Kind;
  /** In characters. */
  width: number;
}

export type Value = string | number | Date | null;

export interface Sheet {
  name: string;
  columns: Column[];
  rows: Value[][];
}

const numbers: Record<Exclude<Kind, 'text'>, string> = {
  count: '0',
  hours: '0.00',
  day: 'yyyy-mm-dd',
  moment: 'yyyy-mm-dd hh:mm',
};

/** A spreadsheet knows no time zones: moments are written as the clocks in Shanghai show them. */
const inShanghai = (moment: Date): Date => new Date(moment.getTime() + 8 * 3_600_000);

/** Text is text also where it begins with = + - or @, and stays text when somebody edits its cell. */
function cellOf(value: Value, kind: Kind): SheetData[number][number] {
  if (value === null) return null;
  if (value instanceof Date) return { value: inShanghai(value), type: Date, format: numbers[kind as 'moment'] };
  if (typeof value === 'number') return { value, type: Number, format: numbers[kind as 'count'] };
  return { value, type: String, format: '@' };
}

const bold = { type: String, fontWeight: 'bold', backgroundColor: '#EEF3FA' } as const;

/** The sheets as one xlsx file, the row of titles of each frozen. */
export function workbookOf(sheets: readonly Sheet[]): Promise<Buffer> {
  return writeExcelFile(
    sheets.map(({ name, columns, rows }) => ({
      sheet: name,
      stickyRowsCount: 1,
      columns: columns.map(({ width }) => ({ width })),
      data: [
        columns.map(({ title }) => ({ value: title, ...bold })),
        ...rows.map((row) => row.map((value, i) => cellOf(value, columns[i]!.kind))),
      ],
    })),
  ).toBuffer();
}
