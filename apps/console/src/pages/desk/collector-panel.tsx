import type { ReferralShown } from '@countersign/contract';
import { relationWords } from '@countersign/contract/words';
import type { Relation } from '@countersign/policy';
import { faultOfIdNumber } from '@countersign/policy/id-card';
import { relations } from '@countersign/policy/vocabulary';
import { Input, type InputRef } from 'antd';
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { fieldErrorsOf } from '../../api/field-errors.ts';
import { isProblem } from '../../api/problem.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { asIdNumber } from '../../parts/card-numbers.ts';
import { Choices, digitOf } from './choices.tsx';
import styles from './desk.module.css';
import { useDraft } from './drafts.ts';
import { Field } from './field.tsx';
import { isReader, isText, writes, type Struck } from './keys.tsx';
import { Panel } from './panel.tsx';
import { deskWords } from './words.ts';

interface Props {
  place: string;
  referral: ReferralShown;
  title: string;
  confirm: string;
  /** The patient's card that was read a moment ago to find the case. */
  card: string | null;
  busy: boolean;
  error: unknown;
  onSubmit: (collector: { name: string; relation: Relation; idNumber: string }) => void;
  onClose: () => void;
  ask: ReactNode;
}

interface Collector {
  relation: Relation | null;
  name: string;
  idNumber: string;
}

const lengthOfIdNumber = 18;


/** Who came, against their ID card: for the form and for the letter alike. */
export function CollectorPanel({ place, referral, title, confirm, card, busy, error, onSubmit, onClose, ask }: Props) {
  const say = useWords(deskWords);
  const language = useLanguage();
  const { agent } = referral.report;
  const { patient } = referral.form?.content ?? referral.report;
  const known: Partial<Record<Relation, string>> = { self: patient.name, ...(agent && { agent: agent.name }) };
  const [who, setWho] = useDraft<Collector>(place, { relation: agent ? 'agent' : null, name: agent?.name ?? '', idNumber: '' });
  const [tried, setTried] = useState(false);
  const struck = useRef<(Struck & { before: Collector }) | null>(null);
  const first = useRef<HTMLInputElement>(null);
  const nameField = useRef<InputRef>(null);
  const numberField = useRef<InputRef>(null);
  const button = useRef<HTMLButtonElement | HTMLAnchorElement>(null);
  const begin = useRef(() => (agent ? numberField.current?.focus() : first.current?.focus()));
  useLayoutEffect(() => begin.current(), []);
  // Nearly always it is the card that was refused: the next one takes the place of its number.
  useEffect(() => {
    if (isProblem(error)) numberField.current?.focus({ cursor: 'all' });
  }, [error]);

  const { relation, name, idNumber } = who;
  const fault = faultOfIdNumber(idNumber);

  /** What is known of somebody need not be typed, and goes again with them. */
  function as(chosen: Relation): Collector {
    const isTyped = name !== '' && !Object.values(known).includes(name);
    const numberTyped = idNumber === card ? '' : idNumber;
    return {
      relation: chosen,
      name: known[chosen] ?? (isTyped ? name : ''),
      idNumber: chosen === 'self' ? numberTyped || (card ?? '') : numberTyped,
    };
  }

  /** To what is still missing; to the button when nothing is. */
  function goOn(now: Collector): void {
    if (now.relation === null) first.current?.focus();
    else if (faultOfIdNumber(now.idNumber) !== null) numberField.current?.focus({ cursor: 'all' });
    else if (now.name.trim() === '') nameField.current?.focus();
    else button.current?.focus();
  }

  function read(event: React.KeyboardEvent<HTMLFormElement>): void {
    if (!writes(event)) return;
    const last = struck.current;
    if (isReader(last, event.timeStamp)) {
      // A card was read before anybody was chosen: its first digit chose nobody.
      event.preventDefault();
      setWho({ ...last.before, idNumber: last.key + event.key });
      struck.current = null;
      numberField.current?.focus();
      return;
    }
    const digit = isText(event.target) ? null : digitOf(event, relations.length);
    if (digit === null) return;
    event.preventDefault();
    struck.current = { key: event.key, at: event.timeStamp, before: who };
    const chosen = as(relations[digit]!);
    setWho(chosen);
    goOn(chosen);
  }

  /** A reader ends with Enter: it goes on to what is missing, and never does the act by itself. */
  function onEnter(event: React.KeyboardEvent): void {
    if (event.nativeEvent.isComposing || event.key !== 'Enter') return;
    event.preventDefault();
    setTried(true);
    goOn(who);
  }

  function submit(): void {
    setTried(true);
    if (relation === null || fault !== null || name.trim() === '') return goOn(who);
    onSubmit({ name: name.trim(), relation, idNumber });
  }

  const fields = fieldErrorsOf(error);
  const isTold = fault !== null && (tried || idNumber.length >= lengthOfIdNumber);
  const isOwn = relation === null || relation === 'self';
  return (
    <Panel {...{ place, title, confirm, busy, error, onClose }} confirmButton={button} onKeyDown={read} onSubmit={submit}>
      {ask}
      <Choices
        label={say('whoCame')}
        options={relations.map((value) => ({ value, label: relationWords[value][language] }))}
        value={relation}
        onChoose={(chosen) => setWho(as(chosen))}
        first={first}
      />
      {tried && relation === null && <p className={styles.fault}>{say('chooseWho')}</p>}
      <div className={styles.pair}>
        <Field
          label={say(isOwn ? 'cardNumber' : 'theirCardNumber')}
          fault={fields.get('/idNumber') ?? (isTold ? say(`fault-${fault}`) : null)}
          note={fault === null ? <span className={styles.good}>{say('checked')}</span> : say('readCard')}
        >
          {(given) => (
            <Input
              {...given}
              ref={numberField}
              size="large"
              className="numbers"
              value={idNumber}
              maxLength={40}
              autoComplete="off"
              spellCheck={false}
              status={isTold ? 'error' : undefined}
              onFocus={({ target }) => target.select()}
              onChange={({ target }) => setWho({ ...who, idNumber: asIdNumber(target.value) })}
              onKeyDown={onEnter}
            />
          )}
        </Field>
        <Field label={say('name')} fault={fields.get('/name') ?? (tried && name.trim() === '' ? say('required') : null)}>
          {(given) => (
            <Input
              {...given}
              ref={nameField}
              size="large"
              value={name}
              maxLength={50}
              autoComplete="off"
              onChange={({ target }) => setWho({ ...who, name: target.value })}
              onKeyDown={onEnter}
            />
          )}
        </Field>
      </div>
    </Panel>
  );
}
