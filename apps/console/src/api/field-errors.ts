import { ProblemError } from './problem.ts';

/** Refused fields by their JSON Pointer (`/content/patient/idNumber`), each with why, in the reader's language. */
export const fieldErrorsOf = (error: unknown): ReadonlyMap<string, string> =>
  new Map(error instanceof ProblemError ? error.errors.map(({ pointer, reason }) => [pointer, reason]) : []);
