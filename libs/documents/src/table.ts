import { type Line, linesOf, type Style } from './lines.ts';
import { grey, type Look, type Sheet } from './sheet.ts';

const thick = 1.2;
const thin = 0.5;

/** How close a table is set, in points. */
export interface Density {
  size: number;
  leading: number;
  /** Above and below what stands in a cell. */
  padding: number;
}

export interface Cell {
  text: string;
  /** In points. */
  width: number;
  /** Set in the middle: the name of a value, or a value of a few characters. */
  centred?: boolean;
}

/** Something of known height inside a section. */
export interface Item {
  height: number;
  /** At its upper left corner. */
  draw(x: number, y: number): void;
  /** Never parted from the item after it by the end of a page. */
  keep?: boolean;
  /** A line across, dropped where a page begins with it. */
  divider?: boolean;
}

const side = 6;
const sideOfCentred = 3;

/** A bordered table as wide as its sheet, going over as many pages as it needs. */
export class Table {
  readonly style: Style;
  /** For what stands beside the matter, such as a time. */
  readonly small: Style;
  readonly leading: number;
  private readonly padding: number;
  private startedAt: number;

  constructor(
    private readonly sheet: Sheet,
    private y: number,
    private readonly labelWidth: number,
    density: Density,
  ) {
    this.startedAt = y;
    this.style = { font: 'regular', size: density.size };
    this.small = { font: 'regular', size: density.size - 1 };
    this.leading = density.leading;
    this.padding = density.padding;
  }

  /** Room for text beside a section's label. */
  get room(): number {
    return this.sheet.width - this.labelWidth - 2 * side;
  }

  /** Where characters stand in a line that begins at `top`. */
  baseline(top: number): number {
    return top + this.leading / 2 + this.style.size * 0.38;
  }

  /** Cells side by side. A row goes to the next page whole; one longer than six lines is parted between lines. */
  row(cells: Cell[]): void {
    let parts = cells.map((cell) => linesOf(cell.text, this.style, cell.width - 2 * sideOf(cell)));
    while (parts.some((lines) => lines.length > 0)) {
      const wanted = Math.max(...parts.map((lines) => lines.length));
      const fitting = Math.floor((this.sheet.bottom - this.y - 2 * this.padding) / this.leading);
      if (fitting < Math.min(wanted, 6)) {
        this.turnPage();
        continue;
      }
      const count = Math.min(wanted, fitting);
      this.drawRow(cells, parts.map((lines) => lines.slice(0, count)), count * this.leading + 2 * this.padding);
      parts = parts.map((lines) => lines.slice(count));
    }
  }

  private drawRow(cells: Cell[], parts: Line[][], height: number): void {
    let x = this.sheet.left;
    cells.forEach((cell, i) => {
      this.middle(parts[i]!, x, height, cell);
      x += cell.width;
      if (i < cells.length - 1) this.sheet.rule(x, this.y, x, this.y + height, thin);
    });
    this.end(height);
  }

  /** A label beside items one below the other; where they go over to another page, the label says that it continues. */
  section(label: string, items: Item[]): void {
    let rest = items;
    let shown = label;
    while (rest.length > 0) {
      const fitting = this.fitting(rest);
      if (fitting === 0 && this.y > this.startedAt) {
        this.turnPage();
        continue;
      }
      // What not even an empty page holds together is parted after all.
      const count = Math.max(1, fitting);
      this.drawSection(shown, rest.slice(0, count));
      rest = rest.slice(count);
      if (rest[0]?.divider === true) rest = rest.slice(1);
      shown = `${label}\n（续）`;
    }
  }

  /** How many items the page still takes, up to where it may end. */
  private fitting(items: Item[]): number {
    let height = 2 * this.padding;
    let count = 0;
    for (const [i, item] of items.entries()) {
      height += item.height;
      if (this.y + height > this.sheet.bottom) break;
      if (item.keep !== true || i === items.length - 1) count = i + 1;
    }
    return count;
  }

  private drawSection(label: string, items: Item[]): void {
    const cell: Cell = { text: label, width: this.labelWidth, centred: true };
    const lines = linesOf(label, this.style, cell.width - 2 * sideOf(cell));
    const height = Math.max(lines.length * this.leading, items.reduce((sum, item) => sum + item.height, 0)) + 2 * this.padding;
    this.middle(lines, this.sheet.left, height, cell);
    const x = this.sheet.left + this.labelWidth;
    let y = this.y + this.padding;
    for (const item of items) {
      if (item.divider === true) this.sheet.rule(x, y + item.height / 2, this.sheet.right, y + item.height / 2, thin, grey);
      else item.draw(x + side, y);
      y += item.height;
    }
    this.sheet.rule(x, this.y, x, this.y + height, thin);
    this.end(height);
  }

  private middle(lines: Line[], x: number, height: number, cell: Cell): void {
    const top = this.y + (height - lines.length * this.leading) / 2;
    const room = cell.width - 2 * sideOf(cell);
    const align = cell.centred === true ? 'center' : 'left';
    lines.forEach((line, i) => this.sheet.line(line, x + sideOf(cell), this.baseline(top + i * this.leading), this.style, room, { align }));
  }

  /** A text as items, its first two and its last two lines kept together. */
  text(text: string, look: Look = {}, room = this.room, style = this.style): Item[] {
    const lines = linesOf(text, style, room);
    return lines.map((line, i) => ({
      height: this.leading,
      keep: lines.length > 1 && (i === 0 || i === lines.length - 2),
      draw: (x, y) => this.sheet.line(line, x, this.baseline(y), style, room, { spread: true, ...look }),
    }));
  }

  private end(height: number): void {
    this.y += height;
    this.sheet.rule(this.sheet.left, this.y, this.sheet.right, this.y, thin);
  }

  private turnPage(): void {
    this.close();
    this.startedAt = this.y = this.sheet.addPage();
  }

  /** Draws the outer border of this page's part; returns where the table ends. */
  close(): number {
    this.sheet.box(this.sheet.left, this.startedAt, this.sheet.width, this.y - this.startedAt, thick);
    return this.y;
  }
}

function sideOf(cell: Cell): number {
  return cell.centred === true ? sideOfCentred : side;
}
