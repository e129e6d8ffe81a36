import type { HistoryEntry, ReferralShown, ReferralSummary } from '@countersign/contract';
import { actWords, officeWords, returnTargetWords } from '@countersign/contract/words';
import type { Capacity, ReturnTarget } from '@countersign/policy';
import { isAside } from '@countersign/policy/vocabulary';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Drawer, Form, Radio } from 'antd';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { fieldErrorsOf } from '../../api/field-errors.ts';
import { useOnce } from '../../api/once.ts';
import { ProblemError } from '../../api/problem.ts';
import { headline } from '../../i18n/headline.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { ActorName } from '../../parts/actor-name.tsx';
import { capacityKey } from '../../parts/capacity.ts';
import { useClosingWarning } from '../../parts/closing.ts';
import { Failure } from '../../parts/failure.tsx';
import { Meanwhile, useSeen } from '../../parts/meanwhile.tsx';
import { tell } from '../../parts/messages.tsx';
import { Moment } from '../../parts/moment.tsx';
import { usePhone } from '../../parts/phone.ts';
import { partsWords } from '../../parts/words.ts';
import { sayTime } from '../../parts/times.ts';
import { SignatureImage } from '../../parts/signature-image.tsx';
import { useSession } from '../../session/session.ts';
import { usePresence } from '../../session/presence.tsx';
import styles from './acts.module.css';
import { toneOf, type SheetAct } from './acts.ts';
import { People, Prose, Reasons, Reviewed } from './act-fields.tsx';
import { historyQuery, lastMove, referralKey } from '../../parts/referral-queries.ts';
import { fromBelow } from './from-below.ts';
import { referralWords } from './words.ts';

/** What one act asks for beside the capacity: the message's name of its prose, and whether it must be there. */
interface Shape {
  text?: 'comment' | 'opinion' | 'message' | 'text';
  required?: true;
  max?: number;
  reasoned?: true;
}

const reasoned: Shape = { text: 'comment', required: true, reasoned: true };

const shapes: Record<SheetAct, Shape> = {
  sign: { text: 'opinion', required: true },
  inform: { text: 'comment' },
  decline: reasoned,
  returnForCorrection: reasoned,
  reject: reasoned,
  replaceLetter: reasoned,
  void: reasoned,
  withdraw: { text: 'comment', required: true },
  recall: {},
  remind: { text: 'message', max: 500 },
  comment: { text: 'text', required: true },
  copyTo: { text: 'comment', max: 500 },
};

export interface Typed {
  text?: string;
  reason?: string;
  to?: ReturnTarget;
  people?: { value: string; label: string }[];
  reviewed?: string[];
  as?: string;
}

/** What was typed and not sent, by referral and act: a sheet that is closed, or left by mistake, has it still. */
const unsent = new Map<string, Typed>();

function bodyOf(act: SheetAct, typed: Typed, as: readonly Capacity[]): object {
  const { text } = shapes[act];
  const chosen = as.length > 1 ? as.find((capacity) => capacityKey(capacity) === typed.as) : undefined;
  return {
    ...(chosen && { as: { office: chosen.office, onBehalfOf: chosen.onBehalfOf?.id } }),
    ...(text && typed.text?.trim() && { [text]: typed.text.trim() }),
    ...(shapes[act].reasoned && { reason: typed.reason }),
    ...(act === 'returnForCorrection' && { to: typed.to }),
    ...(act === 'copyTo' && { people: typed.people?.map(({ value }) => value) }),
    ...(act === 'inform' && { papersReviewed: typed.reviewed ?? [] }),
  };
}

/** Where each field of the message is typed. */
const fieldOf = (pointer: string): keyof Typed | null => {
  const [, name = ''] = pointer.split('/');
  if (name === 'papersReviewed') return 'reviewed';
  if (name === 'reason' || name === 'to' || name === 'people' || name === 'as') return name;
  return name === 'comment' || name === 'opinion' || name === 'message' || name === 'text' ? 'text' : null;
};

export interface Acted {
  act: SheetAct;
  /** Whether to go on with what awaits me next. */
  next: boolean;
}

interface Props {
  referral: ReferralShown;
  act: SheetAct;
  onClose: () => void;
  onActed: (acted: Acted) => void;
}

interface Sent {
  body: object;
  /** The version that the act is meant for; the newest where there is none. */
  version?: number;
}

/** One act as a small form. What is typed stays while anything fails, others act or the sheet is closed. */
export default function ActSheet({ referral, act, onClose, onActed }: Props) {
  const say = useWords(referralWords);
  const sayPart = useWords(partsWords);
  const language = useLanguage();
  const phone = usePhone();
  const client = useQueryClient();
  const { withPresence } = usePresence();
  const [form] = Form.useForm<Typed>();
  const { seen, see } = useSeen(referral);
  const done = useDoneElsewhere(referral, act);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const { id } = referral;
  const place = `${id} ${act}`;
  const openness = referral.acts[act];
  const as = openness.open ? openness.as : [];
  const { text, required, max = 2000, reasoned: hasReason } = shapes[act];
  const name = headline(actWords[act][language]);
  const send = useOnce(
    ({ body, version = referral.version }: Sent, key: string) =>
      api.post<ReferralSummary>(`/referrals/${id}/${act}`, body, { version, key }),
    place,
  );
  useClosingWarning(() => Object.values(unsent.get(place) ?? {}).some((value) => value?.length > 0));

  /** What I did meanwhile in another window is done: only what comes next is left. */
  const leave = (next: boolean): void => {
    unsent.delete(place);
    if (next) onActed({ act, next });
    else onClose();
  };
  /** Somebody was first: what is so now is read, and the next press acts upon that. */
  const readAnew = async (): Promise<void> => {
    await client.invalidateQueries({ queryKey: referralKey(id) });
    see();
  };
  const submit = async (next: boolean): Promise<void> => {
    const typed = await form.validateFields().catch(() => null);
    if (!typed) return;
    setBusy(true);
    setFailure(null);
    // What only speaks about a referral is not overtaken by what moves it, and stays the same sending.
    const version = isAside(act) ? undefined : seen;
    try {
      const answer = await withPresence(() => send({ body: bodyOf(act, typed, as), version }));
      if (!answer) return;
      unsent.delete(place);
      tell(say('acted', { act: name }));
      onActed({ act, next });
    } catch (error) {
      setFailure(error);
      const refused = [...fieldErrorsOf(error)].flatMap(([pointer, reason]) => {
        const field = fieldOf(pointer);
        return field ? [{ name: field, errors: [reason] }] : [];
      });
      form.setFields(refused);
      if (error instanceof ProblemError && [409, 412].includes(error.problem.status)) await readAnew();
    } finally {
      setBusy(false);
    }
  };
  const must = { required: true, message: say('required') };
  if (done && !busy) {
    return (
      <Drawer
        open
        title={name}
        {...(phone ? fromBelow : { size: 460 })}
        onClose={() => leave(false)}
        footer={
          <div className={styles.foot}>
            <Button onClick={() => leave(false)}>{say('close')}</Button>
            <Button type="primary" onClick={() => leave(true)}>
              {say('nextOne')}
            </Button>
          </div>
        }
      >
        <Alert className="failure" type="success" showIcon role="status" title={say('doneAt', { act: actWords[act][language], time: sayTime(done.entry.at, language) })} description={say('doneElsewhere')} />
      </Drawer>
    );
  }
  return (
    <Drawer
      open
      title={name}
      {...(phone ? fromBelow : { size: 460 })}
      onClose={onClose}
      footer={
        <div className={styles.foot}>
          <Button onClick={onClose}>{say('cancel')}</Button>
          {openness.open && act === 'sign' && (
            <Button disabled={busy} onClick={() => void submit(true)}>
              {say('signAndNext')}
            </Button>
          )}
          {openness.open && (
            <Button type="primary" danger={toneOf(act) === 'danger'} loading={busy} onClick={() => void submit(false)}>
              {name}
            </Button>
          )}
        </div>
      }
    >
      {failure !== null && <Failure error={failure}>{failure instanceof ProblemError && [409, 412].includes(failure.problem.status) && say('readAnew')}</Failure>}
      {!openness.open && <Alert className={styles.told} type="warning" showIcon role="alert" title={openness.reason} description={say('noLongerOpen')} />}
      {openness.open && failure === null && referral.version !== seen && <Meanwhile className={styles.told} referral={referral} onSeen={see} />}
      {act === 'recall' && <TakesBack id={id} />}
      {act !== 'recall' && (
        <div className={styles.about}>
          <Digest referral={referral} />
          <p>{say(`about_${act}`)}</p>
        </div>
      )}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={unsent.get(place) ?? (referral.returnTargets.length === 1 ? { to: referral.returnTargets[0] } : {})}
        onValuesChange={(_, all: Typed) => unsent.set(place, all)}
      >
        {as.length > 1 && (
          <Form.Item name="as" label={say('capacity')} rules={[must]}>
            <Radio.Group
              className={styles.sheet}
              options={as.map((capacity) => ({ value: capacityKey(capacity), label: <CapacityName capacity={capacity} /> }))}
            />
          </Form.Item>
        )}
        {act === 'returnForCorrection' && (
          <Form.Item name="to" label={say('returnTo')} rules={[must]}>
            <Radio.Group className={styles.sheet} options={referral.returnTargets.map((to) => ({ value: to, label: <TargetName referral={referral} to={to} /> }))} />
          </Form.Item>
        )}
        {hasReason && (
          <Form.Item name="reason" label={say('reasonCode')} rules={[must]}>
            <Reasons act={act as 'decline'} />
          </Form.Item>
        )}
        {act === 'inform' && referral.papers.length > 0 && (
          <Form.Item name="reviewed" label={say('reviewPapers')}>
            <Reviewed papers={referral.papers} />
          </Form.Item>
        )}
        {act === 'copyTo' && (
          <Form.Item name="people" label={say('people')} rules={[must]}>
            <People />
          </Form.Item>
        )}
        {text && (
          <Form.Item name="text" label={say(required ? `text_${text}` : 'optionalText')} rules={[...(required ? [{ ...must, whitespace: true }] : []), { max, message: sayPart('tooLong', { max }) }]}>
            <Prose max={max} phrasesFor={act === 'sign' ? 'sign' : act === 'returnForCorrection' ? 'return' : null} />
          </Form.Item>
        )}
      </Form>
      {act === 'sign' && <SignatureImage />}
    </Drawer>
  );
}

/** Whether the reader did the same after the sheet was opened: in another window, or on the telephone. */
function useDoneElsewhere({ id, seq, acts }: ReferralShown, act: SheetAct): HistoryEntry | null {
  const [opening] = useState(seq);
  const { person } = useSession();
  const { data: history = [] } = useQuery(historyQuery(id, useLanguage()));
  if (acts[act].open) return null;
  return history.findLast(({ entry }) => entry.act === act && entry.seq > opening && entry.actor?.id === person.id) ?? null;
}

/** Whom it is about, where the sheet lies above the page. */
function Digest({ referral: { report, form } }: { referral: ReferralShown }) {
  const say = useWords(referralWords);
  const { patient, diagnoses, destination } = form?.content ?? report;
  const filling = { name: patient.name, diagnosis: diagnoses[0]!.name, destination: destination?.name ?? say('openDestination') };
  return <p className={styles.digest}>{say('digest', filling)}</p>;
}

/** Where a return goes, and who did that step the last time. */
function TargetName({ referral: { way }, to }: { referral: ReferralShown; to: ReturnTarget }) {
  const say = useWords(referralWords);
  const language = useLanguage();
  const target = returnTargetWords[to][language];
  const by = way.flatMap(({ act, parts }) => parts.filter(({ step }) => (to === 'fillIn' ? act === 'fillIn' : step === to))).at(0)?.by;
  return <>{by ? say('targetOf', { target, name: by.name }) : target}</>;
}

function CapacityName({ capacity: { office, onBehalfOf, warrantNo } }: { capacity: Capacity }) {
  const say = useWords(referralWords);
  const language = useLanguage();
  const name = officeWords[office][language];
  return <>{onBehalfOf ? say('capacityFor', { office: name, holder: onBehalfOf.name, number: warrantNo ?? '' }) : name}</>;
}

/** What a recall takes back. */
function TakesBack({ id }: { id: string }) {
  const say = useWords(referralWords);
  const { data: history = [] } = useQuery(historyQuery(id, useLanguage()));
  const last = lastMove(history);
  if (!last) return null;
  return (
    <div className={styles.about}>
      <p>
        <strong>{say('takesBack', { act: last.title })}</strong>
        {last.entry.actor && <ActorName actor={last.entry.actor} />} <Moment at={last.entry.at} short />
      </p>
      <p>{say('about_recall')}</p>
    </div>
  );
}
