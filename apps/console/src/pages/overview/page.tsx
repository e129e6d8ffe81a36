import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { useWords } from '../../i18n/words.ts';
import { Loading } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { ExportButton } from './export-button.tsx';
import { Standing } from './standing.tsx';
import { overviewWords } from './words.ts';

// They bring the charts along.
const TurnaroundFigures = lazy(() => import('./turnaround.tsx'));
const ReasonFigures = lazy(() => import('./reasons.tsx'));

export default function OverviewPage() {
  const say = useWords(overviewWords);
  const tabs = [
    { to: '/overview', label: say('standing'), end: true },
    { to: '/overview/turnaround', label: say('turnaround') },
    { to: '/overview/reasons', label: say('reasons') },
  ];
  return (
    <div className="page">
      <PageHead title={say('title')} actions={<ExportButton />} />
      <Tabs label={say('parts')} tabs={tabs} />
      <Suspense fallback={<Loading />}>
        <Routes>
          <Route index element={<Standing />} />
          <Route path="turnaround" element={<TurnaroundFigures />} />
          <Route path="reasons" element={<ReasonFigures />} />
        </Routes>
      </Suspense>
    </div>
  );
}
