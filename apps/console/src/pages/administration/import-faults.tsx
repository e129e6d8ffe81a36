import type { ProblemFacts } from '@countersign/contract';
import { Alert, Checkbox } from 'antd';
import { useState } from 'react';
import { useWords } from '../../i18n/words.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import styles from './administration.module.css';
import { importWords } from './import-words.ts';
import type { FileRecord } from './read-records.ts';

export type FaultyFile = ProblemFacts['importFaulty'];

/** More rows than these help nobody to find the faulty ones. */
const mostShown = 200;

interface Props {
  faulty: FaultyFile;
  records: readonly FileRecord[];
  title: string;
}

/** The file's rows, with each fault beside the row that it is in. */
export function Faults({ faulty: { rows: faults, count }, records, title }: Props) {
  const say = useWords(importWords);
  const [onlyFaulty, setOnlyFaulty] = useState(true);
  const [header, ...rows] = records;
  const faultsOf = (line: number) => faults.filter((fault) => fault.line === line);
  const isFaulty = ({ line }: FileRecord): boolean => faults.some((fault) => fault.line === line);
  const shown = (onlyFaulty ? rows.filter(isFaulty) : rows).slice(0, mostShown);
  // What is wrong with the header, or with the file as a whole, is in no row of it.
  const ofNoRow = faults.filter(({ line }) => !rows.some((row) => row.line === line));
  const columns: Column<FileRecord>[] = [
    { key: 'line', title: say('line'), cell: ({ line }) => <span className="numbers">{line}</span> },
    ...(header?.cells ?? []).map((name, i): Column<FileRecord> => ({
      key: `${i}`,
      title: name,
      cell: ({ line, cells }) => (
        <span className={faultsOf(line).some(({ column }) => column === name) ? styles.wrongCell : undefined}>{cells[i] || say('emptyCell')}</span>
      ),
    })),
    {
      key: 'fault',
      title: say('fault'),
      prose: true,
      cell: ({ line }) => (
        <ul className={styles.faults}>
          {faultsOf(line).map(({ column, reason }, i) => (
            <li key={i}>{column ? say('faultIn', { column, reason }) : reason}</li>
          ))}
        </ul>
      ),
    },
  ];
  return (
    <section className="card" aria-label={say('faulty')}>
      <Alert
        type="warning"
        showIcon
        role="alert"
        title={title}
        description={
          ofNoRow.length > 0 && (
            <ul className={styles.faults}>
              {ofNoRow.map(({ line, reason }, i) => (
                <li key={i}>{say('faultAt', { line, reason })}</li>
              ))}
            </ul>
          )
        }
      />
      {rows.length > 0 && (
        <>
          <p className={styles.aboveTable}>
            <Checkbox checked={onlyFaulty} onChange={({ target }) => setOnlyFaulty(target.checked)}>
              {say('onlyFaulty')}
            </Checkbox>
            <span className="muted">
              {say('rowsAndFaults', { rows: rows.length, faulty: rows.filter(isFaulty).length, count })}
            </span>
          </p>
          <DataTable
            caption={say('faulty')}
            columns={columns}
            rows={shown}
            whole
            keyOf={({ line }) => String(line)}
            toneOf={(row) => (isFaulty(row) ? 'wrong' : undefined)}
          />
        </>
      )}
    </section>
  );
}
