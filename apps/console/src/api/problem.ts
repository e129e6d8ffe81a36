import type { FieldError, ProblemCode, ProblemDocument } from '@countersign/contract';

/** The server refused, and says why in the reader's language. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly FieldError[];

  constructor(readonly problem: ProblemDocument) {
    super(problem.detail);
    this.code = problem.code;
    this.errors = problem.errors ?? [];
  }

  /** The facts of its code, as `ProblemFacts` in the contract names them. */
  facts<F>(): F {
    return this.problem as unknown as F;
  }
}

/** Nobody answered: whether a write happened is not known, and sending it again with the same key finds out. */
export class NetworkError extends Error {}

export const isProblem = (error: unknown, ...codes: ProblemCode[]): error is ProblemError =>
  error instanceof ProblemError && (codes.length === 0 || codes.includes(error.code));

/** Whether it may have been done all the same: nobody answered, or the server failed on the way. The same key finds out. */
export const mayBeDone = (error: unknown): boolean =>
  error instanceof NetworkError || isProblem(error, 'databaseUnavailable', 'unexpected');

/**
 * Whether an earlier sending of the same is still open after this: this one may be done as well, or the server turned the
 * sender away before it looked for what it had answered.
 */
export const leavesOpen = (error: unknown): boolean => mayBeDone(error) || isProblem(error, 'signedOut', 'somebodyElse');
