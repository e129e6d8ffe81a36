import type { CheckResponse, Said, VerificationResponse } from '@countersign/contract';
import { useLanguage, useWords } from '../i18n/words.ts';
import { Moment } from './moment.tsx';
import styles from './verification.module.css';
import { verificationWords } from './verification-words.ts';

const toneOf = ({ holds }: Pick<CheckResponse, 'holds'>) => (holds === null ? 'nothing' : holds ? 'holds' : 'fails');
const marks = { holds: '✓', fails: '✗', nothing: '–' };

/** What was checked and what came of it, what that proves and what not: the server's own sentences. */
export function Verification({ verification }: { verification: VerificationResponse }) {
  const say = useWords(verificationWords);
  const language = useLanguage();
  const said = ({ zh, en }: Said): string => (language === 'en' ? en : zh);
  const { referral, checkedAt, holds, broken, checks, proves, provesNot } = verification;
  return (
    <div className={styles.verification} data-holds={holds} role="status">
      <p className={styles.verdict}>
        <strong>{say(holds ? 'verified' : 'notVerified')}</strong>
        <span className="muted">
          {say('checkedAt')}
          <Moment at={checkedAt} />
        </span>
        <a href={`/api/v1/referrals/${referral.id}/verification`} target="_blank" rel="noreferrer">
          {say('verificationPage')}
        </a>
      </p>
      {broken && <p className={styles.broken}>{said(broken.says)}</p>}
      <ul className={styles.checks}>
        {checks.map((check) => (
          <li key={check.check} data-tone={toneOf(check)}>
            <span aria-hidden="true">{marks[toneOf(check)]}</span>
            <span>
              <span className="visually-hidden">{say(toneOf(check))}</span>
              {said(check.says)}
            </span>
          </li>
        ))}
      </ul>
      <details>
        <summary>{say('proves')}</summary>
        <ul>
          {proves.map((one) => (
            <li key={one.zh}>{said(one)}</li>
          ))}
        </ul>
      </details>
      <details>
        <summary>{say('provesNot')}</summary>
        <ul>
          {provesNot.map((one) => (
            <li key={one.zh}>{said(one)}</li>
          ))}
        </ul>
      </details>
    </div>
  );
}
