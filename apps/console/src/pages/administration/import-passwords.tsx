import type { FirstPasswordResponse } from '@countersign/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useWords } from '../../i18n/words.ts';
import { saveCsv } from '../../parts/save-csv.ts';
import { Unsaved } from '../../parts/unsaved.tsx';
import { importWords } from './import-words.ts';

/** The first passwords of imported people, which no other answer shows. */
export function Passwords({ people }: { people: readonly FirstPasswordResponse[] }) {
  const say = useWords(importWords);
  const [taken, setTaken] = useState(false);
  if (people.length === 0) return null;
  const save = (): void => {
    const rows = people.map(({ username, name, initialPassword }) => [username, name, initialPassword]);
    saveCsv(say('passwordsFile'), [say('passwordsHeader').split(','), ...rows]);
    setTaken(true);
  };
  return (
    <section className="card">
      <h2>{say('passwords')}</h2>
      <p>{say('passwordsWhy', { count: people.length })}</p>
      <Button type={taken ? 'default' : 'primary'} onClick={save}>
        {say('passwordsSave')}
      </Button>
      <Unsaved when={!taken} why={say('passwordsUnsaved')} />
    </section>
  );
}
