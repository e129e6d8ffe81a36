import { crc32, deflateSync } from 'node:zlib';

/** A PDF of one empty page; the note makes its bytes its own. */
export function pdf(note: string): Buffer {
  return Buffer.from(
    `%PDF-1.4\n% ${note}\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n` +
      '3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n',
  );
}

function chunk(type: string, data: Buffer): Buffer {
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  const named = Buffer.concat([Buffer.from(type), data]);
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}

/** A PNG of one grey dot. */
export function png(note: string): Buffer {
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', Buffer.from('00000001000000010800000000', 'hex')),
    chunk('tEXt', Buffer.from(`Comment\0${note}`)),
    chunk('IDAT', deflateSync(Buffer.from([0, 128]))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A JPEG as far as its segments go: comment, start of scan, image data, end. */
export function jpeg(note: string): Buffer {
  const comment = Buffer.from(note);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(comment.length + 2);
  return Buffer.concat([
    Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
    Buffer.from('fffe', 'hex'),
    length,
    comment,
    Buffer.from('ffda0008010100003f00', 'hex'),
    Buffer.from('d2cf20ff00123456789abcdef0123456789abcde', 'hex'),
    Buffer.from('ffd9', 'hex'),
  ]);
}
