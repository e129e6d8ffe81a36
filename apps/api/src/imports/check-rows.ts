import { setImmediate } from 'node:timers/promises';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { Faults, Table } from './read-csv.ts';

/** A row in its message class, with its line. */
export type Checked<T> = T & { line: number };

const atOnce = 200;

/** Checks each row by the same fields as a message, pausing now and then so that others are served meanwhile. */
export async function checkRows<C extends string, T extends object>(
  { rows, headers }: Table<C>,
  type: new () => T,
  faults: Faults,
): Promise<Checked<T>[]> {
  const checked: Checked<T>[] = [];
  for (const [i, { line, cells }] of rows.entries()) {
    if (i % atOnce === 0) await setImmediate();
    const row = plainToInstance(type, cells);
    for (const { property, constraints } of validateSync(row)) {
      // A column that is not there is known by its own word.
      faults.addSaid(line, headers[property as C] ?? property, constraints!.field!);
    }
    checked.push(Object.assign(row, { line }));
  }
  return checked;
}
