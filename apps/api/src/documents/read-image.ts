import { promisify } from 'node:util';
import { crc32, inflate } from 'node:zlib';
import { isFrame, orientationOf, segmentsOf, type Segment } from '../papers/jpeg.ts';

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

/**
 * A JPEG with a frame header and an end; null for any other. Its picture is printed as it is, without being unpacked; what
 * cameras write before and behind it is not kept, but for how the camera was held.
 */
export function readJpeg(bytes: Buffer): ReadImage | null {
  const parts = [bytes.subarray(0, 2)];
  let size: { width: number; height: number } | null = null;
  for (const segment of segmentsOf(bytes)) {
    const { mark, at } = segment;
    if (isFrame(mark)) size ??= sizeIn(segment.bytes);
    if (mark !== scan) {
      parts.push(...keptOf(segment));
      continue;
    }
    const close = endOfImage(bytes, at + segment.bytes.length);
    if (!size || size.width === 0 || size.height === 0 || close === -1) return null;
    parts.push(bytes.subarray(at, close));
    return { ...size, bytes: Buffer.concat(parts) };
  }
  return null;
}

const scan = 0xda;

/** Of a frame that a PDF can show: eight bits of each colour, and grey, three colours or four inks. */
function sizeIn(frame: Buffer): { width: number; height: number } | null {
  if (frame.length < 10 || frame[4] !== 8 || ![1, 3, 4].includes(frame[9]!)) return null;
  return { height: frame.readUInt16BE(5), width: frame.readUInt16BE(7) };
}

/** E0 is JFIF and EE Adobe's, without which colours are others; all else from E0 to EF, and comments (FE), is about the picture. */
function keptOf(segment: Segment): Buffer[] {
  const { mark, bytes } = segment;
  const about = (mark >= 0xe1 && mark <= 0xef && mark !== 0xee) || mark === 0xfe;
  if (!about) return [bytes];
  const orientation = orientationOf(segment) ?? 1;
  return orientation === 1 ? [] : [exifOf(orientation)];
}

/** Exif that says nothing but how the camera was held (Exif 2.32, tag 0112). */
function exifOf(orientation: number): Buffer {
  const segment = Buffer.from('ffe1002245786966000049492a0008000000010012010300010000000000000000000000', 'hex');
  segment.writeUInt16LE(orientation, 28);
  return segment;
}

/** Inside a picture a byte FF is always followed by 00 or a mark, and between its passes stand segments that may hold anything. */
function endOfImage(bytes: Buffer, from: number): number {
  for (let at = from; at + 2 <= bytes.length; ) {
    const mark = bytes[at] === 0xff ? bytes[at + 1]! : 0;
    if (mark === 0xd9) return at + 2;
    // 00, restarts and fill bytes belong to the picture.
    const inside = mark === 0 || mark === 0xff || (mark >= 0xd0 && mark <= 0xd7);
    if (!inside && at + 4 > bytes.length) return -1;
    at += inside ? 1 : 2 + bytes.readUInt16BE(at + 2);
  }
  return -1;
}
