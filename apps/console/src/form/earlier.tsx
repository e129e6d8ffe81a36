import { chainWords } from '@countersign/contract/words';
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useLanguage, useWords } from '../i18n/words.ts';
import { Failure } from '../parts/failure.tsx';
import { Moment } from '../parts/moment.tsx';
import { StateTag } from '../parts/tags.tsx';
import styles from './form.module.css';
import { earlierQuery, mostEarlier } from './queries.ts';
import { formWords } from './words.ts';

/** What this patient was referred for before, so that nobody is reported twice. */
export function EarlierReferrals({ idNumber, except }: { idNumber: string; except: string | null }) {
  const say = useWords(formWords);
  const language = useLanguage();
  const { data, error, refetch } = useQuery(earlierQuery(idNumber, language));
  if (error) return <div className={styles.wide}><Failure error={error} onRetry={() => void refetch()} /></div>;
  if (!data) return null;
  const items = data.items.filter(({ id }) => id !== except);
  if (items.length === 0) return <p className={`${styles.wide} ${styles.quiet}`}>{say('earlierNone')}</p>;
  const running = items.some(({ state }) => state.startsWith('awaiting'));
  return (
    <div className={styles.wide}>
      {running && <Alert type="warning" showIcon role="alert" title={say('earlierRunning')} className={styles.notice} />}
      <h3>{say('earlier')}</h3>
      <ul className={styles.earlier}>
        {items.map(({ id, number, state, chain, reportedAt, diagnosis }) => (
          <li key={id}>
            <a href={`/referrals/${id}`} target="_blank" rel="noreferrer" className="numbers">
              {number}
              <span className="visually-hidden">{say('newWindow')}</span>
            </a>
            <StateTag state={state} />
            <span>{diagnosis}</span>
            <span className="muted">
              {chainWords[chain][language]} <Moment at={reportedAt} />
            </span>
          </li>
        ))}
      </ul>
      {data.nextCursor && <p className={styles.quiet}>{say('earlierMore', { count: mostEarlier })}</p>}
    </div>
  );
}
