import { useWords } from '../i18n/words.ts';
import { partsWords } from './words.ts';

/** Grey lines where the text will be; announced, but without making anybody wait for a spinner. */
export function Loading({ lines = 6 }: { lines?: number }) {
  const say = useWords(partsWords);
  return (
    <div className="loading" role="status" aria-label={say('loading')}>
      {Array.from({ length: lines }, (_, i) => (
        <span key={i} className="loading-line" style={{ width: `${92 - ((i * 23) % 40)}%` }} />
      ))}
    </div>
  );
}
