import type { ReferralsPageResponse } from '@countersign/contract';
import { api, withQuery } from '../../api/client.ts';
import { pagesQuery } from '../../parts/pages.ts';

/** As `ReferralsQuery` in the contract; empty where it does not matter. */
export type Wanted = Record<'search' | 'state' | 'chain', string>;

export const referralsQuery = (wanted: Wanted, language: string) =>
  pagesQuery(['worklist', 'find', language, wanted], (page, signal) =>
    api.get<ReferralsPageResponse>(withQuery('/referrals', { ...wanted, ...page }), signal),
  );

/** Every look-up by card is recorded on the server: it is made when somebody asks for it, and never by itself. */
export const cardQuery = (card: string, idNumber: string, language: string) =>
  pagesQuery(
    ['card', language, card],
    ({ limit, cursor }, signal) => api.post<ReferralsPageResponse>('/referrals/find', { idNumber, limit, cursor: cursor ?? undefined }, { signal }),
    { staleTime: Infinity, gcTime: Infinity, refetchOnWindowFocus: false },
  );
