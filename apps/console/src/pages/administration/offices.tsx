import type { AppointmentResponse, VacancyResponse } from '@countersign/contract';
import { chainWords, officeWords } from '@countersign/contract/words';
import { departmentOffices, isDepartmentOffice, offices, type Office } from '@countersign/policy/vocabulary';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import styles from './administration.module.css';
import { departmentsQuery, heldNowQuery, vacanciesQuery } from './queries.ts';
import { administrationWords } from './words.ts';

const hospitalOffices = offices.filter((office) => !isDepartmentOffice(office));

export default function Offices() {
  const say = useWords(administrationWords);
  const language = useLanguage();
  const departments = useQuery(departmentsQuery);
  const held = useQuery(heldNowQuery(language));
  const vacancies = useQuery(vacanciesQuery(language));
  const error = departments.error ?? held.error ?? vacancies.error;
  if (departments.data && held.data && vacancies.data) {
    const places: { id: string | null; title: string; shown: readonly Office[] }[] = [
      { id: null, title: say('hospitalOffices'), shown: hospitalOffices },
      ...departments.data.filter(({ active }) => active).map(({ id, name }) => ({ id, title: name, shown: departmentOffices })),
    ];
    return (
      <>
        <Head />
        {places.map(({ id, title, shown }) => (
          <Holders
            key={id ?? 'hospital'}
            title={title}
            offices={shown}
            held={held.data.filter(({ departmentId }) => departmentId === id)}
            vacancies={vacancies.data.filter(({ departmentId }) => departmentId === id)}
          />
        ))}
      </>
    );
  }
  const again = (): void => {
    void departments.refetch();
    void held.refetch();
    void vacancies.refetch();
  };
  return (
    <>
      <Head />
      {error ? <Failure error={error} onRetry={again} /> : <Loading />}
    </>
  );
}

function Head() {
  const say = useWords(administrationWords);
  return <PageHead title={say('offices')} about={say('officesAbout')} />;
}

interface HoldersProps {
  title: string;
  offices: readonly Office[];
  held: AppointmentResponse[];
  vacancies: VacancyResponse[];
}

function Holders({ title, offices: shown, held, vacancies }: HoldersProps) {
  const say = useWords(administrationWords);
  const language = useLanguage();
  const separator = language === 'en' ? ', ' : '、';
  return (
    <section className="card">
      <h2>{title}</h2>
      <dl className={styles.holders}>
        {shown.map((office) => {
          const vacancy = vacancies.find((one) => one.office === office);
          const stopped = vacancy?.chains ?? [];
          return (
            <div key={office} data-empty={stopped.length > 0}>
              <dt>{officeWords[office][language]}</dt>
              <dd>
                {held
                  .filter((one) => one.office === office)
                  .map(({ id, person }) => (
                    <Link key={id} to={`/administration/people/${person.id}`}>
                      {person.name}
                    </Link>
                  ))}
                {vacancy && stopped.length === 0 && <span className="muted">{say('empty')}</span>}
                {stopped.length > 0 && (
                  <>
                    <span className="tag tag-emergency">{say('empty')}</span>
                    <span>{say('stops', { chains: stopped.map((chain) => chainWords[chain][language]).join(separator) })}</span>
                    <Link to="/administration/people?active=true">{say('findSomebody')}</Link>
                  </>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
