import { useEffect, useLayoutEffect, useRef } from 'react';
import styles from './desk.module.css';

/** A key's name beside what it does; whoever listens hears it from `aria-keyshortcuts`. */
export function Key({ name }: { name: string }) {
  return (
    <kbd className={styles.key} aria-hidden="true">
      {name}
    </kbd>
  );
}

const keyOf = ({ key, shiftKey }: KeyboardEvent): string => (shiftKey ? `Shift+${key}` : key);

/**
 * Keys that mean something anywhere on the page: none of them writes a character, so none is lost from a field. They rest
 * while a dialog is open, and while somebody composes Chinese.
 */
export function useKeys(doings: Record<string, (() => void) | undefined>): void {
  const current = useRef(doings);
  // Together with what the page shows: whoever sees that a key does something may strike it at once.
  useLayoutEffect(() => {
    current.current = doings;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const { target, isComposing, ctrlKey, altKey, metaKey } = event;
      const inDialog = target instanceof Element && target.closest('[aria-modal="true"]');
      if (isComposing || ctrlKey || altKey || metaKey || event.defaultPrevented || event.repeat || inDialog) return;
      const doing = current.current[keyOf(event)];
      if (!doing) return;
      event.preventDefault();
      doing();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** No hand strikes two keys within it; every card reader does. In milliseconds. */
const handsPause = 60;

export interface Struck {
  key: string;
  at: number;
}

/** Whether a character so soon after a digit shows that a reader is typing, and the digit was the first of its text. */
export const isReader = (struck: Struck | null, at: number): struck is Struck => struck !== null && at - struck.at < handsPause;

export const isText = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !['radio', 'checkbox', 'button', 'file'].includes(target.type));

/** A key that writes one character, struck by itself. */
export const writes = ({ key, ctrlKey, altKey, metaKey, nativeEvent }: React.KeyboardEvent): boolean =>
  key.length === 1 && !ctrlKey && !altKey && !metaKey && !nativeEvent.isComposing;
