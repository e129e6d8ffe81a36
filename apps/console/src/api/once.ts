import { useCallback, useRef } from 'react';
import { newKey } from './client.ts';
import { NetworkError } from './problem.ts';

/**
 * Sends something so that it has one effect however often its button is pressed: as long as nobody answers, the same
 * message goes out with the same Idempotency-Key; after an answer, or with another message, the key is a new one.
 */
export function useOnce<V, T>(send: (value: V, key: string) => Promise<T>): (value: V) => Promise<T> {
  const unanswered = useRef<{ key: string; message: string } | null>(null);
  return useCallback(
    async (value: V) => {
      const message = JSON.stringify(value) ?? '';
      if (unanswered.current?.message !== message) unanswered.current = { key: newKey(), message };
      try {
        const answer = await send(value, unanswered.current.key);
        unanswered.current = null;
        return answer;
      } catch (error) {
        if (!(error instanceof NetworkError)) unanswered.current = null;
        throw error;
      }
    },
    [send],
  );
}
