import type { AwaitsMeResponse, ReferralRowResponse } from '@countersign/contract';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/words.ts';
import styles from './referral-list.module.css';
import { referralWords } from './referral-words.ts';
import { ChainTag, StateTag, UrgencyTag } from './tags.tsx';

/** 诊断 → 去向, as far as the destination is known. */
export function Route({ row: { diagnosis, destination } }: { row: Pick<ReferralRowResponse, 'diagnosis' | 'destination'> }) {
  const say = useWords(referralWords);
  return <>{destination ? say('route', { diagnosis, destination }) : diagnosis}</>;
}

/** As whom it awaits the reader: their own office, or whom they stand for. */
export function AwaitsAs({ ways }: { ways: readonly AwaitsMeResponse[] }) {
  const say = useWords(referralWords);
  return (
    <>
      {ways.map(({ step, office, officeName, onBehalfOf }) => (
        <span key={`${step} ${office} ${onBehalfOf?.id}`} className={onBehalfOf ? styles.onBehalf : undefined}>
          {onBehalfOf ? say('forHolder', { holder: onBehalfOf.name, office: officeName }) : say('as', { office: officeName })}
        </span>
      ))}
    </>
  );
}

interface Props {
  row: ReferralRowResponse & { awaitsMe?: AwaitsMeResponse[] };
  /** How long it has waited, or when something was. */
  time: ReactNode;
}

/** What one row says of a referral. */
export function ReferralRow({ row, time }: Props) {
  const say = useWords(referralWords);
  const { patientName, patientIdMasked, number, chain, urgency, department, last, state, letterNo, awaitsMe = [] } = row;
  const act = last.actName;
  return (
    <>
      <span className={styles.urgency}>
        <UrgencyTag urgency={urgency} />
      </span>
      <span className={styles.patient}>
        <b className={styles.name}>{patientName}</b>
        <span className={styles.idNumber}>{patientIdMasked}</span>
        <span className={styles.wide}>
          <ChainTag chain={chain} />
        </span>
        <span className={`${styles.number} ${styles.wide}`}>{letterNo ?? number}</span>
      </span>
      <span className={styles.route}>
        <Route row={row} />
      </span>
      <span className={styles.meta}>
        <span className={styles.department}>
          <span className={styles.narrow}>
            <ChainTag chain={chain} />
          </span>
          {department?.name}
        </span>
        <span className={styles.as}>
          <AwaitsAs ways={awaitsMe} />
        </span>
      </span>
      <span className={styles.foot}>
        <span className={styles.state}>
          <StateTag state={state} />
        </span>
        <span className={styles.last}>{last.person ? say('lastBy', { name: last.person.name, act }) : say('lastBySystem', { act })}</span>
        <span className={styles.time}>{time}</span>
      </span>
    </>
  );
}
