import type { OwnSessionResponse, OwnSessionsResponse } from '@countersign/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { useWords } from '../../i18n/words.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { tell } from '../../parts/messages.tsx';
import { Moment } from '../../parts/moment.tsx';
import styles from './me.module.css';
import { meWords } from './words.ts';

/** What people call their device, out of what its browser calls itself; Edge and Android say Chrome and Linux too. */
const browsers: [RegExp, string][] = [
  [/MicroMessenger/, 'WeChat'],
  [/DingTalk/, 'DingTalk'],
  [/Edg/, 'Edge'],
  [/Firefox/, 'Firefox'],
  [/Chrome/, 'Chrome'],
  [/Safari/, 'Safari'],
];
const systems: [RegExp, string][] = [
  [/HarmonyOS/, 'HarmonyOS'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'macOS'],
  [/Linux/, 'Linux'],
];

function deviceOf(userAgent: string | null): string | null {
  if (!userAgent) return null;
  const named = [browsers, systems].flatMap((list) => list.find(([known]) => known.test(userAgent))?.[1] ?? []);
  return named.length > 0 ? named.join(' · ') : userAgent.slice(0, 60);
}

const read = async (signal: AbortSignal) => (await api.get<OwnSessionsResponse>('/sessions', signal)).items;

/** Where I am signed in, so that what I forgot to close is closed from here. */
export function Sessions() {
  const say = useWords(meWords);
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: ['sessions'], queryFn: ({ signal }) => read(signal) });
  const [endingAll, setEndingAll] = useState(false);
  const end = useMutation({
    mutationFn: (id: string) => api.delete(`/sessions/${id}`),
    onSuccess: () => tell(say('sessionEnded')),
    // Also when it is gone already: then the list is what was not true.
    onSettled: () => client.invalidateQueries({ queryKey: ['sessions'] }),
  });
  return (
    <section className="card">
      <h2>{say('sessions')}</h2>
      <p className="muted">{say('sessionsWhy')}</p>
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {end.error && <Failure error={end.error} />}
      {!error && !data && <Loading lines={2} />}
      {data && (
        <ul className={styles.sessions}>
          {data.map((session) => (
            <Session key={session.id} session={session} busy={end.isPending && end.variables === session.id} onEnd={() => end.mutate(session.id)} />
          ))}
        </ul>
      )}
      <Button danger onClick={() => setEndingAll(true)}>
        {say('endAll')}
      </Button>
      {endingAll && (
        <Confirm
          danger
          title={say('endAll')}
          why={say('endAllWhy')}
          does={say('endAll')}
          onClose={() => setEndingAll(false)}
          work={async () => {
            await api.delete('/sessions');
            location.assign('/');
          }}
        />
      )}
    </section>
  );
}

function Session({ session: { current, userAgent, createdAt, expiresAt }, busy, onEnd }: { session: OwnSessionResponse; busy: boolean; onEnd: () => void }) {
  const say = useWords(meWords);
  const device = deviceOf(userAgent) ?? say('unknownDevice');
  return (
    <li>
      <div>
        <strong title={userAgent ?? undefined}>{device}</strong> {current && <span className="tag tag-good">{say('thisOne')}</span>}
        <div className="muted">
          {say('since')} <Moment at={createdAt} short /> {say('expires')} <Moment at={expiresAt} short />
        </div>
      </div>
      {!current && (
        <Button size="small" loading={busy} aria-label={say('endOf', { device })} onClick={onEnd}>
          {say('end')}
        </Button>
      )}
    </li>
  );
}
