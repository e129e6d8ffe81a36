import type { Language, ProblemDocument } from '@countersign/contract';
import { texts } from './texts.ts';

/** What a refused form shows beside what was typed into it. */
export interface Refused {
  /** Sentences by field. */
  faults: Record<string, string>;
  /** Why it was refused as a whole. */
  refusal: string;
}

/** By field, where the fields are at fault. */
export function faultsOf({ code, status, detail, errors = [] }: ProblemDocument, language: Language): Refused {
  if (status === 503) return { faults: {}, refusal: texts[language].unavailable };
  if (code !== 'invalid') return { faults: {}, refusal: detail };
  const faults = errors.map(({ pointer, reason }) => [pointer.slice(1), reason] as const);
  return { faults: Object.fromEntries(faults), refusal: texts[language].mend };
}

/** Why a form of the return slip was refused: what is about one field stands there. */
export function slipFaultsOf(problem: ProblemDocument, language: Language): Refused {
  const { mend, wrongCode } = texts[language];
  if (problem.code === 'wrongReturnCode') return { faults: { code: wrongCode }, refusal: mend };
  if (problem.code === 'wrongDay') return { faults: { on: problem.detail }, refusal: mend };
  return faultsOf(problem, language);
}
