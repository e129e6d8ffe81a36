import type { StandingResponse, WaitingCount } from '@countersign/contract';
import { useQuery } from '@tanstack/react-query';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Moment, Waited } from '../../parts/moment.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { FilterFields } from './filter-fields.tsx';
import { noDepartment, useFilters, type Filters } from './filters.ts';
import { Matrix } from './matrix.tsx';
import styles from './overview.module.css';
import { standingQuery } from './queries.ts';
import { overviewWords } from './words.ts';
import { WaitingList } from './waiting-list.tsx';

/** What is where and since when. */
export function Standing() {
  const say = useWords(overviewWords);
  const language = useLanguage();
  const [filters, change] = useFilters();
  const { data, error, refetch } = useQuery(standingQuery(language));
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={10} />;
  if (data.total.referrals === 0) return <Nothing title={say('none')} />;
  return (
    <>
      <FilterFields filters={filters} onChange={(changed) => change({ ...changed, step: null })} />
      <Totals total={totalOf(data, filters)} at={data.at} />
      <section className="card">
        <h2>{say('matrix')}</h2>
        <p className="muted">{say('matrixHow')}</p>
        <Matrix standing={data} filters={filters} onChoose={change} />
      </section>
      <WaitingList standing={data} filters={filters} onChange={change} />
    </>
  );
}

/** A referral that awaits both deans stands in two groups of one step, so counts of a step come from the server. */
function totalOf({ total, chains, departments }: StandingResponse, { chain, department }: Filters): WaitingCount | null {
  if (chain && department) return null;
  if (chain) return chains.find((one) => one.chain === chain) ?? { referrals: 0, overdue: 0, oldestSince: null };
  if (department) return departments.find((one) => (one.department?.id ?? noDepartment) === department) ?? { referrals: 0, overdue: 0, oldestSince: null };
  return total;
}

function Totals({ total, at }: { total: WaitingCount | null; at: string }) {
  const say = useWords(overviewWords);
  if (!total) return null;
  const { referrals, overdue, oldestSince } = total;
  return (
    <dl className={styles.totals}>
      <div>
        <dt>{say('running')}</dt>
        <dd>{referrals}</dd>
      </div>
      <div className={overdue > 0 ? styles.alarming : undefined}>
        <dt>{say('overdue')}</dt>
        <dd>{overdue}</dd>
      </div>
      <div>
        <dt>{say('longest')}</dt>
        <dd>{oldestSince ? <Waited since={oldestSince} /> : say('nothing')}</dd>
      </div>
      <div className={styles.asOf}>
        <dt>{say('asOf')}</dt>
        <dd>
          <Moment at={at} short />
        </dd>
      </div>
    </dl>
  );
}
