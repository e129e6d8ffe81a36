import { invalidField } from '../problems/problem.ts';

interface DatabaseError {
  constraint?: string;
  driverError?: { constraint?: string };
}

/** The constraint that a statement ran into; empty where it failed for another reason. */
export function constraintOf(error: unknown): string {
  const { constraint, driverError } = error as DatabaseError;
  return constraint ?? driverError?.constraint ?? '';
}

/**
 * Does the work; where it runs into a unique value that somebody else took, also a moment ago, the field of that
 * constraint is refused as taken.
 */
export async function orTaken<T>(work: Promise<T>, pointers: Record<string, string>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const pointer = pointers[constraintOf(error)];
    throw pointer === undefined ? error : invalidField(pointer, { reason: 'taken' });
  }
}
