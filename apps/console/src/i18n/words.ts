import type { Language } from '@countersign/contract/language';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLanguage, i18n } from './i18n.ts';

/** Every text of one page or part, by key, in both languages. `{name}` is filled in. */
export type Words<K extends string> = Record<Language, Record<K, string>>;

type Filling = Record<string, string | number>;

/** Says the text of a key in the reader's language. */
export type Say<K extends string> = (key: K, filling?: Filling) => string;

/**
 * Declares the words of one page. English must have the keys that Chinese has, or this does not compile:
 *
 *     const words = defineWords('worklist', { title: '工作台' }, { title: 'Worklist' });
 *     const say = useWords(words);
 */
export function defineWords<K extends string>(name: string, zh: Record<K, string>, en: Record<NoInfer<K>, string>) {
  i18n.addResourceBundle('zh-CN', name, zh);
  i18n.addResourceBundle('en', name, en);
  return { name, words: { 'zh-CN': zh, en } satisfies Words<K> };
}

export type Defined<K extends string> = { name: string; words: Words<K> };

export function useWords<K extends string>({ name }: Defined<K>): Say<K> {
  const { t } = useTranslation(name, { i18n });
  return useCallback((key, filling) => t(key, filling as never) as unknown as string, [t]);
}

/** The reader's language; whoever asks is drawn anew when it changes. */
export function useLanguage(): Language {
  useTranslation(undefined, { i18n });
  return currentLanguage();
}
