import type { SessionResponse } from '@countersign/contract';
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { Suspense, useRef } from 'react';
import { RouterProvider } from 'react-router/dom';
import { drawnFor } from './api/client.ts';
import { queryClient } from './api/query-client.ts';
import { LanguageContext, useChosenLanguage, useLanguage } from './i18n/words.ts';
import { ChangePassword, SignIn } from './pages.ts';
import { FailedPage } from './parts/failed-page.tsx';
import { Failure } from './parts/failure.tsx';
import { Loading } from './parts/loading.tsx';
import { router } from './routes.tsx';
import { sessionQuery } from './session/session.ts';
import { SomebodyElse } from './session/somebody-else.tsx';
import { useOtherWindows } from './session/windows.ts';

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <LanguageContext value={useChosenLanguage()}>
        <FailedPage place="gate">
          <Suspense fallback={<Loading />}>
            <Gate />
          </Suspense>
        </FailedPage>
      </LanguageContext>
    </QueryClientProvider>
  );
}

/** Nobody sees a page before it is known who they are. */
function Gate() {
  const { data: session, error, refetch } = useQuery(sessionQuery(useLanguage()));
  const first = useRef<SessionResponse>(null);
  first.current ??= session ?? null;
  if (first.current) drawnFor(first.current.person.id);
  useOtherWindows();
  if (session && first.current && session.person.id !== first.current.person.id) return <SomebodyElse before={first.current} session={session} />;
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
