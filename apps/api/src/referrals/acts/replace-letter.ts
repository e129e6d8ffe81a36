import type { ReplaceLetterRequest } from '@countersign/contract';
import { Problem } from '../../problems/problem.ts';
import type { Recipe } from '../perform.ts';
import { reasonOf, type ReasonFound } from '../read-for-act.ts';
import { lastSerial, numbered, yearOf, type SerialRead } from './letter-number.ts';

interface ReplacementRead extends SerialRead {
  reason: ReasonFound;
  /** What the old letter says of its destination. */
  content: object;
}

/**
 * 换发: a letter lost, damaged or misprinted makes room for a new one. All that changes is the number, which follows the
 * institution's last letter as every other does: days, destination and uses are those that were signed for.
 */
export const replaceLetter = ({
  as,
  reason,
  comment,
}: ReplaceLetterRequest): Recipe<'replaceLetter', ReplacementRead> => ({
  act: 'replaceLetter',
  as,
  extra: (at) => ({
    name: 'replacement',
    sql: `jsonb_build_object(
      'reason', ${reasonOf('replaceLetter', `$6::jsonb->>'reason'`)},
      'content', (SELECT l.content FROM letter l
        WHERE l.institution_id = r.institution_id AND l.number = r.facts->'letter'->>'number'),
      'lastSerial', ${lastSerial(`($6::jsonb->>'year')::int`)})`,
    value: JSON.stringify({ reason, year: yearOf(at) }),
  }),
  attempt: () => ({ act: 'replaceLetter' }),
  data: (seen) => {
    const { reason: found } = seen.extra;
    if (!found) throw new Problem('unknownReason', { reason });
    const old = seen.referral.facts.letter!;
    return { reason: found, comment, letter: { ...old, ...numbered(seen), replaces: old.number } };
  },
  also: ({ extra }, { letter }) => ({ letter: { ...letter, content: extra.content } }),
});
