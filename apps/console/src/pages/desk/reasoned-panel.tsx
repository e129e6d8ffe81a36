import type { ReasonedAct } from '@countersign/policy';
import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { reasonsQuery } from '../../parts/referral-queries.ts';
import { Choices, digitOf } from './choices.tsx';
import styles from './desk.module.css';
import { useDraft } from './drafts.ts';
import { Field } from './field.tsx';
import { isText, writes } from './keys.tsx';
import { Panel } from './panel.tsx';
import { deskWords } from './words.ts';

interface Props {
  place: string;
  act: ReasonedAct;
  title: string;
  /** What becomes of it, before somebody presses the button. */
  warning: string;
  confirm: string;
  busy: boolean;
  error: unknown;
  ask: ReactNode;
  onSubmit: (given: { reason: string; comment: string }) => void;
  onClose: () => void;
}

interface Typed {
  reason: string | null;
  comment: string;
}

/** An act with one of the institution's reasons and a comment. */
export function ReasonedPanel({ place, act, title, warning, confirm, busy, error, ask, onSubmit, onClose }: Props) {
  const say = useWords(deskWords);
  const language = useLanguage();
  const { data, error: unread, refetch } = useQuery(reasonsQuery(act));
  const [{ reason, comment }, change] = useDraft<Typed>(place, { reason: null, comment: '' });
  const [tried, setTried] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const text = useRef<HTMLTextAreaElement>(null);
  const items = data ?? [];
  useLayoutEffect(() => {
    if (data) (first.current ?? text.current)?.focus();
  }, [data]);

  function submit(): void {
    setTried(true);
    if (reason === null) first.current?.focus();
    else if (comment.trim() === '') text.current?.focus();
    else onSubmit({ reason, comment: comment.trim() });
  }

  function choose(event: React.KeyboardEvent<HTMLFormElement>): void {
    if (event.key === 'Enter' && event.ctrlKey) {
      // A form of its own accord would be submitted a second time.
      event.preventDefault();
      return submit();
    }
    if (isText(event.target) || !writes(event)) return;
    const digit = digitOf(event, items.length);
    if (digit === null) return;
    event.preventDefault();
    change({ reason: items[digit]!.code });
    text.current?.focus();
  }

  return (
    <Panel {...{ place, title, confirm, busy, error, onClose }} danger shortcut="Ctrl+Enter" onKeyDown={choose} onSubmit={submit}>
      <p className={styles.warning}>{warning}</p>
      {ask}
      {unread && <Failure error={unread} onRetry={() => void refetch()} />}
      {!data && !unread && <Loading lines={2} />}
      {items.length > 0 && (
        <Choices
          label={say('reason')}
          options={items.map(({ code, zh, en }) => ({ value: code, label: language === 'en' ? en : zh }))}
          value={reason}
          onChoose={(chosen) => change({ reason: chosen })}
          first={first}
        />
      )}
      {data && items.length === 0 && <p className={styles.fault}>{say('noReasons')}</p>}
      {tried && reason === null && items.length > 0 && <p className={styles.fault}>{say('chooseReason')}</p>}
      <Field label={say('comment')} fault={tried && comment.trim() === '' ? say('required') : null}>
        {(given) => (
          <Input.TextArea
            {...given}
            ref={(area) => {
              text.current = area?.resizableTextArea?.textArea ?? null;
            }}
            rows={2}
            maxLength={2000}
            value={comment}
            onChange={({ target }) => change({ comment: target.value })}
          />
        )}
      </Field>
    </Panel>
  );
}
