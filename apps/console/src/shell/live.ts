import type { QueryClient } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** Tells every list and open page that reads referrals to read anew; only what is on screen is asked for at once. */
function readAnew(client: QueryClient, referralId: string | null): void {
  void client.invalidateQueries({ queryKey: ['worklist'] });
  void client.invalidateQueries({ queryKey: ['counts'] });
  if (referralId) void client.invalidateQueries({ queryKey: ['referral', referralId] });
}

/** Keeps the pages as the server knows them while they are open. Answers whether the line to the server stands. */
export function useLive(): boolean {
  const client = useQueryClient();
  const [connected, setConnected] = useState(true);
  useEffect(() => {
    const source = new EventSource('/api/v1/worklist/stream');
    let wasLost = false;
    source.addEventListener('open', () => {
      setConnected(true);
      // What happened while nobody was listening is read at once.
      if (wasLost) void client.invalidateQueries();
      wasLost = false;
    });
    source.addEventListener('error', () => {
      wasLost = true;
      setConnected(false);
    });
    source.addEventListener('counts', () => readAnew(client, null));
    source.addEventListener('changed', ({ data }: MessageEvent<string>) => {
      const { referralId } = JSON.parse(data) as { referralId: string };
      readAnew(client, referralId);
    });
    // Reading who is signed in finds out that nobody is, and asks for the password above the page.
    source.addEventListener('signedOut', () => {
      source.close();
      void client.invalidateQueries({ queryKey: ['session'] });
    });
    return () => source.close();
  }, [client]);
  return connected;
}
