import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { returnTargets, type Act, type ReturnTarget, type StateName } from '../vocabulary.ts';
import type { Awaits } from './chain.ts';
import type { ChainMachine } from './index.ts';

/** A condition of a chain, read off its machine. */
export interface Condition {
  name: StateName;
  final: boolean;
  /** Whom it awaits: one office or either of two, or each dean for themselves. */
  requests: Awaits[];
  exits: Exit[];
}

/** A way out of a condition. `act` is null where nobody acts: both deans have signed. */
export interface Exit {
  act: Act | null;
  to: StateName;
  returnsTo: ReturnTarget | null;
}

function actOf({ eventType }: AnyTransitionDefinition): Act | null {
  if (eventType.startsWith('xstate.done.')) return null;
  return eventType.startsWith('xstate.after.') ? 'expire' : (eventType as Act);
}

const exitOf = (transition: AnyTransitionDefinition): Exit => ({
  act: actOf(transition),
  to: transition.target![0]!.key as StateName,
  returnsTo: returnTargets.find((to) => transition.guard === `to${to[0]!.toUpperCase()}${to.slice(1)}`) ?? null,
});

const exitsOf = (node: AnyStateNode): Exit[] => [...node.transitions.values()].flat().map(exitOf);

const partsOf = (node: AnyStateNode): AnyStateNode[] => [node, ...Object.values(node.states).flatMap(partsOf)];

const conditionOf = (node: AnyStateNode): Condition => ({
  name: node.key as StateName,
  final: node.type === 'final',
  requests: partsOf(node).flatMap(({ meta }) => (meta === undefined ? [] : [meta as Awaits])),
  exits: exitsOf(node),
});

/** Every condition of a chain, in the order of its straight way. */
export const conditionsOf = (machine: ChainMachine): Condition[] =>
  (Object.values(machine.root.states) as AnyStateNode[]).map(conditionOf);

export const clauseOf = ({ requests }: Condition): string => [...new Set(requests.map(({ clause }) => clause))].join();
