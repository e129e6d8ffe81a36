import type { WithdrawRequest } from '@countersign/contract';
import type { Recipe } from '../perform.ts';

export const withdraw = ({ as, comment }: WithdrawRequest): Recipe<'withdraw'> => ({
  act: 'withdraw',
  as,
  attempt: () => ({ act: 'withdraw' }),
  data: () => ({ comment }),
});
