import { useSyncExternalStore } from 'react';
import { useLanguage, useWords } from '../i18n/words.ts';
import { sayMoment, sayShortMoment, spanOf } from './times.ts';
import { partsWords } from './words.ts';

/** One clock for the whole page, a tick each half minute. */
let now = Date.now();
const readers = new Set<() => void>();
setInterval(() => {
  now = Date.now();
  for (const tell of readers) tell();
}, 30_000);

const subscribe = (tell: () => void) => {
  readers.add(tell);
  return () => readers.delete(tell);
};

const useNow = (): number => useSyncExternalStore(subscribe, () => now);

/** 已等 3 小时, and the moment itself for whoever points at it. */
export function Waited({ since }: { since: string }) {
  const say = useWords(partsWords);
  const language = useLanguage();
  const { key, count } = spanOf(since, useNow());
  return (
    <time dateTime={since} title={sayMoment(since, language)}>
      {key === 'soon' ? say('waitedSoon') : say('waited', { time: say(key, { count }) })}
    </time>
  );
}

/** A moment in hospital time. */
export function Moment({ at, short = false }: { at: string; short?: boolean }) {
  const language = useLanguage();
  return (
    <time dateTime={at} title={sayMoment(at, language)}>
      {short ? sayShortMoment(at, language) : sayMoment(at, language)}
    </time>
  );
}
