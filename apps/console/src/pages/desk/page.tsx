import type { ReferralRowResponse } from '@countersign/contract';
import { useMutation } from '@tanstack/react-query';
import { Button, Input, type InputRef } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Case } from './case.tsx';
import { digitOf } from './choices.tsx';
import styles from './desk.module.css';
import { find, wantedBy, type Found } from './find.ts';
import { Help } from './help.tsx';
import { isReader, Key, useKeys, writes, type Struck } from './keys.tsx';
import { Queue } from './queue.tsx';
import { Rows, rowsOnPage } from './rows.tsx';
import { deskWords } from './words.ts';

/** The card that found a case; in memory alone, and gone with the case. */
interface Card {
  referralId: string;
  idNumber: string;
}

/** The window's one screen: a field that readers and hands type into, and below it the queue, the hits or one case. */
export default function DeskPage() {
  const say = useWords(deskWords);
  const [params, setParams] = useSearchParams();
  const opened = params.get('referral');
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [card, setCard] = useState<Card | null>(null);
  const [helping, setHelping] = useState(false);
  const struck = useRef<(Struck & { found: Found }) | null>(null);
  const primary = useRef<(() => void) | null>(null);
  const field = useRef<InputRef>(null);
  const focus = useCallback(() => field.current?.focus(), []);

  const latest = useRef<object | null>(null);
  const { mutate, reset, data: found, error, isPending, variables } = useMutation({
    mutationFn: find,
    onMutate: (wanted) => {
      latest.current = wanted;
    },
    // The clerk may have gone on to somebody else while this was looked for.
    onSuccess: (result, wanted) => latest.current === wanted && show(result),
  });

  useEffect(
    () => () => {
      latest.current = null;
    },
    [],
  );

  function forget(): void {
    latest.current = null;
    reset();
  }

  function show(result: Found): void {
    const [only] = result.rows;
    if (only && result.rows.length === 1 && !result.more) open(only, result);
    else setParams({}, { replace: true });
    // What was found is on the screen; a number that was read does not stay in the field.
    if (result.rows.length > 0 || result.idNumber !== null) setTyped('');
    focus();
  }

  function open({ id }: { id: string }, from?: Found): void {
    setCard(from?.idNumber ? { referralId: id, idNumber: from.idNumber } : null);
    setParams({ referral: id }, { replace: true });
    setTyped('');
    setFault(null);
    forget();
    focus();
  }

  function clear(): void {
    setParams({}, { replace: true });
    setTyped('');
    setFault(null);
    setCard(null);
    forget();
    focus();
  }

  function look(text: string): void {
    const wanted = wantedBy(text);
    if (wanted === null) return primary.current?.();
    if (wanted.kind === 'wrongCard' || wanted.kind === 'phone') {
      setFault(say(wanted.kind === 'phone' ? 'noPhone' : `fault-${wanted.fault}`));
      return field.current?.focus({ cursor: 'all' });
    }
    setFault(null);
    mutate(wanted);
  }

  const several = opened === null && found && (found.rows.length > 1 || found.more) ? found : null;

  function readKey(event: React.KeyboardEvent): void {
    if (event.key === 'ArrowDown') {
      const [first] = rowsOnPage();
      if (!first) return;
      event.preventDefault();
      first.focus();
    }
    if (!writes(event)) return;
    const last = struck.current;
    if (isReader(last, event.timeStamp)) {
      // It was no choice but the first digit of a card: the hits come back, and the reader types on.
      event.preventDefault();
      struck.current = null;
      clear();
      setTyped(last.key + event.key);
      return;
    }
    if (typed !== '') return;
    if (event.key === '?' || event.key === '？') {
      event.preventDefault();
      return setHelping(true);
    }
    choose(event);
  }

  function choose(event: React.KeyboardEvent): void {
    const digit = several ? digitOf(event, several.rows.length) : null;
    if (digit === null || !several) return;
    event.preventDefault();
    struck.current = { key: event.key, at: event.timeStamp, found: several };
    open(several.rows[digit]!, several);
  }

  useKeys({
    F1: () => setHelping(true),
    Escape: () => (document.activeElement === field.current?.input ? clear() : focus()),
  });
  useTypingAnywhere(focus);
  // After the frame of the console, or a dialog that closes, has put the focus somewhere.
  useEffect(() => {
    if (helping) return;
    const frame = requestAnimationFrame(focus);
    return () => cancelAnimationFrame(frame);
  }, [focus, helping]);

  return (
    <div className="page">
      <PageHead
        title={say('title')}
        actions={
          <Button onClick={() => setHelping(true)} aria-keyshortcuts="F1">
            {say('shortcuts')} <Key name="?" />
          </Button>
        }
      />
      <form
        role="search"
        className={styles.search}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isPending) look(typed);
        }}
      >
        <label htmlFor="desk-field">{say('field')}</label>
        <div className={styles.searchLine}>
          <Input
            ref={field}
            id="desk-field"
            className={styles.searchField}
            placeholder={say('fieldHint')}
            aria-describedby="desk-fault"
            aria-invalid={fault !== null}
            value={typed}
            maxLength={5000}
            autoComplete="off"
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            onChange={({ target }) => {
              setTyped(target.value);
              setFault(null);
            }}
            onKeyDown={readKey}
          />
          <Button type="primary" size="large" htmlType="submit" loading={isPending}>
            {say('find')}
          </Button>
          {(opened !== null || found) && (
            <Button size="large" onClick={clear} aria-keyshortcuts="Escape">
              {say('clear')} <Key name="Esc" />
            </Button>
          )}
        </div>
        <span id="desk-fault" role="status" className={styles.fault}>
          {fault}
        </span>
      </form>
      {error && <Failure error={error} onRetry={() => variables && mutate(variables)} />}
      <Below {...{ opened, found: found ?? null, several, card, primary }} onOpen={open} onChoose={choose} onDone={focus} />
      {helping && <Help onClose={() => setHelping(false)} />}
    </div>
  );
}

interface BelowProps {
  opened: string | null;
  found: Found | null;
  several: Found | null;
  card: Card | null;
  primary: React.RefObject<(() => void) | null>;
  onOpen: (row: ReferralRowResponse, from?: Found) => void;
  onChoose: (event: React.KeyboardEvent) => void;
  onDone: () => void;
}

/** One case; else those to choose from; else that nothing was found; else the queue. */
function Below({ opened, found, several, card, primary, onOpen, onChoose, onDone }: BelowProps) {
  const say = useWords(deskWords);
  if (opened !== null) return <Case key={opened} id={opened} card={card?.referralId === opened ? card.idNumber : null} {...{ primary, onDone }} />;
  if (several) {
    return (
      <section className="card" onKeyDown={(event) => writes(event) && onChoose(event)}>
        <h2>{say(several.more ? 'hitsAndMore' : 'hits', { sought: several.sought, count: several.rows.length })}</h2>
        <p className="muted">{say(several.more ? 'hitsHintMore' : 'hitsHint')}</p>
        <Rows label={say('title')} rows={several.rows} numbered onOpen={(row) => onOpen(row, several)} />
      </section>
    );
  }
  if (found) {
    const { verdict, sought } = found;
    const isOurs = verdict === null || verdict.letter !== null;
    return (
      <section className="card" role="status">
        <Nothing title={isOurs ? say('nothing', { sought }) : verdict.title}>{isOurs ? say('nothingHint') : verdict.explanation}</Nothing>
      </section>
    );
  }
  return <Queue onOpen={onOpen} />;
}

/** What is typed while nothing has the focus goes into the field: a reader does not look where it is. */
function useTypingAnywhere(focus: () => void): void {
  useEffect(() => {
    const listen = ({ key, target, ctrlKey, altKey, metaKey }: KeyboardEvent): void => {
      const nowhere = target === document.body || (target instanceof HTMLElement && target.id === 'main');
      if (nowhere && key.length === 1 && !ctrlKey && !altKey && !metaKey) focus();
    };
    document.addEventListener('keydown', listen, true);
    return () => document.removeEventListener('keydown', listen, true);
  }, [focus]);
}
