import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { RouterProvider } from 'react-router/dom';
import { queryClient } from './api/query-client.ts';
import { LanguageContext, useChosenLanguage, useLanguage } from './i18n/words.ts';
import { ChangePassword, SignIn } from './pages.ts';
import { Failure } from './parts/failure.tsx';
import { Loading } from './parts/loading.tsx';
import { router } from './routes.tsx';
import { sessionQuery } from './session/session.ts';

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <LanguageContext value={useChosenLanguage()}>
        <Suspense fallback={<Loading />}>
          <Gate />
        </Suspense>
      </LanguageContext>
    </QueryClientProvider>
  );
}

/** Nobody sees a page before it is known who they are. */
function Gate() {
  const { data: session, error, refetch } = useQuery(sessionQuery(useLanguage()));
  if (session?.mustChangePassword) return <ChangePassword />;
  // A box that is ticked shows its tick at once, also where the tick is kept in the address: a transition would be later.
  if (session) return <RouterProvider router={router} useTransitions={false} />;
  if (session === null) return <SignIn />;
  if (error) {
    return (
      <div className="alone">
        <Failure error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  return <Loading />;
}
