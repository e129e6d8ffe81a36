import { chooseLanguage } from '../i18n/i18n.ts';
import { useLanguage, useWords } from '../i18n/words.ts';
import { shellWords } from './words.ts';

/** Names the other language in that language, for whoever cannot read this one. */
export function LanguageSwitch() {
  const say = useWords(shellWords);
  const other = useLanguage() === 'en' ? 'zh-CN' : 'en';
  return (
    <button type="button" className="quiet-button" lang={other} onClick={() => void chooseLanguage(other)}>
      {say(other === 'en' ? 'english' : 'chinese')}
    </button>
  );
}
