import { asides, conditionAnsweredBy, signatureAskedOf } from '@countersign/policy';

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

const chosen = (of: string, by: Record<string, string>): string =>
  `CASE ${of} ${Object.entries(by).map(([key, value]) => `WHEN '${key}' THEN '${value}'`).join(' ')} END`;

/** Whether event `e` moved its referral, be it that somebody took it back. */
export const moving = `e.act <> ALL (ARRAY[${quoted([...asides, 'recall'])}])`;

/** What event `e` answered: the signature or the condition that was awaited; null where it answered neither. */
export const answered = `coalesce(e.step, CASE WHEN e.act IN ('returnForCorrection', 'reject')
  THEN ${chosen('e.office', signatureAskedOf)} ELSE ${chosen('e.act', conditionAnsweredBy)} END)`;
