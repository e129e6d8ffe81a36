import type { PaperScan } from '@countersign/contract';
import type { PaperRef } from '@countersign/policy';
import { Problem } from '../problems/problem.ts';

/** A file that nobody scanned waits to be scanned where there is a scanner, whenever it was uploaded. */
export function scanShown(scan: PaperScan, scanning: boolean): PaperScan {
  if (scan === 'clean' || scan === 'infected') return scan;
  return scanning ? 'pending' : 'off';
}

/** Refuses what nobody may open: not yet, or not any more. */
export function requireReadable({ id, scan }: { id: string; scan: PaperScan }): void {
  if (scan === 'infected') throw new Problem('paperInfected', { ids: [id] });
  if (scan === 'pending') throw new Problem('paperNotScanned', {});
}

/** A paper as an act finds it. */
export type PaperFound = PaperRef & { scan: PaperScan };

/** As the log names it: how it was scanned is no part of the case. */
export const namedInLog = ({ id, kind, digest }: PaperRef): PaperRef => ({ id, kind, digest });

/**
 * Refuses an act that goes by infected papers. One that is still to be scanned may go along: a scanner that is down
 * must not hold up a patient, and nobody opens the file before it is clean.
 */
export function requireUninfected(papers: readonly PaperFound[]): void {
  const ids = papers.filter(({ scan }) => scan === 'infected').map(({ id }) => id);
  if (ids.length > 0) throw new Problem('paperInfected', { ids });
}
