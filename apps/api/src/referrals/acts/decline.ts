import type { DeclineRequest } from '@countersign/contract';
import { reasoned } from './reasoned.ts';

export const decline = (request: DeclineRequest) => reasoned('decline', { act: 'decline' }, request, {});
