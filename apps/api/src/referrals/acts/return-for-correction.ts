import type { ReturnRequest } from '@countersign/contract';
import { reasoned } from './reasoned.ts';

export const returnForCorrection = (request: ReturnRequest) =>
  reasoned('returnForCorrection', { act: 'returnForCorrection', to: request.to }, request, { to: request.to });
