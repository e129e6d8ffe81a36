import type { DraftSavedResponse, DraftsResponse, ReferralShown, RevealedContent } from '@countersign/contract';
import { stepWords } from '@countersign/contract/words';
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { Link, useParams } from 'react-router';
import { api, newKey, withQuery } from '../../api/client.ts';
import { isProblem } from '../../api/problem.ts';
import { DestinationPart } from '../../form/destination.tsx';
import { DiagnosesPart } from '../../form/diagnoses.tsx';
import { useDraft } from '../../form/draft-context.tsx';
import { DraftForm } from '../../form/draft-form.tsx';
import { ProseField } from '../../form/field.tsx';
import { OpenDraft } from '../../form/open-draft.tsx';
import { PatientPart } from '../../form/patient.tsx';
import { ReasonField } from '../../form/reason.tsx';
import type { TypedContent } from '../../form/typed.ts';
import { UrgencyField } from '../../form/urgency.tsx';
import { formWords } from '../../form/words.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { ActorName } from '../../parts/actor-name.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { sayMoment } from '../../parts/times.ts';
import styles from './fill-in.module.css';
import { changedMaterial } from './material.ts';
import { fillInWords } from './words.ts';

/** The approval form while it is written: /referrals/:id/form */
export default function FillInPage() {
  const { id = '' } = useParams();
  const say = useWords(fillInWords);
  const language = useLanguage();
  const { data: referral, error, refetch } = useQuery({
    queryKey: ['referral', id, language],
    queryFn: ({ signal }) => api.get<ReferralShown>(`/referrals/${id}`, signal),
  });
  if (!referral) return <div className="page">{error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading lines={12} />}</div>;
  const { number, report, form } = referral;
  const patient = (form?.content ?? report).patient.name;
  return (
    <div className="page">
      <PageHead
        title={say('title')}
        about={say('about', { number, patient })}
        actions={<Link to={`/referrals/${id}`}>{say('back')}</Link>}
      />
      <FillIn referral={referral} />
    </div>
  );
}

/** The draft there is, or a new one; what somebody has begun stays open to them, whatever becomes of the referral. */
function FillIn({ referral }: { referral: ReferralShown }) {
  const say = useWords(fillInWords);
  const { fillIn } = referral.acts;
  const { data: draftId, error, refetch } = useQuery({
    queryKey: ['draft-of', referral.id],
    queryFn: () => draftOf(referral),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  if (error && !draftId) return <Failure error={error} onRetry={() => void refetch()} />;
  if (draftId === undefined) return <Loading lines={12} />;
  if (draftId === null) return <Closed reason={fillIn.open ? '' : fillIn.reason} />;
  return (
    <OpenDraft key={draftId} id={draftId}>
      {() => (
        <>
          {!fillIn.open && <Closed reason={fillIn.reason} />}
          <Returned referral={referral} />
          <DraftForm
            referralVersion={referral.version}
            closed={fillIn.open ? null : fillIn.reason}
            consequence={<Consequence referral={referral} />}
          >
            {referral.form === null && <p className="muted">{say('prefilled')}</p>}
            <Fields referralId={referral.id} />
          </DraftForm>
        </>
      )}
    </OpenDraft>
  );
}

function Fields({ referralId }: { referralId: string }) {
  const say = useWords(fillInWords);
  const sayField = useWords(formWords);
  return (
    <>
      <PatientPart referralId={referralId} />
      <DiagnosesPart />
      <section className="card" aria-labelledby="why">
        <h2 id="why">{say('content')}</h2>
        <UrgencyField />
        <ProseField pointer="/content/condition" label={sayField('condition')} required max={2000} />
        <ReasonField />
        <ProseField pointer="/content/remark" label={sayField('remark')} max={500} rows={2} />
      </section>
      <DestinationPart required />
    </>
  );
}

function Closed({ reason }: { reason: string }) {
  const say = useWords(fillInWords);
  return <Alert type="info" showIcon role="status" className={styles.notice} title={say('closedTitle')} description={reason} />;
}

/** Who sent it back, and why. */
function Returned({ referral: { returns, state } }: { referral: ReferralShown }) {
  const say = useWords(fillInWords);
  const language = useLanguage();
  const last = returns.at(-1);
  if (!last || last.to !== 'fillIn' || state !== 'awaitingFillIn') return null;
  return (
    <section className={styles.returned} aria-labelledby="returned">
      <h2 id="returned">{say('returnedTitle')}</h2>
      <p className={styles.why}>{say('returnedWhy', { reason: last.reason, comment: last.comment })}</p>
      <p className="muted">
        <ActorName actor={last.by} />
        {say('returnedBy', { step: stepWords[last.from][language], time: sayMoment(last.at, language) })}
      </p>
    </section>
  );
}

/** What submitting does to the signatures that were given: told while it is typed. */
function Consequence({ referral: { signatures, form } }: { referral: ReferralShown }) {
  const say = useWords(fillInWords);
  const { typed } = useDraft();
  const standing = signatures.filter(({ stands }) => stands);
  if (!form || standing.length === 0) return null;
  const changed = changedMaterial(form.content, typed.content);
  const join = (parts: string[]) => parts.join(say('separator'));
  return (
    <Alert
      type={changed.length > 0 ? 'warning' : 'success'}
      showIcon
      role="status"
      className={styles.notice}
      title={changed.length > 0 ? say('changed', { fields: join(changed.map((field) => say(field))) }) : say('same')}
      description={changed.length > 0 ? say('resign', { names: join(standing.map(({ actor }) => actor.name)) }) : undefined}
    />
  );
}

/** My draft of this form, begun from what the referral says where there is none; null where the act is not open to me. */
async function draftOf(referral: ReferralShown): Promise<string | null> {
  const { items } = await api.get<DraftsResponse>(withQuery('/drafts', { kind: 'form', referralId: referral.id }));
  if (items[0]) return items[0].id;
  if (!referral.acts.fillIn.open) return null;
  const content = await prefilled(referral);
  try {
    const begun = await api.post<DraftSavedResponse>('/drafts', { kind: 'form', referralId: referral.id, content }, { key: newKey() });
    return begun.id;
  } catch (error) {
    // Another window was first, or the answer to an earlier try was lost.
    if (isProblem(error, 'draftExists')) return error.facts<{ id: string }>().id;
    throw error;
  }
}

/** What was reported, or the form as it was returned; its numbers in the clear, which is recorded. */
async function prefilled({ id, report, form }: ReferralShown): Promise<TypedContent> {
  const numbers = await api.post<RevealedContent>(`/referrals/${id}/reveal`, undefined, { key: newKey() });
  const { agent: _, ...reported } = report;
  const content = form?.content ?? reported;
  return { ...content, patient: { ...content.patient, ...numbers.patient } } as TypedContent;
}
