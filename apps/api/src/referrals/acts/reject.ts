import type { RejectRequest } from '@countersign/contract';
import { reasoned } from './reasoned.ts';

export const reject = (request: RejectRequest) => reasoned('reject', { act: 'reject' }, request, {});
