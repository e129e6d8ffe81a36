/** One segment before the image of a JPEG: its mark, and its bytes with mark and length (ITU-T T.81, annex B). */
export interface Segment {
  mark: number;
  at: number;
  bytes: Buffer;
}

/** The segments of a JPEG in their order, as far as they can be told apart. What follows a scan (DA) is no segment. */
export function* segmentsOf(jpeg: Buffer): Generator<Segment> {
  for (let at = 2; at + 4 <= jpeg.length && jpeg[at] === 0xff; ) {
    const mark = jpeg[at + 1]!;
    // Fill bytes may stand before any mark.
    if (mark === 0xff) {
      at += 1;
      continue;
    }
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    yield { mark, at, bytes: jpeg.subarray(at, end) };
    at = end;
  }
}

/** Frame headers are C0 to CF, but for tables (C4), a reserved one (C8) and arithmetic coding (CC). */
export const isFrame = (mark: number): boolean => mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark);

const exif = 'Exif\0\0';

/** How the camera was held, by an Exif segment, and 1 where it does not say; null for any other segment. */
export const orientationOf = ({ mark, bytes }: Segment): number | null =>
  mark === 0xe1 && bytes.toString('latin1', 4, 10) === exif ? orientationIn(bytes.subarray(10)) : null;

function orientationIn(tiff: Buffer): number {
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const long = (at: number) => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  try {
    const directory = long(4);
    const count = short(directory);
    for (let entry = 0; entry < count; entry += 1) {
      const at = directory + 2 + entry * 12;
      if (short(at) === 0x0112) return short(at + 8);
    }
    return 1;
  } catch {
    // A camera's faulty notes are no reason not to show its picture.
    return 1;
  }
}
