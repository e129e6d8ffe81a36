import type { ReferralRowResponse, WorklistRowResponse } from '@countersign/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Waited } from '../../parts/moment.tsx';
import styles from './desk.module.css';
import { awaitingQuery, issuedQuery } from './queries.ts';
import { Rows } from './rows.tsx';
import { deskWords } from './words.ts';

/** What this window has to do: forms and letters to give out, and letters that nobody has taken yet. */
export function Queue({ onOpen }: { onOpen: (row: ReferralRowResponse) => void }) {
  const say = useWords(deskWords);
  const language = useLanguage();
  const awaiting = useQuery(awaitingQuery(language));
  const issued = useQuery(issuedQuery(language));
  const waiting = awaiting.data?.items ?? [];
  const since = (row: WorklistRowResponse) => <Waited since={row.since} />;
  const inWorklist = <Link to="/">{say('restInWorklist')}</Link>;
  const stays = (row: ReferralRowResponse) => <span>{row.destination}</span>;
  return (
    <div className={styles.queue}>
      <Part title={say('toRelease')} none={say('noneToRelease')} rest={inWorklist} query={awaiting} rows={waiting.filter(({ state }) => state === 'awaitingRelease')} onOpen={onOpen} more={since} />
      <Part title={say('toIssue')} none={say('noneToIssue')} rest={inWorklist} query={awaiting} rows={waiting.filter(({ state }) => state === 'awaitingLetter')} onOpen={onOpen} more={since} />
      <Part title={say('toHandOver')} none={say('noneToHandOver')} rest={<Link to="/find?state=issued">{say('restIssued')}</Link>} query={issued} rows={issued.data?.items ?? []} onOpen={onOpen} more={stays} />
    </div>
  );
}

interface Read {
  data?: { nextCursor: string | null };
  error: unknown;
  refetch: () => unknown;
}

interface Props<R extends ReferralRowResponse> {
  title: string;
  none: string;
  /** Where those are that this page does not hold. */
  rest: React.ReactNode;
  query: Read;
  rows: readonly R[];
  onOpen: (row: R) => void;
  more: (row: R) => React.ReactNode;
}

function Part<R extends ReferralRowResponse>({ title, none, rest, query, rows, onOpen, more }: Props<R>) {
  const say = useWords(deskWords);
  const hasMore = query.data?.nextCursor != null;
  return (
    <section className="card">
      <h2 className={styles.partTitle}>
        {title}
        {query.data && <span className={styles.count}>{hasMore ? say('atLeast', { count: rows.length }) : rows.length}</span>}
      </h2>
      {query.error !== null && !query.data && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.error === null && !query.data && <Loading lines={3} />}
      {query.data && rows.length === 0 && !hasMore && <p className={styles.none}>{none}</p>}
      {rows.length > 0 && <Rows label={title} rows={rows} sameState onOpen={onOpen} more={more} />}
      {hasMore && rest}
    </section>
  );
}
