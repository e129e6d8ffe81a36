import { chains } from '@countersign/policy/vocabulary';
import type { Chain } from '@countersign/policy';
import { oneOf, useAddress } from '../../parts/address.ts';

/** As the server calls it, in place of a department's id. */
export const noDepartment = 'none';

/** What is looked at, in the address. */
export interface Filters {
  chain: Chain | null;
  /** `noDepartment` for those that have none, where one looks at what waits. */
  department: string | null;
  step: string | null;
  overdue: boolean;
  from: string | null;
  to: string | null;
}

const day = (text: string | null): string | null => (text && /^\d{4}-\d\d-\d\d$/.test(text) ? text : null);

export function useFilters(): [Filters, (changes: Partial<Filters>) => void] {
  const { params, change } = useAddress();
  const filters: Filters = {
    chain: oneOf(params, 'chain', chains) || null,
    department: params.get('department'),
    step: params.get('step'),
    overdue: params.get('overdue') === 'true',
    from: day(params.get('from')),
    to: day(params.get('to')),
  };
  return [filters, change];
}
