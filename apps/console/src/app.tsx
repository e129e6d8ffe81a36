import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import { Suspense, useEffect, useState } from 'react';
import { RouterProvider } from 'react-router/dom';
import { queryClient } from './api/query-client.ts';
import { useLanguage } from './i18n/words.ts';
import { Failure } from './parts/failure.tsx';
import { Loading } from './parts/loading.tsx';
import { ChangePassword, router, SignIn } from './routes.tsx';
import { sessionQuery } from './session/session.ts';
import { useDark } from './shell/appearance.ts';
import { themeOf } from './shell/theme.ts';

export function App() {
  const dark = useDark();
  return (
    <QueryClientProvider client={queryClient}>
      <ConfigProvider theme={themeOf(dark)} locale={useAntWords()} button={{ autoInsertSpace: false }}>
        <AntApp message={{ maxCount: 3 }}>
          <Suspense fallback={<Loading />}>
            <Gate />
          </Suspense>
        </AntApp>
      </ConfigProvider>
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

/** Ant Design's own words; English ones are fetched when somebody reads English. */
function useAntWords() {
  const language = useLanguage();
  const [locale, setLocale] = useState<React.ComponentProps<typeof ConfigProvider>['locale']>();
  useEffect(() => {
    const load = language === 'en' ? import('antd/locale/en_US.js') : import('antd/locale/zh_CN.js');
    let current = true;
    void load.then(({ default: words }) => {
      if (current) setLocale(words);
    });
    return () => {
      current = false;
    };
  }, [language]);
  return locale;
}
