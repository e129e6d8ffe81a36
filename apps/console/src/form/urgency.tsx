import { urgencyWords } from '@countersign/contract/words';
import { urgencies } from '@countersign/policy/vocabulary';
import { useLanguage, useWords } from '../i18n/words.ts';
import { useField } from './draft-context.tsx';
import { idOf } from './field.tsx';
import styles from './form.module.css';
import { formWords } from './words.ts';

const pointer = '/content/urgency';

/** Three large choices that say what they mean. */
export function UrgencyField() {
  const say = useWords(formWords);
  const language = useLanguage();
  const { value, error, write, leave } = useField(pointer);
  const errorId = `${idOf(pointer)}-error`;
  return (
    <fieldset className={styles.urgencies} aria-describedby={error ? errorId : undefined} aria-required role="radiogroup">
      <legend>{say('urgency')}</legend>
      {error && (
        <p className={styles.error} id={errorId}>
          {error}
        </p>
      )}
      <div className={styles.choices}>
        {urgencies.map((urgency, i) => (
          <label key={urgency} className={styles.choice}>
            <input
              type="radio"
              name="urgency"
              id={i === 0 ? idOf(pointer) : undefined}
              value={urgency}
              checked={value === urgency}
              onChange={() => write(urgency)}
              onBlur={leave}
            />
            <span>
              <span className={`tag tag-${urgency}`}>{urgencyWords[urgency][language]}</span>
              <span className={styles.choiceAbout}>{say(`urgency_${urgency}`)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
