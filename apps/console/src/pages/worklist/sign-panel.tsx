import type { AwaitsMeResponse, WorklistRowResponse } from '@countersign/contract';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Drawer } from 'antd';
import { useEffect, useId, useState } from 'react';
import { useBlocker } from 'react-router';
import { useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { Waited } from '../../parts/moment.tsx';
import { phrasesQuery } from '../../parts/queries.ts';
import { AwaitsAs, Route } from '../../parts/referral-row.tsx';
import { lengthOf, Room } from '../../parts/room.tsx';
import { UrgencyTag } from '../../parts/tags.tsx';
import { partsWords } from '../../parts/words.ts';
import styles from './sign-panel.module.css';
import { passes, useSignRun, type Outcome, type ToSign } from './sign-run.ts';
import { signWords } from './sign-words.ts';
import { nameOfWay, signaturesOf } from './ways.ts';

const longest = 2000;

interface Props {
  rows: WorklistRowResponse[];
  opinion: string;
  onOpinion: (opinion: string) => void;
  onRemove: (row: WorklistRowResponse) => void;
  /** From now on rows leave the list because they are signed here. */
  onBegin: () => void;
  /** With what was signed or finally refused. */
  onClose: (finished: string[]) => void;
}

/** Many signatures under one opinion: looked through line by line, then signed, each with its own result. */
export default function SignPanel({ rows, opinion, onOpinion, onRemove, onBegin, onClose }: Props) {
  const say = useWords(signWords);
  const { phase, error, outcomes, begin, goOn, stop } = useSignRun();
  const [chosen, setChosen] = useState<Chosen>(new Map());
  const [undecided, setUndecided] = useState(false);
  const [missing, setMissing] = useState(false);
  // What is being signed stays as it was looked through, whatever becomes of the list behind it.
  const [signing, setSigning] = useState<ToSign[]>([]);
  const inReview = phase === 'review';
  const lines = inReview ? rows.map((row) => toSign(row, chosen)) : signing;
  const busy = phase === 'running' || phase === 'stopping';
  const done = lines.filter(({ row }) => isOver(outcomes.get(row.id)));
  const signed = lines.filter(({ row }) => outcomes.get(row.id) === 'signed').length;
  const refused = done.length - signed;
  const again = lines.filter(({ row }) => passes(outcomes.get(row.id)));
  useLeavingWarning(busy || phase === 'paused' || (inReview && opinion.trim() !== ''), busy);
  useEffect(() => {
    if (inReview && rows.length === 0) onClose([]);
  }, [inReview, rows.length, onClose]);

  const sign = (all: ToSign[]): void => {
    const isUnfit = opinion.trim() === '' || lengthOf(opinion) > longest;
    const isOpen = inReview && rows.some((row) => isAsked(row, chosen));
    setMissing(isUnfit);
    setUndecided(isOpen);
    if (isUnfit || isOpen) return;
    setSigning(inReview ? all : signing);
    onBegin();
    begin(all, opinion.trim());
  };
  const close = (): void => {
    if (!busy) onClose(done.filter(({ row }) => !passes(outcomes.get(row.id))).map(({ row }) => row.id));
  };
  return (
    <Drawer
      open
      size={640}
      title={say('title', { count: lines.length })}
      onClose={close}
      closable={busy ? false : { 'aria-label': say('close') }}
      keyboard={!busy}
      mask={{ closable: !busy }}
      classNames={{ body: styles.body, footer: styles.footer }}
      footer={
        <>
          {error !== null && <Failure error={error} />}
          {!inReview && (
            <div className={styles.progress}>
              <progress max={lines.length} value={done.length} aria-label={say('progress', { done: done.length, count: lines.length })} />
              <span role="status" className="numbers">
                {phase === 'done' ? say(refused > 0 ? 'someRefused' : 'allSigned', { signed, refused }) : say('progress', { done: done.length, count: lines.length })}
              </span>
            </div>
          )}
          <div className={styles.buttons}>
            {inReview && <Button size="large" onClick={close}>{say('cancel')}</Button>}
            {inReview && (
              <Button size="large" type="primary" className={styles.main} onClick={() => sign(lines)}>
                {say('sign', { count: lines.length })}
              </Button>
            )}
            {busy && (
              <Button size="large" loading={phase === 'stopping'} onClick={stop}>
                {say('stop')}
              </Button>
            )}
            {phase === 'paused' && <Button size="large" onClick={close}>{say('close')}</Button>}
            {phase === 'paused' && (
              <Button size="large" type="primary" className={styles.main} onClick={() => void goOn()}>
                {say('goOn', { count: lines.length - done.length })}
              </Button>
            )}
            {phase === 'done' && again.length > 0 && (
              <Button size="large" onClick={() => sign(again)}>
                {say('again', { count: again.length })}
              </Button>
            )}
            {phase === 'done' && (
              <Button size="large" type="primary" className={styles.main} onClick={close}>
                {say('close')}
              </Button>
            )}
          </div>
        </>
      }
    >
      {inReview && (
        <>
          <Opinion
            value={opinion}
            missing={missing}
            onChange={(text) => {
              setMissing(false);
              onOpinion(text);
            }}
          />
          <Capacities rows={rows} chosen={chosen} missing={undecided} onChoose={(kind, way) => setChosen(new Map(chosen).set(kind, way))} />
        </>
      )}
      {!inReview && <p className={styles.given}>{say('given', { opinion: opinion.trim() })}</p>}
      <h2 className={styles.linesHead}>{say('lines')}</h2>
      <ul className={styles.lines}>
        {lines.map(({ row, as }) => (
          <Line key={row.id} row={row} as={as ? [as] : signaturesOf(row)} outcome={outcomes.get(row.id)} onRemove={inReview ? () => onRemove(row) : null} />
        ))}
      </ul>
    </Drawer>
  );
}

const isOver = (outcome: Outcome | undefined): boolean => outcome !== undefined && outcome !== 'signing';

/** The capacity that was chosen, for each set of them in which rows may be signed. */
type Chosen = ReadonlyMap<string, string>;

const kindOf = (ways: readonly AwaitsMeResponse[]): string => ways.map(nameOfWay).toSorted().join(', ');

/** The chosen capacity where there are several; none is taken by itself. */
function toSign(row: WorklistRowResponse, chosen: Chosen): ToSign {
  const ways = signaturesOf(row);
  return { row, as: ways.length > 1 ? (ways.find((way) => nameOfWay(way) === chosen.get(kindOf(ways))) ?? null) : null };
}

/** Whether it is still open in which capacity this one is signed. */
const isAsked = (row: WorklistRowResponse, chosen: Chosen): boolean => signaturesOf(row).length > 1 && toSign(row, chosen).as === null;

function useLeavingWarning(leavesSomething: boolean, isBusy: boolean): void {
  const say = useWords(signWords);
  const { modal } = App.useApp();
  const blocker = useBlocker(leavesSomething);
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    const asked = modal.confirm({
      title: say(isBusy ? 'leaveBusy' : 'leave'),
      content: say(isBusy ? 'leaveBusyWhy' : 'leaveWhy'),
      okText: say('leaveDo'),
      cancelText: say('stay'),
      onOk: () => blocker.proceed(),
      onCancel: () => blocker.reset(),
    });
    return () => asked.destroy();
  }, [blocker, isBusy, modal, say]);
  useEffect(() => {
    if (!leavesSomething) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [leavesSomething]);
}

function Opinion({ value, missing, onChange }: { value: string; missing: boolean; onChange: (text: string) => void }) {
  const say = useWords(signWords);
  const id = useId();
  const { data: all = [] } = useQuery(phrasesQuery);
  const phrases = all.filter(({ use }) => use === 'sign');
  const sayPart = useWords(partsWords);
  const fault = lengthOf(value) > longest ? sayPart('tooLong', { max: longest }) : missing ? say('opinionMissing') : null;
  return (
    <div className={styles.opinion}>
      <label htmlFor={id}>{say('opinion')}</label>
      {phrases.length > 0 && (
        <div className={styles.phrases} role="group" aria-label={say('phrases')}>
          {phrases.map(({ id: phrase, text }) => (
            <button key={phrase} type="button" aria-pressed={value === text} onClick={() => onChange(text)}>
              {text}
            </button>
          ))}
        </div>
      )}
      <textarea
        id={id}
        rows={2}
        placeholder={say('opinionHint')}
        value={value}
        aria-invalid={fault !== null}
        aria-describedby={fault ? `${id}-why` : undefined}
        ref={(node) => {
          if (missing) node?.focus();
        }}
        onChange={({ target }) => onChange(target.value)}
      />
      <Room text={value} max={longest} />
      {fault && (
        <p id={`${id}-why`} role="alert" className={styles.wrong}>
          {fault}
        </p>
      )}
    </div>
  );
}

interface CapacitiesProps {
  rows: WorklistRowResponse[];
  chosen: Chosen;
  missing: boolean;
  onChoose: (kind: string, way: string) => void;
}

/** Whose signature it is, is never guessed: asked where rows could be signed in several capacities, once for each set of them. */
function Capacities({ rows, chosen, missing, onChoose }: CapacitiesProps) {
  const several = rows.map(signaturesOf).filter((ways) => ways.length > 1);
  const kinds = [...new Map(several.map((ways) => [kindOf(ways), ways]))];
  return kinds.map(([kind, ways]) => (
    <CapacityOf
      key={kind}
      ways={ways}
      count={several.filter((one) => kindOf(one) === kind).length}
      chosen={chosen.get(kind)}
      missing={missing && !chosen.has(kind)}
      onChoose={(way) => onChoose(kind, way)}
    />
  ));
}

interface CapacityProps {
  ways: AwaitsMeResponse[];
  count: number;
  chosen: string | undefined;
  missing: boolean;
  onChoose: (way: string) => void;
}

function CapacityOf({ ways, count, chosen, missing, onChoose }: CapacityProps) {
  const say = useWords(signWords);
  const id = useId();
  return (
    <fieldset className={styles.capacities} aria-describedby={missing ? `${id}-why` : undefined}>
      <legend>{say('capacity', { count })}</legend>
      {ways.map((way) => (
        <label key={nameOfWay(way)}>
          <input type="radio" name={id} checked={nameOfWay(way) === chosen} onChange={() => onChoose(nameOfWay(way))} />
          <span>
            <AwaitsAs ways={[way]} />
          </span>
        </label>
      ))}
      {missing && (
        <p id={`${id}-why`} role="alert" className={styles.wrong}>
          {say('capacityMissing')}
        </p>
      )}
    </fieldset>
  );
}

interface LineProps {
  row: WorklistRowResponse;
  as: AwaitsMeResponse[];
  outcome: Outcome | undefined;
  onRemove: (() => void) | null;
}

function Line({ row, as, outcome, onRemove }: LineProps) {
  const say = useWords(signWords);
  const { id, patientName, urgency, department, since } = row;
  const problem = typeof outcome === 'object' ? outcome : null;
  return (
    <li className={styles.line}>
      <UrgencyTag urgency={urgency} />
      <div className={styles.digest}>
        <div className={styles.digestHead}>
          <b>{patientName}</b>
          <span className="muted">{department?.name}</span>
          <span className={styles.as}>
            <AwaitsAs ways={as} />
          </span>
        </div>
        <div className={styles.route}>
          <Route row={row} />
        </div>
        {problem && <div className={styles.refused}>{problem.detail}</div>}
      </div>
      <div className={styles.lineEnd}>
        {outcome === 'signed' && <span className="tag tag-good">{say('signed')}</span>}
        {outcome === 'signing' && <span className="tag tag-running">{say('signing')}</span>}
        {problem && <span className="tag tag-emergency">{say('notSigned')}</span>}
        {outcome === undefined && (
          <span className="muted nowrap">
            <Waited since={since} />
          </span>
        )}
        <span className={styles.lineActs}>
          <a href={`/referrals/${id}`} target="_blank" rel="noreferrer" aria-label={say('lookAt', { patient: patientName })}>
            {say('look')}
          </a>
          {onRemove && (
            <button type="button" className={styles.remove} aria-label={say('removeOne', { patient: patientName })} onClick={onRemove}>
              {say('remove')}
            </button>
          )}
        </span>
      </div>
    </li>
  );
}
