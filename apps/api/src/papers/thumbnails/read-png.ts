import { Readable } from 'node:stream';
import { createInflate } from 'node:zlib';
import { fitting, requireBearable, type Picture } from './picture.ts';

interface Head {
  width: number;
  height: number;
  /** Bits of a sample. */
  depth: number;
  /** Samples of a pixel. */
  samples: number;
  grey: boolean;
  /** Whether the last sample of a pixel says how opaque it is. */
  alpha: boolean;
  indexed: boolean;
  interlaced: boolean;
  /** Three bytes a colour. */
  palette: Buffer;
  /** tRNS: how opaque each colour of the palette is, or the one colour that is seen through. */
  seeThrough: Buffer | null;
}

/** Colour types (ISO/IEC 15948, 11.2.2): samples of a pixel, and the depths there may be. */
const colourTypes: Record<number, { samples: number; depths: number[] }> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
};

/** Adam7: where each pass begins, and how far its pixels are apart. */
const interlacing = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
];
const whole = [{ x: 0, y: 0, dx: 1, dy: 1 }];

/**
 * Reads a PNG line by line into a small picture on white. It never holds more than two lines, whatever the file unpacks
 * to, and stops unpacking when it has as many as the head says.
 */
export async function readPng(bytes: Uint8Array, side: number): Promise<Picture> {
  const { head, data } = chunksOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const small = new SmallPicture(head, side);
  const distance = Math.max(1, (head.depth * head.samples) >> 3);
  const lines = linesOf(head);
  let line = lines.next();
  let above = Buffer.alloc(0);
  let now = Buffer.alloc(0);
  let filled = 0;
  for await (const piece of Readable.from(data).pipe(createInflate()) as AsyncIterable<Buffer>) {
    for (let taken = 0; taken < piece.length; ) {
      if (line.done) return small.picture();
      const { first, length, x, y, dx } = line.value;
      if (filled === 0) {
        above = first ? Buffer.alloc(length) : now;
        now = Buffer.alloc(length);
      }
      const copied = piece.copy(now, filled, taken, taken + length - filled);
      filled += copied;
      taken += copied;
      if (filled < length) break;
      unfilter(now, above, distance);
      small.add(now, x, y, dx);
      filled = 0;
      line = lines.next();
    }
  }
  if (!line.done) throw new Error('the picture ends too early');
  return small.picture();
}

function chunksOf(png: Buffer): { head: Head; data: Buffer[] } {
  let head: Head | undefined;
  const data: Buffer[] = [];
  for (let position = 8; position + 12 <= png.length; ) {
    const length = png.readUInt32BE(position);
    const type = png.toString('latin1', position + 4, position + 8);
    const content = png.subarray(position + 8, position + 8 + length);
    if (!head) head = headOf(type, content);
    else if (type === 'PLTE') head.palette = content;
    else if (type === 'tRNS') head.seeThrough = content;
    else if (type === 'IDAT') data.push(content);
    else if (type === 'IEND') break;
    position += 12 + length;
  }
  if (!head || data.length === 0) throw new Error('there is no picture in it');
  return { head, data };
}

function headOf(type: string, content: Buffer): Head {
  if (type !== 'IHDR' || content.length < 13) throw new Error('the picture has no head');
  const [width, height] = [content.readUInt32BE(0), content.readUInt32BE(4)];
  const [depth, colour, interlace] = [content[8]!, content[9]!, content[12]!];
  const kind = colourTypes[colour];
  if (!kind?.depths.includes(depth) || interlace > 1) throw new Error('there are no such pictures');
  requireBearable(width, height);
  return {
    width,
    height,
    depth,
    samples: kind.samples,
    grey: colour === 0 || colour === 4,
    alpha: colour >= 4,
    indexed: colour === 3,
    interlaced: interlace === 1,
    palette: Buffer.alloc(0),
    seeThrough: null,
  };
}

/** Every line in the order in which it comes: its bytes, where its first pixel is, and how far apart they are. */
function* linesOf({ width, height, depth, samples, interlaced }: Head) {
  for (const { x, y: top, dx, dy } of interlaced ? interlacing : whole) {
    const pixels = Math.ceil((width - x) / dx);
    if (pixels <= 0) continue;
    // One byte before them says how the line is filtered.
    const length = 1 + Math.ceil((pixels * depth * samples) / 8);
    for (let y = top; y < height; y += dy) yield { first: y === top, length, x, y, dx };
  }
}

/** Undoes what the first byte of a line says was done to it (ISO/IEC 15948, 9.2). */
function unfilter(now: Buffer, above: Buffer, distance: number): void {
  const filter = now[0]!;
  if (filter === 0) return;
  for (let i = 1; i < now.length; i += 1) {
    const left = i > distance ? now[i - distance]! : 0;
    const corner = i > distance ? above[i - distance]! : 0;
    now[i]! += predicted(filter, left, above[i]!, corner);
  }
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return paeth(left, up, corner);
    default:
      throw new Error('there is no such filter');
  }
}

/** Whichever of the three is nearest to left + up - corner. */
function paeth(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** Each pixel is the mean of those of the large picture that fall on it, in whatever order they come. */
class SmallPicture {
  private readonly size: { width: number; height: number };
  private readonly sums: Float64Array;
  private readonly counts: Uint32Array;
  private readonly most: number;

  constructor(
    private readonly head: Head,
    side: number,
  ) {
    this.size = fitting(head.width, head.height, side);
    this.counts = new Uint32Array(this.size.width * this.size.height);
    this.sums = new Float64Array(this.counts.length * 3);
    this.most = (1 << head.depth) - 1;
  }

  add(line: Buffer, left: number, y: number, dx: number): void {
    const { width, height } = this.head;
    const row = Math.floor((y * this.size.height) / height) * this.size.width;
    for (let x = left, i = 0; x < width; x += dx, i += 1) {
      const target = row + Math.floor((x * this.size.width) / width);
      this.counts[target]! += 1;
      this.addPixel(line, i, target * 3);
    }
  }

  picture(): Picture {
    const rgb = new Uint8Array(this.sums.length);
    for (let i = 0; i < rgb.length; i += 1) rgb[i] = Math.round(this.sums[i]! / this.counts[Math.floor(i / 3)]!);
    return { ...this.size, rgb };
  }

  private addPixel(line: Buffer, i: number, target: number): void {
    const { samples, grey, alpha, indexed, palette, seeThrough } = this.head;
    const first = this.sample(line, i * samples);
    if (indexed) {
      const [red = 0, green = 0, blue = 0] = [palette[first * 3], palette[first * 3 + 1], palette[first * 3 + 2]];
      this.addColour(target, red, green, blue, (seeThrough?.[first] ?? 255) / 255);
      return;
    }
    const second = grey ? first : this.sample(line, i * samples + 1);
    const third = grey ? first : this.sample(line, i * samples + 2);
    const scale = 255 / this.most;
    let opaque = 1;
    if (alpha) opaque = this.sample(line, i * samples + samples - 1) / this.most;
    else if (seeThrough && this.isSeenThrough(seeThrough, first, second, third)) opaque = 0;
    this.addColour(target, first * scale, second * scale, third * scale, opaque);
  }

  /** As it looks on white. */
  private addColour(target: number, red: number, green: number, blue: number, opaque: number): void {
    const white = 255 * (1 - opaque);
    this.sums[target]! += red * opaque + white;
    this.sums[target + 1]! += green * opaque + white;
    this.sums[target + 2]! += blue * opaque + white;
  }

  private isSeenThrough(named: Buffer, first: number, second: number, third: number): boolean {
    const value = (i: number) => ((named[i * 2] ?? 0) << 8) + (named[i * 2 + 1] ?? 0);
    if (this.head.grey) return value(0) === first;
    return value(0) === first && value(1) === second && value(2) === third;
  }

  /** The i-th sample of a line. */
  private sample(line: Buffer, i: number): number {
    const { depth } = this.head;
    if (depth === 8) return line[1 + i]!;
    if (depth === 16) return (line[1 + i * 2]! << 8) + line[2 + i * 2]!;
    const bit = i * depth;
    return (line[1 + (bit >> 3)]! >> (8 - depth - (bit & 7))) & this.most;
  }
}
