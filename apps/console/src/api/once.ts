import { useCallback, useRef } from 'react';
import { newKey } from './client.ts';
import { leavesOpen } from './problem.ts';

interface Unanswered {
  key: string;
  message: string;
}

/** What went unanswered at a place that closes and opens again, such as a sheet. Gone with the window. */
const places = new Map<string, Unanswered>();

/**
 * Sends something so that it has one effect however often its button is pressed: as long as nobody answers, the same
 * message goes out with the same Idempotency-Key; after an answer, or with another message, the key is a new one. A
 * `place` remembers it also where what sends is closed and opened again with what was typed.
 */
export function useOnce<V, T>(send: (value: V, key: string) => Promise<T>, place?: string): (value: V) => Promise<T> {
  const own = useRef<Unanswered>(undefined);
  return useCallback(
    async (value: V) => {
      const message = JSON.stringify(value) ?? '';
      const before = place === undefined ? own.current : places.get(place);
      const sent = before?.message === message ? before : { key: newKey(), message };
      const keep = (unanswered?: Unanswered): void => {
        if (place === undefined) own.current = unanswered;
        else if (unanswered) places.set(place, unanswered);
        else places.delete(place);
      };
      keep(sent);
      try {
        const answer = await send(value, sent.key);
        keep();
        return answer;
      } catch (error) {
        if (!leavesOpen(error)) keep();
        throw error;
      }
    },
    [send, place],
  );
}
