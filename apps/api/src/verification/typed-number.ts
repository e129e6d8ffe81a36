const brackets = ['〔〕', '[]', '()', '（）', '【】', '［］', '〈〉', '「」'];
const opening = new RegExp(`[${brackets.map(([open]) => `\\${open}`).join('')}]`, 'g');
const closing = new RegExp(`[${brackets.map(([, close]) => `\\${close}`).join('')}]`, 'g');

/**
 * The numbers that somebody can mean who types one off a letter: no keyboard has 〔 and 〕, and many write digits as
 * wide as characters.
 */
export function numbersMeant(typed: string): string[] {
  const plain = typed.normalize('NFC').replaceAll(/\s/g, '');
  const bracketed = [plain, plain.normalize('NFKC')].flatMap((text) =>
    brackets.map(([open, close]) => text.replaceAll(opening, open!).replaceAll(closing, close!)),
  );
  return [...new Set([plain, ...bracketed])];
}

/** One text for all ways to type the same number. */
export const numberAsCounted = (typed: string): string =>
  typed.normalize('NFKC').replaceAll(/\s/g, '').replaceAll(opening, '(').replaceAll(closing, ')');

/** A return code as it was made, however it was typed: Crockford's base32 reads o as 0, i and l as 1. */
export const codeMeant = (typed: string): string =>
  typed.normalize('NFKC').toUpperCase().replaceAll(/[^0-9A-Z]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
