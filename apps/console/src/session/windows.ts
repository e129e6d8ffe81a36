import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { onRefusedFor } from '../api/client.ts';

/** All windows of one browser share its cookie: whoever signs in in one of them is signed in in all. */
const name = 'countersign.session';

export function tellOtherWindows(): void {
  const channel = new BroadcastChannel(name);
  channel.postMessage(null);
  channel.close();
}

/** Asks who is signed in as soon as somebody has signed in in another window, as that window or the server tells. */
export function useOtherWindows(): void {
  const client = useQueryClient();
  useEffect(() => {
    const session = { queryKey: ['session'] };
    // What was asked before the other window told is answered for whoever was signed in then.
    const ask = () => void client.invalidateQueries(session);
    // Once, however many requests of a page are refused together.
    const askOnce = () => void client.invalidateQueries(session, { cancelRefetch: false });
    const channel = new BroadcastChannel(name);
    channel.addEventListener('message', ask);
    const stop = onRefusedFor('somebodyElse', askOnce);
    return () => {
      stop();
      channel.close();
    };
  }, [client]);
}
