import type { SubstituteResponse, SubstitutesPageResponse } from '@countersign/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, withQuery } from '../../api/client.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Moment } from '../../parts/moment.tsx';
import { useSession } from '../../session/session.ts';
import styles from './me.module.css';
import { meWords } from './words.ts';

interface Office {
  officeName: string;
  departmentName: string | null;
}
const officeSaid = ({ officeName, departmentName }: Office): string => (departmentName ? `${departmentName} ${officeName}` : officeName);

const read = async (query: { holderId?: string; personId?: string }, signal: AbortSignal) =>
  (await api.get<SubstitutesPageResponse>(withQuery('/substitutes', { ...query, when: 'current', limit: 200 }), signal)).items;

/** Who I am, what I hold, whom I act for, and who acts for me. */
export function Offices() {
  const say = useWords(meWords);
  const language = useLanguage();
  const { person, username, institution, capacities } = useSession();
  const { id } = person;
  const mine = useQuery({ queryKey: ['my-substitutes', 'for-me', id, language], queryFn: ({ signal }) => read({ holderId: id }, signal) });
  const others = useQuery({ queryKey: ['my-substitutes', 'for-others', id, language], queryFn: ({ signal }) => read({ personId: id }, signal) });
  const own = capacities.filter(({ onBehalfOf }) => !onBehalfOf);
  return (
    <section className="card">
      <h2>{person.name}</h2>
      <dl className={styles.facts}>
        <dt>{say('institution')}</dt>
        <dd>{institution.name}</dd>
        <dt>{say('username')}</dt>
        <dd>{username}</dd>
        <dt>{say('offices')}</dt>
        <dd>
          {own.length === 0 ? (
            say('noOffice')
          ) : (
            <ul className={styles.plain}>
              {own.map((office) => (
                <li key={officeSaid(office)}>{officeSaid(office)}</li>
              ))}
            </ul>
          )}
        </dd>
        <dt>{say('iActFor')}</dt>
        <dd>
          <Warrants list={others} none={say('iActForNobody')} nameOf={({ holder }) => holder.name} />
        </dd>
        <dt>{say('actForMe')}</dt>
        <dd>
          <Warrants list={mine} none={say('nobodyActsForMe')} nameOf={({ person: substitute }) => substitute.name} />
          <Link to="/settings">{say('toSubstitutes')}</Link>
        </dd>
      </dl>
    </section>
  );
}

interface WarrantsProps {
  list: { data: SubstituteResponse[] | undefined; error: unknown; refetch: () => unknown };
  none: string;
  nameOf: (warrant: SubstituteResponse) => string;
}

function Warrants({ list: { data, error, refetch }, none, nameOf }: WarrantsProps) {
  const say = useWords(meWords);
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={1} />;
  if (data.length === 0) return <p className={styles.none}>{none}</p>;
  return (
    <ul className={styles.plain}>
      {data.map((warrant) => (
        <li key={warrant.id}>
          <strong>{nameOf(warrant)}</strong>
          <span>{officeSaid(warrant.office)}</span>
          <span className="muted">
            {say('until')} <Moment at={warrant.until} />
          </span>
          <span className="muted">{warrant.warrantNo}</span>
        </li>
      ))}
    </ul>
  );
}
