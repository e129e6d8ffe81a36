import { Route, Routes } from 'react-router';
import { useWords } from '../../i18n/words.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { useSession } from '../../session/session.ts';
import { Phrases } from './phrases.tsx';
import { Reasons } from './reasons.tsx';
import { Substitutes } from './substitutes.tsx';
import { settingsWords } from './words.ts';

export default function SettingsPage() {
  const say = useWords(settingsWords);
  const { may } = useSession();
  const tabs = [
    { to: '/settings', label: say('substitutes'), end: true },
    { to: '/settings/phrases', label: say('phrases') },
    ...(may.includes('keepReasons') ? [{ to: '/settings/reasons', label: say('reasons') }] : []),
  ];
  return (
    <div className="page">
      <PageHead title={say('title')} />
      <Tabs label={say('parts')} tabs={tabs} />
      <Routes>
        <Route index element={<Substitutes />} />
        <Route path="phrases" element={<Phrases />} />
        <Route path="reasons" element={<Reasons />} />
      </Routes>
    </div>
  );
}
