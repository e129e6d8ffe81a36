import type {
  DocumentsResponse,
  FormVersionsResponse,
  HistoryEntry,
  HistoryResponse,
  PhrasesResponse,
  ReasonsResponse,
  ReferralShown,
  VerificationResponse,
} from '@countersign/contract';
import type { Language } from '@countersign/contract/language';
import type { ReasonedAct } from '@countersign/policy';
import { isAside } from '@countersign/policy/vocabulary';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, withQuery } from '../../api/client.ts';

/** Everything of one referral lies under this key, which the live stream invalidates. */
export const referralKey = (id: string) => ['referral', id] as const;

export const referralQuery = (id: string, language: Language) =>
  queryOptions({
    queryKey: [...referralKey(id), 'shown', language],
    queryFn: ({ signal }) => api.get<ReferralShown>(`/referrals/${id}`, signal),
    // Another language is read behind what is shown, so that no sheet closes for it. Another referral is another page.
    placeholderData: keepPreviousData,
  });

export const historyQuery = (id: string, language: Language) =>
  queryOptions({
    queryKey: [...referralKey(id), 'history', language],
    queryFn: async ({ signal }) => (await api.get<HistoryResponse>(`/referrals/${id}/history`, signal)).entries,
    placeholderData: keepPreviousData,
  });

export const formsQuery = (id: string) =>
  queryOptions({
    queryKey: [...referralKey(id), 'forms'],
    queryFn: async ({ signal }) => (await api.get<FormVersionsResponse>(`/referrals/${id}/forms`, signal)).versions,
  });

export const documentsQuery = (id: string) =>
  queryOptions({
    queryKey: [...referralKey(id), 'documents'],
    queryFn: ({ signal }) => api.get<DocumentsResponse>(`/referrals/${id}/documents`, signal),
    refetchInterval: ({ state }) => (state.data?.beingMade ? 2_000 : false),
  });

/** Asked on a press, and kept until the referral changes. */
export const verificationQuery = (id: string) =>
  queryOptions({
    queryKey: [...referralKey(id), 'verification'],
    queryFn: ({ signal }) => api.get<VerificationResponse>(`/referrals/${id}/verification`, signal),
    enabled: false,
  });

export const reasonsQuery = (act: ReasonedAct) =>
  queryOptions({
    queryKey: ['reasons', act],
    queryFn: async ({ signal }) => (await api.get<ReasonsResponse>(withQuery('/reasons', { act, active: true }), signal)).items,
    staleTime: 300_000,
  });

export const phrasesQuery = queryOptions({
  queryKey: ['phrases'],
  queryFn: async ({ signal }) => (await api.get<PhrasesResponse>('/phrases', signal)).items,
  staleTime: 300_000,
});

/** Events that were taken back 撤回. */
export const takenBackIn = (history: readonly HistoryEntry[]): ReadonlySet<number> =>
  new Set(history.flatMap(({ entry }) => (entry.act === 'recall' ? [entry.data.takesBack] : [])));

/** The newest event that moved the referral. */
export const lastMove = (history: readonly HistoryEntry[]): HistoryEntry | undefined =>
  history.findLast(({ entry }) => !isAside(entry.act));
