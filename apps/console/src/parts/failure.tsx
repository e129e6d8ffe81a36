import type { ReactNode } from 'react';
import { NetworkError, ProblemError } from '../api/problem.ts';
import { useWords } from '../i18n/words.ts';
import { Button } from './button.tsx';
import styles from './failure.module.css';
import { partsWords } from './words.ts';

interface Props {
  error: unknown;
  onRetry?: () => void;
  /** More to do about it than to try again. */
  children?: ReactNode;
}

/** What failed, why, and what to do next. Fields that were refused are shown beside themselves as well. */
export function Failure({ error, onRetry, children }: Props) {
  const say = useWords(partsWords);
  const { title, why, fields = [], isRefusal } = useTold(error);
  return (
    <div className={styles.failure} role="alert" data-refusal={isRefusal}>
      <svg className={styles.mark} width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
        <path d="M10 1.5 19 17.5H1z" fill="currentColor" />
        <path d="M10 7v5.5M10 14.2v1.3" stroke="var(--surface)" strokeWidth="1.8" />
      </svg>
      <div className={styles.told}>
        <strong>{title}</strong>
        {why && <p>{why}</p>}
        {fields.length > 0 && (
          <ul>
            {fields.slice(0, 20).map(({ pointer, reason }) => (
              <li key={pointer}>{reason}</li>
            ))}
          </ul>
        )}
        {children}
      </div>
      {onRetry && <Button onClick={onRetry}>{say('retry')}</Button>}
    </div>
  );
}

function useTold(error: unknown) {
  const say = useWords(partsWords);
  if (error instanceof ProblemError) return { title: error.message, fields: error.errors, isRefusal: error.problem.status < 500 };
  if (error instanceof NetworkError) return { title: say('networkTitle'), why: say('networkWhy'), isRefusal: false };
  return { title: say('unexpectedTitle'), why: say('unexpectedWhy'), isRefusal: false };
}
