import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../api/client.ts';
import { useWords } from '../i18n/words.ts';
import { useSession } from '../session/session.ts';
import { shellWords } from './words.ts';

/** How long signing is still open without the password; pressing it ends that at once. */
export function SigningWindow() {
  const { presentUntil } = useSession();
  const say = useWords(shellWords);
  const client = useQueryClient();
  const [now, setNow] = useState(Date.now);
  const left = presentUntil ? Math.floor((Date.parse(presentUntil) - now) / 1000) : 0;
  const open = left > 0;
  useEffect(() => {
    setNow(Date.now());
    if (!presentUntil) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [presentUntil]);
  if (!open) return null;
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  const end = async (): Promise<void> => {
    await api.delete('/session/presence');
    await client.invalidateQueries({ queryKey: ['session'] });
  };
  return (
    <button type="button" className="signing-window" title={say('signingEnds')} onClick={() => void end()}>
      <span className="signing-dot" aria-hidden="true" />
      <span className="signing-words">{say('signingOpen', { time })}</span>
      <span className="signing-time" aria-hidden="true">
        {time}
      </span>
    </button>
  );
}
