import type { AwaitsMeResponse, ProblemDocument, SignManyResponse, WorklistRowResponse } from '@countersign/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { api, newKey } from '../../api/client.ts';
import { NetworkError, ProblemError } from '../../api/problem.ts';
import { usePresence } from '../../session/presence.tsx';
import { nameOfWay } from './ways.ts';

export interface ToSign {
  row: WorklistRowResponse;
  /** The capacity that was chosen where several would fit; null where there is only one. */
  as: AwaitsMeResponse | null;
}

/** One request: always sent with the same key, so that sending it again signs nothing twice. */
interface Batch {
  key: string;
  as: AwaitsMeResponse | null;
  opinion: string;
  rows: WorklistRowResponse[];
}

/** So few that the bar moves and a stop stops; so many that a long line to the server does not matter. */
const inBatch = 10;
/** Before each further try when nobody answers. */
const pauses = [1_000, 3_000, 6_000];

function batchesOf(all: readonly ToSign[], opinion: string): Batch[] {
  const groups = new Map<string, ToSign[]>();
  for (const one of all) {
    const name = one.as ? nameOfWay(one.as) : '';
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / inBatch) }, (_, i) => ({
      key: newKey(),
      as: group[0]!.as,
      opinion,
      rows: group.slice(i * inBatch, (i + 1) * inBatch).map(({ row }) => row),
    })),
  );
}

type Results = SignManyResponse['results'];

/** `onSigned` is called also where signing has to be opened anew for the rest: what was signed before is signed. */
async function send({ key, as, opinion, rows }: Batch, onSigned: (signed: Results) => void): Promise<Results> {
  const message = {
    referrals: rows.map(({ id, version }) => ({ referralId: id, version })),
    opinion,
    as: as ? { office: as.office, onBehalfOf: as.onBehalfOf?.id } : undefined,
  };
  const { results } = await api.post<SignManyResponse>('/referrals/sign', message, { key });
  onSigned(results.filter(({ signed }) => signed));
  for (const one of results) if (!one.signed && one.problem.code === 'presenceNeeded') throw new ProblemError(one.problem);
  return results;
}

async function sendPatiently(batch: Batch, onSigned: (signed: Results) => void): Promise<Results> {
  for (const millis of pauses) {
    try {
      return await send(batch, onSigned);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, millis));
    }
  }
  return send(batch, onSigned);
}

export type Outcome = 'signing' | 'signed' | ProblemDocument;

/** What was refused for a while only: the same signature may be possible a moment later. */
export const passes = (outcome: Outcome | undefined): boolean =>
  typeof outcome === 'object' && (outcome.status >= 500 || outcome.status === 429);

export type Phase = 'review' | 'running' | 'stopping' | 'paused' | 'done';

/** Signs batch after batch and says of each referral what became of it. */
export function useSignRun() {
  const client = useQueryClient();
  const { withPresence } = usePresence();
  const [phase, setPhase] = useState<Phase>('review');
  const [error, setError] = useState<unknown>(null);
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const queue = useRef<Batch[]>([]);
  /** Over something in these the server failed: sent again as they were, they tell what it did all the same. */
  const failed = useRef<Batch[]>([]);
  const stopping = useRef(false);

  /** Nothing that was signed becomes anything else. */
  const mark = useCallback((entries: [string, Outcome | undefined][]) => {
    setOutcomes((before) => {
      const next = new Map(before);
      for (const [id, outcome] of entries) {
        if (before.get(id) === 'signed') continue;
        if (outcome) next.set(id, outcome);
        else next.delete(id);
      }
      return next;
    });
  }, []);

  const go = useCallback(async () => {
    stopping.current = false;
    setPhase('running');
    setError(null);
    for (let batch = queue.current[0]; batch && !stopping.current; batch = queue.current[0]) {
      const { rows } = batch;
      mark(rows.map(({ id }) => [id, 'signing']));
      try {
        const results = await withPresence(() => sendPatiently(batch!, (signed) => mark(signed.map(({ referralId }) => [referralId, 'signed']))));
        if (!results) break;
        mark(results.map((one) => [one.referralId, one.signed ? 'signed' : one.problem]));
        queue.current.shift();
        if (results.some((one) => !one.signed && one.problem.status >= 500)) failed.current.push(batch);
      } catch (failure) {
        setError(failure);
        break;
      }
    }
    const [unsent] = queue.current;
    mark(unsent ? unsent.rows.map(({ id }) => [id, undefined]) : []);
    setPhase(unsent ? 'paused' : 'done');
    void client.invalidateQueries({ queryKey: ['worklist'] });
    void client.invalidateQueries({ queryKey: ['counts'] });
  }, [client, mark, withPresence]);

  const begin = useCallback(
    (all: readonly ToSign[], opinion: string) => {
      const before = failed.current.filter((batch) => batch.opinion === opinion);
      const sent = new Set(before.flatMap(({ rows }) => rows.map(({ id }) => id)));
      failed.current = [];
      queue.current = [...before, ...batchesOf(all.filter(({ row }) => !sent.has(row.id)), opinion)];
      void go();
    },
    [go],
  );
  const stop = useCallback(() => {
    stopping.current = true;
    setPhase('stopping');
  }, []);
  return { phase, error, outcomes, begin, goOn: go, stop };
}
