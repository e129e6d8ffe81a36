import type { CountResponse, WorklistRowResponse } from '@countersign/contract';
import { chainWords, urgencyWords } from '@countersign/contract/words';
import { chains, urgencies } from '@countersign/policy/vocabulary';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Suspense, useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { queryClient } from '../../api/query-client.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { oneOf, useAddress } from '../../parts/address.ts';
import { Failure } from '../../parts/failure.tsx';
import { Filter, Filters } from '../../parts/filter.tsx';
import { dressed, type Begin } from '../../parts/later.tsx';
import { Loading } from '../../parts/loading.tsx';
import { tell } from '../../parts/messages.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { rowsOf } from '../../parts/pages.ts';
import { departmentsQuery } from '../../parts/queries.ts';
import lists from '../../parts/referral-list.module.css';
import { ReferralList, type Selecting } from '../../parts/referral-list.tsx';
import { referralWords } from '../../parts/referral-words.ts';
import { SearchField } from '../../parts/search-field.tsx';
import { useSession } from '../../session/session.ts';
import { countsQuery, sayCount } from '../../shell/counts.ts';
import { boxes, type Box } from './boxes.ts';
import { worklistQuery, type Shown } from './queries.ts';
import { canSign, mostSelected, useSelection } from './selection.ts';
import { Time } from './time.tsx';
import { worklistWords } from './words.ts';
import styles from './worklist.module.css';

const SignPanel = dressed(() => import('./sign-panel.tsx'));

/** Hours that make a difference to somebody who looks for what lies too long. */
const ages = [4, 24, 72, 168];

const shownIn = (params: URLSearchParams): Shown => ({
  box: oneOf(params, 'box', boxes) || 'awaiting',
  chain: oneOf(params, 'chain', chains),
  urgency: oneOf(params, 'urgency', urgencies),
  department: params.get('department') ?? '',
  olderThanHours: oneOf(params, 'olderThanHours', ages.map(String)),
  overdue: oneOf(params, 'overdue', ['true']),
});

/** @public The router asks for it: see `bringPage`. */
export const begin: Begin = ({ search }) => {
  void queryClient.prefetchInfiniteQuery(worklistQuery(shownIn(search), currentLanguage()));
  void queryClient.prefetchQuery(countsQuery);
};

export default function WorklistPage() {
  const say = useWords(worklistWords);
  const search = useRef<HTMLInputElement>(null);
  const { params, change } = useAddress();
  const shown = shownIn(params);
  return (
    <div className="page">
      <PageHead title={say('title')} />
      <Boxes box={shown.box as Box} />
      <Filtering search={<SearchField ref={search} />} shown={shown} onChange={change} />
      <Rows key={JSON.stringify(shown)} shown={shown} onSearch={() => search.current?.focus()} onClear={() => change({ chain: '', urgency: '', department: '', olderThanHours: '', overdue: '' })} />
    </div>
  );
}

function Boxes({ box }: { box: Box }) {
  const say = useWords(worklistWords);
  const { data } = useQuery(countsQuery);
  return (
    <nav className={styles.boxes} aria-label={say('boxes')}>
      {boxes.map((one) => (
        <Link key={one} to={one === 'awaiting' ? '/' : `/?box=${one}`} className={styles.box} aria-current={one === box ? 'page' : undefined}>
          <span>{say(one)}</span>
          {data && <Count count={data[one]} />}
        </Link>
      ))}
    </nav>
  );
}

const Count = ({ count }: { count: CountResponse }) => (
  <span className={count.count > 0 ? styles.count : `${styles.count} ${styles.zero}`}>{sayCount(count)}</span>
);

interface FilteringProps {
  search: ReactNode;
  shown: Shown;
  onChange: (changes: Record<string, string>) => void;
}

function Filtering({ search, shown, onChange }: FilteringProps) {
  const say = useWords(worklistWords);
  const sayList = useWords(referralWords);
  const language = useLanguage();
  const { data: departments = [] } = useQuery(departmentsQuery);
  const old = ages.map((hours) => [String(hours), hours < 48 ? say('hours', { count: hours }) : say('days', { count: hours / 24 })] as const);
  return (
    <Filters search={search} set={filtersSet(shown)}>
      <Filter
        label={sayList('urgency')}
        value={shown.urgency}
        options={urgencies.map((one) => [one, urgencyWords[one][language]])}
        onChange={(urgency) => onChange({ urgency })}
      />
      <Filter
        label={sayList('chain')}
        value={shown.chain}
        options={chains.map((one) => [one, chainWords[one][language]])}
        onChange={(chain) => onChange({ chain })}
      />
      <Filter
        label={sayList('department')}
        value={shown.department}
        options={departments.filter(({ active }) => active).map(({ id, name }) => [id, name])}
        onChange={(department) => onChange({ department })}
      />
      <Filter
        label={say(shown.box === 'awaiting' ? 'age' : 'ageInvolved')}
        value={shown.overdue ? 'overdue' : shown.olderThanHours}
        options={shown.box === 'awaiting' ? [['overdue', sayList('overdue')], ...old] : old}
        onChange={(age) => onChange(age === 'overdue' ? { overdue: 'true', olderThanHours: '' } : { overdue: '', olderThanHours: age })}
      />
    </Filters>
  );
}

interface RowsProps {
  shown: Shown;
  onSearch: () => void;
  onClear: () => void;
}

/** How many filters narrow the box. */
const filtersSet = ({ chain, urgency, department, olderThanHours, overdue }: Shown): number =>
  [chain, urgency, department, olderThanHours, overdue].filter(Boolean).length;

const nobody: WorklistRowResponse[] = [];

/** The rows of one box as it is filtered; another filter is another list, with a selection of its own. */
function Rows({ shown, onSearch, onClear }: RowsProps) {
  const say = useWords(worklistWords);
  const language = useLanguage();
  const query = useInfiniteQuery(worklistQuery(shown, language));
  const { data, error, hasNextPage, fetchNextPage, isFetchNextPageError, isFetchingNextPage, refetch } = query;
  const rows = useMemo(() => rowsOf(data), [data]);
  const awaiting = shown.box === 'awaiting';
  const tellLeft = useCallback(
    (left: WorklistRowResponse[]) => tell(say('left', { patients: namesOf(left) }), { tone: 'info' }),
    [say],
  );
  /** The panel for signing: looked through first, then under way until it is closed. */
  const [signing, setSigning] = useState<'review' | 'underWay' | null>(null);
  const { selected, setSelected } = useSelection(awaiting ? rows : nobody, hasNextPage, signing === 'underWay', tellLeft);
  const [opinion, setOpinion] = useState('');
  const read = useCallback(() => void fetchNextPage(), [fetchNextPage]);

  const time = useCallback((row: WorklistRowResponse) => <Time row={row} box={shown.box as Box} />, [shown.box]);
  const toggle = (row: WorklistRowResponse): void => {
    const next = new Map(selected);
    if (!next.delete(row.id)) next.set(row.id, row);
    if (next.size > mostSelected) tell(say('mostSelected', { count: mostSelected }), { tone: 'warning' });
    else setSelected(next);
  };
  const selectAll = async (all: boolean): Promise<void> => {
    if (!all) return setSelected(new Map());
    let signable = rows.filter(canSign);
    for (let more = hasNextPage; more && signable.length < mostSelected; ) {
      const next = await fetchNextPage();
      if (next.isError) break;
      signable = rowsOf(next.data).filter(canSign);
      more = next.hasNextPage;
    }
    if (signable.length > mostSelected) tell(say('mostSelected', { count: mostSelected }), { tone: 'info' });
    setSelected(new Map(signable.slice(0, mostSelected).map((row) => [row.id, row])));
  };
  const closePanel = useCallback(
    (finished: string[]) => {
      setSigning(null);
      setSelected((before) => new Map([...before].filter(([id]) => !finished.includes(id))));
    },
    [setSelected],
  );
  const begun = useCallback(() => setSigning('underWay'), []);
  const signable = useMemo(() => (awaiting ? rows.filter(canSign) : nobody), [awaiting, rows]);
  const selecting: Selecting<WorklistRowResponse> | undefined =
    signable.length > 0
      ? {
          can: canSign,
          has: ({ id }) => selected.has(id),
          toggle,
          head: (
            <label className={styles.selectAll}>
              <input type="checkbox" checked={signable.every(({ id }) => selected.has(id))} onChange={({ target }) => void selectAll(target.checked)} />
              <span>{say('selectAll')}</span>
            </label>
          ),
        }
      : undefined;
  return (
    <>
      {error && !isFetchNextPageError && (
        <Failure error={error} onRetry={() => void refetch()}>
          {data && <p>{say('notUpdated')}</p>}
        </Failure>
      )}
      {!data && !error && <Loading lines={10} />}
      {data && rows.length === 0 && !hasNextPage && <NothingHere shown={shown} onClear={onClear} />}
      {data && (rows.length > 0 || hasNextPage) && (
        <ReferralList
          label={say(shown.box as Box)}
          rows={rows}
          time={time}
          hasMore={hasNextPage}
          more={{ read, reading: isFetchingNextPage, error: isFetchNextPageError ? error : null }}
          onSearch={onSearch}
          selecting={selecting}
        />
      )}
      {selected.size > 0 && !signing && (
        <div className={styles.signBar} role="region" aria-label={say('selected', { count: selected.size })}>
          <span className="numbers">{say('selected', { count: selected.size })}</span>
          <button type="button" className={styles.clear} onClick={() => setSelected(new Map())}>
            {say('clearSelection')}
          </button>
          <button type="button" className={styles.sign} onClick={() => setSigning('review')}>
            {say('sign', { count: selected.size })}
          </button>
        </div>
      )}
      {signing && (
        <Suspense fallback={<Loading lines={2} />}>
          <SignPanel rows={[...selected.values()]} opinion={opinion} onOpinion={setOpinion} onRemove={toggle} onBegin={begun} onClose={closePanel} />
        </Suspense>
      )}
    </>
  );

  function namesOf(left: WorklistRowResponse[]): string {
    const names = left.slice(0, 3).map(({ patientName }) => patientName).join(say('comma'));
    return left.length > 3 ? `${names} ${say('more', { count: left.length })}` : names;
  }
}

function NothingHere({ shown, onClear }: { shown: Shown; onClear: () => void }) {
  const say = useWords(worklistWords);
  const sayList = useWords(referralWords);
  const { reports } = useSession();
  if (filtersSet(shown) > 0) {
    return (
      <Nothing title={say('nothingFits')}>
        <button type="button" className={lists.clear} onClick={onClear}>
          {sayList('clear')}
        </button>
      </Nothing>
    );
  }
  switch (shown.box) {
    case 'done':
      return <Nothing title={say('nothingDone')}>{say('nothingDoneMore')}</Nothing>;
    case 'started':
      return (
        <Nothing title={say('nothingStarted')}>
          {reports.length > 0 ? <Link to="/new">{say('newReferral')}</Link> : say('nothingStartedMore')}
        </Nothing>
      );
    case 'copied':
      return <Nothing title={say('nothingCopied')}>{say('nothingCopiedMore')}</Nothing>;
    default:
      return <Nothing title={say('nothingAwaits')}>{say('nothingAwaitsMore')}</Nothing>;
  }
}
