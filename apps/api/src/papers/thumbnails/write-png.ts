import { crc32, deflateSync } from 'node:zlib';

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

/**
 * A picture as PNG (ISO/IEC 15948), each row as its difference to the row above (filter 2), which suits scans and
 * photographs both.
 */
export function writePng(width: number, height: number, rgb: Uint8Array): Buffer {
  const row = width * 3;
  const lines = new Uint8Array(height * (row + 1));
  for (let y = 0; y < height; y += 1) {
    const line = y * (row + 1);
    lines[line] = 2;
    for (let x = 0; x < row; x += 1) lines[line + 1 + x] = rgb[y * row + x]! - (y > 0 ? rgb[(y - 1) * row + x]! : 0);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
