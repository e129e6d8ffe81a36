import { useId, type ReactNode } from 'react';
import styles from './desk.module.css';

interface Given {
  id: string;
  'aria-describedby': string;
  'aria-invalid': boolean;
}

interface Props {
  label: string;
  /** What is wrong with it, and else what may be said of it. */
  fault?: string | null;
  note?: ReactNode;
  children: (given: Given) => ReactNode;
}

/** A labelled control; what is said of it while somebody types is read out. */
export function Field({ label, fault = null, note, children }: Props) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': `${id}-note`, 'aria-invalid': fault !== null })}
      <span id={`${id}-note`} aria-live="polite" className={fault ? styles.fault : styles.note}>
        {fault ?? note}
      </span>
    </div>
  );
}
