import type { FormContent, IssueLetterRequest } from '@countersign/contract';
import { validityOf, type LetterRef } from '@countersign/policy';
import type { Recipe, Seen } from '../perform.ts';
import { lastSerial, numbered, yearOf, type SerialRead } from './letter-number.ts';

interface LetterRead extends SerialRead {
  form: FormContent;
}

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
      'lastSerial', ${lastSerial('$6::int')})`,
    value: yearOf(at),
  }),
  attempt: () => ({ act: 'issueLetter' }),
  data: (seen) => ({ letter: letterOf(seen) }),
  also: ({ extra }, { letter }) => ({ letter: { ...letter, content: extra.form.destination } }),
});

function letterOf(seen: Seen<LetterRead>): LetterRef {
  const { letterValidDays, letterUses } = seen.caller.institution.settings;
  return {
    ...numbered(seen),
    ...validityOf(seen.at, letterValidDays),
    destination: seen.extra.form.destination.name,
    uses: letterUses,
    replaces: null,
  };
}
