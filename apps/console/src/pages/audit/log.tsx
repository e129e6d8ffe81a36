import type { EventResponse, EventsPageResponse } from '@countersign/contract';
import { actWords } from '@countersign/contract/words';
import { acts } from '@countersign/policy/vocabulary';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { Link } from 'react-router';
import { api, withQuery } from '../../api/client.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { ActorName } from '../../parts/actor-name.tsx';
import { oneOf, useAddress } from '../../parts/address.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Moment } from '../../parts/moment.tsx';
import { More } from '../../parts/more.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { pagesQuery } from '../../parts/pages.ts';
import styles from './audit.module.css';
import { betweenDays, DaysFilter, PersonFilter } from './filters.tsx';
import { auditWords } from './words.ts';

/** What was done to any referral, newest first. */
export default function Log() {
  const say = useWords(auditWords);
  const language = useLanguage();
  const { params, change } = useAddress();
  const act = oneOf(params, 'act', acts);
  const [personId, referral, from, to] = ['person', 'referral', 'from', 'to'].map((name) => params.get(name) ?? '') as [string, string, string, string];
  const query = { act, personId, referral, ...betweenDays(from, to) };
  const events = useInfiniteQuery(
    pagesQuery(['audit', 'events', query, language], (page, signal) =>
      api.get<EventsPageResponse>(withQuery('/events', { ...query, ...page }), signal),
    ),
  );
  const rows = events.data?.pages.flatMap(({ items }) => items) ?? [];
  const columns: Column<EventResponse>[] = [
    { key: 'at', title: say('at'), cell: ({ at }) => <Moment at={at} /> },
    { key: 'act', title: say('act'), cell: ({ actName }) => actName },
    {
      key: 'person',
      title: say('person'),
      cell: ({ person, onBehalfOf, officeName }) =>
        person ? (
          <>
            <ActorName actor={{ name: person.name, onBehalfOf }} /> <span className="muted">{officeName}</span>
          </>
        ) : (
          <span className="muted">{say('system')}</span>
        ),
    },
    {
      key: 'referral',
      title: say('referral'),
      cell: ({ referral: { id, number, patientName } }) => (
        <>
          <Link to={`/referrals/${id}`} className="numbers">
            {number}
          </Link>{' '}
          {patientName}
        </>
      ),
    },
    { key: 'seq', title: say('entry'), numeric: true, cell: ({ seq }) => seq },
    {
      key: 'hash',
      title: say('hash'),
      cell: ({ hash }) => (
        <span className="mono" title={hash}>
          {shortened(hash)}
        </span>
      ),
    },
  ];
  return (
    <>
      <PageHead title={say('log')} about={say('logAbout')} />
      <div className={styles.filters} role="search">
        <Input.Search
          key={referral}
          className={styles.search}
          allowClear
          aria-label={say('referralNumber')}
          placeholder={say('referralNumber')}
          defaultValue={referral}
          maxLength={60}
          onSearch={(typed) => change({ referral: typed.trim() })}
        />
        <Select
          aria-label={say('act')}
          value={act}
          onChange={(value) => change({ act: value })}
          popupMatchSelectWidth={false}
          options={[{ value: '', label: say('allActs') }, ...acts.map((value) => ({ value, label: actWords[value][language] }))]}
        />
        <PersonFilter value={personId} onChange={(person) => change({ person })} />
        <DaysFilter from={from} to={to} onChange={change} />
      </div>
      {events.isError && !events.data && <Failure error={events.error} onRetry={() => void events.refetch()} />}
      {events.isPending && <Loading />}
      {events.data && rows.length === 0 && <Nothing title={say('noEvents')}>{say('noneFits')}</Nothing>}
      {rows.length > 0 && <DataTable caption={say('log')} columns={columns} rows={rows} keyOf={({ referral: { id }, seq }) => `${id} ${seq}`} />}
      <More list={events} />
    </>
  );
}

/** As much of a digest as tells it from another at a glance; all of it on pointing at it. */
const shortened = (hash: string): string => hash.slice(hash.indexOf(':') + 1).slice(0, 12);
