import { chain } from '../src/chains/chain.ts';
import { chainVersions, type Chain, type ChainMachine } from '../src/index.ts';

/** A state as the chain files write it, as far as tests change it. */
export interface StateConfig {
  meta?: { awaits: readonly string[]; signs?: string; clause: string };
  on?: Record<string, unknown>;
  after?: Record<string, unknown>;
  always?: unknown;
  states?: Record<string, StateConfig>;
  onDone?: unknown;
  type?: string;
}

/** The same chain with something changed in it: what a careless hand could do to the file. */
export function changed(machine: ChainMachine, change: (states: Record<string, StateConfig>) => void): ChainMachine {
  const config = structuredClone(machine.config) as { states: Record<string, StateConfig> };
  change(config.states);
  return chain.createMachine(config as never) as unknown as ChainMachine;
}

/** Does something while the chain has one more version than the software knows. */
export function withVersion<T>(of: Chain, version: string, machine: ChainMachine, something: () => T): T {
  chainVersions[of][version] = machine;
  try {
    return something();
  } finally {
    delete chainVersions[of][version];
  }
}
