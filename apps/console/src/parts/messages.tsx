import { useSyncExternalStore } from 'react';
import styles from './messages.module.css';

interface Message {
  id: number;
  text: string;
  tone: 'good' | 'info' | 'warning' | 'error';
  /** Something to be done about it as long as it stands there, such as taking it back. */
  action?: { name: string; work: () => void };
}

/** Long enough to be read, and to get to the button where there is one. */
const stays = { read: 5_000, act: 12_000 };
const most = 3;

let shown: readonly Message[] = [];
let count = 0;
const readers = new Set<() => void>();

function show(next: readonly Message[]): void {
  shown = next;
  for (const reader of readers) reader();
}

const remove = (id: number): void => show(shown.filter((message) => message.id !== id));

/** Says in passing what has happened. What somebody has to deal with stands beside what it is about instead. */
export function tell(text: string, { tone = 'good', action }: Partial<Pick<Message, 'tone' | 'action'>> = {}): void {
  const id = (count += 1);
  // The same again takes the place of what was said before.
  show([...shown.filter((message) => message.text !== text), { id, text, tone, action }].slice(-most));
  setTimeout(() => remove(id), action ? stays.act : stays.read);
}

const subscribe = (reader: () => void) => {
  readers.add(reader);
  return () => readers.delete(reader);
};

/** A live region, which is there before there is anything to say, or screen readers would miss the first message. */
export function Messages() {
  const messages = useSyncExternalStore(subscribe, () => shown);
  return (
    <div className={styles.messages} role="status">
      {messages.map(({ id, text, tone, action }) => (
        <p key={id} data-tone={tone}>
          {text}
          {action && (
            <button
              type="button"
              onClick={() => {
                remove(id);
                action.work();
              }}
            >
              {action.name}
            </button>
          )}
        </p>
      ))}
    </div>
  );
}
