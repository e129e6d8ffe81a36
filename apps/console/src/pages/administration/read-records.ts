export interface FileRecord {
  /** The line on which it begins, the header being line 1. */
  line: number;
  cells: string[];
}

/** As the server reads it: UTF-8, else what Excel writes in China. */
async function textOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  try {
    return utf8.decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** The rows of a CSV file, to be shown with what the server found wrong in them; whether they are right, only it says. */
export async function readRecords(file: File): Promise<FileRecord[]> {
  const text = await textOf(file);
  const records: FileRecord[] = [];
  let line = 1;
  let current: FileRecord = { line, cells: [] };
  const end = (): void => {
    if (current.cells.length > 1 || current.cells[0]) records.push(current);
    current = { line, cells: [] };
  };
  for (const [whole, quoted, plain, separator] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\r|\n|$)/g)) {
    if (whole === '' && current.cells.length === 0) break;
    current.cells.push((quoted?.replaceAll('""', '"') ?? plain ?? '').trim());
    line += whole.match(/\r\n|\r|\n/g)?.length ?? 0;
    if (separator !== ',') end();
  }
  return records;
}
