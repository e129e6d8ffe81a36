import type { CommentRequest } from '@countersign/contract';
import type { Recipe } from '../perform.ts';

export const comment = ({ as, text }: CommentRequest): Recipe<'comment'> => ({
  act: 'comment',
  as,
  attempt: () => ({ act: 'comment' }),
  data: () => ({ text }),
});
