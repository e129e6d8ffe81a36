import { open, type FileHandle } from 'node:fs/promises';
import { paperTypes, type PaperType } from '@countersign/contract';
import { fileTypeFromBuffer } from 'file-type';
import { Problem } from '../problems/problem.ts';

/** As many bytes as any of our types needs to be recognised. */
const headBytes = 4_100;
/** A PDF ends with its mark within the last 1,024 bytes (PDF 1.7, implementation note 18). */
const tailBytes = 1_024;

const isPaperType = (type: string | undefined): type is PaperType => (paperTypes as readonly string[]).includes(type ?? '');

const aliases: Record<string, PaperType> = { 'image/jpg': 'image/jpeg', 'image/pjpeg': 'image/jpeg' };

const byExtension: Record<string, PaperType> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  jpe: 'image/jpeg',
  jfif: 'image/jpeg',
  png: 'image/png',
};

/** What an upload says about itself; a type that is none of ours says nothing. */
export function declaredTypes(contentType: string, name: string): PaperType[] {
  const byType = aliases[contentType] ?? contentType;
  const byName = byExtension[/\.([A-Za-z]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''];
  return [byType, byName].filter(isPaperType);
}

/** The type of a file, judged by its content alone. Refused: one of no type we take, one that lies, one cut short. */
export async function requirePaperType(path: string, size: number, declared: readonly PaperType[]): Promise<PaperType> {
  const file = await open(path, 'r');
  try {
    const found = (await fileTypeFromBuffer(await read(file, 0, headBytes)))?.mime;
    const lie = declared.find((type) => found !== undefined && type !== found);
    if (lie) throw new Problem('fileLies', { declared: lie, found: found! });
    if (!isPaperType(found)) throw new Problem('unknownFileType', { accepts: [...paperTypes] });
    if (!(await isWhole(file, size, found))) throw new Problem('fileDamaged', { found });
    return found;
  } finally {
    await file.close();
  }
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, Math.max(0, position));
  return buffer.subarray(0, bytesRead);
}

async function isWhole(file: FileHandle, size: number, type: PaperType): Promise<boolean> {
  const tail = () => read(file, size - tailBytes, tailBytes);
  switch (type) {
    case 'application/pdf':
      return (await tail()).includes('%%EOF');
    case 'image/png':
      return (await tail()).includes('IEND');
    case 'image/jpeg':
      return hasImageEnd(file, size);
  }
}

/**
 * Whether the image of a JPEG has its end mark. A preview inside its head has one as well, and cameras write more
 * behind the image: so the segments of the head are stepped over, and the mark is looked for in what follows.
 */
async function hasImageEnd(file: FileHandle, size: number): Promise<boolean> {
  let position = 2;
  while (position + 4 <= size) {
    const segment = await read(file, position, 4);
    if (segment[0] !== 0xff) return false;
    // Fill bytes may stand before any mark.
    if (segment[1] === 0xff) {
      position += 1;
      continue;
    }
    if (segment[1] === 0xda) return marksEnd(file, position, size);
    position += 2 + segment.readUInt16BE(2);
  }
  return false;
}

/** Inside the image itself, a byte FF is always followed by 00 or a mark, so the end mark is never mistaken. */
async function marksEnd(file: FileHandle, from: number, size: number): Promise<boolean> {
  const piece = 65_536;
  for (let position = from; position < size; position += piece - 1) {
    if ((await read(file, position, piece)).includes(Buffer.from([0xff, 0xd9]))) return true;
  }
  return false;
}
