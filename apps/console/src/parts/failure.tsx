import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { NetworkError, ProblemError } from '../api/problem.ts';
import { useWords } from '../i18n/words.ts';
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
  const retry = onRetry && <Button onClick={onRetry}>{say('retry')}</Button>;
  if (error instanceof ProblemError) {
    const refused = error.errors.length > 0 && (
      <ul className="failure-fields">
        {error.errors.slice(0, 20).map(({ pointer, reason }) => (
          <li key={pointer}>{reason}</li>
        ))}
      </ul>
    );
    return (
      <Alert
        type={error.problem.status >= 500 ? 'error' : 'warning'}
        showIcon
        role="alert"
        className="failure"
        title={error.message}
        description={(refused || children) && <>{refused}{children}</>}
        action={retry}
      />
    );
  }
  const isNetwork = error instanceof NetworkError;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      className="failure"
      title={say(isNetwork ? 'networkTitle' : 'unexpectedTitle')}
      description={<>{isNetwork ? say('networkWhy') : say('unexpectedWhy')}{children}</>}
      action={retry}
    />
  );
}
