import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { useWords } from '../i18n/words.ts';
import styles from './form.module.css';
import { formWords } from './words.ts';

interface Props<T> {
  id: string;
  placeholder: string;
  describedBy?: string;
  invalid?: boolean;
  /** Reads what fits; an empty text shows nothing unless `whenEmpty`. */
  search: (text: string) => { queryKey: readonly unknown[]; queryFn: (context: { signal: AbortSignal }) => Promise<T[]> };
  whenEmpty?: boolean;
  keyOf: (item: T) => string;
  show: (item: T) => ReactNode;
  onChoose: (item: T) => void;
  /** What to say for writing by hand what is typed. */
  freeLabel: (text: string) => string;
  onFree: (text: string) => void;
}

/** A pause in typing after which it is searched. */
const pause = 200;

/** Searches while one types, by keyboard all the way: a combobox with a list, as WAI-ARIA describes it. */
export function SearchBox<T>(props: Props<T>) {
  const { id, placeholder, describedBy, invalid = false, search, whenEmpty = false, keyOf, show, onChoose, freeLabel, onFree } = props;
  const say = useWords(formWords);
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const list = useId();
  const wanted = usePaused(text.trim());
  const asked = open && (wanted !== '' || whenEmpty);
  const { data, error } = useQuery({ ...search(wanted), enabled: asked, staleTime: 60_000, retry: 1 });
  const [before, setBefore] = useState<T[]>([]);
  useEffect(() => {
    if (data) setBefore(data);
    else if (!asked) setBefore([]);
  }, [data, asked]);
  /** What stands there is what was found for what is typed. */
  const current = wanted === text.trim() && (data !== undefined || error !== null);
  // What was found before stays until there is something else, or what lies below would jump under the finger. It cannot be chosen.
  const items = data ?? (current ? [] : before);
  const shown = open && (text.trim() !== '' || whenEmpty);
  const unchosen = !open && text.trim() !== '';
  // Only under what was found: a list that grew above it would turn a press upon one thing into another.
  const offersFree = shown && text.trim() !== '' && current;
  const count = current ? items.length + (offersFree ? 1 : 0) : 0;
  useEffect(() => setActive(0), [wanted]);
  const options = useRef<HTMLDivElement>(null);
  // The list is seen to its end, or the bar below the form would lie on it.
  useEffect(() => {
    if (shown) options.current?.scrollIntoView({ block: 'nearest' });
  }, [shown, count]);
  useEffect(() => {
    if (shown) document.getElementById(`${list}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [list, active, shown]);

  const choose = (index: number): void => {
    const item = items[index];
    if (!current) return;
    if (index < items.length && item !== undefined) onChoose(item);
    else if (offersFree) onFree(text.trim());
    else return;
    setText('');
    setOpen(false);
  };
  /** What the finger went down upon: a list that changed before it came up again must not have another thing chosen. */
  const pressed = useRef<string | null>(null);
  const press = (event: MouseEvent, index: number, key: string): void => {
    const byPointer = event.detail > 0;
    if (!byPointer || pressed.current === key) choose(index);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter that ends the composing of an input method chooses nothing.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) setOpen(true);
      else if (count > 0) setActive((now) => (now + (event.key === 'ArrowDown' ? 1 : count - 1)) % count);
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && shown) {
      event.preventDefault();
      choose(active);
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation();
      setOpen(false);
    }
  };
  const option = (index: number, key: string, content: ReactNode) => (
    <div
      key={key}
      id={`${list}-${index}`}
      role="option"
      aria-selected={current && index === active}
      aria-disabled={!current}
      className={styles.option}
      onPointerDown={() => {
        pressed.current = current ? key : null;
      }}
      // The field keeps the focus, or the list would close before the press counts.
      onMouseDown={(event) => event.preventDefault()}
      onMouseEnter={() => setActive(index)}
      onClick={(event) => press(event, index, key)}
    >
      {content}
    </div>
  );
  const status = !current ? say('searching') : error && !data ? say('searchFailed') : items.length === 0 ? say('noMatch', { text: wanted }) : '';
  const describing = [unchosen && `${list}-unchosen`, describedBy].filter(Boolean).join(' ') || undefined;
  return (
    <div className={styles.search}>
      <Input
        id={id}
        role="combobox"
        aria-expanded={shown}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={shown && count > 0 ? `${list}-${active}` : undefined}
        aria-describedby={describing}
        data-unchosen={unchosen || undefined}
        aria-invalid={invalid}
        status={invalid ? 'error' : unchosen ? 'warning' : undefined}
        autoComplete="off"
        placeholder={placeholder}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <span className="visually-hidden" role="status">
        {shown && current && data ? say('results', { count: items.length }) : ''}
      </span>
      <div className={styles.options} hidden={!shown} ref={options}>
        {shown && status !== '' && <p className={current ? styles.optionStatus : styles.optionWaiting}>{status}</p>}
        <div id={list} role="listbox" aria-label={placeholder} aria-busy={!current}>
          {shown && items.map((item, index) => option(index, keyOf(item), show(item)))}
          {offersFree && option(items.length, 'free', <span className={styles.free}>{freeLabel(text.trim())}</span>)}
        </div>
      </div>
      <div role="status">
        {unchosen && (
          <p className={styles.unchosen} id={`${list}-unchosen`}>
            {say('unchosen', { text: text.trim() })}
            <button
              type="button"
              className={styles.textButton}
              onClick={() => {
                onFree(text.trim());
                setText('');
              }}
            >
              {say('unchosenFree')}
            </button>
            <button type="button" className={styles.textButton} onClick={() => setText('')}>
              {say('unchosenClear')}
            </button>
          </p>
        )}
      </div>
    </div>
  );
}

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), pause);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}
