import PDFDocument from 'pdfkit';
import { encodeQR } from 'qr';
import { font, fontNames, printable } from './fonts.ts';
import { type Line, linesOf, runsOf, type Style, textWidth } from './lines.ts';
import { signatureImage, UnreadableImage } from './signature-image.ts';
import type { Mark, Rendered } from './views.ts';
import { markWords } from './wording.ts';

/** Points: 1/72 inch. A4 with 20 mm at the sides, and room above the footer for a printer's own margin. */
export const mm = 72 / 25.4;
const page = { width: 595.28, height: 841.89 };
const margin = { side: 20 * mm, top: 17 * mm, bottom: 13 * mm };

export const ink = '#111111';
export const dim = '#555555';
export const grey = '#8c8c8c';

const program = 'Countersign 转诊会签';

const footerStyle: Style = { font: 'regular', size: 8 };
const footerLeading = 11;
/** A setting must not crowd out the page. */
const footerLines = 4;

export interface About {
  title: string;
  author: string;
  /** ISO 8601: written into the file as its date, so that the clock is never asked. */
  madeAt: string;
  mark: Mark | null;
  copy: number;
  footer: string;
  /** Under the footer, small: what ties the paper to the log it was drawn from. */
  origin: string;
  /** Above the second and later pages. */
  runningTitle: string;
}

export interface Look {
  color?: string;
  align?: 'left' | 'center' | 'right';
  /** Spreads a line to both margins, as official print does. */
  spread?: boolean;
  /** Between characters, in points. */
  tracking?: number;
  /** A line through the text. */
  struck?: boolean;
}

type Doc = PDFKit.PDFDocument;

/**
 * A4 pages to draw on, in points from the upper left corner. Knows nothing of referrals. What is drawn is only noted until
 * `finish`: so that a template may lay a page out, see how many pages it takes, and lay it out closer.
 */
export class Sheet {
  readonly left = margin.side;
  readonly right = page.width - margin.side;
  readonly width = page.width - 2 * margin.side;
  readonly top = margin.top;
  /** Below this only the footer stands. */
  readonly bottom: number;

  private readonly drawn: ((doc: Doc) => void)[][] = [];
  private readonly footer: Line[];
  private readonly images = new Map<Uint8Array, Buffer>();

  constructor(private readonly about: About) {
    this.footer = linesOf(about.footer, footerStyle, this.width - 110).filter((line) => line.characters > 0).slice(0, footerLines);
    this.bottom = page.height - margin.bottom - (Math.max(1, this.footer.length) + 1) * footerLeading - 9;
    this.addPage();
  }

  get pages(): number {
    return this.drawn.length;
  }

  /** Returns where its content begins. */
  addPage(): number {
    this.drawn.push([]);
    if (this.pages === 1) return this.top;
    this.text(this.about.runningTitle, this.left, this.top + 8, { font: 'regular', size: 9 });
    return this.top + 16;
  }

  private note(draw: (doc: Doc) => void): void {
    this.drawn.at(-1)!.push(draw);
  }

  /** One line; returns its width. The line's room matters where it is not set from the left. */
  text(text: string, x: number, baseline: number, style: Style, look: Look = {}, room = 0): number {
    const seen = printable(text);
    const tracking = look.tracking ?? 0;
    const characters = [...seen].length;
    const width = textWidth(seen, style) + tracking * Math.max(0, characters - 1);
    const start = look.align === 'right' ? x + room - width : look.align === 'center' ? x + (room - width) / 2 : x;
    this.runs(runsOf(seen, style), start, baseline, style, tracking, look.color ?? ink);
    if (look.struck) this.rule(start, baseline - style.size * 0.36, start + width, baseline - style.size * 0.36, 0.7, look.color);
    return width;
  }

  /** In the middle of the page; a long one is set closer, smaller, and then in several lines. Returns where it ends. */
  heading(text: string, y: number, style: Style, tracking: number): number {
    const width = textWidth(printable(text), style);
    if (width + tracking * [...text].length <= this.width) {
      this.text(text, this.left, y + style.size, style, { align: 'center', tracking }, this.width);
      return y + style.size * 1.25;
    }
    const smaller = { ...style, size: style.size * Math.max(0.7, Math.min(1, this.width / width)) };
    const lines = linesOf(text, smaller, this.width + 0.5);
    lines.forEach((line, i) => this.line(line, this.left, y + smaller.size * (1 + i * 1.25), smaller, this.width, { align: 'center' }));
    return y + lines.length * smaller.size * 1.25;
  }

  line(line: Line, x: number, baseline: number, style: Style, room: number, look: Look = {}): void {
    const slack = room - line.width;
    const start = look.align === 'right' ? x + slack : look.align === 'center' ? x + slack / 2 : x;
    // A line that a long word left short stays ragged: spread, it would look like another kind of emphasis.
    const spread = look.spread === true && !line.last && line.characters > 1 && slack < 0.1 * room;
    this.runs(line.runs, start, baseline, style, spread ? slack / (line.characters - 1) : 0, look.color ?? ink);
    if (look.struck && line.characters > 0) {
      const middle = baseline - style.size * 0.36;
      this.rule(start, middle, start + (spread ? room : line.width), middle, 0.7, look.color);
    }
  }

  private runs(runs: Line['runs'], x: number, baseline: number, style: Style, tracking: number, color: string): void {
    this.note((doc) => {
      let at = x;
      doc.fontSize(style.size).fillColor(color);
      for (const run of runs) {
        doc.font(run.font).text(run.text, at, baseline, { lineBreak: false, baseline: 'alphabetic', characterSpacing: tracking });
        at += run.width + tracking * [...run.text].length;
      }
    });
  }

  rule(x1: number, y1: number, x2: number, y2: number, weight: number, color = ink): void {
    this.note((doc) => doc.lineWidth(weight).strokeColor(color).moveTo(x1, y1).lineTo(x2, y2).stroke());
  }

  dashes(x1: number, y1: number, x2: number, y2: number, color = ink): void {
    this.note((doc) => doc.save().lineWidth(0.7).strokeColor(color).dash(4, { space: 3 }).moveTo(x1, y1).lineTo(x2, y2).stroke().restore());
  }

  box(x: number, y: number, width: number, height: number, weight: number, color = ink): void {
    this.note((doc) => doc.lineWidth(weight).strokeColor(color).rect(x, y, width, height).stroke());
  }

  /** Where the wet seal goes: four corners, so that no line runs through the red print. */
  sealBox(x: number, y: number, size: number, text: string): void {
    const arm = 9;
    const corners = [[x, y, 1, 1], [x + size, y, -1, 1], [x, y + size, 1, -1], [x + size, y + size, -1, -1]] as const;
    this.note((doc) => {
      doc.lineWidth(0.7).strokeColor(grey);
      for (const [cornerX, cornerY, right, down] of corners) {
        doc.moveTo(cornerX + right * arm, cornerY).lineTo(cornerX, cornerY).lineTo(cornerX, cornerY + down * arm).stroke();
      }
    });
    const style: Style = { font: 'regular', size: 9 };
    const room = size - 8;
    const lines = linesOf(textWidth(printable(text), style) > room ? text.replace('（', '\n（') : text, style, room);
    lines.forEach((line, i) => this.line(line, x + 4, y + size - 7 - (lines.length - 1 - i) * 12.5, style, room, { align: 'center', color: grey }));
  }

  /** A handwritten signature inside the given room; `faint` for one that no longer counts. `finish` throws UnreadableImage. */
  image(bytes: Uint8Array, x: number, y: number, width: number, height: number, faint = false): void {
    this.note((doc) => {
      doc.save().opacity(faint ? 0.35 : 1);
      doc.image(this.opened(doc, bytes), x, y, { fit: [width, height], align: 'center', valign: 'center' });
      doc.restore();
    });
  }

  /** Who signs twice on a form has one picture in the file. */
  private opened(doc: Doc, bytes: Uint8Array): Buffer {
    const held = this.images.get(bytes);
    if (held !== undefined) return held;
    try {
      // pdfkit takes an opened image where its types say bytes, and its types do not know openImage.
      const image = (doc as Doc & { openImage(bytes: Uint8Array): Buffer }).openImage(signatureImage(bytes));
      this.images.set(bytes, image);
      return image;
    } catch {
      throw new UnreadableImage(bytes);
    }
  }

  /** As squares, sharp at any size. `size` includes the quiet zone of four squares. */
  qr(text: string, x: number, y: number, size: number): void {
    const squares = encodeQR(text, 'raw', { ecc: 'medium', border: 4 });
    const side = size / squares.length;
    this.note((doc) => {
      doc.fillColor('#000000');
      squares.forEach((row, down) => {
        // Neighbours in a row are one rectangle: side by side they would show hairlines, and weigh more.
        for (let from = 0; from < row.length; from++) {
          if (!row[from]) continue;
          let to = from;
          while (row[to + 1]) to++;
          doc.rect(x + from * side, y + down * side, (to - from + 1) * side, side + 0.02);
          from = to;
        }
      });
      doc.fill();
    });
  }

  /** Writes what was drawn. Footer and marks go onto each page last, over everything. */
  async finish(): Promise<Rendered> {
    const [title, author] = [this.about.title, this.about.author].map(forProperties);
    const made = new Date(this.about.madeAt);
    const doc = new PDFDocument({
      size: [page.width, page.height],
      margin: 0,
      autoFirstPage: false,
      // Half transparent watermarks came with 1.4; 1.7 is what ISO 32000 began with.
      pdfVersion: '1.7',
      font: null as unknown as string,
      lang: 'zh-CN',
      displayTitle: true,
      // The file's identifier is a digest of these, so nothing in it is chance.
      info: { Title: title, Author: author, Creator: program, Producer: program, CreationDate: made, ModDate: made },
    });
    // pdfkit takes an opened font too, which its types do not say.
    for (const name of fontNames) doc.registerFont(name, font(name) as unknown as Buffer);
    const chunks: Uint8Array[] = [];
    const written = new Promise((resolve, reject) => doc.on('data', (chunk: Uint8Array) => chunks.push(chunk)).on('end', resolve).on('error', reject));
    for (const [i, drawn] of this.drawn.entries()) {
      doc.addPage();
      for (const draw of [...drawn, ...this.marks(i + 1)]) draw(doc);
    }
    doc.end();
    await written;
    return { pdf: Buffer.concat(chunks), pages: this.pages };
  }

  private marks(number: number): ((doc: Doc) => void)[] {
    const before = this.drawn;
    const marks: ((doc: Doc) => void)[] = [];
    before.push(marks);
    this.drawFooter(number, before.length - 1);
    if (this.about.copy > 1) this.drawReprint();
    if (this.about.mark !== null) this.drawMark(this.about.mark);
    before.pop();
    return marks;
  }

  private drawFooter(number: number, pages: number): void {
    const y = this.bottom + 9;
    this.rule(this.left, y - 2, this.right, y - 2, 0.4, grey);
    this.footer.forEach((line, i) => this.line(line, this.left, y + 9 + i * footerLeading, footerStyle, 0, { color: dim }));
    this.text(`第 ${number} 页 共 ${pages} 页`, this.left, y + 9, footerStyle, { color: dim, align: 'right' }, this.width);
    this.text(this.about.origin, this.left, this.bottom + 18 + Math.max(1, this.footer.length) * footerLeading, { ...footerStyle, size: 7 }, { color: dim });
  }

  private drawReprint(): void {
    const style: Style = { font: 'regular', size: 10 };
    const text = `补打 第 ${this.about.copy} 份`;
    const width = textWidth(text, style) + 12;
    this.box(this.right - width, this.top - 20, width, 17, 0.8);
    this.text(text, this.right - width + 6, this.top - 8, style);
  }

  /** Half transparent over everything, so that no image hides it. */
  private drawMark(mark: Mark): void {
    const style: Style = { font: 'bold', size: 170 };
    const [x, y] = [page.width / 2, page.height / 2];
    this.note((doc) => doc.save().rotate(-50, { origin: [x, y] }).fillOpacity(0.13));
    this.text(markWords[mark], x - 400, y + style.size * 0.36, style, { color: mark === 'void' ? '#c00000' : '#444444', align: 'center', tracking: 60 }, 800);
    this.note((doc) => doc.restore());
  }
}

/** pdfkit writes properties into XML as they are. */
function forProperties(text: string): string {
  return printable(text).replaceAll('&', '＆').replaceAll('<', '＜').replaceAll('>', '＞').replaceAll('\n', ' ');
}

/** Size of a QR code for paper: squares of half a millimetre survive copying and a phone's camera; never under 30 mm. */
export function qrSize(text: string): number {
  return Math.max(30 * mm, encodeQR(text, 'raw', { ecc: 'medium', border: 4 }).length * 0.45 * mm);
}
