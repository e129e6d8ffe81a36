import type {
  AppointmentResponse,
  AppointmentsPageResponse,
  DepartmentsResponse,
  InstitutionResponse,
  PeoplePageResponse,
  PersonResponse,
  VacanciesResponse,
} from '@countersign/contract';
import type { Language } from '@countersign/contract/language';
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { api, withQuery } from '../../api/client.ts';
import { pagesQuery } from '../../parts/pages.ts';
import { departmentsQuery as departmentsForAll } from '../../parts/queries.ts';

/** What the administrator's pages read begins with one word, so that after a change all of it is read anew. */
const all = 'administration';

/** And with it the departments that everybody's filters offer. */
export const readAnew = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({ predicate: ({ queryKey: [name] }) => name === all || name === departmentsForAll.queryKey[0] });

export interface PeopleFilter {
  search: string;
  active: string;
  office: string;
  departmentId: string;
}

export const peopleQuery = (filter: PeopleFilter, language: Language) =>
  pagesQuery([all, 'people', filter, language], (page, signal) =>
    api.get<PeoplePageResponse>(withQuery('/people', { ...filter, ...page }), signal),
  );

export const personQuery = (id: string, language: Language) =>
  queryOptions({
    queryKey: [all, 'person', id, language],
    queryFn: ({ signal }) => api.get<PersonResponse>(`/people/${id}`, signal),
  });

/** Every page: an overview of who holds what is none with half of it. */
async function readAppointments(query: { personId?: string; at?: string }, signal: AbortSignal): Promise<AppointmentResponse[]> {
  const found: AppointmentResponse[] = [];
  let cursor: string | null = null;
  do {
    const page: AppointmentsPageResponse = await api.get(withQuery('/appointments', { ...query, limit: 200, cursor }), signal);
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

export const appointmentsOfQuery = (personId: string, language: Language) =>
  queryOptions({
    queryKey: [all, 'appointments', personId, language],
    queryFn: ({ signal }) => readAppointments({ personId }, signal),
  });

export const heldNowQuery = (language: Language) =>
  queryOptions({
    queryKey: [all, 'held-now', language],
    queryFn: ({ signal }) => readAppointments({ at: new Date().toISOString() }, signal),
  });

export const vacanciesQuery = (language: Language) =>
  queryOptions({
    queryKey: [all, 'vacancies', language],
    queryFn: async ({ signal }) => (await api.get<VacanciesResponse>('/appointments/vacancies', signal)).items,
  });

export const departmentsQuery = queryOptions({
  queryKey: [all, 'departments'],
  queryFn: async ({ signal }) => (await api.get<DepartmentsResponse>('/departments', signal)).items,
});

export const institutionQuery = queryOptions({
  queryKey: [all, 'institution'],
  queryFn: ({ signal }) => api.get<InstitutionResponse>('/institution', signal),
});
