import type { DocumentsResponse, HistoryEntry, HistoryResponse, ReasonsResponse, ReferralShown } from '@countersign/contract';
import type { Language } from '@countersign/contract/language';
import type { ReasonedAct } from '@countersign/policy';
import { isAside } from '@countersign/policy/vocabulary';
import { queryOptions } from '@tanstack/react-query';
import { api, withQuery } from '../api/client.ts';

/** Everything of one referral lies under this key, which the live stream invalidates. */
export const referralKey = (id: string) => ['referral', id] as const;

export const referralQuery = (id: string, language: Language) =>
  queryOptions({
    queryKey: [...referralKey(id), 'shown', language],
    queryFn: ({ signal }) => api.get<ReferralShown>(`/referrals/${id}`, signal),
    // A scanner answers in seconds, and its answer is no act that the live stream would tell.
    refetchInterval: ({ state }) => (state.data?.papers.some(({ scan }) => scan === 'pending') ? 2_000 : false),
  });

export const historyQuery = (id: string, language: Language) =>
  queryOptions({
    queryKey: [...referralKey(id), 'history', language],
    queryFn: async ({ signal }) => (await api.get<HistoryResponse>(`/referrals/${id}/history`, signal)).entries,
  });

/** The newest event that moved the referral. */
export const lastMove = (history: readonly HistoryEntry[]): HistoryEntry | undefined =>
  history.findLast(({ entry }) => !isAside(entry.act));

/** Asked for again and again while something is being made. */
export const documentsQuery = (id: string) =>
  queryOptions({
    queryKey: [...referralKey(id), 'documents'],
    queryFn: ({ signal }) => api.get<DocumentsResponse>(`/referrals/${id}/documents`, signal),
    refetchInterval: ({ state }) => (state.data?.beingMade ? 1_000 : false),
  });

export const reasonsQuery = (act: ReasonedAct) =>
  queryOptions({
    queryKey: ['reasons', act],
    queryFn: async ({ signal }) => (await api.get<ReasonsResponse>(withQuery('/reasons', { act, active: true }), signal)).items,
    staleTime: 300_000,
  });
