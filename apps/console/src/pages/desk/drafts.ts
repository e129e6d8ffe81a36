import { useCallback, useState } from 'react';

/**
 * What was typed into a panel and not sent, by the panel's place: a scan, a hit, Escape or another page takes nothing of
 * it away. In memory alone, for it may hold the number of a card.
 */
const drafts = new Map<string, object>();

/** Where one act upon one referral is typed. */
export const placeOf = (referralId: string, act: string): string => `${referralId} ${act}`;

export const hasDraft = (place: string): boolean => drafts.has(place);

/** It was sent, or the clerk said that it shall not be. */
export const forgetDraft = (place: string): boolean => drafts.delete(place);

/** A panel's fields, which are there again when it opens again. */
export function useDraft<T extends object>(place: string, initial: T): [T, (change: Partial<T>) => void] {
  const [fields, setFields] = useState<T>(() => (drafts.get(place) as T | undefined) ?? initial);
  const change = useCallback(
    (part: Partial<T>) =>
      setFields((before) => {
        const after = { ...before, ...part };
        drafts.set(place, after);
        return after;
      }),
    [place],
  );
  return [fields, change];
}
