import type { FormVersionShown, ReferralShown, RevealedContent } from '@countersign/contract';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../api/client.ts';
import { useOnce } from '../../api/once.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { useSession } from '../../session/session.ts';
import { changesBetween, fields, type Change, type FieldName } from './fields.ts';
import { formsQuery } from './queries.ts';
import styles from './case.module.css';
import { referralWords } from './words.ts';

const about: FieldName[] = ['diagnoses', 'destination', 'reason', 'condition', 'remark'];
const person: FieldName[] = ['patientName', 'idNumber', 'phone', 'insurance', 'insuranceNo', 'recordNo', 'address'];
/** For how long numbers stay in the clear. */
const shownFor = 60_000;

/** What the referral says now; beside it, where one asks, what an older version said. */
export function Case({ referral }: { referral: ReferralShown }) {
  const say = useWords(referralWords);
  const language = useLanguage();
  const { id, report, form } = referral;
  const content = form?.content ?? report;
  const version = form?.version ?? 0;
  const { data: versions = [], error, refetch } = useQuery(formsQuery(id));
  const older = versions.filter((one) => one.version !== version);
  const lastJudged = useLastJudged(referral, versions);
  // Whoever is asked again sees at once what changed since they judged; undefined as long as they chose nothing else.
  const [picked, setThan] = useState<number | null>();
  const than = picked === undefined ? lastJudged : picked;
  const chosen = older.find((one) => one.version === than);
  const changes = chosen ? changesBetween(chosen.content, content, language) : null;
  const unseen = chosen && changes?.size === 0 && chosen.contentDigest !== versions.find((one) => one.version === version)?.contentDigest;
  const [revealed, setRevealed] = useState<RevealedContent | null>(null);
  const clear: Partial<Record<FieldName, string | null>> = revealed ? { idNumber: revealed.patient.idNumber, phone: revealed.patient.phone } : {};
  const row = (name: FieldName) => {
    const text = clear[name] ?? fields[name].text(content, language);
    const change = changes?.get(name);
    return text || change ? <Row key={name} name={name} text={text} change={change} /> : null;
  };
  return (
    <section className="card" aria-labelledby="case">
      <div className={styles.head}>
        <h2 id="case">{say(form ? 'form' : 'report')}</h2>
        <span className="muted">{say(form ? 'versionNo' : 'noFormYet', { version })}</span>
        {older.length > 0 && (
          <select
            className={styles.compare}
            aria-label={say('compare')}
            value={than ?? ''}
            onChange={({ target }) => setThan(target.value === '' ? null : Number(target.value))}
          >
            <option value="">{say('compareNot')}</option>
            {older.toReversed().map((one) => (
              <option key={one.version} value={one.version}>
                {say(one.version === 0 ? 'compareReport' : one.takenBack ? 'compareTakenBack' : 'compareVersion', { version: one.version })}
              </option>
            ))}
          </select>
        )}
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {changes && (
        <p className={styles.summary} role="status">
          {unseen
            ? say('changedUnseen')
            : changes.size === 0
              ? say('changedNothing')
              : say(than === lastJudged ? 'changedSince' : 'changed', { version: than ?? 0, count: changes.size, material: [...changes.values()].filter(({ material }) => material).length })}
        </p>
      )}
      <dl className={styles.fields}>{about.map(row)}</dl>
      <h3 className={styles.part}>{say('patient')}</h3>
      <dl className={`${styles.fields} ${styles.short}`}>
        {person.map(row)}
        {changes?.has('urgency') && row('urgency')}
      </dl>
      {report.agent && (
        <>
          <h3 className={styles.part}>{say('agent')}</h3>
          <dl className={`${styles.fields} ${styles.short}`}>
            <Line label={say('patientName')}>{report.agent.name}</Line>
            <Line label={say('idNumber')}>{revealed?.agent?.idNumber ?? report.agent.idNumber}</Line>
            {report.agent.phone && <Line label={say('phone')}>{revealed?.agent?.phone ?? report.agent.phone}</Line>}
            <Line label={say('hospital')}>{report.agent.hospital}</Line>
          </dl>
        </>
      )}
      <Reveal id={id} revealed={revealed} onRevealed={setRevealed} />
    </section>
  );
}

/** The version that the reader signed, or sent back, before it was filled in again and awaits their signature; null otherwise. */
function useLastJudged({ acts, signatures, returns, form }: ReferralShown, versions: readonly FormVersionShown[]): number | null {
  const { person } = useSession();
  if (!acts.sign.open || !form) return null;
  const judged = [
    ...signatures.filter(({ actor }) => actor.id === person.id).map(({ seq, formVersion }) => ({ seq, version: formVersion })),
    ...returns.filter(({ by }) => by.id === person.id).map(({ seq }) => ({ seq, version: versions.findLast((one) => one.seq < seq && !one.takenBack)?.version })),
  ].toSorted((a, b) => a.seq - b.seq);
  const last = judged.at(-1)?.version;
  return last === undefined || last === form.version ? null : last;
}

function Row({ name, text, change }: { name: FieldName; text: string; change?: Change }) {
  const say = useWords(referralWords);
  const shown = text || say('empty');
  return (
    <Line label={say(name)} numbers={name === 'idNumber' || name === 'phone'}>
      {change ? (
        <>
          <del>
            <span className={styles.which}>{say('before')}</span>
            {change.before || say('empty')}
          </del>
          <ins>
            <span className={styles.which}>{say('after')}</span>
            {shown}
          </ins>
          <span className={`tag ${change.material ? 'tag-urgent' : ''}`}>{say(change.material ? 'material' : 'notMaterial')}</span>
        </>
      ) : (
        shown
      )}
    </Line>
  );
}

function Line({ label, numbers = false, children }: { label: string; numbers?: boolean; children: React.ReactNode }) {
  return (
    <div className={styles.line}>
      <dt>{label}</dt>
      <dd className={numbers ? 'numbers' : undefined}>{children}</dd>
    </div>
  );
}

interface RevealProps {
  id: string;
  revealed: RevealedContent | null;
  onRevealed: (numbers: RevealedContent | null) => void;
}

/** Numbers in the clear, on a press, for a minute; that they were asked for is recorded, and said. */
function Reveal({ id, revealed, onRevealed }: RevealProps) {
  const say = useWords(referralWords);
  const [error, setError] = useState<unknown>(null);
  const ask = useOnce((referral: string, key: string) => api.post<RevealedContent>(`/referrals/${referral}/reveal`, undefined, { key }));
  useEffect(() => {
    if (!revealed) return;
    const timer = setTimeout(() => onRevealed(null), shownFor);
    return () => clearTimeout(timer);
  }, [revealed, onRevealed]);
  const reveal = async (): Promise<void> => {
    setError(null);
    try {
      onRevealed(await ask(id));
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <div className={styles.reveal}>
      {error !== null && <Failure error={error} />}
      <button type="button" className="quiet-button" aria-pressed={revealed !== null} onClick={() => (revealed ? onRevealed(null) : void reveal())}>
        {say(revealed ? 'hideNumbers' : 'revealNumbers')}
      </button>
      <span className="muted" role="status">
        {say(revealed ? 'revealed' : 'revealIsRecorded')}
      </span>
      {revealed?.collector && <span className="numbers">{say('collectorNumber', { number: revealed.collector.idNumber })}</span>}
      {revealed?.handedOver && <span className="numbers">{say('takerNumber', { number: revealed.handedOver.idNumber })}</span>}
    </div>
  );
}
