import { useWords } from '../i18n/words.ts';
import styles from './copy-button.module.css';
import { tell } from './messages.tsx';
import { partsWords } from './words.ts';

/** Copies a number. Over plain HTTP browsers have no clipboard but that of a selection. */
async function copy(text: string): Promise<boolean> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text).then(() => true, () => false);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

export function CopyButton({ text, about }: { text: string; about: string }) {
  const say = useWords(partsWords);
  const press = async (): Promise<void> => {
    if (await copy(text)) tell(say('copied'));
    else tell(say('copyFailed'), { tone: 'warning' });
  };
  return (
    <button type="button" className={styles.copy} aria-label={about} title={say('copy')} onClick={() => void press()}>
      <svg width="16" height="16" viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round" aria-hidden="true">
        <path d="M7 7h9v10H7zM13 7V3H4v10h3" />
      </svg>
    </button>
  );
}
