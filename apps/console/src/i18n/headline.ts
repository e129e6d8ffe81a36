/** A word of the vocabulary where a title or a button begins with it: English ones then have a capital. */
export const headline = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
