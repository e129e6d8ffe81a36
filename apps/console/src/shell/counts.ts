import type { WorklistCountsResponse } from '@countersign/contract';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client.ts';

export const countsQuery = queryOptions({
  queryKey: ['counts'],
  queryFn: ({ signal }) => api.get<WorklistCountsResponse>('/worklist/counts', signal),
});

/** 12, or 1000+ where there are more than were counted. */
export const sayCount = ({ count, more }: { count: number; more: boolean }): string => (more ? `${count}+` : String(count));
