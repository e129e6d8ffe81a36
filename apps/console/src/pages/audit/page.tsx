import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { useWords } from '../../i18n/words.ts';
import { Tabs } from '../../parts/tabs.tsx';
import { Loading } from '../../parts/loading.tsx';
import { useSession } from '../../session/session.ts';
import { auditWords } from './words.ts';

const pages = {
  log: lazy(() => import('./log.tsx')),
  records: lazy(() => import('./records.tsx')),
  verification: lazy(() => import('./verification.tsx')),
  packs: lazy(() => import('./packs.tsx')),
};

export default function AuditPage() {
  const say = useWords(auditWords);
  // Administrators see what is recorded beside referrals; what was done to them is for those who inspect.
  const { may } = useSession();
  const places = may.includes('inspect') ? (['log', 'records', 'verification', 'packs'] as const) : (['records'] as const);
  return (
    <div className="page">
      <Tabs label={say('tabs')} tabs={places.map((to) => ({ to: `/audit/${to}`, label: say(to) }))} />
      <Suspense fallback={<Loading />}>
        <Routes>
          {places.map((place) => {
            const Page = pages[place];
            return <Route key={place} path={place} element={<Page />} />;
          })}
          <Route path="*" element={<Navigate to={`/audit/${places[0]}`} replace />} />
        </Routes>
      </Suspense>
    </div>
  );
}
