import type { ActingAsPart, ReferralSummary } from '@countersign/contract';
import { list, officeWords } from '@countersign/contract/words';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { api } from '../api/client.ts';
import { useOnce } from '../api/once.ts';
import { isProblem, leavesOpen, mayBeDone, NetworkError, type ProblemError } from '../api/problem.ts';
import { useLanguage, useWords } from '../i18n/words.ts';
import { Failure } from '../parts/failure.tsx';
import { tell } from '../parts/messages.tsx';
import { ChooseHolder } from './choose-holder.tsx';
import { Conflict } from './conflict.tsx';
import { useDraft } from './draft-context.tsx';
import { idOf } from './field.tsx';
import styles from './form.module.css';
import { labelOf, placeOf } from './labels.ts';
import { SavingStatus } from './saving-status.tsx';
import type { Pointer, Typed } from './typed.ts';
import { formWords } from './words.ts';

interface Submission {
  id: string;
  version: number;
  as?: ActingAsPart;
  referralVersion?: number;
}

const submitDraft = ({ id, version, as, referralVersion }: Submission, key: string) =>
  api.post<ReferralSummary>(`/drafts/${id}/submit`, { as, referralVersion }, { version, key });

interface Props {
  /** Of a form: the version of the referral that is seen here. */
  referralVersion?: number;
  /** Why it cannot be submitted now. */
  closed?: string | null;
  /** What submitting will do besides. */
  consequence?: ReactNode;
  children: ReactNode;
}

/** What is said beside the button. */
type Note = 'notSavedYet' | 'unanswered' | 'unchosenSubmit';

/** A draft's fields, and below them whether they are saved and how to submit them. Ctrl or ⌘ with Enter submits. */
export function DraftForm({ referralVersion, closed = null, consequence, children }: Props) {
  const say = useWords(formWords);
  const language = useLanguage();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { saver, saving, typed, errors, refuse } = useDraft();
  const submitOnce = useOnce(submitDraft);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [note, setNote] = useState<Note | null>(null);
  const [unchosenAt, setUnchosenAt] = useState<Typed | null>(null);
  const [choosing, setChoosing] = useState<ProblemError | null>(null);
  const pressed = useRef(false);
  /** What was sent and not answered: only sending the same again finds out what became of it. */
  const unanswered = useRef<Submission | null>(null);
  const form = useRef<HTMLDivElement>(null);
  // Counted, and not done at once: what was refused is on the page only after this drawing.
  const [refusals, setRefusals] = useState(0);
  useEffect(() => {
    if (refusals > 0) showFirst(form.current!);
  }, [refusals]);
  /** What was not saved yet is saved meanwhile, and what was not chosen is chosen. */
  const over = (note === 'notSavedYet' && saving.kind === 'saved') || (note === 'unchosenSubmit' && typed !== unchosenAt);
  const noted = over ? null : note;
  const submitLabel = say(saver.draft.kind === 'report' ? 'submitReport' : 'submitForm');

  const done = async (referral: ReferralSummary): Promise<void> => {
    saver.end();
    const offices = list(officeWords, [...new Set(referral.awaiting.map(({ office }) => office))], language);
    tell(say('submitted', { number: referral.number, offices }));
    for (const queryKey of [['drafts'], ['worklist'], ['counts'], ['referral', referral.id]]) void client.invalidateQueries({ queryKey });
    await navigate(`/referrals/${referral.id}`, { replace: true });
  };

  const refused = (failure: unknown): void => {
    if (isProblem(failure, 'holderNotChosen')) return setChoosing(failure);
    // Refused fields are said by themselves, and counted above.
    refuse({ error: failure, typed: saver.state.typed });
    setError(isProblem(failure, 'draftIncomplete') ? null : failure);
    // What moved the referral or the draft meanwhile is read anew.
    if (isProblem(failure, 'overtaken', 'changedMeanwhile', 'notAwaited', 'ended')) {
      void client.invalidateQueries({ queryKey: ['referral', saver.draft.referralId] });
      void saver.lookAgain();
    }
    setRefusals((count) => count + 1);
  };

  const submit = async (as?: ActingAsPart): Promise<void> => {
    // A second press, while the first is still on its way, is the first.
    if (pressed.current || closed) return;
    const unchosen = form.current?.querySelector<HTMLElement>('[data-unchosen]');
    if (unchosen) {
      setNote('unchosenSubmit');
      setUnchosenAt(typed);
      return showField(unchosen);
    }
    pressed.current = true;
    setBusy(true);
    setError(null);
    setNote(null);
    let again = false;
    const earlier = unanswered.current;
    try {
      // Also before an earlier sending goes out again: if that had not arrived, it must not win over what was typed since.
      if (!(await saver.flush()) && !(unanswered.current && saver.state.saving.kind === 'gone')) return notSaved();
      if (!unanswered.current) {
        unanswered.current = { id: saver.draft.id, version: saver.version, as, referralVersion };
      }
      const referral = await submitOnce(unanswered.current);
      unanswered.current = null;
      await done(referral);
    } catch (failure) {
      const sent = unanswered.current;
      if (mayBeDone(failure)) setNote('unanswered');
      else unanswered.current = leavesOpen(failure) ? earlier : null;
      // It had not arrived, and more was typed and saved since: that is what is submitted now.
      again = isProblem(failure, 'changedMeanwhile') && sent !== null && sent.version !== saver.version;
      if (!again) refused(failure);
    } finally {
      pressed.current = false;
      setBusy(false);
    }
    if (again) void submit(as);
  };

  const notSaved = (): void => {
    if (saver.state.saving.kind === 'waiting') setNote('notSavedYet');
    setRefusals((count) => count + 1);
  };

  // The draft went away though nobody knows whether its submission arrived: it did, and its answer is asked for again.
  const gone = saving.kind === 'gone';
  useEffect(() => {
    if (gone && unanswered.current) void submit();
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [gone]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void submit();
  };
  return (
    <div className={styles.form} onKeyDown={onKeyDown} ref={form}>
      <Conflict />
      <ErrorSummary errors={errors} />
      {children}
      {consequence}
      <div className={styles.bar}>
        {/* Beside the button, where the eye is: a refusal above the form would be out of sight. */}
        <div className={styles.told} role="alert">
          {noted && <p className={styles.note}>{say(noted, { submit: submitLabel })}</p>}
          {error !== null && !(error instanceof NetworkError) && <Failure error={error} />}
          {refusals > 0 && errors.size > 0 && (
            <button type="button" className={styles.textButton} onClick={() => showFirst(form.current!)}>
              {say('errorsTitle', { count: errors.size })}
            </button>
          )}
        </div>
        <SavingStatus />
        <span className={styles.submit}>
          <span className={closed === null ? styles.keys : styles.whyClosed} id="submit-about">
            {closed ?? say('submitKeys')}
          </span>
          <Button
            type="primary"
            size="large"
            loading={busy}
            aria-disabled={closed !== null}
            aria-describedby="submit-about"
            className={closed === null ? undefined : styles.closed}
            onClick={() => void submit()}
          >
            {submitLabel}
          </Button>
        </span>
      </div>
      {choosing && (
        <ChooseHolder
          problem={choosing}
          onCancel={() => setChoosing(null)}
          onChoose={(as) => {
            setChoosing(null);
            void submit(as);
          }}
        />
      )}
    </div>
  );
}

/** How many fields must change, each a link to itself. */
function ErrorSummary({ errors }: { errors: ReadonlyMap<Pointer, string> }) {
  const say = useWords(formWords);
  if (errors.size === 0) return null;
  return (
    <section className={styles.summary} aria-labelledby="errors">
      <h2 id="errors">{say('errorsTitle', { count: errors.size })}</h2>
      <ul>
        {[...errors].toSorted(([a], [b]) => placeOf(a) - placeOf(b)).map(([pointer, reason]) => (
          <li key={pointer}>
            <a
              href={`#${targetOf(pointer)}`}
              onClick={(event) => {
                event.preventDefault();
                const field = document.getElementById(targetOf(pointer));
                if (field) showField(field);
              }}
            >
              {say('colon', { label: labelOf(pointer, say), reason })}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Where a field is; a destination that nobody chose yet is looked for at its name. */
const targetOf = (pointer: Pointer): string => {
  const id = idOf(pointer);
  return pointer.startsWith('/content/destination') && !document.getElementById(id) ? idOf('/content/destination/name') : id;
};

/** With its label and why it was refused, neither under the page's head nor under the bar. */
function showField(field: HTMLElement): void {
  field.focus({ preventScroll: true });
  field.scrollIntoView({ block: 'center' });
}

/** The first field that was refused. */
function showFirst(form: HTMLElement): void {
  const first = form.querySelector<HTMLElement>('[aria-invalid="true"], fieldset[aria-describedby] input');
  if (first) showField(first);
}
