import type { InfiniteData } from '@tanstack/react-query';
import { infiniteQueryOptions } from '@tanstack/react-query';

export interface PageOf<R> {
  items: R[];
  nextCursor: string | null;
}

/** The first page is what a screen shows; the ones behind it are fetched ahead, and may be longer. */
const limitOf = (cursor: string | null): number => (cursor === null ? 50 : 100);

/** A list that is read page by page; `freshness` where it is not kept as fresh as others are. */
export const pagesQuery = <R>(
  queryKey: readonly unknown[],
  read: (page: { limit: number; cursor: string | null }, signal: AbortSignal) => Promise<PageOf<R>>,
  freshness: { staleTime?: number; gcTime?: number; refetchOnWindowFocus?: boolean } = {},
) =>
  infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) => read({ limit: limitOf(pageParam), cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // Or each further page would be compared with all that came before it.
    structuralSharing: false,
    ...freshness,
  });

/** The rows of all pages, in order. What moved while its pages were read may stand on two of them: once is enough. */
export const rowsOf = <R extends { id: string }>(data: InfiniteData<PageOf<R>> | undefined): R[] => [
  ...new Map((data?.pages ?? []).flatMap(({ items }) => items.map((row): [string, R] => [row.id, row]))).values(),
];
