import type {
  ReasonCountsResponse,
  StandingResponse,
  TurnaroundResponse,
  WaitingPageResponse,
} from '@countersign/contract';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, withQuery } from '../../api/client.ts';
import { noDepartment, type Filters } from './filters.ts';

// What happens is told by the live stream; what is overdue becomes so with time alone.
const every = 60_000;

export const standingQuery = (language: string) =>
  queryOptions({
    queryKey: ['worklist', 'standing', language],
    queryFn: ({ signal }) => api.get<StandingResponse>('/overview/standing', signal),
    refetchInterval: every,
  });

export const waitingQuery = ({ chain, department, step, overdue }: Filters, language: string) => {
  const asked = { chain, department, step, overdue: overdue || null, limit: 50 };
  return infiniteQueryOptions({
    queryKey: ['worklist', 'waiting', asked, language],
    queryFn: ({ pageParam, signal }) =>
      api.get<WaitingPageResponse>(withQuery('/overview/waiting', { ...asked, cursor: pageParam }), signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: every,
  });
};

/** Of what is over, the departments alone are told apart. */
export const periodOf = ({ from, to, chain, department }: Filters) => ({ from, to, chain, department: department === noDepartment ? null : department });

export const turnaroundQuery = (filters: Filters, language: string) =>
  queryOptions({
    queryKey: ['turnaround', periodOf(filters), language],
    queryFn: ({ signal }) => api.get<TurnaroundResponse>(withQuery('/overview/turnaround', periodOf(filters)), signal),
    placeholderData: keepPreviousData,
  });

export const reasonsQuery = (filters: Filters, language: string) =>
  queryOptions({
    queryKey: ['reason-counts', periodOf(filters), language],
    queryFn: ({ signal }) => api.get<ReasonCountsResponse>(withQuery('/overview/reasons', periodOf(filters)), signal),
    placeholderData: keepPreviousData,
  });
