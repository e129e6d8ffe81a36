import { Input } from 'antd';
import { useState } from 'react';
import { useWords } from '../../i18n/words.ts';
import type { Credentials } from '../../session/use-sign-in.ts';
import { sessionWords } from '../../session/words.ts';
import styles from './sign-in.module.css';

interface DemoPerson {
  institution: string;
  username: string;
  name: string;
  offices: { officeName: string; departmentName: string | null; onBehalfOf: string | null }[];
}

export interface SignInOptions {
  institutions: { code: string; name: string }[];
  demo: { password: string; people: DemoPerson[] } | null;
}

interface Props {
  demo: NonNullable<SignInOptions['demo']>;
  institutions: SignInOptions['institutions'];
  busy: boolean;
  onChoose: (credentials: Credentials) => void;
}

/** The people of the demo, to be signed in as by one press. */
export function DemoPeople({ demo: { password, people }, institutions, busy, onChoose }: Props) {
  const say = useWords(sessionWords);
  const [filter, setFilter] = useState('');
  const wanted = filter.toLowerCase().split(/\s+/);
  const officesOf = ({ offices }: DemoPerson): string =>
    offices
      .map(({ officeName, departmentName, onBehalfOf }) => {
        const office = departmentName ? `${departmentName} ${officeName}` : officeName;
        return onBehalfOf ? say('demoFor', { name: onBehalfOf, office }) : office;
      })
      .join(' · ');
  const fits = (person: DemoPerson): boolean => {
    const text = `${person.name} ${person.username} ${officesOf(person)}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  };
  const shown = institutions
    .map(({ code, name }) => ({ code, name, people: people.filter((one) => one.institution === code && fits(one)) }))
    .filter((institution) => institution.people.length > 0);
  return (
    <section className={styles.demo} aria-label={say('demo')}>
      <p>{say('demoNotice')}</p>
      <Input.Search
        allowClear
        aria-label={say('demoSearch')}
        placeholder={say('demoSearch')}
        value={filter}
        onChange={({ target }) => setFilter(target.value)}
      />
      {shown.length === 0 && <p className="muted">{say('demoNone')}</p>}
      {shown.map((institution) => (
        <div key={institution.code}>
          <h2>{institution.name}</h2>
          <ul className={styles.people}>
            {institution.people.map((person) => (
              <li key={person.username}>
                <button
                  type="button"
                  disabled={busy}
                  onClick={() => onChoose({ institution: person.institution, username: person.username, password })}
                >
                  <span className={styles.name}>{person.name}</span>
                  <span className={styles.offices}>{officesOf(person)}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
