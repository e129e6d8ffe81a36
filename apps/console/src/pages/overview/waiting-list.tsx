import type { StandingResponse, WaitingRowResponse } from '@countersign/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link } from 'react-router';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Waited } from '../../parts/moment.tsx';
import { ChainTag, UrgencyTag } from '../../parts/tags.tsx';
import type { Filters } from './filters.ts';
import styles from './overview.module.css';
import { waitingQuery } from './queries.ts';
import { overviewWords } from './words.ts';

interface Props {
  standing: StandingResponse;
  filters: Filters;
  onChange: (change: Partial<Filters>) => void;
}

/** The cases behind the numbers, the longest waiting first. */
export function WaitingList({ standing, filters, onChange }: Props) {
  const say = useWords(overviewWords);
  const language = useLanguage();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(waitingQuery(filters, language));
  const rows = data?.pages.flatMap(({ items }) => items) ?? [];
  const step = standing.steps.find((one) => one.step === filters.step)?.stepName;
  return (
    <section className="card">
      <div className={styles.listHead}>
        <h2>{step ? say('listOf', { what: step }) : say('list')}</h2>
        <label className={styles.check}>
          <input type="checkbox" checked={filters.overdue} onChange={({ target }) => onChange({ overdue: target.checked })} />
          {say('onlyOverdue')}
        </label>
        {(filters.step || filters.overdue) && (
          <Button size="small" onClick={() => onChange({ step: null, overdue: false })}>
            {say('clear')}
          </Button>
        )}
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && rows.length === 0 && <p className="muted">{say('noneHere')}</p>}
      {rows.length > 0 && (
        <ul className={styles.rows}>
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button block loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {say('more')}
        </Button>
      )}
    </section>
  );
}

function Row({ row }: { row: WaitingRowResponse }) {
  const say = useWords(overviewWords);
  const offices = [...new Set(row.awaits.map(({ officeName }) => officeName))];
  const steps = [...new Set(row.awaits.map(({ stepName }) => stepName))];
  return (
    <li>
      <Link to={`/referrals/${row.id}`} className={styles.row}>
        <span className={styles.patient}>
          <strong>{row.patientName}</strong> <span className="muted numbers">{row.number}</span>
        </span>
        <span className={styles.tags}>
          <UrgencyTag urgency={row.urgency} />
          <ChainTag chain={row.chain} />
          {row.overdue && <span className="tag tag-emergency">{say('overdue')}</span>}
        </span>
        <span className={`muted ${styles.department}`}>{row.department?.name ?? say('noDepartment')}</span>
        <span className={styles.awaits}>
          {steps.join(' · ')} <span className="muted">{offices.join(' · ')}</span>
        </span>
        <span className={`${styles.waited} ${row.overdue ? styles.overdue : 'muted'}`}>
          <Waited since={row.since} />
        </span>
      </Link>
    </li>
  );
}
