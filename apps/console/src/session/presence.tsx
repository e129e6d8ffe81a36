import type { PresenceResponse } from '@countersign/contract';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, Suspense, use, useCallback, useMemo, useState, type ReactNode } from 'react';
import { api } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import { dressed } from '../parts/later.tsx';

const PresenceDialog = dressed(() => import('./presence-dialog.tsx'));

interface Presence {
  /** Asks for the password; false when the person thinks better of it. Rejects where the dialog cannot be fetched. */
  ask(): Promise<boolean>;
  /** Does what needs a fresh proof of presence, after asking for the password where the server says so. Undefined when they gave up. */
  withPresence<T>(work: () => Promise<T>): Promise<T | undefined>;
}

const PresenceContext = createContext<Presence | null>(null);

export function PresenceProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<((shown: boolean) => void) | null>(null);
  const client = useQueryClient();
  const ask = useCallback(async () => {
    // Whoever asked says that the network is away: drawn without its script, the dialog would take the page with it.
    await PresenceDialog.bring();
    return new Promise<boolean>((resolve) => setAsked(() => resolve));
  }, []);
  const answer = (shown: boolean): void => {
    asked?.(shown);
    setAsked(null);
  };
  const prove = async (password: string): Promise<void> => {
    await api.post<PresenceResponse>('/session/presence', { password });
    await client.invalidateQueries({ queryKey: ['session'] });
  };
  const presence = useMemo<Presence>(
    () => ({
      ask,
      async withPresence(work) {
        for (;;) {
          try {
            return await work();
          } catch (error) {
            if (!isProblem(error, 'presenceNeeded')) throw error;
            if (!(await ask())) return undefined;
          }
        }
      },
    }),
    [ask],
  );
  return (
    <PresenceContext value={presence}>
      {children}
      {asked && (
        <Suspense>
          <PresenceDialog prove={prove} onDone={answer} />
        </Suspense>
      )}
    </PresenceContext>
  );
}

export function usePresence(): Presence {
  const presence = use(PresenceContext);
  if (!presence) throw new Error('there is no PresenceProvider above');
  return presence;
}
