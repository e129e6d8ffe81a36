import type { AwaitsMeResponse, WorklistRowResponse } from '@countersign/contract';
import { steps } from '@countersign/policy/vocabulary';

/** The ways in which a row awaits a signature of the reader. */
export const signaturesOf = ({ awaitsMe }: WorklistRowResponse): AwaitsMeResponse[] =>
  awaitsMe.filter(({ step }) => (steps as readonly string[]).includes(step));

/** One name for each capacity: an office, and for whom. */
export const nameOfWay = ({ office, onBehalfOf }: AwaitsMeResponse): string => `${office} ${onBehalfOf?.id ?? ''}`;
