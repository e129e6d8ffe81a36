import type { DepartmentsResponse, PhrasesResponse, WorklistPageResponse } from '@countersign/contract';
import { queryOptions } from '@tanstack/react-query';
import { api, withQuery } from '../../api/client.ts';
import { pagesQuery } from '../../parts/pages.ts';

/** As `WorklistQuery` in the contract; empty where it does not matter. */
export type Shown = Record<'box' | 'chain' | 'urgency' | 'department' | 'olderThanHours' | 'overdue', string>;

export const worklistQuery = (shown: Shown, language: string) =>
  pagesQuery(['worklist', language, shown], (page, signal) =>
    api.get<WorklistPageResponse>(withQuery('/worklist', { ...shown, ...page }), signal),
  );

export const departmentsQuery = queryOptions({
  queryKey: ['departments'],
  queryFn: ({ signal }) => api.get<DepartmentsResponse>('/departments?active=true', signal),
  staleTime: 300_000,
});

export const phrasesQuery = queryOptions({
  queryKey: ['phrases'],
  queryFn: ({ signal }) => api.get<PhrasesResponse>('/phrases', signal),
});
