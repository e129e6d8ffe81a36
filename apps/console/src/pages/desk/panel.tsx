import type { Capacity } from '@countersign/policy';
import { officeWords } from '@countersign/contract/words';
import { Button } from 'antd';
import { useRef, useState, type ReactNode, type Ref } from 'react';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { capacityKey } from '../../parts/capacity.ts';
import { useClosingWarning } from '../../parts/closing.ts';
import { Failure } from '../../parts/failure.tsx';
import styles from './desk.module.css';
import { hasDraft } from './drafts.ts';
import { Key } from './keys.tsx';
import { deskWords } from './words.ts';

interface Props {
  /** Where what is typed here is kept: see `useDraft`. */
  place: string;
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
export function Panel({ place, title, confirm, busy, error, danger, shortcut = 'Enter', confirmButton, onKeyDown, onSubmit, onClose, children }: Props) {
  const say = useWords(deskWords);
  useClosingWarning(() => hasDraft(place));
  return (
    <form
      className={styles.panel}
      aria-label={title}
      noValidate
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
  );
}

/** In which capacity an act is done: asked where several would fit, and never guessed. `given` is null until it is answered. */
export function useCapacity(as: readonly Capacity[]) {
  const [chosen, setChosen] = useState('');
  const [missing, setMissing] = useState(false);
  const select = useRef<HTMLSelectElement>(null);
  const language = useLanguage();
  const say = useWords(deskWords);
  const named = ({ office, onBehalfOf }: Capacity) =>
    onBehalfOf ? say('asFor', { office: officeWords[office][language], name: onBehalfOf.name }) : officeWords[office][language];
  const capacity = as.find((one) => capacityKey(one) === chosen);
  // A capacity that was chosen and ended meanwhile is not silently another one.
  const asked = as.length > 1 || (chosen !== '' && !capacity);
  const ask = asked && (
    <label className={styles.capacity}>
      {say('actAs')}
      <select ref={select} value={capacity ? chosen : ''} aria-invalid={missing && !capacity} onChange={({ target }) => setChosen(target.value)}>
        <option value="" disabled>
          {say('choose')}
        </option>
        {as.map((one) => (
          <option key={capacityKey(one)} value={capacityKey(one)}>
            {named(one)}
          </option>
        ))}
      </select>
      {missing && !capacity && (
        <span role="alert" className={styles.fault}>
          {say('chooseCapacity')}
        </span>
      )}
    </label>
  );
  const given = !asked ? {} : capacity ? { as: { office: capacity.office, ...(capacity.onBehalfOf && { onBehalfOf: capacity.onBehalfOf.id }) } } : null;
  const demand = (): void => {
    setMissing(true);
    select.current?.focus();
  };
  return { ask, given, demand };
}
