import type { Language } from '@countersign/contract/language';
import { createContext, use, useSyncExternalStore } from 'react';
import { currentLanguage, i18n } from './i18n.ts';

type Filling = Record<string, string | number>;

/** Says the text of a key in the reader's language. `{name}` is filled in. */
export type Say<K extends string> = (key: K, filling?: Filling) => string;

/** Every text of one page or part, by key, in both languages. */
export interface Words<K extends string> {
  words: Record<Language, Record<K, string>>;
  says: Record<Language, Say<K>>;
}

/**
 * Declares the words of one page. English must have the keys that Chinese has, or this does not compile:
 *
 *     const words = defineWords('worklist', { title: '工作台' }, { title: 'Worklist' });
 *     const say = useWords(words);
 */
export function defineWords<K extends string>(name: string, zh: Record<K, string>, en: Record<NoInfer<K>, string>): Words<K> {
  i18n.addResourceBundle('zh-CN', name, zh);
  i18n.addResourceBundle('en', name, en);
  return { words: { 'zh-CN': zh, en }, says: { 'zh-CN': sayIn('zh-CN', name, zh), en: sayIn('en', name, en) } };
}

function sayIn<K extends string>(language: Language, name: string, texts: Record<K, string>): Say<K> {
  const t = i18n.getFixedT(language, name);
  return (key, filling) => (filling ? (t(key, filling as never) as unknown as string) : texts[key]);
}

export const LanguageContext = createContext<Language>(currentLanguage());

/** The reader's language; whoever asks is drawn anew when it changes. */
export const useLanguage = (): Language => use(LanguageContext);

/** A context and nothing more: a list asks a hundred times for each screen. */
export const useWords = <K extends string>({ says }: Words<K>): Say<K> => says[useLanguage()];

const subscribe = (tell: () => void) => {
  i18n.on('languageChanged', tell);
  return () => i18n.off('languageChanged', tell);
};

/** For the one who gives the context. */
export const useChosenLanguage = (): Language => useSyncExternalStore(subscribe, currentLanguage);
