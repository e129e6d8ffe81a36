import type { WorklistRowResponse } from '@countersign/contract';
import { urgencies } from '@countersign/policy/vocabulary';
import { useEffect, useState } from 'react';
import { signaturesOf } from './ways.ts';

/** Five requests of a hundred, and as many lines as somebody can still look through. */
export const mostSelected = 500;

export const canSign = (row: WorklistRowResponse): boolean => signaturesOf(row).length > 0;

/** The order of the box: most urgent, then longest waiting. */
const comesBehind = (a: WorklistRowResponse, b: WorklistRowResponse): boolean => {
  const [rankA, rankB] = [urgencies.indexOf(a.urgency), urgencies.indexOf(b.urgency)];
  return rankA === rankB ? a.since > b.since : rankA > rankB;
};

/**
 * What is selected to be signed, each as it was last seen. What went away under the hands of others is taken out and
 * told; what lies behind the rows that were read stays. While the selection itself is being signed, rows go because they were.
 */
export function useSelection(rows: readonly WorklistRowResponse[], hasMore: boolean, isSigning: boolean, onLeft: (left: WorklistRowResponse[]) => void) {
  const [selected, setSelected] = useState<ReadonlyMap<string, WorklistRowResponse>>(new Map());
  useEffect(() => {
    if (selected.size === 0 || isSigning) return;
    const now = new Map(rows.map((row) => [row.id, row]));
    const last = rows.at(-1);
    const isGone = (row: WorklistRowResponse) => !now.has(row.id) && !(hasMore && last && comesBehind(row, last));
    const chosen = [...selected.values()];
    const left = chosen.filter(isGone);
    const kept = chosen.filter((row) => !isGone(row)).map((row) => now.get(row.id) ?? row);
    if (left.length === 0 && kept.every((row) => selected.get(row.id) === row)) return;
    setSelected(new Map(kept.map((row) => [row.id, row])));
    if (left.length > 0) onLeft(left);
  }, [rows, hasMore, isSigning, selected, onLeft]);
  return { selected, setSelected };
}
