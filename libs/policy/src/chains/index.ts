import type { Chain, Office, Step } from '../vocabulary.ts';
import { conditionsOf } from './conditions.ts';
import { inpatient } from './inpatient.ts';
import { otherHospital } from './other-hospital.ts';
import { outpatient } from './outpatient.ts';

export type ChainMachine = typeof outpatient | typeof inpatient | typeof otherHospital;

/**
 * Every version of every chain that a running referral may have started with; the last one listed is current.
 * A version is never changed once released: a new rule is a new version beside it (invariant 7).
 */
export const chainVersions: Record<Chain, Record<string, ChainMachine>> = {
  outpatient: { '1': outpatient },
  inpatient: { '1': inpatient },
  otherHospital: { '1': otherHospital },
};

export const currentVersion = (chain: Chain): string => Object.keys(chainVersions[chain]).at(-1)!;

/** The machine a referral started with. Throws when this software does not know it: never guess a chain. */
export function machineOf(chain: Chain, version: string): ChainMachine {
  const machine = chainVersions[chain][version];
  if (!machine) throw new Error(`chain ${chain} has no version ${version}`);
  return machine;
}

/** Every signature that a chain demands, in its order. */
export const stepsOf = (chain: Chain, version: string): Step[] =>
  conditionsOf(machineOf(chain, version)).flatMap(({ requests }) => requests.flatMap(({ signs }) => signs ?? []));

/** Whom a chain awaits on its straight way: one office, or either of two. */
export const awaitsOf = (chain: Chain, version: string): (readonly Office[])[] =>
  conditionsOf(machineOf(chain, version)).flatMap(({ requests }) => requests.map(({ awaits }) => awaits));
