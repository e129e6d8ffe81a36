import { chains } from '@countersign/policy/vocabulary';
import type { Chain } from '@countersign/policy';
import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** What is looked at, in the address: it can be sent to a colleague, and the back button works. */
export interface Filters {
  chain: Chain | null;
  department: string | null;
  step: string | null;
  overdue: boolean;
  from: string | null;
  to: string | null;
}

const day = (text: string | null): string | null => (text && /^\d{4}-\d\d-\d\d$/.test(text) ? text : null);

export function useFilters(): [Filters, (change: Partial<Filters>) => void] {
  const [search, setSearch] = useSearchParams();
  const chain = search.get('chain');
  const filters: Filters = {
    chain: (chains as readonly (string | null)[]).includes(chain) ? (chain as Chain) : null,
    department: search.get('department'),
    step: search.get('step'),
    overdue: search.get('overdue') === 'true',
    from: day(search.get('from')),
    to: day(search.get('to')),
  };
  const change = useCallback(
    (changed: Partial<Filters>) =>
      setSearch(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changed)) {
            if (value === null || value === false || value === '') after.delete(name);
            else after.set(name, String(value));
          }
          return after;
        },
        { replace: true },
      ),
    [setSearch],
  );
  return [filters, change];
}
