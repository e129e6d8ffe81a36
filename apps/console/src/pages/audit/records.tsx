import type { AuditEntryResponse, AuditPageResponse } from '@countersign/contract';
import { audited, auditWords as kindWords } from '@countersign/contract/words';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { api, withQuery } from '../../api/client.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { oneOf, useAddress } from '../../parts/address.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Moment } from '../../parts/moment.tsx';
import { More } from '../../parts/more.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { pagesQuery, rowsOf } from '../../parts/pages.ts';
import styles from './audit.module.css';
import { betweenDays, DaysFilter, PersonFilter } from './filters.tsx';
import { auditWords } from './words.ts';

/** What was done beside the acts on referrals: signing in, appointing, revealing, downloading. */
export default function Records() {
  const say = useWords(auditWords);
  const language = useLanguage();
  const { params, change } = useAddress();
  const what = oneOf(params, 'what', audited);
  const [personId, from, to] = ['person', 'from', 'to'].map((name) => params.get(name) ?? '') as [string, string, string];
  const query = { what, personId, ...betweenDays(from, to) };
  const entries = useInfiniteQuery(
    pagesQuery(['audit', 'records', query, language], (page, signal) =>
      api.get<AuditPageResponse>(withQuery('/audit', { ...query, ...page }), signal),
    ),
  );
  const rows = rowsOf(entries.data);
  const columns: Column<AuditEntryResponse>[] = [
    { key: 'at', title: say('at'), cell: ({ at }) => <Moment at={at} /> },
    { key: 'what', title: say('what'), cell: ({ whatName }) => whatName },
    { key: 'person', title: say('person'), cell: ({ person }) => person?.name ?? <span className="muted">{say('system')}</span> },
    { key: 'about', title: say('about'), cell: ({ about }) => about },
    { key: 'details', title: say('details'), cell: (entry) => <Details entry={entry} /> },
  ];
  return (
    <>
      <PageHead title={say('records')} about={say('recordsAbout')} />
      <div className={styles.filters} role="search">
        <Select
          aria-label={say('what')}
          value={what}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(value) => change({ what: value })}
          popupMatchSelectWidth={false}
          options={[{ value: '', label: say('allKinds') }, ...audited.map((value) => ({ value, label: kindWords[value][language] }))]}
        />
        <PersonFilter value={personId} onChange={(person) => change({ person })} />
        <DaysFilter from={from} to={to} onChange={change} />
      </div>
      {entries.isError && !entries.data && <Failure error={entries.error} onRetry={() => void entries.refetch()} />}
      {entries.isPending && <Loading />}
      {entries.data && rows.length === 0 && <Nothing title={say('noRecords')}>{say('noneFits')}</Nothing>}
      {rows.length > 0 && <DataTable caption={say('records')} columns={columns} rows={rows} keyOf={({ id }) => id} />}
      <More list={entries} />
    </>
  );
}

const said = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** As it was recorded, for whoever must know exactly; in the words of the record. */
function Details({ entry: { subject, details } }: { entry: AuditEntryResponse }) {
  const say = useWords(auditWords);
  const given = Object.entries({ ...(subject ? { subject } : {}), ...details }).filter(([, value]) => value != null);
  if (given.length === 0) return null;
  return (
    <details className={styles.details}>
      <summary>{say('showDetails')}</summary>
      <dl className="mono">
        {given.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{said(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
