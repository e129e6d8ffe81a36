import { faultOfIdNumber, type IdCardFault } from '@countersign/policy/id-card';

/** What somebody typed into a search field, and what may be done with it. */
export type Typed =
  | { kind: 'nothing' }
  | { kind: 'text'; text: string }
  | { kind: 'card'; idNumber: string }
  | { kind: 'wrongCard'; fault: IdCardFault }
  | { kind: 'phone' };

/** So long a row of digits is an ID number, or one that was mistyped; none of our own numbers is. */
const likeCard = /^\d{15,}X?$/;
const likePhone = /^(\+?86)?1[3-9]\d{9}$/;

/** Digits as a reader or a Chinese keyboard gives them: full-width, in groups, with a small x. */
export const asIdNumber = (typed: string): string => typed.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase();

/** Personal numbers are told apart before anything of them can get into an address. */
export function readTyped(typed: string): Typed {
  const text = typed.trim();
  const bare = asIdNumber(text);
  if (text === '') return { kind: 'nothing' };
  if (likePhone.test(bare)) return { kind: 'phone' };
  if (!likeCard.test(bare)) return { kind: 'text', text };
  const fault = faultOfIdNumber(bare, new Date());
  return fault ? { kind: 'wrongCard', fault } : { kind: 'card', idNumber: bare };
}

/**
 * ID numbers that were searched for, by a name that may stand in an address. They are kept in memory alone and are gone
 * with the window; whoever is sent such an address is asked for the card again.
 */
const numbers = new Map<string, string>();

export function keepCard(idNumber: string): string {
  const name = String(numbers.size + 1);
  numbers.set(name, idNumber);
  return name;
}

export const cardCalled = (name: string): string | null => numbers.get(name) ?? null;
