import { pinyin } from 'pinyin-pro';

/** As it is compared: full-width as half-width, capitals as small letters. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

/** The first letter of each character's pinyin; letters and digits stay, all else is left out: 2型糖尿病 is 2xtnb. */
export function initialsOf(name: string): string {
  const letters = pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'consecutive' });
  return folded(letters.join('')).replaceAll(/[^a-z0-9]/g, '');
}

/** What an entry is found by, one on a line: its code, its name and other names, and the initials of each. */
export function soughtOf({ code, name, alias = null }: { code: string; name: string; alias?: string | null }): string {
  const names = [name, ...(alias ?? '').split(/[、，,;；/]/)].map((one) => one.trim()).filter((one) => one !== '');
  return [code, ...names.flatMap((one) => [one, initialsOf(one)])].map(folded).join('\n');
}
