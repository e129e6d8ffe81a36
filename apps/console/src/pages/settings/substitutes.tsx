import type { SubstituteResponse } from '@countersign/contract';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api } from '../../api/client.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { tell } from '../../parts/messages.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { useSession } from '../../session/session.ts';
import { substitutesQuery, times, type Time } from './queries.ts';
import styles from './settings.module.css';
import { settingsWords } from './words.ts';

const NewSubstitute = lazy(() => import('./new-substitute.tsx'));

/** Who acts for whom, from when until when. */
export function Substitutes() {
  const say = useWords(settingsWords);
  const { person, may } = useSession();
  const language = useLanguage();
  const client = useQueryClient();
  const [when, setWhen] = useState<Time>('current');
  const [adding, setAdding] = useState(false);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(substitutesQuery(when, language));
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const forAll = may.includes('setSubstitutesForOthers');
  const readAnew = () => client.invalidateQueries({ queryKey: ['substitutes'] });
  return (
    <section>
      <div className={styles.bar}>
        <p className="muted">
          {say('substitutesHow')} {!forAll && say('onlyOwn')}
        </p>
        <Button type="primary" onClick={() => setAdding(true)}>
          {say('newSubstitute')}
        </Button>
      </div>
      <div className={styles.choices} role="group" aria-label={say('when')}>
        {times.map((time) => (
          <Button key={time} type={time === when ? 'primary' : 'default'} ghost={time === when} aria-pressed={time === when} onClick={() => setWhen(time)}>
            {say(time)}
          </Button>
        ))}
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && items.length === 0 && <Nothing title={say('noSubstitutes')}>{say('noSubstitutesHow')}</Nothing>}
      <ul className={styles.list}>
        {items.map((item) => (
          <Warrant key={item.id} item={item} ended={when === 'past'} mayRevoke={forAll || [item.holder.id, item.setBy.id].includes(person.id)} onRevoked={readAnew} />
        ))}
      </ul>
      {hasNextPage && (
        <Button block loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {say('more')}
        </Button>
      )}
      {adding && (
        <Suspense>
          <NewSubstitute forAll={forAll} onDone={() => setAdding(false)} onSet={readAnew} />
        </Suspense>
      )}
    </section>
  );
}

interface WarrantProps {
  item: SubstituteResponse;
  ended: boolean;
  mayRevoke: boolean;
  onRevoked: () => Promise<void>;
}

function Warrant({ item, ended, mayRevoke, onRevoked }: WarrantProps) {
  const say = useWords(settingsWords);
  const { modal } = App.useApp();
  const { holder, person, office, from, until, reason, warrantNo, setBy, revokedBy } = item;
  const end = async (): Promise<void> => {
    try {
      await api.delete(`/substitutes/${item.id}`);
      tell(say('wasRevoked'));
      await onRevoked();
    } catch (error) {
      modal.error({ title: say('revoke'), content: <Failure error={error} /> });
    }
  };
  const revoke = (): void => {
    const content = say('revokeAsk', { person: person.name, holder: holder.name });
    modal.confirm({ title: say('revoke'), content, okText: say('revoke'), cancelText: say('cancel'), onOk: end });
  };
  return (
    <li className="card">
      <div className={styles.warrant}>
        <div>
          <h3>
            {person.name} → {holder.name}
          </h3>
          <p className={styles.line}>{office.departmentName ? `${office.departmentName} ${office.officeName}` : office.officeName}</p>
          <p className={styles.line}>
            <Moment at={from} short /> – <Moment at={until} short />
          </p>
          {reason && <p className={styles.line}>{reason}</p>}
          <p className={`${styles.line} muted`}>
            {warrantNo} · {say('setBy', { name: setBy.name })}
            {revokedBy && ` · ${say('revoked', { name: revokedBy.name })}`}
          </p>
        </div>
        {!ended && mayRevoke && <Button onClick={revoke}>{say('revoke')}</Button>}
      </div>
    </li>
  );
}
