import type { PaperResponse, ProblemFacts, ReferralShown } from '@countersign/contract';
import { officeWords } from '@countersign/contract/words';
import type { Office } from '@countersign/policy';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Progress, Select, type RefSelectProps } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { api, newKey } from '../../api/client.ts';
import { fieldErrorsOf } from '../../api/field-errors.ts';
import { isProblem, leavesOpen } from '../../api/problem.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { dayInShanghai } from '../../parts/times.ts';
import styles from './desk.module.css';
import { useDraft } from './drafts.ts';
import { Field } from './field.tsx';
import { Panel } from './panel.tsx';
import { colleaguesQuery } from './queries.ts';
import { deskWords } from './words.ts';

interface Given {
  signer: string;
  signedOn: string;
  opinion: string;
  paper: string;
  signedAs?: { office?: Office; onBehalfOf?: string };
}

interface Typed {
  signer: { value: string; label: string } | null;
  signedOn: string;
  opinion: string;
  signedAs?: Given['signedAs'];
  paper: PaperResponse | null;
}

interface Props {
  place: string;
  referral: ReferralShown;
  title: string;
  confirm: string;
  busy: boolean;
  error: unknown;
  ask: ReactNode;
  onSubmit: (given: Given) => void;
  onClose: () => void;
}

/** 登记纸质签字: who signed on paper, when, what they wrote, and the scan that shows it. */
export function PaperPanel({ place, referral, title, confirm, busy, error, ask, onSubmit, onClose }: Props) {
  const say = useWords(deskWords);
  const language = useLanguage();
  const today = dayInShanghai(new Date());
  const [search, setSearch] = useState('');
  const [typed, change] = useDraft<Typed>(place, { signer: null, signedOn: today, opinion: '', paper: null });
  const { signer, signedOn, opinion, signedAs, paper } = typed;
  const [tried, setTried] = useState(false);
  const { share, failure, send } = useUpload((uploaded) => change({ paper: uploaded }));
  const { data: colleagues, error: unread } = useQuery(colleaguesQuery(search, language));
  const signers = useRef<RefSelectProps>(null);
  useEffect(() => signers.current?.focus(), []);

  const awaited = new Set(referral.awaiting.map(({ office }) => office));
  const fits = (offices: { office: Office }[]) => offices.some(({ office }) => awaited.has(office));
  const options = (colleagues?.items ?? [])
    .toSorted((a, b) => Number(fits(b.offices)) - Number(fits(a.offices)))
    .map(({ id, name, offices }) => ({
      value: id,
      label: [name, ...offices.map(({ officeName, departmentName }) => [departmentName, officeName].filter(Boolean).join(' '))].join(' · '),
    }));

  function submit(): void {
    setTried(true);
    if (!signer || !paper || signedOn === '' || opinion.trim() === '') return;
    onSubmit({ signer: signer.value, signedOn, opinion: opinion.trim(), paper: paper.id, ...(signedAs && { signedAs }) });
  }

  const fields = fieldErrorsOf(error);
  const required = (isThere: boolean, pointer: string) => fields.get(pointer) ?? (tried && !isThere ? say('required') : null);
  return (
    <Panel {...{ place, title, confirm, busy, error, onClose }} onSubmit={submit}>
      {ask}
      {unread && <Failure error={unread} />}
      <Field label={say('signer')} fault={required(signer !== null, '/signer')}>
        {(given) => (
          <Select
            {...given}
            ref={signers}
            size="large"
            labelInValue
            value={signer}
            options={options}
            placeholder={say('signerHint')}
            showSearch={{ filterOption: false, onSearch: setSearch }}
            onChange={(chosen: Typed['signer']) => change({ signer: chosen && { value: chosen.value, label: String(chosen.label) }, signedAs: undefined })}
          />
        )}
      </Field>
      <SignedAs error={error} value={signedAs} onChoose={(as) => change({ signedAs: as })} />
      <div className={styles.pair}>
        <Field label={say('signedOn')} fault={required(signedOn !== '', '/signedOn')}>
          {(given) => (
            <input {...given} type="date" className={styles.date} max={today} value={signedOn} onChange={({ target }) => change({ signedOn: target.value })} />
          )}
        </Field>
        <Field label={say('opinion')} fault={required(opinion.trim() !== '', '/opinion')} note={say('asWritten')}>
          {(given) => (
            <Input {...given} size="large" maxLength={2000} autoComplete="off" value={opinion} onChange={({ target }) => change({ opinion: target.value })} />
          )}
        </Field>
      </div>
      <Field label={say('scan')} fault={required(paper !== null, '/paper')} note={say('scanHint')}>
        {(given) => (
          <>
            <input
              {...given}
              type="file"
              className="visually-hidden"
              accept="application/pdf,image/jpeg,image/png"
              onChange={({ target }) => {
                const [file] = target.files ?? [];
                if (file) void send(file);
                // The same file can be chosen again.
                target.value = '';
              }}
            />
            <label htmlFor={given.id} className={styles.fileButton} aria-hidden="true">
              {say(paper ? 'chooseOther' : 'chooseFile')}
            </label>
          </>
        )}
      </Field>
      {share !== null && <Progress percent={Math.round(share * 100)} size="small" aria-label={say('uploading')} />}
      {failure !== null && (
        <Failure error={failure.error}>
          <Button onClick={() => void send(failure.file)}>{say('uploadAgain')}</Button>
        </Failure>
      )}
      {paper && (
        <p role="status" className={styles.good}>
          {say('uploaded', { name: paper.name })}
        </p>
      )}
    </Panel>
  );
}

/** Asked only where the server says that several would fit. */
function SignedAs({ error, value, onChoose }: { error: unknown; value: Given['signedAs']; onChoose: (as: Given['signedAs']) => void }) {
  const say = useWords(deskWords);
  const language = useLanguage();
  const [options, setOptions] = useState<{ value: string; label: string; as: NonNullable<Given['signedAs']> }[]>([]);
  useEffect(() => {
    if (isProblem(error, 'signerOfficeNotChosen')) {
      const { offices } = error.facts<ProblemFacts['signerOfficeNotChosen']>();
      setOptions(offices.map((office) => ({ value: office, label: officeWords[office][language], as: { office } })));
    } else if (isProblem(error, 'signerHolderNotChosen')) {
      const { holders } = error.facts<ProblemFacts['signerHolderNotChosen']>();
      setOptions(holders.map(({ id, name }) => ({ value: id, label: name, as: { ...value, onBehalfOf: id } })));
    }
    // What was chosen before is kept in the new choice, and makes none by itself.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [error, language]);
  if (options.length === 0) return null;
  const chosen = options.find(({ as }) => as.office === value?.office && as.onBehalfOf === value?.onBehalfOf)?.value ?? '';
  return (
    <label className={styles.capacity}>
      {say('signedAs')}
      <select value={chosen} onChange={({ target }) => onChoose(options.find(({ value: one }) => one === target.value)?.as)}>
        <option value="" disabled>
          {say('choose')}
        </option>
        {options.map(({ value: one, label }) => (
          <option key={one} value={one}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

/**
 * One file at a time, the one chosen last; the same file goes out under the same key until somebody answers. An upload
 * that another one overtook is broken off, and what becomes of it is nobody's evidence.
 */
function useUpload(setPaper: (paper: PaperResponse | null) => void) {
  const [share, setShare] = useState<number | null>(null);
  const [failure, setFailure] = useState<{ file: File; error: unknown } | null>(null);
  const unanswered = useRef<{ file: File; key: string } | null>(null);
  const last = useRef<AbortController | null>(null);
  useEffect(() => () => last.current?.abort(), []);
  const send = async (file: File): Promise<void> => {
    last.current?.abort();
    const { signal } = (last.current = new AbortController());
    if (unanswered.current?.file !== file) unanswered.current = { file, key: newKey() };
    setPaper(null);
    setFailure(null);
    setShare(0);
    const message = new FormData();
    message.append('kind', 'signedForm');
    message.append('file', file, file.name);
    const progress = (now: number): void => {
      if (!signal.aborted) setShare(now);
    };
    try {
      const answer = await api.upload<PaperResponse>('/papers', message, unanswered.current.key, signal, progress);
      if (signal.aborted) return;
      unanswered.current = null;
      setPaper(answer);
    } catch (error) {
      if (signal.aborted) return;
      if (!leavesOpen(error)) unanswered.current = null;
      setFailure({ file, error });
    }
    setShare(null);
  };
  return { share, failure, send };
}
