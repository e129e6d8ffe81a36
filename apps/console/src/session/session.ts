import type { SessionResponse } from '@countersign/contract';
import { queryOptions, useQuery, type QueryClient } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import { useLanguage } from '../i18n/words.ts';

const key = 'session';

/**
 * Who is signed in; null when nobody is. Whoever was signed in when the session ended stays until they sign in again, so
 * that the page they work on does not go away with what they typed: see SignedOut.
 */
async function readSession(client: QueryClient): Promise<SessionResponse | null> {
  try {
    return await api.whoever<SessionResponse>('/session');
  } catch (error) {
    if (!isProblem(error, 'signedOut')) throw error;
    // In whichever language they were read.
    const known = client.getQueriesData<SessionResponse | null>({ queryKey: [key] });
    return known.map(([, session]) => session).find((session) => session) ?? null;
  }
}

export const sessionQuery = (language: string) =>
  queryOptions({
    queryKey: [key, language],
    queryFn: ({ client }) => readSession(client),
    staleTime: 60_000,
  });

/** The session of a page that is shown to nobody who is not signed in. */
export function useSession(): SessionResponse {
  const { data } = useQuery(sessionQuery(useLanguage()));
  if (!data) throw new Error('this page is shown only to somebody who is signed in');
  return data;
}
