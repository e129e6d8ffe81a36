import type { ReferralShown, ReturnShown, WayPartShown, WayStepShown } from '@countersign/contract';
import { officeWords, returnTargetWords, stepWords } from '@countersign/contract/words';
import { useState, type CSSProperties } from 'react';
import { headline } from '../../i18n/headline.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { ActorName } from '../../parts/actor-name.tsx';
import { Moment, Waited } from '../../parts/moment.tsx';
import { usePhone } from '../../parts/phone.ts';
import styles from './chain-diagram.module.css';
import { referralWords } from './words.ts';

type Place = Pick<ReferralShown, 'way' | 'returns' | 'end'>;

/** Which column each part of the way stands in, from the left; both deans stand side by side. */
function columnsOf(way: readonly WayStepShown[]) {
  const parts = way.flatMap(({ act, parts: those }) => those.map(({ step }) => ({ act, step })));
  return {
    count: parts.length,
    of: ({ from, to }: ReturnShown) => ({
      from: parts.findIndex(({ step }) => step === from) + 1,
      to: parts.findIndex(({ act, step }) => (to === 'fillIn' ? act === 'fillIn' : step === to)) + 1,
    }),
  };
}

/**
 * The way of a referral as the API tells it: what is done, where it stands, what is to come, and what went back. On a
 * phone, where it would stand before the case, a line tells where it is, and opens it.
 */
export function ChainDiagram({ referral: { way, returns, end } }: { referral: Place }) {
  const say = useWords(referralWords);
  const phone = usePhone();
  const [unfolded, setUnfolded] = useState(false);
  const columns = columnsOf(way);
  return (
    <section className={`card ${styles.card}`} aria-label={say('chain')}>
      <details className={styles.fold} open={!phone || unfolded} onToggle={phone ? ({ currentTarget }) => setUnfolded(currentTarget.open) : undefined}>
        <summary className={styles.inShort}>
          <InShort way={way} ended={end !== null} />
        </summary>
        <div className={styles.diagram} style={{ '--columns': columns.count } as CSSProperties}>
          <ol className={styles.way}>
            {way.map((step) => (
              <WayStep key={step.clause} step={step} endedHere={end?.clause === step.clause ? end.actName : null} />
            ))}
          </ol>
          {returns.length > 0 && (
            <ul className={styles.returns} aria-label={say('returns')}>
              {returns.map((one) => (
                <Returned key={one.seq} returned={one} {...columns.of(one)} />
              ))}
            </ul>
          )}
        </div>
      </details>
      {end && <Ended end={end} />}
    </section>
  );
}

function InShort({ way, ended }: { way: readonly WayStepShown[]; ended: boolean }) {
  const say = useWords(referralWords);
  const language = useLanguage();
  const all = way.length;
  const now = way.find(({ status }) => status === 'now');
  if (!now) return <span>{say(ended ? 'allSteps' : 'allDone', { all })}</span>;
  const waiting = now.parts.filter(({ status }) => status === 'now');
  const steps = waiting.flatMap(({ step }) => (step ? [stepWords[step][language]] : []));
  const what = now.act === 'sign' ? say('signatureOf', { step: steps.join(say('and')), act: now.actName }) : now.actName;
  const [since] = waiting.flatMap(({ waitingSince }) => waitingSince ?? []).toSorted();
  return (
    <>
      <span className="numbers">{say('stepOf', { at: way.indexOf(now) + 1, all })}</span>
      <strong>{headline(say('awaits', { what }))}</strong>
      {since && (
        <span className="numbers">
          <Waited since={since} />
        </span>
      )}
    </>
  );
}

function WayStep({ step: { act, actName, status, parts }, endedHere }: { step: WayStepShown; endedHere: string | null }) {
  const say = useWords(referralWords);
  const both = parts.length > 1;
  return (
    <li
      className={`${styles.step} ${both ? styles.both : ''}`}
      style={{ '--span': parts.length } as CSSProperties}
      data-status={status}
      aria-current={status === 'now' ? 'step' : undefined}
    >
      {both && <span className={styles.bothName}>{say('countersign', { act: actName })}</span>}
      {parts.map((part) => (
        <WayPart key={part.offices.join()} act={act} actName={actName} part={part} />
      ))}
      {endedHere && <span className={styles.endedHere}>{say('endedHere', { act: endedHere })}</span>}
    </li>
  );
}

function WayPart({ act, actName, part }: { act: WayStepShown['act']; actName: string; part: WayPartShown }) {
  const say = useWords(referralWords);
  const language = useLanguage();
  const { status, step, officeNames, by, at, stands, onPaper, waitingSince } = part;
  const name = act === 'sign' && step ? say('signatureOf', { step: stepWords[step][language], act: actName }) : actName;
  const done = status === 'done';
  return (
    <div className={styles.part} data-status={status}>
      <span className={styles.dot} aria-hidden="true">
        <Mark status={status} />
      </span>
      <span className={styles.name}>
        {headline(name)}
        <span className="visually-hidden">{say('aside', { what: say(status) })}</span>
      </span>
      <span className={styles.who}>
        {done && by ? <ActorName actor={by} /> : officeNames.join(say('or'))}
        {done && by?.onBehalfOf && <span className={styles.office}>{officeWords[by.office][language]}</span>}
      </span>
      <span className={`${styles.when} numbers`}>
        {status === 'now' && waitingSince && <Waited since={waitingSince} />}
        {done && at && <Moment at={at} short />}
      </span>
      {(onPaper || (by && !done)) && (
        <span className={styles.more}>
          {onPaper && say('onPaper')}
          {by && !done && say(stands === false ? 'supersededBy' : 'doneBefore', { name: by.name })}
        </span>
      )}
    </div>
  );
}

const marks = {
  done: <path d="M4.500 8.500 7 11l4.500-5.500" />,
  now: <circle cx="8" cy="8" r="3" fill="currentColor" stroke="none" />,
  toCome: null,
  left: <path d="M5 8h6" />,
};

function Mark({ status }: { status: WayPartShown['status'] }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round">
      {marks[status]}
    </svg>
  );
}

/** An arrow from the signature that was asked for back to whom it was sent. */
function Returned({ returned, from, to }: { returned: ReturnShown; from: number; to: number }) {
  const say = useWords(referralWords);
  const language = useLanguage();
  const filling = {
    from: stepWords[returned.from][language],
    to: returnTargetWords[returned.to][language],
    reason: returned.reason,
  };
  return (
    <li className={styles.returned} style={{ '--from': from, '--to': to, '--span': from - to + 1 } as CSSProperties} title={returned.comment}>
      <span className={styles.arrow} aria-hidden="true" />
      <span>
        {say('returned', filling)}
        <span className={styles.returnedBy}>
          <ActorName actor={returned.by} /> <Moment at={returned.at} short />
        </span>
      </span>
    </li>
  );
}

function Ended({ end: { actName, by, at, reason, comment } }: { end: NonNullable<Place['end']> }) {
  const say = useWords(referralWords);
  return (
    <p className={styles.end}>
      <strong>{say('endedBy', { act: actName })}</strong>
      <span>
        {by ? <ActorName actor={by} /> : say('system')} <Moment at={at} short />
      </span>
      {reason && <span>{say('reasonIs', { reason })}</span>}
      {comment && <span>{comment}</span>}
    </p>
  );
}
