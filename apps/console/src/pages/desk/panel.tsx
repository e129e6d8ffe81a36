import type { Capacity } from '@countersign/policy';
import { officeWords } from '@countersign/contract/words';
import { Button } from 'antd';
import { useState, type ReactNode, type Ref } from 'react';
import { Failure } from '../../parts/failure.tsx';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { Unsaved } from '../../parts/unsaved.tsx';
import styles from './desk.module.css';
import { Key } from './keys.tsx';
import { deskWords } from './words.ts';

interface Props {
  title: string;
  confirm: string;
  busy: boolean;
  error: unknown;
  danger?: boolean;
  /** What confirms it from a field in which Enter begins a new line. */
  shortcut?: string;
  confirmButton?: Ref<HTMLButtonElement | HTMLAnchorElement>;
  onKeyDown?: (event: React.KeyboardEvent<HTMLFormElement>) => void;
  onSubmit: () => void;
  onClose: () => void;
  children?: ReactNode;
}

/** What an act asks before it is done, in place: the case stays in sight. */
export function Panel({ title, confirm, busy, error, danger, shortcut = 'Enter', confirmButton, onKeyDown, onSubmit, onClose, children }: Props) {
  const say = useWords(deskWords);
  const [typed, setTyped] = useState(false);
  return (
    <>
      <Unsaved when={typed} why={say('unsaved')} />
      <form
        className={styles.panel}
        aria-label={title}
        noValidate
        onChange={() => setTyped(true)}
        onKeyDown={onKeyDown}
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) onSubmit();
        }}
      >
        <h3>{title}</h3>
        {error !== null && <Failure error={error} />}
        {children}
        <div className={styles.panelEnd}>
          <Button ref={confirmButton} type="primary" size="large" danger={danger} htmlType="submit" loading={busy} aria-keyshortcuts={shortcut.replace('Ctrl', 'Control')}>
            {confirm} <Key name={shortcut} />
          </Button>
          <Button size="large" onClick={onClose}>
            {say('cancel')}
          </Button>
        </div>
      </form>
    </>
  );
}

/** In which capacity an act is done: asked only where several would fit, their own office first. */
export function useCapacity(as: readonly Capacity[]) {
  const own = as.findIndex(({ onBehalfOf }) => onBehalfOf === null);
  const [chosen, setChosen] = useState(Math.max(0, own));
  const language = useLanguage();
  const say = useWords(deskWords);
  const capacity = as[chosen] ?? as[0];
  const named = ({ office, onBehalfOf }: Capacity) =>
    onBehalfOf ? say('asFor', { office: officeWords[office][language], name: onBehalfOf.name }) : officeWords[office][language];
  const ask = as.length > 1 && (
    <label className={styles.capacity}>
      {say('actAs')}
      <select value={chosen} onChange={({ target }) => setChosen(Number(target.value))}>
        {as.map((one, i) => (
          <option key={`${one.office} ${one.onBehalfOf?.id ?? ''}`} value={i}>
            {named(one)}
          </option>
        ))}
      </select>
    </label>
  );
  const part = as.length > 1 && capacity ? { as: { office: capacity.office, ...(capacity.onBehalfOf && { onBehalfOf: capacity.onBehalfOf.id }) } } : {};
  return { ask, part };
}
