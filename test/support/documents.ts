import { setTimeout as sleep } from 'node:timers/promises';
import type { DocumentResponse } from '@countersign/contract';
import { PDFiumLibrary } from '@hyzyla/pdfium';
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

/** All that can be read in a PDF, without spaces: where a line is broken means nothing. */
export async function textOf(pdf: Uint8Array): Promise<string> {
  const document = await (await (library ??= PDFiumLibrary.init())).loadDocument(pdf);
  try {
    return [...document.pages()].map((page) => page.getText()).join('').replaceAll(/\s/g, '');
  } finally {
    document.destroy();
  }
}
