import type { DepartmentsResponse, PhrasesResponse } from '@countersign/contract';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client.ts';

/** One's own phrases and the institution's. */
export const phrasesQuery = queryOptions({
  queryKey: ['phrases'],
  queryFn: async ({ signal }) => (await api.get<PhrasesResponse>('/phrases', signal)).items,
  staleTime: 300_000,
});

/** All that there are, also those that are closed. */
export const departmentsQuery = queryOptions({
  queryKey: ['departments'],
  queryFn: async ({ signal }) => (await api.get<DepartmentsResponse>('/departments', signal)).items,
  staleTime: 300_000,
});
