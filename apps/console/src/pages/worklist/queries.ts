import type { WorklistPageResponse } from '@countersign/contract';
import { api, withQuery } from '../../api/client.ts';
import { pagesQuery } from '../../parts/pages.ts';

/** As `WorklistQuery` in the contract; empty where it does not matter. */
export type Shown = Record<'box' | 'chain' | 'urgency' | 'department' | 'olderThanHours' | 'overdue', string>;

export const worklistQuery = (shown: Shown, language: string) =>
  pagesQuery(['worklist', language, shown], (page, signal) =>
    api.get<WorklistPageResponse>(withQuery('/worklist', { ...shown, ...page }), signal),
  );
