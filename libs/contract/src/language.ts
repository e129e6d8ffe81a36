/** zh-CN is the default wherever a person looks, English the second. */
export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

/** The better of the two languages for an Accept-Language header (RFC 9110, section 12.5.4). */
export function languageFor(header: string | undefined): Language {
  if (!header) return 'zh-CN';
  const wishes = header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((one) => /^\s*q=([\d.]+)/.exec(one)?.[1]).find((q) => q !== undefined);
      return { tag: tag.trim(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, quality }) => quality > 0 && /^(zh|en)\b/.test(tag))
    .toSorted((a, b) => b.quality - a.quality);
  return wishes[0]?.tag.startsWith('en') ? 'en' : 'zh-CN';
}
