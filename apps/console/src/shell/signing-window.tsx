import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../api/client.ts';
import { useWords } from '../i18n/words.ts';
import { Button } from '../parts/button.tsx';
import { useDisclosure } from '../parts/disclosure.ts';
import { tell } from '../parts/messages.tsx';
import { usePhone } from '../parts/phone.ts';
import { useSession } from '../session/session.ts';
import { shellWords } from './words.ts';

/** How long signing is still open without the password. Pressed, it says what that is, and offers to end it. */
export function SigningWindow() {
  const { presentUntil } = useSession();
  const say = useWords(shellWords);
  const phone = usePhone();
  const client = useQueryClient();
  const { open, setOpen, button, around } = useDisclosure();
  const [now, setNow] = useState(Date.now);
  const left = presentUntil ? Math.floor((Date.parse(presentUntil) - now) / 1000) : 0;
  useEffect(() => {
    setNow(Date.now());
    if (!presentUntil) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [presentUntil]);
  if (left <= 0) return null;
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  const end = async (): Promise<void> => {
    setOpen(false);
    try {
      await api.delete('/session/presence');
    } catch {
      // Whoever walks away must know that one can still sign here.
      tell(say('signingNotEnded'), { tone: 'error' });
    }
    await client.invalidateQueries({ queryKey: ['session'] });
  };
  return (
    <div ref={around} className="signing">
      <button ref={button} type="button" className="signing-window" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="signing-dot" aria-hidden="true" />
        {say(phone ? 'signingShort' : 'signingOpen', { time })}
      </button>
      {open && (
        <div className="signing-panel" role="group" aria-label={say('signingOpen', { time })}>
          <p>{say('signingAbout', { time })}</p>
          <Button onClick={() => void end()}>{say('signingEnds')}</Button>
        </div>
      )}
    </div>
  );
}
