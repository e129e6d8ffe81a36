import { isFrame, orientationOf, segmentsOf } from '../jpeg.ts';
import { fitting, requireBearable, requireHoldable } from './picture.ts';

interface Turn {
  /** Degrees clockwise, after mirroring. */
  rotate: number;
  /** Left to right. */
  mirrored: boolean;
}

const upright: Turn = { rotate: 0, mirrored: false };

/** How a camera was held, by Exif's orientation (Exif 2.32, tag 0112). */
const turns: Record<number, Turn> = {
  2: { rotate: 0, mirrored: true },
  3: { rotate: 180, mirrored: false },
  4: { rotate: 180, mirrored: true },
  5: { rotate: 270, mirrored: true },
  6: { rotate: 90, mirrored: false },
  7: { rotate: 90, mirrored: true },
  8: { rotate: 270, mirrored: false },
};

const spaces: Record<number, string> = { 1: '/DeviceGray', 3: '/DeviceRGB', 4: '/DeviceCMYK' };

/**
 * A PDF of one page with a JPEG on it, byte for byte, so that the one renderer draws photographs as well: it reads them
 * line by line and never holds a whole one. `side` is the longest side of the page in points.
 */
export function pageOfPhotograph(bytes: Uint8Array, side: number): Buffer {
  const jpeg = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { progressive, width, height, colours, adobe, orientation } = headOf(jpeg);
  requireBearable(width, height);
  if (progressive) requireHoldable(width, height);
  const space = spaces[colours];
  if (space === undefined) throw new Error(`a JPEG of ${colours} colours`);
  const page = fitting(width, height, side);
  const { rotate, mirrored } = turns[orientation] ?? upright;
  const matrix = mirrored ? `-${page.width} 0 0 ${page.height} ${page.width} 0` : `${page.width} 0 0 ${page.height} 0 0`;
  // Adobe's programs write the four inks the other way round.
  const decode = colours === 4 && adobe ? '/Decode[1 0 1 0 1 0 1 0]' : '';
  const size = `/Width ${width}/Height ${height}`;
  return pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${page.width} ${page.height}]/Rotate ${rotate}
      /Contents 4 0 R/Resources<</XObject<</P 5 0 R>>>>>>`,
    stream('', Buffer.from(`${matrix} cm /P Do`)),
    stream(`/Type/XObject/Subtype/Image${size}/ColorSpace${space}/BitsPerComponent 8/Filter/DCTDecode${decode}`, jpeg),
  ]);
}

interface Head {
  /** Sent in passes over the whole picture, which is held until the last of them. */
  progressive: boolean;
  width: number;
  height: number;
  colours: number;
  /** Written by a program of Adobe's. */
  adobe: boolean;
  orientation: number;
}

/** What the segments before the image say (ITU-T T.81, annex B). */
function headOf(jpeg: Buffer): Head {
  let adobe = false;
  let orientation = 1;
  for (const segment of segmentsOf(jpeg)) {
    const { mark, bytes } = segment;
    if (isFrame(mark) && bytes.length >= 10) {
      const [height, width] = [bytes.readUInt16BE(5), bytes.readUInt16BE(7)];
      return { progressive: (mark & 3) === 2, width, height, colours: bytes[9]!, adobe, orientation };
    }
    if (mark === 0xee && bytes.toString('latin1', 4, 9) === 'Adobe') adobe = true;
    orientation = orientationOf(segment) ?? orientation;
  }
  throw new Error('the JPEG does not say its size');
}

const stream = (dictionary: string, data: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`<<${dictionary}/Length ${data.length}>>stream\n`), data, Buffer.from('\nendstream')]);

function pdfOf(objects: (string | Buffer)[]): Buffer {
  const parts = [Buffer.from('%PDF-1.7\n')];
  let length = parts[0]!.length;
  const places = objects.map((object, i) => {
    const place = String(length).padStart(10, '0');
    const part = Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]);
    parts.push(part);
    length += part.length;
    return `${place} 00000 n \n`;
  });
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}`;
  const end = `trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${length}\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(table + end)]);
}
