import { dateInShanghai } from './letter.ts';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';

/** The check character of 17 digits by ISO 7064 MOD 11-2. */
export const checkCharacterOf = (digits: string): string =>
  checkCharacters[weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11]!;

/** The birth date in an ID number as yyyy-MM-dd, or null where the calendar has no such day. */
export function birthDateOf(idNumber: string): string | null {
  const [year, month, day] = [idNumber.slice(6, 10), idNumber.slice(10, 12), idNumber.slice(12, 14)];
  const date = `${year}-${month}-${day}`;
  const moment = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 10) !== date ? null : date;
}

export type IdCardFault = 'shape' | 'birthDate' | 'checkDigit';

/**
 * What is wrong with a resident ID number (GB 11643); null when nothing is. The division prefix is not checked:
 * divisions are dissolved and renamed while their residents keep their numbers. With `at`, a birth date later than
 * that moment is wrong too. The check character is an upper-case X, because numbers are found by their exact text.
 */
export function faultOfIdNumber(idNumber: string, at?: Date): IdCardFault | null {
  if (!/^[1-9]\d{16}[\dX]$/.test(idNumber)) return 'shape';
  const born = birthDateOf(idNumber);
  if (born === null || born < '1900-01-01' || (at && born > dateInShanghai(at))) return 'birthDate';
  return checkCharacterOf(idNumber.slice(0, 17)) === idNumber[17] ? null : 'checkDigit';
}

/** 17th digit: odd male, even female. */
export const sexOf = (idNumber: string): 'male' | 'female' => (Number(idNumber[16]) % 2 === 1 ? 'male' : 'female');

/** In whole years; both days as yyyy-MM-dd. */
export function ageOn(day: string, birthDate: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** First three and last four characters stay readable: enough to compare with a card in the hand. */
export const maskIdNumber = (idNumber: string): string =>
  `${idNumber.slice(0, 3)}${'*'.repeat(11)}${idNumber.slice(-4)}`;

/** 138****5678: the middle of a phone number is hidden; of a number too short for that, all but its last two digits. */
export function maskPhone(phone: string): string {
  if (phone.length >= 11) return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
  return phone.length >= 7 ? phone.slice(-2).padStart(phone.length, '*') : '*'.repeat(phone.length);
}

/** 王*兰: the first and the last character of a name stay, of a name of two the first. */
export function maskName(name: string): string {
  const characters = [...name];
  if (characters.length < 3) return `${characters.slice(0, -1).join('')}*`;
  return `${characters[0]}${'*'.repeat(characters.length - 2)}${characters.at(-1)}`;
}
