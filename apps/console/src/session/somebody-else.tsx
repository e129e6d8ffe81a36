import type { SessionResponse } from '@countersign/contract';
import { useWords } from '../i18n/words.ts';
import { Button } from '../parts/button.tsx';
import { sessionWords } from './words.ts';

/**
 * In the place of a page whose reader is no longer the one who is signed in: what they see and would send is no longer
 * theirs. What was typed stays on the device for whom it belongs to.
 */
export function SomebodyElse({ before, session }: { before: SessionResponse; session: SessionResponse }) {
  const say = useWords(sessionWords);
  return (
    <main className="alone">
      <div className="card" role="alert">
        <h1>{say('somebodyElse', { name: session.person.name })}</h1>
        <p>{say('somebodyElseWhy', { before: before.person.name, name: session.person.name })}</p>
        <Button tone="primary" onClick={() => location.assign('/')}>
          {say('goOnAs', { name: session.person.name })}
        </Button>
      </div>
    </main>
  );
}
