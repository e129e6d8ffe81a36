import { dateInShanghai, numberByPattern, type LetterRef } from '@countersign/policy';
import type { Seen } from '../perform.ts';

export interface SerialRead {
  lastSerial: number;
}

export const yearOf = (at: Date): number => Number(dateInShanghai(at).slice(0, 4));

/** The institution's last serial of a year, in the read of an act. */
export const lastSerial = (year: string): string => `coalesce((SELECT l.serial FROM letter l
  WHERE l.institution_id = s.institution_id AND l.year = ${year} ORDER BY l.serial DESC LIMIT 1), 0)`;

/** The number that follows the institution's last letter of the year. */
export function numbered({ at, caller, extra }: Seen<SerialRead>): Pick<LetterRef, 'number' | 'year' | 'serial'> {
  const { letterNumberPattern } = caller.institution.settings;
  const year = yearOf(at);
  const serial = extra.lastSerial + 1;
  return { number: numberByPattern(letterNumberPattern, year, serial), year, serial };
}
