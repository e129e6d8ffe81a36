import { Link } from 'react-router';
import { useWords } from '../../i18n/words.ts';
import { Nothing } from '../../parts/nothing.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { partsWords } from '../../parts/words.ts';

export default function NotFoundPage() {
  const say = useWords(partsWords);
  return (
    <div className="page">
      <PageHead title={say('notFoundTitle')} />
      <Nothing title={say('notFoundWhy')}>
        <Link to="/">{say('toWorklist')}</Link>
      </Nothing>
    </div>
  );
}
