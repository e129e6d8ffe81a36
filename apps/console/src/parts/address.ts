import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

type Changes = Readonly<Record<string, string | boolean | null | undefined>>;

/** What a page shows is in its address: to be shared, and for the back button. Empty values are left out. */
export function useAddress() {
  const [params, setParams] = useSearchParams();
  const change = useCallback(
    (changes: Changes, { replace = false } = {}): void =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value) next.set(name, String(value));
            else next.delete(name);
          }
          return next;
        },
        { replace },
      ),
    [setParams],
  );
  return { params, change };
}

/** A value of the address, where it is one of those that there are. */
export const oneOf = <T extends string>(params: URLSearchParams, name: string, values: readonly T[]): T | '' =>
  values.find((value) => value === params.get(name)) ?? '';
