import type { ReactNode } from 'react';
import styles from './data-table.module.css';

export interface Column<R> {
  key: string;
  title: string;
  cell: (row: R) => ReactNode;
  /** Figures stand below each other, to the right. */
  numeric?: boolean;
  /** What one can do with a row; at its end, and on a phone below it. */
  actions?: boolean;
  /** Sentences, which are broken into lines where the other cells of `whole` rows are not. */
  prose?: boolean;
}

interface Props<R> {
  caption: string;
  columns: readonly Column<R>[];
  rows: readonly R[];
  keyOf: (row: R) => string;
  /** A tone for rows that want to be seen. */
  toneOf?: (row: R) => 'wrong' | 'quiet' | undefined;
  /** Cells stay on one line each, as in a file: what has no room is scrolled to. */
  whole?: boolean;
}

/** Rows of an office page; where there is no room for columns, each row is a card that names its cells. */
export function DataTable<R>({ caption, columns, rows, keyOf, toneOf, whole = false }: Props<R>) {
  return (
    <div className={styles.scroll} {...(whole && { tabIndex: 0, role: 'group', 'aria-label': caption })}>
      <table className={whole ? `${styles.table} ${styles.whole}` : styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ key, title, numeric, actions }) => (
              <th key={key} scope="col" className={numeric ? styles.numeric : undefined}>
                {actions ? <span className="visually-hidden">{title}</span> : title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} data-tone={toneOf?.(row)}>
              {columns.map(({ key, title, cell, numeric, actions, prose }) => (
                <td
                  key={key}
                  data-title={actions ? undefined : title}
                  className={actions ? styles.actions : numeric ? styles.numeric : prose ? styles.prose : undefined}
                >
                  {actions ? cell(row) : <div>{cell(row)}</div>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
