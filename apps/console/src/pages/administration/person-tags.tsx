import type { HeldOfficeResponse, PersonResponse } from '@countersign/contract';
import { useWords } from '../../i18n/words.ts';
import { Moment } from '../../parts/moment.tsx';
import styles from './administration.module.css';
import { administrationWords } from './words.ts';

/** 胸外科 科主任, or 分管院长 */
export const officeSaid = ({ officeName, departmentName }: HeldOfficeResponse): string =>
  departmentName ? `${departmentName} ${officeName}` : officeName;

export const officesSaid = (held: readonly HeldOfficeResponse[]): string => held.map(officeSaid).join(' · ');

/** Whether somebody can sign in, and what stands in the way. */
export function PersonTags({ person: { active, mustChangePassword, lockedUntil } }: { person: PersonResponse }) {
  const say = useWords(administrationWords);
  return (
    <span className={styles.tags}>
      <span className={active ? 'tag tag-good' : 'tag'}>{say(active ? 'active' : 'inactive')}</span>
      {active && mustChangePassword && <span className="tag tag-running">{say('neverSignedIn')}</span>}
      {active && lockedUntil && (
        <span className="tag tag-urgent">
          {say('lockedUntil')} <Moment at={lockedUntil} short />
        </span>
      )}
    </span>
  );
}
