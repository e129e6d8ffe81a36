import type { DraftSavedResponse } from '@countersign/contract';
import { Alert, Button } from 'antd';
import { useNavigate } from 'react-router';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { useOnce } from '../api/once.ts';
import { useLanguage, useWords } from '../i18n/words.ts';
import { Failure } from '../parts/failure.tsx';
import { sayShortMoment } from '../parts/times.ts';
import { useDraft } from './draft-context.tsx';
import styles from './form.module.css';
import { labelOf } from './labels.ts';
import { differences, messageOf, readField, type Typed } from './typed.ts';
import { formWords } from './words.ts';

/** Two windows on one draft: what differs, and which to keep. Neither is lost by the choice. */
export function Conflict() {
  const say = useWords(formWords);
  const { saving, replaced, saver } = useDraft();
  if (saving.kind === 'changed') return <Changed theirs={saving.theirs} />;
  if (saving.kind === 'gone') return <Gone />;
  if (!replaced) return null;
  return (
    <Alert
      type="info"
      showIcon
      role="status"
      className={styles.notice}
      title={say('replaced')}
      action={<Button onClick={() => saver.takeBack()}>{say('takeBack')}</Button>}
    />
  );
}

function Changed({ theirs }: { theirs: { departmentId: string | null; papers: string[]; content: object; updatedAt: string } }) {
  const say = useWords(formWords);
  const language = useLanguage();
  const { typed, saver } = useDraft();
  const other: Typed = { departmentId: theirs.departmentId, papers: theirs.papers, content: theirs.content };
  const shown = (value: unknown): string => sayValue(value) || say('nothingWritten');
  return (
    <section className={styles.conflict} role="alert" aria-label={say('changedTitle')}>
      <h2>{say('changedTitle')}</h2>
      <p>{say('changedWhy')}</p>
      <div className={styles.conflictRows}>
        {differences(typed, other).map((pointer) => (
          <dl key={pointer}>
            <dt>{labelOf(pointer, say)}</dt>
            <dd>
              <span className="muted">{say('mine')}</span>
              {shown(readField(typed, pointer))}
            </dd>
            <dd>
              <span className="muted">{say('theirs', { time: sayShortMoment(theirs.updatedAt, language) })}</span>
              {shown(readField(other, pointer))}
            </dd>
          </dl>
        ))}
      </div>
      <div className={styles.buttons}>
        <Button type="primary" onClick={() => void saver.takeMine()}>
          {say('takeMine')}
        </Button>
        <Button onClick={() => saver.takeTheirs()}>{say('takeTheirs')}</Button>
      </div>
    </section>
  );
}

/** Enough of a field to tell one window's from the other's. */
function sayValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(sayValue).join('；');
  if (typeof value === 'object' && value !== null) return Object.values(value).map(sayValue).join(' ');
  return typeof value === 'string' ? value : '';
}

const begin = (message: object, key: string) => api.post<DraftSavedResponse>('/drafts', message, { key });

function Gone() {
  const say = useWords(formWords);
  const { saver, typed } = useDraft();
  const navigate = useNavigate();
  const beginOnce = useOnce(begin);
  const [error, setError] = useState<unknown>(null);
  const { kind, chain, referralId } = saver.draft;
  const saveAsNew = async (): Promise<void> => {
    const of = kind === 'report' ? { chain } : { referralId };
    try {
      const { id } = await beginOnce({ kind, ...of, ...messageOf(typed, kind, chain) });
      saver.end();
      await navigate(`/drafts/${id}`, { replace: true });
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <section className={styles.conflict} role="alert" aria-label={say('goneTitle')}>
      <h2>{say('goneTitle')}</h2>
      <p>{say('goneWhy')}</p>
      {error !== null && <Failure error={error} />}
      <div className={styles.buttons}>
        <Button type="primary" onClick={() => void saveAsNew()}>
          {say('saveAsNew')}
        </Button>
      </div>
    </section>
  );
}
