import type { PhraseResponse, PhraseUse } from '@countersign/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useCallback, useState } from 'react';
import { api } from '../../api/client.ts';
import { useOnce } from '../../api/once.ts';
import { useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { tell } from '../../parts/messages.tsx';
import { phrasesQuery } from '../../parts/queries.ts';
import { useSession } from '../../session/session.ts';
import styles from './settings.module.css';
import { settingsWords } from './words.ts';

type Owner = PhraseResponse['of'];
const uses = ['sign', 'return'] as const satisfies readonly PhraseUse[];

/** What one often writes, one's own and the institution's. */
export function Phrases() {
  const say = useWords(settingsWords);
  const { may } = useSession();
  const { data, error, refetch } = useQuery(phrasesQuery);
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const of = (owner: Owner) => data.filter((item) => item.of === owner);
  return (
    <>
      <p className="muted">{say('phrasesHow')}</p>
      <PhraseList title={say('mine')} owner="me" items={of('me')} mayChange />
      <PhraseList title={say('ours')} owner="institution" items={of('institution')} mayChange={may.includes('keepPhrases')} />
    </>
  );
}

interface ListProps {
  title: string;
  owner: Owner;
  items: PhraseResponse[];
  mayChange: boolean;
}

function PhraseList({ title, owner, items, mayChange }: ListProps) {
  const say = useWords(settingsWords);
  const client = useQueryClient();
  const [text, setText] = useState('');
  const [use, setUse] = useState<PhraseUse>('sign');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const create = useOnce(useCallback((body: { text: string; of: Owner; use: PhraseUse }, key: string) => api.post('/phrases', body, { key }), []));
  const readAnew = () => client.invalidateQueries({ queryKey: phrasesQuery.queryKey });
  const add = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await create({ text: text.trim(), of: owner, use });
      setText('');
      await readAnew();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="card">
      <h2>{title}</h2>
      {error !== null && <Failure error={error} />}
      {items.length === 0 && <p className="muted">{say('noPhrases')}</p>}
      <ul className={styles.phrases}>
        {items.map((item) => (
          <Phrase key={item.id} item={item} mayChange={mayChange} onChanged={readAnew} onRestore={(old) => create({ text: old.text, of: owner, use: old.use }).then(readAnew)} />
        ))}
      </ul>
      {mayChange && (
        <form
          className={styles.add}
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim()) void add();
          }}
        >
          <Uses value={use} onChange={setUse} />
          <Input value={text} maxLength={200} aria-label={say('newPhrase')} placeholder={say('phraseExample')} onChange={({ target }) => setText(target.value)} />
          <Button htmlType="submit" loading={busy}>
            {say('add')}
          </Button>
        </form>
      )}
    </section>
  );
}

/** When a phrase is offered. */
function Uses({ value, onChange }: { value: PhraseUse; onChange: (use: PhraseUse) => void }) {
  const say = useWords(settingsWords);
  return (
    <select className={styles.use} aria-label={say('phraseUse')} value={value} onChange={({ target }) => onChange(target.value as PhraseUse)}>
      {uses.map((use) => (
        <option key={use} value={use}>
          {say(use)}
        </option>
      ))}
    </select>
  );
}

interface PhraseProps {
  item: PhraseResponse;
  mayChange: boolean;
  onChanged: () => Promise<void>;
  onRestore: (phrase: PhraseResponse) => Promise<void>;
}

function Phrase({ item, mayChange, onChanged, onRestore }: PhraseProps) {
  const say = useWords(settingsWords);
  const { modal } = App.useApp();
  const [text, setText] = useState<string | null>(null);
  const [use, setUse] = useState(item.use);
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
      await onChanged();
    } catch (error) {
      modal.error({ title: item.text, content: <Failure error={error} /> });
    }
  };
  const save = () =>
    attempt(async () => {
      await api.patch(`/phrases/${item.id}`, { text: text!.trim(), use });
      setText(null);
    });
  const remove = () =>
    attempt(async () => {
      await api.delete(`/phrases/${item.id}`);
      tell(say('removed'), { action: { name: say('undo'), work: () => void attempt(() => onRestore(item)) } });
    });
  if (text !== null) {
    return (
      <li>
        <form
          className={styles.add}
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim()) void save();
          }}
        >
          <Uses value={use} onChange={setUse} />
          <Input value={text} maxLength={200} autoFocus aria-label={say('edit')} onChange={({ target }) => setText(target.value)} />
          <Button type="primary" htmlType="submit">
            {say('save')}
          </Button>
          <Button onClick={() => setText(null)}>{say('cancel')}</Button>
        </form>
      </li>
    );
  }
  return (
    <li>
      <span className={styles.phrase}>
        {item.text} {item.use === 'return' && <span className="tag">{say('return')}</span>}
      </span>
      {mayChange && (
        <span className={styles.buttons}>
          <Button size="small" onClick={() => setText(item.text)}>
            {say('edit')}
          </Button>
          <Button size="small" onClick={() => void remove()}>
            {say('remove')}
          </Button>
        </span>
      )}
    </li>
  );
}
