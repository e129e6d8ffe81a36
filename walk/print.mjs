/** Columns that a text takes in a terminal: Chinese characters take two. @param {string} text */
const widthOf = (text) => [...text].reduce((sum, one) => sum + (/[ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹏＀-｠￠-￦]|[\u{20000}-\u{3fffd}]/u.test(one) ? 2 : 1), 0);

/** @param {string} text @param {number} width */
export const pad = (text, width) => text + ' '.repeat(Math.max(1, width - widthOf(text)));

/** English after the Chinese, greyed where it is a terminal that can. @param {string} text */
export const aside = (text) => (process.stdout.isTTY ? `\u001b[90m${text}\u001b[0m` : text);

/** @param {string} text */
export const print = (text = '') => console.log(text);
