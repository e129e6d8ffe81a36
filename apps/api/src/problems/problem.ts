import {
  sayProblem,
  statusOf,
  type FieldError,
  type Language,
  type ProblemCode,
  type ProblemDocument,
  type ProblemFacts,
} from '@countersign/contract';
import type { Refusal } from '@countersign/policy';

/** Thrown anywhere inside a request to end it with a problem document (RFC 9457). */
export class Problem<C extends ProblemCode = ProblemCode> extends Error {
  readonly code: C;
  readonly facts: ProblemFacts[C];

  constructor(code: C, facts: ProblemFacts[C]) {
    super(code);
    this.code = code;
    this.facts = facts;
  }

  get status(): number {
    return statusOf(this.code);
  }

  /** The document a client reads. Facts that fit no member of the standard stand beside them. */
  document(language: Language, instance: string): ProblemDocument {
    return {
      type: `/api/docs/problems#${this.code}`,
      title: this.code,
      status: this.status,
      code: this.code,
      detail: sayProblem(this.code, this.facts, language),
      instance,
      ...this.facts,
    };
  }
}

/** A refusal of policy, as a problem. `extra` says what happened instead, where an act came too late. */
export function refused(why: Refusal, extra: object = {}): Problem {
  const { code, ...facts } = why;
  return new Problem(code, { ...facts, ...extra } as ProblemFacts[typeof code]);
}

/** One faulty field, found where no message class could see it. */
export const invalidField = (pointer: string, reason: FieldFault): Problem =>
  new Problem('invalid', { errors: [fieldError(pointer, reason)] });

/** A reason not yet in words: the language is known only when the answer is written. */
export type FieldFault = { reason: string; args?: Record<string, string | number> };

export const fieldError = (pointer: string, fault: FieldFault): FieldError => ({
  pointer,
  reason: JSON.stringify(fault),
});
