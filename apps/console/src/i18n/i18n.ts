import { languageFor, languages, type Language } from '@countersign/contract/language';
import i18next, { type i18n as I18n } from 'i18next';

const place = 'countersign.language';

export const isLanguage = (value: unknown): value is Language => (languages as readonly unknown[]).includes(value);

/** What was chosen on this device; else the browser's wish, as the server would read it. */
function firstLanguage(): Language {
  const chosen = localStorage.getItem(place);
  return isLanguage(chosen) ? chosen : languageFor(navigator.languages.join(','));
}

export const i18n: I18n = i18next.createInstance();

/** Each page brings its own words when it is loaded: see `defineWords`. */
void i18n.init({
  lng: firstLanguage(),
  fallbackLng: false,
  keySeparator: false,
  nsSeparator: false,
  resources: {},
  interpolation: { escapeValue: false, prefix: '{', suffix: '}' },
  initAsync: false,
  returnNull: false,
});

export const currentLanguage = (): Language => (i18n.language === 'en' ? 'en' : 'zh-CN');

const markDocument = (): void => {
  document.documentElement.lang = currentLanguage();
};
markDocument();

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(place, language);
  await i18n.changeLanguage(language);
  markDocument();
}
