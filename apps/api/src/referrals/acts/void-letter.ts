import type { VoidRequest } from '@countersign/contract';
import { reasoned } from './reasoned.ts';

export const voidLetter = (request: VoidRequest) => reasoned('void', { act: 'void' }, request, {});
