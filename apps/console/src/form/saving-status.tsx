import { useReach } from '../api/reach.ts';
import { useLanguage, useWords } from '../i18n/words.ts';
import { sayTime } from '../parts/times.ts';
import { useDraft } from './draft-context.tsx';
import styles from './form.module.css';
import { formWords } from './words.ts';

/** Always in sight: whether what was typed is safe. */
export function SavingStatus() {
  const say = useWords(formWords);
  const language = useLanguage();
  const { saving } = useDraft();
  const reached = useReach();
  const away = saving.kind === 'saved' && !reached;
  const troubled = away || !['saved', 'typed', 'saving'].includes(saving.kind);
  const text = (): string => {
    switch (saving.kind) {
      case 'saved':
        return say(away ? 'savedAway' : 'savedAt', { time: sayTime(saving.at, language) });
      case 'typed':
        return say('typing');
      case 'saving':
        return say('savingNow');
      case 'waiting':
        if (!saving.kept) return say(saving.why === 'signedOut' ? 'signedOutNotKept' : 'waitingNotKept');
        return say(saving.why === 'signedOut' ? 'waitingSignedOut' : 'waitingKept');
      case 'refused':
        return say('refused');
      case 'changed':
        return say('changedShort');
      case 'gone':
        return say('goneShort');
    }
  };
  return (
    <p className={troubled ? styles.savingTrouble : styles.saving} role={troubled ? 'alert' : 'status'} data-saving={saving.kind}>
      {text()}
    </p>
  );
}
