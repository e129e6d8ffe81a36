import { Link } from 'react-router';
import { useWords } from '../i18n/words.ts';
import { useSession } from '../session/session.ts';
import { shellWords } from './words.ts';

/** Who I am, my offices, whom I act for: always in sight. */
export function Who() {
  const say = useWords(shellWords);
  const { person, institution, capacities } = useSession();
  const own = capacities.filter(({ onBehalfOf }) => !onBehalfOf);
  const holders = [...new Set(capacities.flatMap(({ onBehalfOf }) => onBehalfOf?.name ?? []))];
  const offices = own.map(({ officeName, departmentName }) => (departmentName ? `${departmentName} ${officeName}` : officeName));
  const shown = offices.length > 0 ? offices.join(' · ') : say('noOffice');
  return (
    <Link to="/me" className="who" title={`${institution.name}\n${shown}`}>
      <span className="who-name">{person.name}</span>
      <span className="who-offices">{shown}</span>
      {holders.length > 0 && <span className="who-for">{say('actsFor', { names: holders.join('、') })}</span>}
    </Link>
  );
}
