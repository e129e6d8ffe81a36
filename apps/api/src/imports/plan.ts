import type { ImportEffect, ImportPreviewResponse } from '@countersign/contract';
import { maskPhone } from '@countersign/policy';
import type { ImportFile } from './read-import-file.ts';

/** What a file would do to the database, once neither has anything against it. */
export interface Plan {
  creates: number;
  changes: number;
  removes: number;
  /** Of people. */
  appointments?: number;
  /** Of each row of the file. */
  effects: ImportEffect[];
}

/** Of a file whose every row is something new. */
export const allNew = (creates: number, rows: readonly unknown[]): Plan => ({
  creates,
  changes: 0,
  removes: 0,
  effects: rows.map(() => 'create'),
});

const mostRows = 200;

/** The plan beside the rows as the file has them, so that they are known again. */
export function describePlan<C extends string>({ table }: ImportFile<C, object>, plan: Plan): ImportPreviewResponse {
  const { creates, changes, removes, appointments, effects } = plan;
  return {
    count: table.rows.length,
    creates,
    changes,
    removes,
    ...(appointments === undefined ? {} : { appointments }),
    columns: Object.entries(table.headers).map(([column, header]) => ({ column, header: header as string })),
    rows: table.rows.slice(0, mostRows).map(({ line, cells }, i) => ({ line, effect: effects[i]!, cells: masked(cells) })),
  };
}

function masked(cells: Record<string, unknown>): Record<string, string> {
  const { phone, ...rest } = cells as Record<string, string>;
  return phone === undefined ? rest : { ...rest, phone: maskPhone(phone) };
}
