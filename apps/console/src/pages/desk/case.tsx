import type { ActNotOpen, ReferralShown } from '@countersign/contract';
import type { Language } from '@countersign/contract/language';
import { actWords, awaitedStepWords, officeWords, relationWords, stateWords } from '@countersign/contract/words';
import type { AwaitedStep, OfferedAct } from '@countersign/policy';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { ClosedActs } from '../../parts/closed-acts.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Meanwhile, useSeen } from '../../parts/meanwhile.tsx';
import { tell } from '../../parts/messages.tsx';
import { Moment, Waited } from '../../parts/moment.tsx';
import { ChainTag, StateTag, UrgencyTag } from '../../parts/tags.tsx';
import { referralQuery } from '../../parts/referral-queries.ts';
import { sayDay } from '../../parts/times.ts';
import { CollectorPanel } from './collector-panel.tsx';
import styles from './desk.module.css';
import { Documents } from './documents.tsx';
import { forgetDraft, placeOf } from './drafts.ts';
import { Key, useKeys } from './keys.tsx';
import { Panel, useCapacity } from './panel.tsx';
import { PaperPanel } from './paper-panel.tsx';
import { ReasonedPanel } from './reasoned-panel.tsx';
import { useAct, wasOvertaken } from './use-act.ts';
import { deskWords } from './words.ts';

/** What the window does, in the order of a case; the first that is open is what the case needs now. */
const straight = ['releaseForm', 'issueLetter', 'handOver'] as const satisfies readonly OfferedAct[];
const beside = ['signOnPaper', 'replaceLetter', 'void', 'recall'] as const satisfies readonly OfferedAct[];
const besides = ['handOver', ...beside] as const;
type WindowAct = (typeof straight | typeof beside)[number];

const keys: Record<(typeof beside)[number], string> = {
  signOnPaper: 'F4',
  replaceLetter: 'F8',
  void: 'Shift+F8',
  recall: 'Shift+F2',
};

/** As a button or a heading says it: English words of the vocabulary begin small. */
const sayAct = (act: OfferedAct, language: Language): string => actWords[act][language].replace(/^\w/, (first) => first.toUpperCase());

/** How long taking an act back is offered beside the words that it was done; the act itself stays below as long as it is open. */
const offered = 20_000;

interface Props {
  id: string;
  /** The card that was read to find the case. */
  card: string | null;
  /** Called with what the case needs now, for Enter in the empty field. */
  primary: React.RefObject<(() => void) | null>;
  /** The focus goes back to the field. */
  onDone: () => void;
}

/** One case at the window: whose it is, what it needs from the window now, and everything else the window can do. */
export function Case({ id, card, primary, onDone }: Props) {
  const language = useLanguage();
  const { data, error, refetch } = useQuery(referralQuery(id, language));
  if (data) return <CaseCard referral={data} {...{ card, primary, onDone }} />;
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  return (
    <section className="card">
      <Loading />
    </section>
  );
}

type CardProps = Omit<Props, 'id'> & { referral: ReferralShown };

function CaseCard({ referral, card, primary, onDone }: CardProps) {
  const { id, version, acts, letter, handedOver } = referral;
  const [panel, setPanel] = useState<WindowAct | null>(null);
  const [done, setDone] = useState<OfferedAct | null>(null);
  const [printing, setPrinting] = useState(false);
  const doing = useAct(id, (act) => {
    forgetDraft(placeOf(id, act));
    setPanel(null);
    setDone(act);
    if (act === 'issueLetter' || act === 'replaceLetter') setPrinting(true);
    onDone();
  });

  const isHandedOver = handedOver !== null;
  const now = straight.find((act) => acts[act].open && !(act === 'handOver' && isHandedOver)) ?? null;
  // Somebody was faster: a panel whose act is no longer open goes, and what they did is said in its place.
  const shown = panel !== null && acts[panel].open ? panel : null;

  function open(act: WindowAct): void {
    const openness = acts[act];
    if (doing.isPending) return;
    if (!openness.open) return tell(openness.reason, { tone: 'info' });
    doing.reset();
    setDone(null);
    if (act === 'recall') doing.mutate({ act, version, body: {} });
    else setPanel(act);
  }
  function close(): void {
    doing.reset();
    if (panel !== null) forgetDraft(placeOf(id, panel));
    setPanel(null);
    onDone();
  }

  const needed = now && (() => open(now));
  useLayoutEffect(() => {
    primary.current = shown === null ? needed : null;
    return () => {
      primary.current = null;
    };
  });
  useKeys({
    F2: needed ?? undefined,
    ...Object.fromEntries(beside.map((act) => [keys[act], () => open(act)])),
  });

  return (
    <>
      <article className="card" aria-labelledby="desk-case">
        <Summary referral={referral} />
        {doing.error && shown === null && <Failure error={doing.error} />}
        {panel !== null && shown === null && !doing.error && !doing.isPending && <Meanwhile referral={referral} onSeen={() => setPanel(null)} />}
        <div role="status">
          {done && <Done act={done} onRecall={acts.recall.open ? () => open('recall') : null} onGone={() => setDone(null)} />}
        </div>
        {shown === null && <Now {...{ referral, now }} onOpen={open} />}
        {shown !== null && (
          <ActPanel
            key={shown}
            act={shown}
            {...{ referral, card }}
            busy={doing.isPending}
            error={doing.error}
            onAct={(body, seen, onOvertaken) => doing.mutate({ act: shown, version: seen, body }, { onError: (refused) => wasOvertaken(refused) && onOvertaken() })}
            onClose={close}
          />
        )}
        {shown === null && (
          <Beside
            referral={referral}
            // Taking back is offered once: beside the words that it was done, as long as they stand.
            open={besides.filter((act) => acts[act].open && act !== now && !(act === 'recall' && done))}
            onOpen={open}
          />
        )}
      </article>
      <Documents referralId={id} awaited={printing && letter ? letter.number : null} onPrinted={() => {
        setPrinting(false);
        onDone();
      }} />
    </>
  );
}

function Summary({ referral }: { referral: ReferralShown }) {
  const say = useWords(deskWords);
  const language = useLanguage();
  const { id, number, chain, state, report, form, department, reporter, letter, handedOver, awaiting } = referral;
  const { patient, diagnoses, urgency, destination } = form?.content ?? report;
  // Who came for another hospital is said in the report alone.
  const { agent } = report;
  const awaited = [...new Set(awaiting.map(({ step }) => step))].map((step) => {
    const ofStep = awaiting.filter((one) => one.step === step);
    return { step, since: ofStep[0]!.since, offices: ofStep.map(({ office }) => officeWords[office][language]).join(say('or')) };
  });
  return (
    <>
      <div className={styles.caseHead}>
        <h2 id="desk-case">{patient.name}</h2>
        <span className="numbers">{patient.idNumber}</span>
        <UrgencyTag urgency={urgency as never} />
        <StateTag state={state} />
        <Link to={`/referrals/${id}`} className={styles.caseLink}>
          {say('openReferral')}
        </Link>
      </div>
      <dl className={styles.facts}>
        <Fact label={say('number')}>
          <span className="numbers">{number}</span> <ChainTag chain={chain} />
        </Fact>
        <Fact label={say('reportedBy')}>{[department?.name, reporter.name].filter(Boolean).join(' ')}</Fact>
        {agent && <Fact label={relationWords.agent[language]}>{say('agentOf', { name: agent.name, hospital: agent.hospital })}</Fact>}
        <Fact label={say('diagnosis')}>{diagnoses.map(({ name }) => name).join(say('comma'))}</Fact>
        {destination && <Fact label={say('destination')}>{destination.name}</Fact>}
        {letter && (
          <Fact label={say('letter')}>
            <span className="numbers">{letter.number}</span>
            <span className="muted">{say('validUntil', { day: sayDay(letter.validUntil, language) })}</span>
          </Fact>
        )}
        {handedOver && (
          <Fact label={say('takenBy')}>
            {say('taker', { name: handedOver.name, relation: relationWords[handedOver.relation][language] })}{' '}
            <span className="numbers">{handedOver.idNumberMasked}</span> <Moment at={handedOver.at} short />
          </Fact>
        )}
        {awaited.map(({ step, offices, since }) => (
          <Fact key={step} label={say('awaits')}>
            {awaitedStepWords[step as AwaitedStep][language]} <span className="muted">{offices}</span>{' '}
            <span className="muted">
              <Waited since={since} />
            </span>
          </Fact>
        ))}
      </dl>
    </>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The one thing to do, or why there is none. */
function Now({ referral: { acts, state, end, handedOver }, now, onOpen }: { referral: ReferralShown; now: WindowAct | null; onOpen: (act: WindowAct) => void }) {
  const say = useWords(deskWords);
  const language = useLanguage();
  if (now) {
    return (
      <div className={styles.now}>
        <Button type="primary" size="large" className={styles.primary} aria-keyshortcuts="F2" onClick={() => onOpen(now)}>
          {sayAct(now, language)} <Key name="Enter" /> <Key name="F2" />
        </Button>
      </div>
    );
  }
  if (end) return <p className={styles.idle}>{say(end.reason ? 'endedBecause' : 'endedBy', { act: end.actName, reason: end.reason ?? '', comment: end.comment ?? '' })}</p>;
  if (state === 'issued' && handedOver) return <p className={styles.idle}>{say('allDone')}</p>;
  // The window's own step that is open to somebody else says to whom; else the case is with others.
  const own = straight.find((act) => !acts[act].open && !elsewhere.includes((acts[act] as ActNotOpen).code));
  return <p className={styles.idle}>{own ? (acts[own] as ActNotOpen).reason : say('withOthers', { state: stateWords[state][language] })}</p>;
}

/** Why an act of the window is not open while the case waits for others. */
const elsewhere = ['notAwaited', 'ended'];

interface BesideProps {
  referral: ReferralShown;
  open: readonly (typeof besides)[number][];
  onOpen: (act: WindowAct) => void;
}

/** What else the window can do here; folded away, what it cannot, and why. */
function Beside({ referral: { acts }, open, onOpen }: BesideProps) {
  const say = useWords(deskWords);
  const language = useLanguage();
  const closed = beside.flatMap((act) => {
    const openness = acts[act];
    if (openness.open) return [];
    const name = (
      <>
        {sayAct(act, language)} <Key name={keys[act]} />
      </>
    );
    return [{ act, name, reason: openness.reason }];
  });
  return (
    <div className={styles.beside}>
      {open.length > 0 && (
        <ul className={styles.acts} aria-label={say('alsoHere')}>
          {open.map((act) => (
            <li key={act}>
              <Button aria-keyshortcuts={act === 'handOver' ? undefined : keys[act]} onClick={() => onOpen(act)}>
                {act === 'handOver' ? say('handOverAgain') : sayAct(act, language)} {act !== 'handOver' && <Key name={keys[act]} />}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <ClosedActs title={say('notNow')} acts={closed} />
    </div>
  );
}

function Done({ act, onRecall, onGone }: { act: OfferedAct; onRecall: (() => void) | null; onGone: () => void }) {
  const say = useWords(deskWords);
  const language = useLanguage();
  const gone = useRef(onGone);
  useEffect(() => {
    gone.current = onGone;
  });
  useEffect(() => {
    const timer = setTimeout(() => gone.current(), offered);
    return () => clearTimeout(timer);
  }, [act]);
  return (
    <p className={styles.done}>
      <span>{say('done', { act: actWords[act][language] })}</span>
      {onRecall && (
        <Button size="small" onClick={onRecall} aria-keyshortcuts="Shift+F2">
          {sayAct('recall', language)} <Key name={keys.recall} />
        </Button>
      )}
    </p>
  );
}

interface PanelProps {
  act: WindowAct;
  referral: ReferralShown;
  card: string | null;
  busy: boolean;
  error: unknown;
  onAct: (body: object, seen: number, onOvertaken: () => void) => void;
  onClose: () => void;
}

function ActPanel({ act, referral, card, busy, error, onAct, onClose }: PanelProps) {
  const say = useWords(deskWords);
  const language = useLanguage();
  const openness = referral.acts[act];
  const { ask, given, demand } = useCapacity(openness.open ? openness.as : []);
  const { seen, see } = useSeen(referral);
  const isOvertaken = referral.version !== seen && error === null && !busy;
  const common = {
    place: placeOf(referral.id, act),
    title: sayAct(act, language),
    busy,
    error,
    ask: (
      <>
        {isOvertaken && <Meanwhile referral={referral} onSeen={see} />}
        {ask}
      </>
    ),
    onClose,
    // What a colleague did while it was typed is acted upon once it was read, here or in the refusal.
    onSubmit: (typed: object) => (given ? onAct({ ...typed, ...given }, seen, see) : demand()),
  };
  switch (act) {
    case 'releaseForm':
      return <CollectorPanel {...common} referral={referral} card={card} confirm={say('confirmRelease')} />;
    case 'handOver':
      return <CollectorPanel {...common} referral={referral} card={card} confirm={say('confirmHandOver')} />;
    case 'issueLetter':
      return <IssuePanel {...common} referral={referral} />;
    case 'replaceLetter':
      return <ReasonedPanel {...common} act={act} warning={say('replaceWarning', { number: referral.letter?.number ?? '' })} confirm={say('confirmReplace')} />;
    case 'void':
      return <ReasonedPanel {...common} act={act} warning={say('voidWarning', { number: referral.letter?.number ?? '' })} confirm={say('confirmVoid')} />;
    case 'signOnPaper':
      return <PaperPanel {...common} referral={referral} confirm={say('confirmOnPaper')} />;
    case 'recall':
      return null;
  }
}

interface IssueProps {
  place: string;
  referral: ReferralShown;
  title: string;
  busy: boolean;
  error: unknown;
  ask: ReactNode;
  onSubmit: (given: object) => void;
  onClose: () => void;
}

function IssuePanel({ place, referral, title, busy, error, ask, onSubmit, onClose }: IssueProps) {
  const say = useWords(deskWords);
  const button = useRef<HTMLButtonElement | HTMLAnchorElement>(null);
  useLayoutEffect(() => button.current?.focus(), []);
  const { patient, destination } = referral.form?.content ?? referral.report;
  return (
    <Panel {...{ place, title, busy, error, onClose }} confirm={say('confirmIssue')} confirmButton={button} onSubmit={() => onSubmit({})}>
      <p>{say('issueWhat', { name: patient.name, destination: destination?.name ?? '' })}</p>
      {ask}
    </Panel>
  );
}
