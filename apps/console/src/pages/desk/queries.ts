import type { ColleaguesPageResponse, ReferralsPageResponse, WorklistPageResponse } from '@countersign/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, withQuery } from '../../api/client.ts';

/** As many as a page of the API holds; whoever has more waiting has the worklist for them. */
const most = 100;

export const awaitingQuery = (language: string) =>
  queryOptions({
    queryKey: ['worklist', 'desk', 'awaiting', language],
    queryFn: ({ signal }) => api.get<WorklistPageResponse>(withQuery('/worklist', { box: 'awaiting', limit: most }), signal),
  });

/** Letters that nobody has taken yet. */
export const issuedQuery = (language: string) =>
  queryOptions({
    queryKey: ['worklist', 'desk', 'issued', language],
    queryFn: ({ signal }) => api.get<ReferralsPageResponse>(withQuery('/referrals', { state: 'issued', handedOver: false, limit: most }), signal),
  });

export const colleaguesQuery = (search: string, language: string) =>
  queryOptions({
    queryKey: ['colleagues', search, language],
    queryFn: ({ signal }) => api.get<ColleaguesPageResponse>(withQuery('/colleagues', { search, limit: 50 }), signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
