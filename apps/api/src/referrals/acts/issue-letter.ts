import type { FormContent, IssueLetterRequest } from '@countersign/contract';
import { dateInShanghai, numberByPattern, validityOf, type LetterRef } from '@countersign/policy';
import type { Recipe, Seen } from '../perform.ts';

interface LetterRead {
  form: FormContent;
  lastSerial: number;
}

const yearOf = (at: Date): number => Number(dateInShanghai(at).slice(0, 4));

/**
 * Gives the letter its number, dates and destination. The serial follows the institution's last letter of the year:
 * letters are never deleted and their serials unique, so numbers have no gap; whoever loses a race for one retries.
 */
export const issueLetter = ({ as }: IssueLetterRequest): Recipe<'issueLetter', LetterRead> => ({
  act: 'issueLetter',
  as,
  extra: (at) => ({
    name: 'letter',
    sql: `jsonb_build_object(
      'form', (SELECT f.content FROM form f WHERE f.institution_id = r.institution_id AND f.referral_id = r.id
        AND f.version = (r.facts->'form'->>'version')::int),
      'lastSerial', coalesce((SELECT l.serial FROM letter l WHERE l.institution_id = s.institution_id AND l.year = $6::int
        ORDER BY l.serial DESC LIMIT 1), 0))`,
    value: yearOf(at),
  }),
  attempt: () => ({ act: 'issueLetter' }),
  data: (seen) => ({ letter: letterOf(seen) }),
  also: ({ extra }, { letter }) => ({ letter: { ...letter, content: extra.form.destination } }),
});

function letterOf({ at, caller, extra }: Seen<LetterRead>): LetterRef {
  const { letterNumberPattern, letterValidDays, letterUses } = caller.institution.settings;
  const year = yearOf(at);
  const serial = extra.lastSerial + 1;
  return {
    number: numberByPattern(letterNumberPattern, year, serial),
    year,
    serial,
    ...validityOf(at, letterValidDays),
    destination: extra.form.destination.name,
    uses: letterUses,
    replaces: null,
  };
}
