import { QueryClient } from '@tanstack/react-query';
import { currentLanguage, isLanguage } from '../i18n/i18n.ts';
import { NetworkError } from './problem.ts';

/** What was read stays on screen while it is read again; what the server refused is not asked for a second time. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => error instanceof NetworkError && failures < 3,
      refetchOnWindowFocus: true,
      networkMode: 'always',
      // Another language is read behind what is shown: no page goes away for it, nor what somebody typed there.
      placeholderData: (before: unknown, { queryKey } = { queryKey: [] as readonly unknown[] }) =>
        queryKey.some((part) => isLanguage(part) && part !== currentLanguage()) ? before : undefined,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
