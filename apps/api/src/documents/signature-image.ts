import { maxSignatureImagePixels as most, signatureImageTypes, type SignatureImageType } from '@countersign/contract';
import { Logger } from '@nestjs/common';
import { fileTypeFromBuffer } from 'file-type';
import { audit } from '../audit/audit.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';
import { DocumentLost, type DocumentStore } from './document-store.ts';
import type { SentImage } from './image-body.ts';
import { readJpeg, readPng } from './read-image.ts';

const logger = new Logger('SignatureImages');

/**
 * Sets the image of one's own signature. What was signed before keeps the image it was signed with, so the bytes of an
 * image that is replaced or deleted stay: signatures in the log name them.
 */
export async function setSignatureImage(
  db: Database,
  store: DocumentStore,
  caller: Caller,
  sent: SentImage,
  at: Date,
): Promise<void> {
  const digest = await store.keep(await requireImage(sent));
  await db.transaction(async (tx) => {
    await writeImage(tx, caller, digest);
    await audit(tx, caller, { what: 'signatureImageSet', subject: caller.person.id, at, details: { digest } });
  });
}

export async function deleteSignatureImage(db: Database, caller: Caller, at: Date): Promise<void> {
  await db.transaction(async (tx) => {
    if ((await imageOf(tx, caller)) === null) return;
    await writeImage(tx, caller, null);
    await audit(tx, caller, { what: 'signatureImageDeleted', subject: caller.person.id, at });
  });
}

export async function readSignatureImage(db: Database, store: DocumentStore, caller: Caller) {
  const digest = await imageOf(db, caller);
  if (digest === null) throw new Problem('notFound', {});
  const bytes = await store.read(digest).catch((error: unknown) => {
    if (!(error instanceof DocumentLost)) throw error;
    logger.error(`signature image of ${caller.person.id}: ${error.message}`);
    throw new Problem('documentLost', {});
  });
  return { digest, bytes, mediaType: bytes[0] === 0x89 ? 'image/png' : 'image/jpeg' };
}

const readImage = {
  name: 'signature-image',
  text: 'SELECT signature_image FROM person WHERE institution_id = $1 AND id = $2',
};

async function imageOf(db: Database | Transaction, { institution, person }: Caller): Promise<string | null> {
  const [row] = await db.query<{ signature_image: string | null }>(readImage, [institution.id, person.id]);
  return row!.signature_image;
}

async function writeImage(tx: Transaction, { institution, person }: Caller, digest: string | null): Promise<void> {
  await tx.query('UPDATE person SET signature_image = $3 WHERE institution_id = $1 AND id = $2', [
    institution.id,
    person.id,
    digest,
  ]);
}

const isOurs = (type: string | undefined): type is SignatureImageType =>
  (signatureImageTypes as readonly string[]).includes(type ?? '');

/** Judged by its content alone; answers the bytes to keep. */
async function requireImage({ bytes, declared }: SentImage): Promise<Buffer> {
  const found = (await fileTypeFromBuffer(bytes))?.mime;
  if (found !== undefined && isOurs(declared) && declared !== found) throw new Problem('fileLies', { declared, found });
  if (!isOurs(found)) throw new Problem('unknownFileType', { accepts: [...signatureImageTypes] });
  const image = found === 'image/png' ? await readPng(bytes, most) : readJpeg(bytes);
  if (!image) throw new Problem('fileDamaged', { found });
  if (Math.max(image.width, image.height) > most) throw new Problem('imageTooLarge', { pixels: most });
  return image.bytes;
}
