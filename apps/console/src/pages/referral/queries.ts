import type {
  FormVersionsResponse,
  HistoryEntry,
  VerificationResponse,
} from '@countersign/contract';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { referralKey } from '../../parts/referral-queries.ts';

export const formsQuery = (id: string) =>
  queryOptions({
    queryKey: [...referralKey(id), 'forms'],
    queryFn: async ({ signal }) => (await api.get<FormVersionsResponse>(`/referrals/${id}/forms`, signal)).versions,
  });

/** Asked on a press, and kept until the referral changes. */
export const verificationQuery = (id: string) =>
  queryOptions({
    queryKey: [...referralKey(id), 'verification'],
    queryFn: ({ signal }) => api.get<VerificationResponse>(`/referrals/${id}/verification`, signal),
    enabled: false,
  });

/** Events that were taken back 撤回. */
export const takenBackIn = (history: readonly HistoryEntry[]): ReadonlySet<number> =>
  new Set(history.flatMap(({ entry }) => (entry.act === 'recall' ? [entry.data.takesBack] : [])));
