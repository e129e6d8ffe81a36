import type { ImportPreviewResponse } from '@countersign/contract';
import { Button } from 'antd';
import { useWords } from '../../i18n/words.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import styles from './administration.module.css';
import { importWords } from './import-words.ts';
import type { ImportKind } from './import.tsx';

type Row = ImportPreviewResponse['rows'][number];
const tones = { create: 'tag tag-good', change: 'tag tag-running', none: 'tag' };

interface Props {
  kind: ImportKind;
  preview: ImportPreviewResponse;
  busy: boolean;
  onImport: () => void;
  onCancel: () => void;
}

/** What a file without faults would do, before it does it. */
export function Preview({ kind, preview: { count, creates, changes, removes, appointments, columns, rows }, busy, onImport, onCancel }: Props) {
  const say = useWords(importWords);
  const shown: Column<Row>[] = [
    { key: 'line', title: say('line'), cell: ({ line }) => <span className="numbers">{line}</span> },
    { key: 'effect', title: say('effect'), cell: ({ effect }) => <span className={tones[effect]}>{say(effect)}</span> },
    ...columns.map(({ column, header }): Column<Row> => ({ key: column, title: header, cell: ({ cells }) => cells[column] })),
  ];
  return (
    <section className="card" aria-label={say('preview')}>
      <h2>{say('preview')}</h2>
      <p className={styles.counts}>
        <span>{say('willCreate', { count: creates })}</span>
        <span>{say('willChange', { count: changes })}</span>
        {removes > 0 && <span className="tag tag-emergency">{say('willRemove', { count: removes })}</span>}
        {appointments !== undefined && <span>{say('willAppoint', { count: appointments })}</span>}
        {rows.length < count && <span className="muted">{say('firstRows', { shown: rows.length, count })}</span>}
      </p>
      <DataTable caption={say('preview')} columns={shown} rows={rows} keyOf={({ line }) => String(line)} whole />
      <div className={`row-end ${styles.belowTable}`}>
        <span className="muted">{say('allOrNone')}</span>
        <Button onClick={onCancel}>{say('notNow')}</Button>
        <Button type="primary" loading={busy} onClick={onImport}>
          {say('importAll', { count, what: say(kind) })}
        </Button>
      </div>
    </section>
  );
}
