import { fontFor, type FontName, inkLeft, printable, squeeze, widthOf } from './fonts.ts';

/** Characters of one font in a row, with their width in points. */
export interface Run {
  font: FontName;
  text: string;
  width: number;
}

export interface Line {
  runs: Run[];
  /** In points, without the blanks at its end, and with a closing mark at its end as half a character. */
  width: number;
  characters: number;
  /** Last of its paragraph: never spread to the right margin. */
  last: boolean;
}

export interface Style {
  font: FontName;
  size: number;
  /** In characters, before the first line of each paragraph. */
  indent?: number;
}

/** 禁则: what must not begin a line, and what must not end one (GB/T 15834, and 中文排版需求 for brackets and quotes). */
const notFirst = new Set('，。、；：？！）】》〉」』〕〗”’％‰℃°·～,.;:?!)]}%>');
const notLast = new Set('（【《〈「『〔〖“‘￥([{<$#№');
/** What is never parted: words in Latin script, numbers and their units, the two dashes, the six dots, a character given by number. */
const whole = /〔U\+[0-9A-F]+〕|——|……|＿+|\d[\d.]* [A-Za-zμ]{1,4}(?![A-Za-z])|[A-Za-z0-9À-ɏ](?:[A-Za-z0-9À-ɏ.,:/_@+%'-]*[A-Za-z0-9À-ɏ%])?|./gsu;

interface Unit {
  text: string;
  first: string;
  last: string;
  width: number;
  /** How much of the width is the blank half of a closing mark, which the end of a line does not need. */
  blankEnd: number;
}

/**
 * Breaks a text into lines by the rules of Chinese print. Nothing is lost: joined again, the lines of a paragraph are the
 * paragraph.
 */
export function linesOf(text: string, style: Style, room: number): Line[] {
  return printable(text)
    .split('\n')
    .flatMap((paragraph) => linesOfParagraph(paragraph, style, room));
}

function linesOfParagraph(paragraph: string, style: Style, room: number): Line[] {
  const indented = '　'.repeat(style.indent ?? 0) + paragraph;
  let units = (indented.match(whole) ?? []).map((part) => unitOf(part, style));
  const lines: Line[] = [];
  while (units.length > 0) {
    // A word longer than the line, such as an address of a web page, breaks where the line ends.
    if (units[0]!.width > room) units = [...partsOf(units[0]!, style, room), ...units.slice(1)];
    const count = lengthOfLine(units, style, room);
    lines.push(lineOf(units.slice(0, count), style, count === units.length));
    units = units.slice(count);
  }
  return lines.length > 0 ? lines : [{ runs: [], width: 0, characters: 0, last: true }];
}

/** How many units the first line takes. */
function lengthOfLine(units: Unit[], style: Style, room: number): number {
  let width = 0;
  let count = 0;
  for (const unit of units) {
    const before = units[count - 1];
    const closer = before === undefined ? 0 : closerBy(before.last, unit.first, style);
    if (before !== undefined && unit.text !== ' ' && width - closer + unit.width - unit.blankEnd > room + 0.01) break;
    width += unit.width - closer;
    count++;
  }
  if (count === units.length) return count;
  // Where the line may not end here it ends earlier; a run that allows no break at all is broken where the room ends.
  let end = count;
  while (end > 1 && !mayBreak(units[end - 1]!, units[end]!)) end--;
  return mayBreak(units[end - 1]!, units[end]!) ? end : count;
}

function mayBreak(before: Unit, after: Unit): boolean {
  return !notLast.has(before.last) && !notFirst.has(after.first) && after.text !== ' ';
}

function unitOf(text: string, style: Style): Unit {
  const characters = [...text];
  const last = characters.at(-1)!;
  const blankEnd = inkLeft.has(last) ? Math.max(0, textWidth(last, style) - style.size / 2) : 0;
  return { text, first: characters[0]!, last, width: textWidth(text, style), blankEnd };
}

/** An address is read best when it breaks behind a slash. */
function partsOf(unit: Unit, style: Style, room: number): Unit[] {
  const parts = (unit.text.match(/(?:\w+:\/\/)?[^/]*\/+|[^/]+$/g) ?? []).map((part) => unitOf(part, style));
  return parts.flatMap((part) => (part.width <= room ? [part] : [...part.text].map((character) => unitOf(character, style))));
}

/** In points; `squeeze` of two characters that one font draws. */
function closerBy(before: string, after: string, style: Style): number {
  return (squeeze(before.codePointAt(0)!, after.codePointAt(0)!) * style.size) / 1000;
}

function lineOf(units: Unit[], style: Style, last: boolean): Line {
  const text = units.map((unit) => unit.text).join('');
  const kept = text.trimEnd() === '' ? text : text.replace(/ +$/, '');
  const end = units.findLast((unit) => unit.text !== ' ');
  return { runs: runsOf(text, style), width: textWidth(kept, style) - (last ? 0 : (end?.blankEnd ?? 0)), characters: [...kept].length, last };
}

/** Splits a printable text where the font changes. */
export function runsOf(text: string, style: Style): Run[] {
  const runs: Run[] = [];
  let before = '';
  for (const character of text) {
    const codePoint = character.codePointAt(0)!;
    const name = fontFor(style.font, codePoint) ?? style.font;
    const width = (widthOf(name, codePoint) * style.size) / 1000;
    const run = runs.at(-1);
    if (run?.font === name) {
      run.width += width - closerBy(before, character, style);
      run.text += character;
    } else {
      runs.push({ font: name, text: character, width });
    }
    before = character;
  }
  return runs;
}

/** In points; of a printable text without line ends. */
export function textWidth(text: string, style: Style): number {
  return runsOf(text, style).reduce((sum, { width }) => sum + width, 0);
}
