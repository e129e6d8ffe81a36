import { useWords } from '../i18n/words.ts';
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
    <button type="button" className="quiet-button" aria-label={about} onClick={() => void press()}>
      {say('copy')}
    </button>
  );
}
