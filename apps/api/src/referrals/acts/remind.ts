import type { RemindRequest } from '@countersign/contract';
import type { Recipe } from '../perform.ts';

export const remind = ({ as, message }: RemindRequest): Recipe<'remind'> => ({
  act: 'remind',
  as,
  attempt: () => ({ act: 'remind' }),
  data: () => ({ message: message ?? null }),
});
