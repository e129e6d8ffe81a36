import { promisify } from 'node:util';
import { crc32, inflate } from 'node:zlib';

/** An image that can be drawn: its size, and the bytes to keep. */
export interface ReadImage {
  width: number;
  height: number;
  bytes: Buffer;
}

interface Chunk {
  type: string;
  data: Buffer;
  /** With its length, type and checksum. */
  whole: Buffer;
}

const inflated = promisify(inflate);

/** What a picture is made of. The rest, such as where and by whom it was made, is nobody's business on a form. */
const kept = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'];

/**
 * A PNG whose every chunk is whole and whose pixels are exactly as many as it says, so that no picture of a few bytes
 * unpacks to gigabytes; null for any other. The pixels of one that is wider or higher than `most` are not looked at.
 */
export async function readPng(bytes: Buffer, most: number): Promise<ReadImage | null> {
  const chunks = chunksOf(bytes);
  const head = chunks?.[0];
  if (!chunks || head?.type !== 'IHDR' || head.data.length !== 13 || chunks.at(-1)?.type !== 'IEND') return null;
  const [width, height] = [head.data.readUInt32BE(0), head.data.readUInt32BE(4)];
  const [depth, colour, , , interlaced] = [...head.data.subarray(8)] as [number, number, number, number, number];
  const samples = ({ 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as Record<number, number>)[colour];
  if (samples === undefined || width === 0 || height === 0) return null;
  const image = { width, height, bytes: Buffer.concat([bytes.subarray(0, 8), ...chunks.filter(isKept).map(({ whole }) => whole)]) };
  if (width > most || height > most) return image;
  const expected = bytesOfPixels(width, height, samples * depth, interlaced === 1);
  const data = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map((chunk) => chunk.data));
  const pixels = await inflated(data, { maxOutputLength: expected + 1 }).catch(() => null);
  return pixels?.length === expected ? image : null;
}

const isKept = ({ type }: Chunk): boolean => kept.includes(type);

/** Where each of the seven passes of an interlaced picture begins, and its steps (PNG, section 8.2). */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Each line has a byte before it that says how it was filtered. */
function bytesOfPixels(width: number, height: number, bits: number, interlaced: boolean): number {
  const lines = (w: number, h: number) => (w > 0 && h > 0 ? h * (1 + Math.ceil((w * bits) / 8)) : 0);
  if (!interlaced) return lines(width, height);
  return passes.reduce((sum, [x, y, dx, dy]) => sum + lines(Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)), 0);
}

function chunksOf(bytes: Buffer): Chunk[] | null {
  const chunks: Chunk[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 8 + bytes.readUInt32BE(at);
    if (end + 4 > bytes.length || crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) return null;
    const type = bytes.toString('latin1', at + 4, at + 8);
    chunks.push({ type, data: bytes.subarray(at + 8, end), whole: bytes.subarray(at, end + 4) });
    if (type === 'IEND') break;
    at = end + 4;
  }
  return chunks;
}

/** A JPEG with a frame header and an end; null for any other. It is printed as it is, without being unpacked. */
export function readJpeg(bytes: Buffer): ReadImage | null {
  if (!bytes.includes(Buffer.from([0xff, 0xd9]))) return null;
  for (let at = 2; at + 9 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const mark = bytes[at + 1]!;
    // Fill bytes may stand before any mark.
    if (mark === 0xff) {
      at += 1;
      continue;
    }
    if (mark === 0xda) return null;
    // Frame headers are C0 to CF, but for tables (C4), a reserved one (C8) and arithmetic coding (CC).
    if (mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark)) {
      const [height, width] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)];
      return width > 0 && height > 0 ? { width, height, bytes } : null;
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}
