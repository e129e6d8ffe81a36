import type { PackResponse, PacksResponse } from '@countersign/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { useOnce } from '../../api/once.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { tell } from '../../parts/messages.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { dayInShanghai } from '../../parts/times.ts';
import styles from './audit.module.css';
import { ByNumber } from './by-number.tsx';
import { JobProgress } from './job-progress.tsx';
import { auditWords } from './words.ts';

const yearsBack = 10;
const isUnderWay = ({ state }: PackResponse): boolean => state === 'waiting' || state === 'making';

const ask = (body: { year: number }, key: string) => api.post<PackResponse>('/packs', body, { key });

/** Everything of a year, or of one referral, in a file that an inspector checks without this server. */
export default function Packs() {
  const say = useWords(auditWords);
  const language = useLanguage();
  const client = useQueryClient();
  const [deleting, setDeleting] = useState<PackResponse | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ['audit', 'packs', language],
    queryFn: async ({ signal }) => (await api.get<PacksResponse>('/packs', signal)).items,
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? 1500 : false),
  });
  const readAnew = () => client.invalidateQueries({ queryKey: ['audit', 'packs'] });
  const thisYear = Number(dayInShanghai(new Date()).slice(0, 4));
  const [year, setYear] = useState(thisYear);
  const once = useOnce(ask);
  const make = useMutation({ mutationFn: once, onSettled: readAnew });
  const columns: Column<PackResponse>[] = [
    { key: 'year', title: say('year'), cell: ({ year: of }) => <span className="numbers">{say('yearOf', { year: of })}</span> },
    { key: 'state', title: say('state'), cell: (pack) => <State pack={pack} /> },
    { key: 'size', title: say('size'), numeric: true, cell: ({ size }) => size !== null && sizeSaid(size) },
    { key: 'by', title: say('askedBy'), cell: ({ askedBy }) => askedBy.name },
    { key: 'at', title: say('askedAt'), cell: ({ askedAt }) => <Moment at={askedAt} /> },
    {
      key: 'act',
      title: say('actions'),
      actions: true,
      cell: (pack) => (
        <>
          {pack.state === 'ready' && (
            <Button href={`/api/v1/packs/${pack.id}/content`} download aria-label={say('downloadOf', { year: pack.year })}>
              {say('download')}
            </Button>
          )}{' '}
          <Button danger type="text" aria-label={say('deleteOf', { year: pack.year })} onClick={() => setDeleting(pack)}>
            {say('delete')}
          </Button>
        </>
      ),
    },
  ];
  return (
    <>
      <PageHead title={say('packs')} about={say('packsAbout')} />
      <section className="card">
        <h2>{say('yearPack')}</h2>
        {make.error && <Failure error={make.error} />}
        <div className={styles.line}>
          <Select
            aria-label={say('year')}
            value={year}
            onChange={setYear}
            options={Array.from({ length: yearsBack }, (_, i) => ({ value: thisYear - i, label: say('yearOf', { year: thisYear - i }) }))}
          />
          <Button type="primary" loading={make.isPending} onClick={() => make.mutate({ year })}>
            {say('makePack')}
          </Button>
          <span className="muted">{say('makePackHint')}</span>
        </div>
        {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
        {!error && !data && <Loading lines={3} />}
        {data?.length === 0 && <Nothing title={say('noPacks')} />}
        {data && data.length > 0 && <DataTable caption={say('yearPack')} columns={columns} rows={data} keyOf={({ id }) => id} />}
      </section>
      <section className="card">
        <h2>{say('onePack')}</h2>
        <ByNumber does={say('find')}>
          {({ id, number, patientName }) => (
            <p className={styles.line}>
              <span>{say('referralOf', { number, name: patientName })}</span>
              <Button href={`/api/v1/referrals/${id}/pack`} download>
                {say('downloadOne')}
              </Button>
            </p>
          )}
        </ByNumber>
      </section>
      {deleting && (
        <Confirm
          danger
          title={say('deleteOf', { year: deleting.year })}
          why={say('deletePackWhy')}
          does={say('delete')}
          onClose={() => setDeleting(null)}
          work={async () => {
            await api.delete(`/packs/${deleting.id}`);
            setDeleting(null);
            tell(say('deleted'));
            await readAnew();
          }}
        />
      )}
    </>
  );
}

function State({ pack: { state, done, total, detail } }: { pack: PackResponse }) {
  const say = useWords(auditWords);
  if (state === 'ready') return <span className="tag tag-good">{say('ready')}</span>;
  if (state === 'failed') {
    return (
      <>
        <span className="tag tag-emergency">{say('failed')}</span> {detail}
      </>
    );
  }
  return <JobProgress done={done} total={state === 'waiting' ? null : total} label={say('making')} waiting={say('waiting')} />;
}

const megabyte = 1_048_576;
const sizeSaid = (bytes: number): string => (bytes < megabyte ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / megabyte).toFixed(1)} MB`);
