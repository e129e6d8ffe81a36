/** Text that is markup already. Only `html` makes it, so that whatever else is put into a page is escaped. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = Html | string | number | boolean | null | undefined | readonly Part[];

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => escapes[character]!);

function markup(part: Part): string {
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(markup).join('');
  // `condition && html` leaves nothing where the condition does not hold.
  return part === null || part === undefined || typeof part === 'boolean' ? '' : escaped(String(part));
}

/** Markup in which every value stands escaped. Attributes stand in quotation marks. */
export const html = (strings: TemplateStringsArray, ...parts: Part[]): Html =>
  new Html(strings.map((text, i) => text + markup(parts[i])).join(''));
