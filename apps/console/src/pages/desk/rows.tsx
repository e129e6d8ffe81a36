import type { ReferralRowResponse } from '@countersign/contract';
import type { ReactNode } from 'react';
import { ChainTag, StateTag, UrgencyTag } from '../../parts/tags.tsx';
import styles from './desk.module.css';
import { Key } from './keys.tsx';

interface Props<R extends ReferralRowResponse> {
  label: string;
  rows: readonly R[];
  onOpen: (row: R) => void;
  /** Whether digits choose among them. */
  numbered?: boolean;
  /** Whether all are in one state, which the heading says. */
  sameState?: boolean;
  more?: (row: R) => ReactNode;
}

/** Rows to open: arrows move among all that are on the page, Enter opens. */
export function Rows<R extends ReferralRowResponse>({ label, rows, onOpen, numbered = false, sameState = false, more }: Props<R>) {
  return (
    <ol className={styles.rows} aria-label={label}>
      {rows.map((row, i) => (
        <li key={row.id}>
          <button type="button" className={styles.row} data-row onKeyDown={moveByArrows} onClick={() => onOpen(row)}>
            {numbered && <Key name={String(i + 1)} />}
            <span className={styles.rowMain}>
              <span className={styles.rowName}>{row.patientName}</span>
              <span className="numbers muted">{row.patientIdMasked}</span>
              {row.urgency !== 'routine' && <UrgencyTag urgency={row.urgency} />}
              {!sameState && <StateTag state={row.state} />}
            </span>
            <span className={styles.rowMore}>
              <ChainTag chain={row.chain} />
              <span className="numbers">{row.letterNo ?? row.number}</span>
              {row.department && <span>{row.department.name}</span>}
              {more?.(row)}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}

export const rowsOnPage = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-row]')];

function moveByArrows(event: React.KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = rowsOnPage();
  all[all.indexOf(event.currentTarget) + step]?.focus();
}
