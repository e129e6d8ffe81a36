import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { useWords } from '../../i18n/words.ts';
import { Tabs } from '../../parts/tabs.tsx';
import { Loading } from '../../parts/loading.tsx';
import { administrationWords } from './words.ts';

const People = lazy(() => import('./people.tsx'));
const Person = lazy(() => import('./person.tsx'));
const Departments = lazy(() => import('./departments.tsx'));
const Offices = lazy(() => import('./offices.tsx'));
const Import = lazy(() => import('./import.tsx'));
const Institution = lazy(() => import('./institution.tsx'));

const places = ['people', 'departments', 'offices', 'import', 'institution'] as const;

export default function AdministrationPage() {
  const say = useWords(administrationWords);
  return (
    <div className="page">
      <Tabs label={say('tabs')} tabs={places.map((to) => ({ to: `/administration/${to}`, label: say(to) }))} />
      <Suspense fallback={<Loading />}>
        <Routes>
          <Route index element={<Navigate to="people" replace />} />
          <Route path="people" element={<People />} />
          <Route path="people/:id" element={<Person />} />
          <Route path="departments" element={<Departments />} />
          <Route path="offices" element={<Offices />} />
          <Route path="import" element={<Import />} />
          <Route path="institution" element={<Institution />} />
          <Route path="*" element={<Navigate to="people" replace />} />
        </Routes>
      </Suspense>
    </div>
  );
}
