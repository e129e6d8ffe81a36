import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useWords } from '../i18n/words.ts';
import { useDisclosure } from './disclosure.ts';
import styles from './referral-list.module.css';
import { referralWords } from './referral-words.ts';

const place = 'countersign.shortcuts';
const readers = new Set<() => void>();
const subscribe = (tell: () => void) => {
  readers.add(tell);
  return () => readers.delete(tell);
};
const areOn = (): boolean => localStorage.getItem(place) !== 'off';

function turn(on: boolean): void {
  localStorage.setItem(place, on ? 'on' : 'off');
  for (const tell of readers) tell();
}

const useShortcutsOn = (): boolean => useSyncExternalStore(subscribe, areOn);

/** Where a letter is a letter, or a dialog lies above the page. */
const isElsewhere = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input:not([type=checkbox]), textarea, select, [contenteditable], [role=dialog]') !== null;

/**
 * Single keys that work wherever one is on the page. Whoever speaks to their computer, or hits keys by mistake, can turn
 * them off (WCAG 2.1.4).
 */
export function useShortcuts(keys: Record<string, () => void>): void {
  const newest = useRef(keys);
  newest.current = keys;
  const on = useShortcutsOn();
  useEffect(() => {
    if (!on) return;
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target)) return;
      const act = newest.current[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [on]);
}

const told = [
  ['keysMove', 'keyMove'],
  ['keysEnds', 'keyEnds'],
  ['keysOpen', 'keyOpen'],
  ['keysSelect', 'keySelect'],
  ['keysSearch', 'keySearch'],
  ['keysHelp', 'keyHelp'],
] as const;

/** Tells the keys, on a press of the button or of "?", and turns them on and off. */
export function ShortcutsHelp() {
  const say = useWords(referralWords);
  const on = useShortcutsOn();
  const { open, setOpen, button, around } = useDisclosure();
  useShortcuts({ '?': () => setOpen(!open) });
  return (
    <div ref={around} className={styles.keys}>
      <button ref={button} type="button" className={styles.summary} aria-expanded={open} onClick={() => setOpen(!open)}>
        {say('shortcuts')}
      </button>
      {open && (
        <div className={styles.keysPanel} role="region" aria-label={say('shortcuts')}>
          <dl>
            {told.map(([keys, what]) => (
              <KeyLine key={keys} keys={say(keys)} what={say(what)} />
            ))}
          </dl>
          <label>
            <input type="checkbox" checked={on} onChange={({ target }) => turn(target.checked)} />
            <span>{say('shortcutsOn')}</span>
          </label>
        </div>
      )}
    </div>
  );
}

function KeyLine({ keys, what }: { keys: string; what: string }) {
  return (
    <>
      <dt>{keys}</dt>
      <dd>{what}</dd>
    </>
  );
}
