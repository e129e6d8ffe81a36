import type { AppointmentsPageResponse, ReasonsResponse, SubstitutesPageResponse } from '@countersign/contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, withQuery } from '../../api/client.ts';

export const times = ['current', 'coming', 'past'] as const;
export type Time = (typeof times)[number];

export const substitutesQuery = (when: Time, language: string) =>
  infiniteQueryOptions({
    queryKey: ['substitutes', when, language],
    queryFn: ({ pageParam, signal }) =>
      api.get<SubstitutesPageResponse>(withQuery('/substitutes', { when, cursor: pageParam }), signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** What somebody holds now. */
export const officesQuery = (personId: string, language: string) =>
  queryOptions({
    queryKey: ['appointments', personId, language],
    queryFn: ({ signal }) =>
      api.get<AppointmentsPageResponse>(withQuery('/appointments', { personId, at: new Date().toISOString() }), signal),
  });

/** All of them, also those that cannot be chosen any more. */
export const reasonsQuery = queryOptions({
  queryKey: ['reasons', 'all'],
  queryFn: ({ signal }) => api.get<ReasonsResponse>('/reasons', signal),
});
