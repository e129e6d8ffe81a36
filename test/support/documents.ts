import { setTimeout as sleep } from 'node:timers/promises';
import type { DocumentResponse } from '@countersign/contract';
import { PDFiumLibrary, type PDFiumPage } from '@hyzyla/pdfium';
import type { Colleague } from './hospital.ts';

/** The documents of a referral, once those that its acts asked for are there. */
export async function documentsOf(who: Pick<Colleague, 'http'>, referralId: string): Promise<DocumentResponse[]> {
  for (let waited = 0; waited < 600; waited += 1) {
    const { status, body } = await who.http.get(`/referrals/${referralId}/documents`);
    if (status !== 200) throw new Error(`documents: ${JSON.stringify(body)}`);
    if (!body.beingMade) return body.items as DocumentResponse[];
    await sleep(50);
  }
  throw new Error('the documents are not made');
}

export async function contentOf(who: Colleague, id: string): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
  const answer = await fetch(`${who.http.base}/api/v1/documents/${id}/content`, {
    headers: { Authorization: `Bearer ${who.token}` },
  });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

let library: Promise<PDFiumLibrary> | undefined;

async function pagesOf<T>(pdf: Uint8Array, read: (page: PDFiumPage) => T[]): Promise<T[]> {
  const document = await (await (library ??= PDFiumLibrary.init())).loadDocument(pdf);
  try {
    return [...document.pages()].flatMap(read);
  } finally {
    document.destroy();
  }
}

/** All that can be read in a PDF, without spaces: where a line is broken means nothing. */
export const textOf = async (pdf: Uint8Array): Promise<string> =>
  (await pagesOf(pdf, (page) => [page.getText()])).join('').replaceAll(/\s/g, '');

/** Pictures in a PDF, told by the objects that hold them. */
export const imagesIn = async (pdf: Uint8Array): Promise<number> =>
  (await pagesOf(pdf, (page) => [...page.objects()])).filter(({ type }) => type === 'image').length;
