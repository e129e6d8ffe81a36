import { useWords } from '../i18n/words.ts';
import { partsWords } from './words.ts';

/** In characters as the server counts them: one that lies outside the basic plane is one. */
export const lengthOf = (text: string): number => Array.from(text).length;

/** How much was written of how much there may be, once it nears that. What is too long is refused in words, and never cut. */
export function Room({ text, max }: { text: string; max: number }) {
  const say = useWords(partsWords);
  const length = lengthOf(text);
  if (length < max * 0.8) return null;
  return <span className="muted numbers">{say('room', { length, max })}</span>;
}
