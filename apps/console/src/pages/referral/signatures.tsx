import type { HistoryEntry, ReferralShown, SignatureShown, SignatureVerified, VerificationResponse } from '@countersign/contract';
import { officeWords, stepWords } from '@countersign/contract/words';
import { useQuery } from '@tanstack/react-query';
import { headline } from '../../i18n/headline.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { ActorName } from '../../parts/actor-name.tsx';
import { Button } from '../../parts/button.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { sayDay } from '../../parts/times.ts';
import { usePaperViewer } from './papers.tsx';
import { historyQuery } from '../../parts/referral-queries.ts';
import { takenBackIn, verificationQuery } from './queries.ts';
import { Verification } from '../../parts/verification.tsx';
import styles from './signatures.module.css';
import { referralWords } from './words.ts';

/** Every opinion and signature with what proves it, newest last; and everything checked, on a press. */
export function Signatures({ referral }: { referral: ReferralShown }) {
  const say = useWords(referralWords);
  const language = useLanguage();
  const { id, signatures, seq } = referral;
  const { data: history = [] } = useQuery(historyQuery(id, language));
  const { data: verification, error, isFetching, refetch } = useQuery(verificationQuery(id));
  const takenBack = takenBackIn(history);
  const current = verification && verification.referral.seq === seq ? verification : undefined;
  return (
    <section className="card" aria-labelledby="signatures">
      <div className={styles.head}>
        <h2 id="signatures">{say('signatures')}</h2>
        <span className="muted">{say('signaturesStand', { count: signatures.filter(({ stands }) => stands).length, all: signatures.length })}</span>
        <Button className={styles.verify} busy={isFetching} onClick={() => void refetch()}>
          {say('verify')}
        </Button>
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {verification && !current && <p role="status">{say('verifyAgain')}</p>}
      {current && <Verification verification={current} />}
      {signatures.length === 0 ? (
        <p className="muted">{say('noSignatures')}</p>
      ) : (
        <ol className={styles.signatures}>
          {signatures.map((signature) => (
            <Signature
              key={signature.seq}
              referral={referral}
              signature={signature}
              event={history.find(({ entry }) => entry.seq === signature.seq)}
              takenBack={takenBack.has(signature.seq)}
              verified={verifiedIn(current, signature.seq)}
            />
          ))}
        </ol>
      )}
    </section>
  );
}

const verifiedIn = (verification: VerificationResponse | undefined, seq: number): SignatureVerified | undefined =>
  verification?.signatures.find((one) => one.seq === seq);

interface Props {
  referral: ReferralShown;
  signature: SignatureShown;
  event?: HistoryEntry;
  takenBack: boolean;
  verified?: SignatureVerified;
}

function Signature({ referral, signature, event, takenBack, verified }: Props) {
  const say = useWords(referralWords);
  const language = useLanguage();
  const { open, viewer } = usePaperViewer();
  const { step, opinion, at, actor, stands, onPaper, ownReport } = signature;
  const scan = onPaper && referral.papers.find(({ id }) => id === onPaper.paperId);
  return (
    <li className={styles.signature} data-stands={stands}>
      <div className={styles.top}>
        <strong>{headline(stepWords[step][language])}</strong>
        <span className={`tag ${stands ? 'tag-good' : ''}`}>{say(stands ? 'stands' : takenBack ? 'takenBack' : 'superseded')}</span>
        {onPaper && <span className="tag tag-running">{say('onPaper')}</span>}
        {ownReport && <span className="tag tag-urgent">{say('ownReport')}</span>}
        <span className={`${styles.when} numbers`}>
          <Moment at={at} />
        </span>
      </div>
      <p className={styles.opinion}>{opinion}</p>
      <p className={styles.signer}>
        <ActorName actor={actor} />
        <span className="muted">{officeWords[actor.office][language]}</span>
        {actor.onBehalfOf && actor.warrantNo && <span className="muted">{say('byWarrant', { number: actor.warrantNo })}</span>}
      </p>
      {onPaper && (
        <p className={styles.signer}>
          <span className="muted">{say('signedOnPaper', { day: sayDay(onPaper.signedOn, language), name: onPaper.recordedBy.name })}</span>
          {scan && (
            <Button tone="link" size="small" onClick={() => open(scan)}>
              {say('openScan')}
            </Button>
          )}
        </p>
      )}
      {verified?.ended && <p className={styles.ended}>{verified.ended.says[language === 'en' ? 'en' : 'zh']}</p>}
      <details className={styles.proof}>
        <summary>{say('proof')}</summary>
        <Proof signature={signature} event={event} verified={verified} />
      </details>
      {viewer}
    </li>
  );
}

function Proof({ signature, event, verified }: Pick<Props, 'signature' | 'event' | 'verified'>) {
  const say = useWords(referralWords);
  const data = event?.entry.act === 'sign' ? event.entry.data : null;
  const certificate = verified?.certificate;
  const lines: [label: string, value: string, isMono?: boolean][] = [
    [say('formVersion'), say('versionNo', { version: signature.formVersion })],
    [say('materialDigest'), signature.materialDigest, true],
    [say('eventNo'), say('eventSeq', { seq: signature.seq })],
  ];
  if (event) lines.push([say('eventHash'), event.hash, true], [say('eventPrevious'), event.previous, true]);
  if (data?.image) lines.push([say('imageDigest'), data.image, true]);
  lines.push([say('certificate'), data?.certificate ? data.certificate.algorithm : say('noCertificate')]);
  if (certificate) {
    lines.push([say('certificateChecked'), say(certificate.holds ? (certificate.trusted ? 'certificateTrusted' : 'certificateHolds') : 'certificateFails')]);
  }
  return (
    <dl className={styles.lines}>
      {lines.map(([label, value, isMono]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className={isMono ? 'mono' : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
