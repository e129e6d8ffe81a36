import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failure } from '../parts/failure.tsx';
import { Loading } from '../parts/loading.tsx';
import { DraftProvider } from './draft-context.tsx';
import { draftQuery } from './queries.ts';
import type { OpenedDraft } from './saver.ts';

interface Props {
  id: string;
  children: (opened: OpenedDraft) => ReactNode;
}

/** Opens a draft once. From then on nothing takes it from the page: what is typed here is the newest there is. */
export function OpenDraft({ id, children }: Props) {
  const { data, error, refetch } = useQuery(draftQuery(id));
  if (!data) return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading lines={12} />;
  return (
    <DraftProvider key={data.draft.id} opened={data}>
      {children(data)}
    </DraftProvider>
  );
}
