import { QueryClient } from '@tanstack/react-query';
import { NetworkError } from './problem.ts';

/** What was read stays on screen while it is read again; what the server refused is not asked for a second time. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => error instanceof NetworkError && failures < 3,
      refetchOnWindowFocus: true,
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
