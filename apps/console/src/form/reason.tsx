import { useQuery } from '@tanstack/react-query';
import { useWords } from '../i18n/words.ts';
import { phrasesQuery } from '../parts/queries.ts';
import { useField } from './draft-context.tsx';
import { ProseField } from './field.tsx';
import styles from './form.module.css';
import { formWords } from './words.ts';

const pointer = '/content/reason';

/** Why, in one's own words or begun with a stock phrase. */
export function ReasonField() {
  const say = useWords(formWords);
  return <ProseField pointer={pointer} label={say('reason')} required max={2000} hint={<Phrases />} />;
}

function Phrases() {
  const say = useWords(formWords);
  const { text, write } = useField(pointer);
  const { data: phrases = [] } = useQuery(phrasesQuery);
  // The institution's are opinions of those who sign. Without any the field is as good as before.
  const own = phrases.filter(({ of }) => of === 'me');
  if (own.length === 0) return null;
  return (
    <div className={styles.phrases} role="group" aria-label={say('phrases')}>
      {own.map((phrase) => (
        <button key={phrase.id} type="button" className={styles.phrase} onClick={() => write(`${text}${phrase.text}`)}>
          {phrase.text}
        </button>
      ))}
    </div>
  );
}
