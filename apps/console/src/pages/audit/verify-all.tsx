import type { LogVerificationResponse, LogVerificationsPageResponse, Said } from '@countersign/contract';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link } from 'react-router';
import { api, withQuery } from '../../api/client.ts';
import { useOnce } from '../../api/once.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Moment } from '../../parts/moment.tsx';
import { More } from '../../parts/more.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { pagesQuery, rowsOf } from '../../parts/pages.ts';
import styles from './audit.module.css';
import { JobProgress } from './job-progress.tsx';
import { auditWords } from './words.ts';

const isUnderWay = ({ state }: LogVerificationResponse): boolean => state === 'waiting' || state === 'checking';

const ask = (_: null, key: string) => api.post<LogVerificationResponse>('/verifications', undefined, { key });

/** Every log of the institution, one after the other, by the server; the page may be left meanwhile. */
export function VerifyAll() {
  const say = useWords(auditWords);
  const language = useLanguage();
  const client = useQueryClient();
  const list = useInfiniteQuery({
    ...pagesQuery(['audit', 'verifications', language], (page, signal) =>
      api.get<LogVerificationsPageResponse>(withQuery('/verifications', { cursor: page.cursor, limit: 10 }), signal),
    ),
    refetchInterval: ({ state }) => (rowsOf(state.data).some(isUnderWay) ? 1500 : false),
  });
  const once = useOnce(ask);
  const begin = useMutation({
    mutationFn: () => once(null),
    // Also when another one is under way: then the list shows it.
    onSettled: () => client.invalidateQueries({ queryKey: ['audit', 'verifications'] }),
  });
  const rows = rowsOf(list.data);
  const isBusy = rows.some(isUnderWay);
  return (
    <section className="card">
      <h2>{say('verifyAll')}</h2>
      <p className="muted">{say('verifyAllWhy')}</p>
      {begin.error && <Failure error={begin.error} />}
      {!isBusy && list.data && (
        <p>
          <Button type="primary" loading={begin.isPending} onClick={() => begin.mutate()}>
            {say('verifyAllDo')}
          </Button>
        </p>
      )}
      {list.isError && !list.data && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading lines={2} />}
      {list.data && rows.length === 0 && <Nothing title={say('neverVerified')} />}
      <ul className={styles.runs}>
        {rows.map((run) => (
          <Run key={run.id} run={run} />
        ))}
      </ul>
      <More list={list} />
    </section>
  );
}

function Run({ run }: { run: LogVerificationResponse }) {
  const say = useWords(auditWords);
  const { done, total, events, brokenCount, broken, letterGap, detail, askedBy, askedAt } = run;
  return (
    <li>
      <p className={styles.line}>
        <Outcome run={run} />
        <span className="numbers">{say('checkedOf', { done, events })}</span>
        <span className="muted">
          {askedBy.name} <Moment at={askedAt} />
        </span>
      </p>
      {isUnderWay(run) && <JobProgress done={done} total={total} label={say('verifyingAll')} waiting={say('waitingToVerify')} />}
      {detail && <p>{detail}</p>}
      {letterGap && <p className={styles.wrong}>{say('letterGap', { year: letterGap.year, serial: letterGap.serial })}</p>}
      {broken.length > 0 && (
        <ul className={styles.broken}>
          {broken.map(({ referralId, number, says }) => (
            <li key={referralId}>
              <Link to={`/referrals/${referralId}`}>{number}</Link> <Says says={says} />
            </li>
          ))}
        </ul>
      )}
      {broken.length < brokenCount && <p className="muted">{say('moreBroken', { count: brokenCount, shown: broken.length })}</p>}
    </li>
  );
}

function Outcome({ run: { state, holds, brokenCount } }: { run: LogVerificationResponse }) {
  const say = useWords(auditWords);
  if (state === 'failed') return <span className="tag tag-emergency">{say('failed')}</span>;
  if (state !== 'ready') return <span className="tag tag-running">{say('underWay')}</span>;
  if (holds) return <span className="tag tag-good">{say('allHold')}</span>;
  return <span className="tag tag-emergency">{say('someBroken', { count: brokenCount })}</span>;
}

function Says({ says: { zh, en } }: { says: Said }) {
  return <>{useLanguage() === 'en' ? en : zh}</>;
}
