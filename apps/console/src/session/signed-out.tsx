import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect, useRef, useState } from 'react';
import { onRefusedFor } from '../api/client.ts';
import { dressed } from '../parts/later.tsx';
import { useSession } from './session.ts';

const SignInAgain = dressed(() => import('./sign-in-again.tsx'));

const pause = 3_000;

/** The page with what was typed stays as it is until the dialog can be drawn above it. */
const broughtInTheEnd = (): Promise<unknown> =>
  SignInAgain.bring().catch(() => new Promise((resolve) => setTimeout(resolve, pause)).then(broughtInTheEnd));

/**
 * When a session ends in the middle of work, the page stays as it is, with all that was typed, and whoever worked there
 * signs in again above it. Somebody else begins with a page of their own.
 */
export function SignedOut() {
  const { person, institution, username } = useSession();
  const [ended, setEnded] = useState(false);
  const client = useQueryClient();
  const shown = useRef(false);
  useEffect(
    () =>
      onRefusedFor('signedOut', () => {
        if (!shown.current) void broughtInTheEnd().then(() => setEnded(true));
        shown.current = true;
      }),
    [],
  );
  if (!ended) return null;
  const signedIn = (personId: string): void => {
    if (personId !== person.id) return location.assign('/');
    shown.current = false;
    setEnded(false);
    void client.invalidateQueries();
  };
  return (
    <Suspense>
      <SignInAgain institution={institution.code} username={username} name={person.name} onSignedIn={signedIn} />
    </Suspense>
  );
}
