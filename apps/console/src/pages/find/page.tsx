import type { ReferralRowResponse } from '@countersign/contract';
import { chainWords, stateWords } from '@countersign/contract/words';
import { chains, states } from '@countersign/policy/vocabulary';
import { useInfiniteQuery, type InfiniteData, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { oneOf, useAddress } from '../../parts/address.ts';
import { cardCalled, readTyped } from '../../parts/card-numbers.ts';
import { Failure } from '../../parts/failure.tsx';
import { Filter, Filters } from '../../parts/filter.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { rowsOf, type PageOf } from '../../parts/pages.ts';
import lists from '../../parts/referral-list.module.css';
import { ReferralList } from '../../parts/referral-list.tsx';
import { referralWords } from '../../parts/referral-words.ts';
import { SearchField } from '../../parts/search-field.tsx';
import { cardQuery, referralsQuery, type Wanted } from './queries.ts';
import { findWords } from './words.ts';

export default function FindPage() {
  const say = useWords(findWords);
  const sayList = useWords(referralWords);
  const language = useLanguage();
  const field = useRef<HTMLInputElement>(null);
  const { params, change } = useAddress();
  const asked = params.get('search') ?? '';
  const mayBeSearched = readTyped(asked).kind === 'text';
  const wanted: Wanted = {
    search: mayBeSearched ? asked : '',
    state: oneOf(params, 'state', states),
    chain: oneOf(params, 'chain', chains),
  };
  const card = params.get('card');
  const idNumber = card === null ? null : cardCalled(card);
  const kept = new URLSearchParams(Object.entries({ state: wanted.state, chain: wanted.chain }).filter(([, value]) => value));
  useEffect(() => {
    // Somebody put a personal number into the address by hand: it stays neither there nor in the history.
    if (asked && !mayBeSearched) change({ search: '' }, { replace: true });
  });
  useEffect(() => {
    if (!matchMedia('(pointer: coarse)').matches) field.current?.focus({ preventScroll: true });
  }, []);
  const head = { field, wanted, onClear: () => change({ state: '', chain: '' }) };
  return (
    <div className="page">
      <PageHead title={say('title')} about={say(card === null ? 'about' : 'byCard')} />
      <Filters search={<SearchField ref={field} searched={wanted.search} kept={kept} />} set={kept.size}>
        {card === null && (
          <>
            <Filter
              label={sayList('state')}
              value={wanted.state}
              options={states.map((one) => [one, stateWords[one][language]])}
              onChange={(state) => change({ state })}
            />
            <Filter
              label={sayList('chain')}
              value={wanted.chain}
              options={chains.map((one) => [one, chainWords[one][language]])}
              onChange={(chain) => change({ chain })}
            />
          </>
        )}
      </Filters>
      {card === null && <Found key={JSON.stringify(wanted)} {...head} />}
      {card !== null && idNumber === null && <Nothing title={say('cardGone')} />}
      {card !== null && idNumber !== null && <FoundByCard key={card} card={card} idNumber={idNumber} {...head} />}
    </div>
  );
}

interface HeadProps {
  field: React.RefObject<HTMLInputElement | null>;
  wanted: Wanted;
  onClear: () => void;
}

function Found({ wanted, onClear, ...props }: HeadProps) {
  const say = useWords(findWords);
  const sayList = useWords(referralWords);
  const query = useInfiniteQuery(referralsQuery(wanted, useLanguage()));
  const { search, state, chain } = wanted;
  const nothing =
    state || chain ? (
      <Nothing title={say('nothingFits')}>
        <button type="button" className={lists.clear} onClick={onClear}>
          {sayList('clear')}
        </button>
      </Nothing>
    ) : search ? (
      <Nothing title={say('nothingFound', { search })}>{say('nothingFoundMore')}</Nothing>
    ) : (
      <Nothing title={say('nothing')} />
    );
  return <Rows {...props} query={query} nothing={nothing} />;
}

function FoundByCard({ card, idNumber, field }: HeadProps & { card: string; idNumber: string }) {
  const say = useWords(findWords);
  const query = useInfiniteQuery(cardQuery(card, idNumber, useLanguage()));
  return <Rows field={field} query={query} nothing={<Nothing title={say('nothingByCard')}>{say('nothingByCardMore')}</Nothing>} />;
}

interface RowsProps {
  field: React.RefObject<HTMLInputElement | null>;
  query: UseInfiniteQueryResult<InfiniteData<PageOf<ReferralRowResponse>>>;
  nothing: React.ReactNode;
}

function Rows({ field, query, nothing }: RowsProps) {
  const say = useWords(findWords);
  const { data, error, hasNextPage, fetchNextPage, isFetchNextPageError, isFetchingNextPage, refetch } = query;
  const rows = useMemo(() => rowsOf(data), [data]);
  const read = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  if (!data) return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading lines={10} />;
  if (rows.length === 0 && !hasNextPage) return nothing;
  return (
    <ReferralList
      label={say('title')}
      rows={rows}
      time={updated}
      hasMore={hasNextPage}
      more={{ read, reading: isFetchingNextPage, error: isFetchNextPageError ? error : null }}
      onSearch={() => field.current?.focus()}
    />
  );
}

const updated = (row: ReferralRowResponse) => <Updated at={row.changedAt} />;

function Updated({ at }: { at: string }) {
  const say = useWords(referralWords);
  return (
    <>
      <Moment at={at} short />
      <span className="muted">{say('updatedAt')}</span>
    </>
  );
}
