import type { WorklistRowResponse } from '@countersign/contract';
import { useWords } from '../../i18n/words.ts';
import { Moment, Waited } from '../../parts/moment.tsx';
import { referralWords } from '../../parts/referral-words.ts';
import type { Box } from './boxes.ts';
import { worklistWords } from './words.ts';
import styles from './worklist.module.css';

const was = { done: 'doneAt', started: 'startedAt', copied: 'copiedAt' } as const;

/** How long it has waited, and whether that is too long; in the other boxes, when it came there. */
export function Time({ row: { since, overdue }, box }: { row: WorklistRowResponse; box: Box }) {
  const say = useWords(worklistWords);
  const sayList = useWords(referralWords);
  if (box !== 'awaiting') {
    return (
      <>
        <Moment at={since} short />
        <span className="muted">{say(was[box])}</span>
      </>
    );
  }
  return (
    <>
      <span className={overdue ? styles.overdue : styles.waited}>
        <Waited since={since} />
      </span>
      {overdue ? (
        <span>
          <span className="tag tag-emergency">{sayList('overdue')}</span>
        </span>
      ) : (
        <span className={styles.since}>
          <Moment at={since} short />
        </span>
      )}
    </>
  );
}
