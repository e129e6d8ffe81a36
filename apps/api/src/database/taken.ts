import { invalidField } from '../problems/problem.ts';

interface DatabaseError {
  constraint?: string;
  driverError?: { constraint?: string };
}

/**
 * Does the work; where it runs into a unique value that somebody else took, also a moment ago, the field of that
 * constraint is refused as taken.
 */
export async function orTaken<T>(work: Promise<T>, pointers: Record<string, string>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { constraint, driverError } = error as DatabaseError;
    const pointer = pointers[constraint ?? driverError?.constraint ?? ''];
    throw pointer === undefined ? error : invalidField(pointer, { reason: 'taken' });
  }
}
