import { unzip } from './zip.ts';

export interface ReadSheet {
  name: string;
  /** Rows that stay when one scrolls. */
  frozen: number;
  rows: ReadCell[][];
}

export interface ReadCell {
  /** Text as it is; a day or moment as the clocks say it, yyyy-MM-dd HH:mm. */
  value: string | number;
  kind: 'text' | 'number' | 'moment' | 'formula';
}

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

const all = (text: string, pattern: RegExp): string[][] => [...text.matchAll(pattern)].map((found) => [...found]);

/** Days since 30 December 1899 (ECMA-376, part 1, 18.17.4.1). */
const momentOf = (serial: number): string =>
  new Date(Math.round(serial * 86_400) * 1000 + Date.UTC(1899, 11, 30)).toISOString().slice(0, 16).replace('T', ' ');

/** The sheets of a workbook, read by the standard's rules and not by what wrote them. Empty cells are left out. */
export async function readWorkbook(bytes: Buffer): Promise<ReadSheet[]> {
  const files = await unzip(bytes);
  const part = (path: string) => files.get(path)!.toString('utf8');
  const strings = all(part('xl/sharedStrings.xml'), /<si><t[^>]*>([^<]*)<\/t><\/si>/g).map(([, text]) => unescaped(text!));
  const styles = part('xl/styles.xml');
  const formats = new Map(all(styles, /numFmtId="(\d+)" formatCode="([^"]*)"/g).map(([, id, code]) => [id, code!]));
  const cellFormats = all(/<cellXfs[^]*<\/cellXfs>/.exec(styles)![0], /<xf ([^>]*)>/g).map(([, attributes]) =>
    formats.get(/numFmtId="(\d+)"/.exec(attributes!)?.[1] ?? ''),
  );
  const cellOf = (attributes: string, inner: string): ReadCell => {
    const value = /<v>([^<]*)<\/v>/.exec(inner)?.[1] ?? '';
    if (inner.includes('<f')) return { value: inner, kind: 'formula' };
    if (attributes.includes('t="s"')) return { value: strings[Number(value)]!, kind: 'text' };
    const isMoment = cellFormats[Number(/s="(\d+)"/.exec(attributes)?.[1])]?.startsWith('yyyy') ?? false;
    return isMoment ? { value: momentOf(Number(value)), kind: 'moment' } : { value: Number(value), kind: 'number' };
  };
  const paths = new Map(
    all(part('xl/_rels/workbook.xml.rels'), /<Relationship [^>]*>/g).map(([tag]) => [
      /Id="([^"]*)"/.exec(tag!)![1],
      /Target="([^"]*)"/.exec(tag!)![1]!,
    ]),
  );
  return all(part('xl/workbook.xml'), /<sheet [^>]*>/g).map(([tag]) => {
    const xml = part(`xl/${paths.get(/r:id="([^"]*)"/.exec(tag!)![1])}`);
    const frozen = /<pane [^>]*ySplit="(\d+)"[^>]*state="frozen"/.exec(xml)?.[1] ?? 0;
    const rows = all(xml, /<row [^>]*>([^]*?)<\/row>/g).map(([, row]) =>
      all(row!, /<c ([^>]*)>([^]*?)<\/c>/g).map(([, attributes, inner]) => cellOf(attributes!, inner!)),
    );
    return { name: unescaped(/name="([^"]*)"/.exec(tag!)![1]!), frozen: Number(frozen), rows };
  });
}
