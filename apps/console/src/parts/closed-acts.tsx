import type { ReactNode } from 'react';
import styles from './closed-acts.module.css';

interface Props {
  title: string;
  acts: readonly { act: string; name: ReactNode; reason: string }[];
}

/** What is not open to the reader, each with why, as the API says: folded, since it is not what they came for. */
export function ClosedActs({ title, acts }: Props) {
  if (acts.length === 0) return null;
  return (
    <details className={styles.closed}>
      <summary>{title}</summary>
      <dl>
        {acts.map(({ act, name, reason }) => (
          <div key={act}>
            <dt>{name}</dt>
            <dd>{reason}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
