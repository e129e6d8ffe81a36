import type { AwaitsMeResponse, ReferralRowResponse } from '@countersign/contract';
import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useLanguage, useWords } from '../i18n/words.ts';
import { Failure } from './failure.tsx';
import { usePhone } from './phone.ts';
import styles from './referral-list.module.css';
import { ReferralRow } from './referral-row.tsx';
import { referralWords } from './referral-words.ts';
import { ShortcutsHelp, useShortcuts } from './shortcuts.tsx';

export type Row = ReferralRowResponse & { awaitsMe?: AwaitsMeResponse[] };

export interface Selecting<R extends Row> {
  can(row: R): boolean;
  has(row: R): boolean;
  toggle(row: R): void;
  /** Above the rows: what is chosen, and choosing all. */
  head: ReactNode;
}

interface Props<R extends Row> {
  label: string;
  rows: R[];
  /** One function for as long as the list stands: rows are drawn anew with another. */
  time: (row: R) => ReactNode;
  /** Whether there are more behind these, and reading them. */
  hasMore: boolean;
  more: { read: () => void; reading: boolean; error: unknown };
  selecting?: Selecting<R>;
  onSearch: () => void;
}

/** Rows of one height each, so that ten thousand are drawn as fast as ten and none jumps. */
const heights = { desk: 62, phone: { 'zh-CN': 118, en: 142 } };
function useRowHeight(): number {
  const language = useLanguage();
  return usePhone() ? heights.phone[language] : heights.desk;
}

/** Where somebody was in a list when they left it, by the entry of the window's history. */
const places = new Map<string, { top: number; current: string | null }>();

/** Rows that are fetched before somebody gets there. */
const ahead = 30;
/** What the top bar, and below it the bar for signing, may cover. */
const covered = { top: 72, bottom: 150 };

/**
 * A list of referrals, however long. Arrows, J and K move, Enter opens, X or the space bar selects. One row is in the
 * order of the Tab key: the one where somebody is.
 */
export function ReferralList<R extends Row>({ label, rows, time, hasMore, more, selecting, onSearch }: Props<R>) {
  const say = useWords(referralWords);
  const { key: entry } = useLocation();
  const navigate = useNavigate();
  const list = useRef<HTMLUListElement>(null);
  const height = useRowHeight();
  const [left] = useState(() => places.get(entry));
  const [current, setCurrent] = useState<string | null>(left?.current ?? null);
  const margin = useOffsetTop(list);
  const at = useIndexOf(rows, current);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => height,
    getItemKey: (i) => rows[i]!.id,
    overscan: 6,
    scrollMargin: margin,
    scrollPaddingStart: covered.top,
    scrollPaddingEnd: covered.bottom,
    initialOffset: left?.top ?? 0,
    // The row with the focus stays drawn wherever one scrolls, or the focus would be lost with it.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), at])].filter((i) => i < rows.length).sort((a, b) => a - b),
  });
  useEffect(() => virtualizer.measure(), [virtualizer, height]);
  const items = virtualizer.getVirtualItems();

  const lastDrawn = items.at(-1)?.index ?? 0;
  const { read, reading, error } = more;
  useEffect(() => {
    if (hasMore && !reading && !error && lastDrawn >= rows.length - ahead) read();
  }, [hasMore, reading, error, lastDrawn, rows.length, read]);

  const focusRow = useFocusRow(list, left !== undefined);
  useStay(rows, margin, height);
  useLayoutEffect(() => {
    if (left) scrollTo(0, left.top);
  }, [left]);
  // As the list goes away, and as the virtualizer knows it: to ask the browser at each scroll would have it lay out the page.
  const leave = useNewest(() => places.set(entry, { top: virtualizer.scrollOffset ?? 0, current }));
  useLayoutEffect(() => leave, [leave]);

  const go = (index: number): void => {
    const row = rows[Math.max(0, Math.min(index, rows.length - 1))];
    if (!row) return;
    setCurrent(row.id);
    virtualizer.scrollToIndex(rows.indexOf(row));
    focusRow();
  };
  const select = useNewest((row: R) => selecting?.toggle(row));
  const open = useNewest((event: MouseEvent<HTMLAnchorElement>) => {
    // Another tab or window is the browser's to open.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void navigate(event.currentTarget.pathname);
  });
  const toggle = (): void => {
    const row = rows[at];
    if (row && selecting?.can(row)) selecting.toggle(row);
  };
  // The first press goes to the row where somebody is; only the next ones move from there.
  const isInside = (): boolean => list.current?.contains(document.activeElement) ?? false;
  useShortcuts({
    j: () => go(isInside() ? at + 1 : at),
    k: () => go(isInside() ? at - 1 : at),
    x: toggle,
    '/': onSearch,
  });
  const press = (event: KeyboardEvent): void => {
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 };
    const to = moves[event.key];
    if (to !== undefined) go(to);
    else if (event.key === ' ') toggle();
    else if (event.key === 'Enter' && rows[at] && event.target instanceof HTMLInputElement) void navigate(`/referrals/${rows[at].id}`);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <div className={styles.bar}>
        {selecting?.head}
        <span className="numbers">{say(hasMore ? 'shownSoFar' : 'shown', { count: rows.length })}</span>
        <span className={styles.barEnd} />
        <ShortcutsHelp />
      </div>
      <ul ref={list} className={styles.list} aria-label={label} style={{ height: virtualizer.getTotalSize() }} onKeyDown={press}>
        {items.map(({ index, start }) => {
          const row = rows[index]!;
          return (
            <RowItem
              key={row.id}
              row={row}
              top={start - margin}
              height={height}
              position={index + 1}
              total={hasMore ? -1 : rows.length}
              inTabOrder={index === at}
              time={time}
              selectable={selecting && selecting.can(row)}
              chosen={selecting?.has(row) ?? false}
              onSelect={select}
              onOpen={open}
              onFocus={setCurrent}
            />
          );
        })}
      </ul>
      {hasMore && (
        <div className={styles.tail}>{error ? <Failure error={error} onRetry={read} /> : <span role="status">{say('more')}</span>}</div>
      )}
    </>
  );
}

interface ItemProps<R extends Row> {
  row: R;
  top: number;
  height: number;
  position: number;
  /** -1 where nobody knows yet. */
  total: number;
  inTabOrder: boolean;
  time: (row: R) => ReactNode;
  /** Undefined where nothing is selected in this list at all. */
  selectable: boolean | undefined;
  chosen: boolean;
  onSelect: (row: R) => void;
  onOpen: (event: MouseEvent<HTMLAnchorElement>) => void;
  onFocus: (id: string) => void;
}

/** Drawn once as it comes into sight: while one scrolls, nothing of a row changes. */
const RowItem = memo(function RowItem<R extends Row>(props: ItemProps<R>) {
  const { row, top, height, position, total, inTabOrder, time, selectable, chosen, onSelect, onOpen, onFocus } = props;
  const say = useWords(referralWords);
  const tabIndex = inTabOrder ? 0 : -1;
  const patient = row.patientName;
  return (
    <li
      className={chosen ? `${styles.row} ${styles.chosen}` : styles.row}
      style={{ height, top }}
      aria-setsize={total}
      aria-posinset={position}
      data-referral={row.id}
      onFocus={() => onFocus(row.id)}
    >
      {selectable !== undefined && (
        <label className={styles.check}>
          {selectable && (
            <input type="checkbox" aria-label={say('select', { patient })} tabIndex={tabIndex} checked={chosen} onChange={() => onSelect(row)} />
          )}
        </label>
      )}
      {/* The router's own link is drawn anew, in each row, whenever the address changes. */}
      <a className={styles.link} href={`/referrals/${row.id}`} tabIndex={tabIndex} onClick={onOpen}>
        <ReferralRow row={row} time={time(row)} />
      </a>
    </li>
  );
}) as <R extends Row>(props: ItemProps<R>) => ReactNode;

/** One function for good, which does what the newest one does. */
function useNewest<A extends unknown[]>(work: (...given: A) => void): (...given: A) => void {
  const newest = useRef(work);
  newest.current = work;
  return useCallback((...given: A) => newest.current(...given), []);
}

/** Where the list begins on the page; whatever stands above it may come and go, and changes the height of the page. */
function useOffsetTop(list: React.RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = (): void => setTop(Math.round((list.current?.getBoundingClientRect().top ?? 0) + scrollY));
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(list.current!.closest('main')!);
    return () => watcher.disconnect();
  }, [list]);
  return top;
}

/** Where somebody is; where their row went away, the one that took its place. */
function useIndexOf(rows: readonly Row[], current: string | null): number {
  const last = useRef(0);
  const found = rows.findIndex(({ id }) => id === current);
  const index = found >= 0 ? found : Math.max(0, Math.min(last.current, rows.length - 1));
  useEffect(() => {
    last.current = index;
  });
  return index;
}

/**
 * Gives the focus to the row that is in the order of the Tab key, as soon as it is drawn: when one moves there, and when
 * the row that had the focus went away.
 */
function useFocusRow(list: React.RefObject<HTMLElement | null>, atFirst: boolean): () => void {
  const wanted = useRef(atFirst);
  const wasInside = useRef(false);
  const [, draw] = useState(0);
  useEffect(() => {
    const note = (): void => {
      wasInside.current = list.current?.contains(document.activeElement) ?? false;
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, [list]);
  useEffect(() => {
    const lost = wasInside.current && document.activeElement === document.body;
    if (!wanted.current && !lost) return;
    const link = list.current?.querySelector<HTMLElement>('a[tabindex="0"]');
    link?.focus({ preventScroll: true });
    if (link) wanted.current = false;
  });
  return () => {
    wanted.current = true;
    draw((n) => n + 1);
  };
}

/** What arrives or leaves above the rows that somebody reads does not move these. */
function useStay(rows: readonly Row[], margin: number, height: number): void {
  const before = useRef(rows);
  useLayoutEffect(() => {
    const old = before.current;
    before.current = rows;
    const hidden = Math.ceil((scrollY + covered.top - margin) / height);
    if (old === rows || hidden <= 0) return;
    const index = new Map(rows.map(({ id }, i) => [id, i]));
    const was = old.findIndex(({ id }, i) => i >= hidden && index.has(id));
    const moved = was < 0 ? 0 : index.get(old[was]!.id)! - was;
    if (moved !== 0) scrollBy(0, moved * height);
  }, [rows, margin, height]);
}
