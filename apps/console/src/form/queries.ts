import type {
  DiagnosesResponse,
  DiagnosisResponse,
  HospitalResponse,
  HospitalsResponse,
  PaperResponse,
  ReferralsPageResponse,
} from '@countersign/contract';
import type { HospitalLevel } from '@countersign/contract/words';
import { queryOptions } from '@tanstack/react-query';
import { api, withQuery } from '../api/client.ts';
import { openDraft } from './saver.ts';

/** Read once when its page opens: from then on the page is ahead of the server. */
export const draftQuery = (id: string) =>
  queryOptions({
    queryKey: ['draft', id],
    queryFn: () => openDraft(id),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

export const diagnosisSearch = (text: string) => ({
  queryKey: ['diagnoses', text],
  queryFn: async ({ signal }: { signal: AbortSignal }): Promise<DiagnosisResponse[]> =>
    (await api.get<DiagnosesResponse>(withQuery('/diagnoses', { search: text }), signal)).items,
});

export interface HospitalFilter {
  level: HospitalLevel | null;
  division: string | null;
}

export const hospitalSearch = (text: string, { level, division }: HospitalFilter, language: string) => ({
  queryKey: ['hospitals', text, level, division, language],
  queryFn: async ({ signal }: { signal: AbortSignal }): Promise<HospitalResponse[]> =>
    (await api.get<HospitalsResponse>(withQuery('/hospitals', { search: text, level, division }), signal)).items,
});

/** At most so many earlier referrals are shown; the search page has all. */
export const mostEarlier = 10;

export const earlierQuery = (idNumber: string, language: string) =>
  queryOptions({
    queryKey: ['earlier', idNumber, language],
    queryFn: ({ signal }) => api.post<ReferralsPageResponse>('/referrals/find', { idNumber, limit: mostEarlier }, { signal }),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

export const paperQuery = (id: string) =>
  queryOptions({
    queryKey: ['paper', id],
    queryFn: ({ signal }) => api.get<PaperResponse>(`/papers/${id}`, signal),
    // A scanner answers in seconds.
    refetchInterval: ({ state }) => (state.data?.scan === 'pending' ? 2_000 : false),
  });
