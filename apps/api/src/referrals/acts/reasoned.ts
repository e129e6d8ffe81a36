import type { ActingAsPart } from '@countersign/contract';
import type { Attempt, Reasoned, ReasonedAct } from '@countersign/policy';
import { Problem } from '../../problems/problem.ts';
import { reasonFor, type ReasonFound } from '../read-for-act.ts';
import type { Recipe } from '../perform.ts';

interface ReasonGiven {
  as?: ActingAsPart;
  reason: string;
  comment: string;
}

/** An act with a coded reason of the institution's list: decline, return, reject, void. */
export function reasoned<A extends ReasonedAct, More extends object>(
  act: A,
  attempt: Attempt,
  { as, reason, comment }: ReasonGiven,
  more: More,
): Recipe<A, ReasonFound> {
  return {
    act,
    as,
    extra: reasonFor(act, reason),
    attempt: () => attempt,
    data: ({ extra }) => {
      if (!extra) throw new Problem('unknownReason', { reason });
      return { reason: extra, comment, ...more } satisfies Reasoned as never;
    },
  };
}
