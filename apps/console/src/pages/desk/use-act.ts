import type { ActingAsPart, ReferralSummary } from '@countersign/contract';
import type { OfferedAct } from '@countersign/policy';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api } from '../../api/client.ts';
import { useOnce } from '../../api/once.ts';
import { isProblem } from '../../api/problem.ts';
import { usePresence } from '../../session/presence.tsx';

export interface Doing {
  act: OfferedAct;
  version: number;
  body: object & { as?: ActingAsPart };
}

/** Refused because of what somebody did meanwhile. */
export const wasOvertaken = (error: unknown): boolean => isProblem(error) && [409, 412].includes(error.problem.status);

/** Acts on one referral. Somebody may have been faster: what they did is read at once, beside the words that say so. */
export function useAct(id: string, onDone: (act: OfferedAct) => void) {
  const client = useQueryClient();
  const { withPresence } = usePresence();
  const send = useCallback(
    ({ act, version, body }: Doing, key: string) => api.post<ReferralSummary>(`/referrals/${id}/${act}`, body, { version, key }),
    [id],
  );
  const once = useOnce(send, `desk ${id}`);
  const readAnew = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['referral', id] }),
      client.invalidateQueries({ queryKey: ['worklist'] }),
      client.invalidateQueries({ queryKey: ['counts'] }),
    ]);
  return useMutation({
    mutationFn: (doing: Doing) => withPresence(() => once(doing)),
    onSuccess: async (done, { act }) => {
      // Undefined: they did not want to show who they are, and nothing was done.
      if (!done) return;
      onDone(act);
      await readAnew();
    },
    onError: async (error) => {
      if (wasOvertaken(error)) await readAnew();
    },
  });
}
