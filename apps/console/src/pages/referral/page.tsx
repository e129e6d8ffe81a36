import type { ReferralShown, WorklistPageResponse } from '@countersign/contract';
import { relationWords, returnTargetWords, stepWords } from '@countersign/contract/words';
import type { Urgency } from '@countersign/policy';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useState, type MouseEvent } from 'react';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import { api, withQuery } from '../../api/client.ts';
import { isProblem } from '../../api/problem.ts';
import { queryClient } from '../../api/query-client.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { ActorName } from '../../parts/actor-name.tsx';
import { Button } from '../../parts/button.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Failure } from '../../parts/failure.tsx';
import { useFocusBack } from '../../parts/focus-back.ts';
import { dressed, type Begin } from '../../parts/later.tsx';
import { Loading } from '../../parts/loading.tsx';
import { tell } from '../../parts/messages.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { usePhone } from '../../parts/phone.ts';
import { historyQuery, referralKey, referralQuery } from '../../parts/referral-queries.ts';
import { ChainTag, StateTag, UrgencyTag } from '../../parts/tags.tsx';
import { sayDay } from '../../parts/times.ts';
import { ActBar, Acts } from './act-buttons.tsx';
import type { Acted } from './act-sheet.tsx';
import type { SheetAct } from './acts.ts';
import { Case } from './case.tsx';
import { ChainDiagram } from './chain-diagram.tsx';
import { Documents } from './documents.tsx';
import { Papers } from './papers.tsx';
import styles from './referral.module.css';
import { Signatures } from './signatures.tsx';
import { Timeline } from './timeline.tsx';
import { referralWords } from './words.ts';

const ActSheet = dressed(() => import('./act-sheet.tsx'));
const MoreSheet = dressed(() => import('./more-sheet.tsx'));

/** @public The router asks for it: see `bringPage`. */
export const begin: Begin = ({ params: { id = '' } }) => {
  void queryClient.prefetchQuery(referralQuery(id, currentLanguage()));
  void queryClient.prefetchQuery(historyQuery(id, currentLanguage()));
};

export default function ReferralPage() {
  const { id = '' } = useParams();
  // Each referral is a page of its own: nothing of one is left on the next.
  return <ReferralOf key={id} id={id} />;
}

function ReferralOf({ id }: { id: string }) {
  const say = useWords(referralWords);
  const { data: referral, error, refetch } = useQuery(referralQuery(id, useLanguage()));
  if (referral) return <Referral referral={referral} error={error} onRetry={() => void refetch()} />;
  return (
    <div className="page">
      <Back />
      {isProblem(error, 'notFound') || isProblem(error, 'notInvolved') ? (
        <>
          <PageHead title={say('notShown')} />
          <Nothing title={say(isProblem(error, 'notFound') ? 'notFoundTitle' : 'notInvolvedTitle')}>
            {say(isProblem(error, 'notFound') ? 'notFoundWhy' : 'notInvolvedWhy')}
          </Nothing>
        </>
      ) : error ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading lines={10} />
      )}
    </div>
  );
}

/** Back to the list from which one came, with its filters and its place; who came from outside goes to the worklist. */
function Back() {
  const say = useWords(referralWords);
  const navigate = useNavigate();
  const cameFromHere = useLocation().key !== 'default';
  const back = (event: MouseEvent): void => {
    if (!cameFromHere || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    void navigate(-1);
  };
  return (
    <Link className={styles.back} to="/" onClick={back}>
      {say(cameFromHere ? 'back' : 'toWorklist')}
    </Link>
  );
}

interface Props {
  referral: ReferralShown;
  /** What failed when it was read again. */
  error: unknown;
  onRetry: () => void;
}

function Referral({ referral, error, onRetry }: Props) {
  const say = useWords(referralWords);
  const phone = usePhone();
  const [act, setAct] = useState<SheetAct | null>(null);
  const [more, setMore] = useState(false);
  const remember = useFocusBack(act !== null || more);
  const goOn = useGoOn(referral.id);
  const { report, form } = referral;
  const { patient, urgency } = form?.content ?? report;
  const openAct = (chosen: SheetAct): void => {
    remember();
    setMore(false);
    setAct(chosen);
  };
  const openMore = (): void => {
    remember();
    setMore(true);
  };
  const acted = (done: Acted): void => {
    setAct(null);
    void goOn(done);
  };
  return (
    <div className={`page ${styles.page}`}>
      <Back />
      <PageHead
        title={patient.name}
        beside={<SexAndAge patient={referral.patient} />}
        about={<About referral={referral} urgency={urgency as Urgency} />}
        actions={<Button className={styles.printPage} onClick={() => print()}>{say('printPage')}</Button>}
      />
      {error !== null && <Failure error={error} onRetry={onRetry} />}
      {phone && <SentBack referral={referral} />}
      <ChainDiagram referral={referral} />
      <Letter referral={referral} />
      <div className={styles.columns}>
        <div className={styles.left}>
          <Case referral={referral} />
          <Papers papers={referral.papers} />
          <Signatures referral={referral} />
          <Documents referral={referral} />
        </div>
        <div className={styles.right}>
          <Acts referral={referral} onAct={openAct} />
          <Timeline referral={referral} />
        </div>
      </div>
      <ActBar referral={referral} onAct={openAct} onMore={openMore} />
      <Suspense>
        {more && <MoreSheet referral={referral} onAct={openAct} onClose={() => setMore(false)} />}
        {act && <ActSheet key={act} referral={referral} act={act} onClose={() => setAct(null)} onActed={acted} />}
      </Suspense>
    </div>
  );
}

function SexAndAge({ patient: { sex, age } }: Pick<ReferralShown, 'patient'>) {
  const say = useWords(referralWords);
  return (
    <span className="numbers">
      {say('sexAndAge', { sex: say(sex), age: age > 0 ? say('years', { age }) : say('infant') })}
    </span>
  );
}

/** On a phone, before all else: that it came back, and what for, for as long as that is to be done. */
function SentBack({ referral: { way, returns } }: { referral: ReferralShown }) {
  const say = useWords(referralWords);
  const language = useLanguage();
  const last = returns.at(-1);
  const isOpen = way.some(({ act, parts }) =>
    parts.some(({ status, step }) => status === 'now' && (last?.to === 'fillIn' ? act === 'fillIn' : step === last?.to)),
  );
  if (!last || !isOpen) return null;
  const { from, to, reason, comment, by, at } = last;
  return (
    <section className={styles.sentBack} aria-label={say('sentBack')}>
      <strong>{say('returned', { from: stepWords[from][language], to: returnTargetWords[to][language], reason })}</strong>
      {comment && <span>{comment}</span>}
      <span className="muted">
        <ActorName actor={by} /> <Moment at={at} short />
      </span>
    </section>
  );
}

function About({ referral, urgency }: { referral: ReferralShown; urgency: Urgency }) {
  const say = useWords(referralWords);
  const { number, chain, state, department, reporter, reportedAt } = referral;
  return (
    <span className={styles.about}>
      <UrgencyTag urgency={urgency} />
      <StateTag state={state} />
      <ChainTag chain={chain} />
      <span className={`numbers ${styles.number}`}>
        {number}
        <CopyButton text={number} about={say('copyNumber', { number })} />
      </span>
      <span>{[department?.name, reporter.name].filter(Boolean).join(' · ')}</span>
      <span className="numbers">
        <Moment at={reportedAt} short /> {say('reportedThen')}
      </span>
    </span>
  );
}

function Letter({ referral: { letter, uses, handedOver } }: { referral: ReferralShown }) {
  const say = useWords(referralWords);
  const language = useLanguage();
  if (!letter) return null;
  const { number, validFrom, validUntil, destination, uses: allowed, replaces } = letter;
  return (
    <section className={`card ${styles.letter}`} aria-labelledby="the-letter">
      <h2 id="the-letter">{say('letter')}</h2>
      <strong className="numbers">{number}</strong>
      <span>{destination}</span>
      <span className="numbers">{say('validFor', { from: sayDay(validFrom, language), until: sayDay(validUntil, language) })}</span>
      <span>{say('used', { uses, allowed })}</span>
      {handedOver && (
        <span>{say('handedOverTo', { name: handedOver.name, relation: relationWords[handedOver.relation][language] })}</span>
      )}
      {replaces && <span>{say('replacesLetter', { number: replaces })}</span>}
    </section>
  );
}

/** After an act: what is read anew, and whether the next item is opened. */
function useGoOn(id: string) {
  const say = useWords(referralWords);
  const client = useQueryClient();
  const navigate = useNavigate();
  return async ({ next }: Acted): Promise<void> => {
    const [awaiting] = await Promise.all([
      next ? api.get<WorklistPageResponse>(withQuery('/worklist', { box: 'awaiting', limit: 10 })).catch(() => null) : null,
      client.invalidateQueries({ queryKey: referralKey(id) }),
      client.invalidateQueries({ queryKey: ['worklist'] }),
      client.invalidateQueries({ queryKey: ['counts'] }),
    ]);
    if (!next) return;
    const other = awaiting?.items.find((row) => row.id !== id);
    // In the place of this one: the way back still leads to the list.
    if (other) return void navigate(`/referrals/${other.id}`, { replace: true });
    if (awaiting) tell(say('nothingNext'), { tone: 'info' });
    void navigate('/');
  };
}
