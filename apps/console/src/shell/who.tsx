import { Link } from 'react-router';
import { useWords } from '../i18n/words.ts';
import { useSession } from '../session/session.ts';
import { shellWords } from './words.ts';

/** Who I am, my offices, whom I act for: always in sight. */
export function Who() {
  const say = useWords(shellWords);
  const { person, institution, capacities } = useSession();
  const own = capacities.filter(({ onBehalfOf }) => !onBehalfOf);
  // Who holds none, and acts for somebody, does so in that one's office.
  const acting = own.length > 0 ? own : capacities;
  const holders = [...new Set(capacities.flatMap(({ onBehalfOf }) => onBehalfOf?.name ?? []))];
  const offices = acting.map(({ officeName, departmentName }) => (departmentName ? `${departmentName} ${officeName}` : officeName));
  const shown = offices.length > 0 ? offices.join(' · ') : say('noOffice');
  const acts = say('actsFor', { names: holders.join(say('and')) });
  return (
    <Link to="/me" className="who" title={[institution.name, shown, holders.length > 0 && acts].filter(Boolean).join('\n')}>
      <span className="who-name">{person.name}</span>
      <span className="who-more">
        <span className="who-offices">{shown}</span>
        {holders.length > 0 && <span className="who-for">{acts}</span>}
      </span>
    </Link>
  );
}
