import { PDFiumLibrary } from '@hyzyla/pdfium';

export interface Picture {
  width: number;
  height: number;
  /** RGBA. */
  data: Uint8Array;
}

export interface Read {
  texts: string[];
  pictures: Picture[];
}

let library: Promise<PDFiumLibrary> | null = null;

/** What a reader of the PDF finds on its pages, and how they look; `scale` 1 is 72 pixels to the inch. */
export async function read(pdf: Uint8Array, scale = 1): Promise<Read> {
  const document = await (await (library ??= PDFiumLibrary.init())).loadDocument(pdf);
  try {
    const found: Read = { texts: [], pictures: [] };
    for (let i = 0; i < document.getPageCount(); i++) {
      found.texts.push(document.getPage(i).getText());
      // Drawing closes the page, so it is opened twice.
      const { width, height, data } = await document.getPage(i).render({ scale, render: 'bitmap' });
      found.pictures.push({ width, height, data: data.slice() });
    }
    return found;
  } finally {
    document.destroy();
  }
}

/** The text of all pages without blanks and line ends, which stand where the page broke the line. */
export async function textOf(pdf: Uint8Array): Promise<string> {
  return (await read(pdf, 0.1)).texts.join('').replaceAll('\0', '').replace(/[\s\ufffe]/g, '');
}
