import type { WorklistCountsResponse } from '@countersign/contract';
import type { QueryClient } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../api/client.ts';
import { reach } from '../api/reach.ts';
import { countsQuery } from './counts.ts';

const pause = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));

/** A burst of changes is read once. */
const gathering = 200;
/** So long as the reading took, and so many times longer it rests: a long list in a busy house asks no more than that. */
const restTimes = 4;

/**
 * Reads lists and open pages anew, whatever comes meanwhile: a change during a reading is read after it, and no reading
 * is broken off by the next change.
 */
function rereading(client: QueryClient): (referralId: string | null) => void {
  const referrals = new Set<string>();
  let listsAreOld = false;
  let running = false;
  const read = async (queryKey: string[]): Promise<void> => client.invalidateQueries({ queryKey });
  async function run(): Promise<void> {
    running = true;
    while (listsAreOld) {
      await pause(gathering);
      const begun = performance.now();
      const keys = [['worklist'], ...[...referrals].map((id) => ['referral', id])];
      listsAreOld = false;
      referrals.clear();
      await Promise.all(keys.map(read));
      await pause((performance.now() - begun) * restTimes);
    }
    running = false;
  }
  return (referralId) => {
    listsAreOld = true;
    if (referralId) referrals.add(referralId);
    if (!running) void run();
  };
}

/** A line that breaks off for a moment is no news to anybody. */
const bearable = 5_000;
/** When the server has no line for this page (too many are open, or it is starting), the page asks it now and then. */
const askAgain = 15_000;

/** So often it is asked whether the server is back. */
const askAway = 3_000;

/**
 * Finds out when the server is back, whatever found it away: a line that hangs does not say so. It asks for something small
 * and reads no list anew, since a list that cannot be read would find the server away again, and so on. Answers how to stop.
 */
function askWhileAway(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const ask = (): void => {
    clearTimeout(timer);
    if (reach.read() || stopped) return;
    timer = setTimeout(() => void api.get('/worklist/counts').catch(() => null).finally(ask), askAway);
  };
  const stop = reach.subscribe(ask);
  return () => {
    stopped = true;
    stop();
    clearTimeout(timer);
  };
}

/**
 * Keeps the pages as the server knows them while they are looked at: a browser keeps few lines to one server, so that a
 * window in the background gives its own up. Answers whether the server can be reached.
 */
export function useLive(): boolean {
  const client = useQueryClient();
  const [connected, setConnected] = useState(true);
  useEffect(() => {
    const readAnew = rereading(client);
    let source: EventSource | null = null;
    let missed = false;
    let lost: ReturnType<typeof setTimeout> | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;

    const close = (): void => {
      source?.close();
      source = null;
      missed = true;
      clearTimeout(lost);
      clearTimeout(again);
      lost = undefined;
    };
    const catchUp = (): void => void client.invalidateQueries({ predicate: ({ queryKey: [name] }) => ['worklist', 'counts', 'referral'].includes(String(name)) });
    const listen = (): void => {
      if (document.hidden) return;
      close();
      const stream = new EventSource('/api/v1/worklist/stream');
      source = stream;
      stream.addEventListener('open', () => {
        clearTimeout(lost);
        lost = undefined;
        setConnected(true);
        reach.tell(true);
        if (missed) catchUp();
        missed = false;
      });
      stream.addEventListener('error', () => {
        missed = true;
        if (stream.readyState === EventSource.CLOSED) {
          again = setTimeout(() => {
            catchUp();
            listen();
          }, askAgain);
        } else {
          lost ??= setTimeout(() => {
            setConnected(false);
            reach.tell(false);
          }, bearable);
        }
      });
      stream.addEventListener('counts', ({ data }: MessageEvent<string>) => {
        const { queryKey } = countsQuery;
        const before = JSON.stringify(client.getQueryData(queryKey));
        client.setQueryData(queryKey, JSON.parse(data) as WorklistCountsResponse);
        if (before !== JSON.stringify(client.getQueryData(queryKey))) readAnew(null);
      });
      stream.addEventListener('changed', ({ data }: MessageEvent<string>) => readAnew((JSON.parse(data) as { referralId: string }).referralId));
      // Reading who is signed in finds out that nobody is, and asks for the password above the page; then listening goes on.
      stream.addEventListener('signedOut', () => {
        close();
        void client.invalidateQueries({ queryKey: ['session'] });
        again = setTimeout(listen, askAgain);
      });
    };
    const look = (): void => (document.hidden ? close() : listen());
    listen();
    missed = false;
    document.addEventListener('visibilitychange', look);
    const stopAsking = askWhileAway();
    return () => {
      stopAsking();
      document.removeEventListener('visibilitychange', look);
      close();
    };
  }, [client]);
  return connected;
}
