const brackets = ['〔〕', '[]', '()', '（）', '【】', '［］', '〈〉', '「」'];
const opening = new RegExp(`[${brackets.map(([open]) => `\\${open}`).join('')}]`, 'g');
const closing = new RegExp(`[${brackets.map(([, close]) => `\\${close}`).join('')}]`, 'g');

/**
 * The numbers that somebody can mean who types one off a letter: no keyboard has 〔 and 〕, many write digits as wide as
 * characters, and a space may be theirs or the number's own.
 */
export function numbersMeant(typed: string): string[] {
  const composed = typed.normalize('NFC').trim();
  const spaced = [composed.replaceAll(/\s/g, ''), composed.replaceAll(/\s+/g, ' ')];
  const bracketed = [...spaced, ...spaced.map((text) => text.normalize('NFKC'))].flatMap((text) =>
    brackets.map(([open, close]) => text.replaceAll(opening, open!).replaceAll(closing, close!)),
  );
  return [...new Set([typed.trim(), ...spaced, ...bracketed])];
}

/** One text for all ways to type the same number. */
export const numberAsCounted = (typed: string): string =>
  typed.normalize('NFKC').replaceAll(/\s/g, '').replaceAll(opening, '(').replaceAll(closing, ')');

/** A return code as it was made, however it was typed: Crockford's base32 reads o as 0, i and l as 1. */
export const codeMeant = (typed: string): string =>
  typed.normalize('NFKC').toUpperCase().replaceAll(/[^0-9A-Z]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
