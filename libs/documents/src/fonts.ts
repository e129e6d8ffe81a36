import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font, type Glyph } from 'fontkit';

/** `rare` is never asked for: it stands in, sign by sign, for what the other two do not have. */
export type FontName = 'regular' | 'bold' | 'rare';

/** What pdfkit asks of a font, with each character set on its own. */
type PlainFont = Font & { layout(text: string): unknown };

const require = createRequire(import.meta.url);

const fontFiles: Record<FontName, string> = {
  regular: require.resolve('@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf'),
  bold: require.resolve('@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf'),
  rare: require.resolve('@expo-google-fonts/noto-serif-jp/400Regular/NotoSerifJP_400Regular.ttf'),
};

export const fontNames = Object.keys(fontFiles) as FontName[];

const loaded = new Map<FontName, PlainFont>();

/** Loaded once in a thread: a file of 15 MB and its tables would otherwise cost more than the page. */
export function font(name: FontName): PlainFont {
  let held = loaded.get(name);
  if (held === undefined) loaded.set(name, (held = settingEachAlone(create(readFileSync(fontFiles[name])) as Font)));
  return held;
}

/**
 * Without ligatures, kerning and contextual forms, which Chinese print does not use: a line is then as wide as its characters,
 * so that lines broken by adding widths fit, and a whole paragraph costs no shaping.
 */
function settingEachAlone(source: Font): PlainFont {
  return Object.assign(Object.create(source) as PlainFont, {
    layout(text: string) {
      // The codepoint is written down anew for each glyph: a glyph that two codepoints share would else keep whichever
      // document was drawn first, and the same view would give other bytes.
      const glyphs = [...text].map((character) => {
        const codePoint = character.codePointAt(0)!;
        const glyph = source.glyphForCodePoint(codePoint);
        return { id: glyph.id, advanceWidth: glyph.advanceWidth, codePoints: [codePoint] } as Pick<Glyph, 'id' | 'advanceWidth' | 'codePoints'>;
      });
      const positions = glyphs.map((glyph, i) => {
        const squeezed = i + 1 < glyphs.length ? squeeze(glyph.codePoints[0]!, glyphs[i + 1]!.codePoints[0]!) : 0;
        return { xAdvance: glyph.advanceWidth - (squeezed * source.unitsPerEm) / 1000, yAdvance: 0, xOffset: 0, yOffset: 0 };
      });
      return { glyphs, positions, advanceWidth: positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0) };
    },
  });
}

/** Marks whose ink stands in the left, or in the right half of their square. */
export const inkLeft = new Set('，。、；：？！）】》〉」』〕〗');
const inkRight = new Set('（【《〈「『〔〖');

/** How much closer than its width the first of two neighbours is set, in thousandths: two marks side by side share the blank between them. */
export function squeeze(before: number, after: number): number {
  if (before < 0x3000 || after < 0x3000) return 0;
  const [first, second] = [String.fromCodePoint(before), String.fromCodePoint(after)];
  if (inkLeft.has(first)) return inkLeft.has(second) || inkRight.has(second) ? 500 : 0;
  return inkRight.has(first) && inkRight.has(second) ? 500 : 0;
}

const widths = new Map<FontName, Map<number, number>>(fontNames.map((name) => [name, new Map()]));

/** Width of one character in thousandths of the font size. */
export function widthOf(name: FontName, codePoint: number): number {
  const known = widths.get(name)!;
  let width = known.get(codePoint);
  if (width === undefined) {
    const { unitsPerEm } = font(name);
    known.set(codePoint, (width = (font(name).glyphForCodePoint(codePoint).advanceWidth * 1000) / unitsPerEm));
  }
  return width;
}

/** The font that draws this character where `wished` is asked for; null where none of them has it. */
export function fontFor(wished: FontName, codePoint: number): FontName | null {
  if (font(wished).hasGlyphForCodePoint(codePoint)) return wished;
  return font('rare').hasGlyphForCodePoint(codePoint) ? 'rare' : null;
}

/** Signs that guide software and are never seen: joiners, direction marks, variant selectors, byte order marks. */
const unseen = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * The text as it can be printed. A character that no font here has, and one from a hospital system's private area, becomes
 * its number, as 〔U+3ABCD〕: a reader sees that there is a character and which, where a blank box would hide it.
 */
export function printable(text: string): string {
  const seen = text.replace(/\r\n?|\v|\f|\p{Zl}|\p{Zp}/gu, '\n').replaceAll('\t', '    ').replaceAll('\u00a0', ' ').replace(unseen, '');
  let out = '';
  for (const character of seen) {
    const codePoint = character.codePointAt(0)!;
    out += character === '\n' || fontFor('regular', codePoint) !== null ? character : `〔U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}〕`;
  }
  return out;
}
