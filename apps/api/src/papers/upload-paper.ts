import { createHash } from 'node:crypto';
import { maxPaperBytes, UploadPaperFields, type PaperResponse, type PaperScan, type PaperType } from '@countersign/contract';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { v7 as newId } from 'uuid';
import { audit } from '../audit/audit.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/database.ts';
import { once, requestKeyOf } from '../database/once.ts';
import type { Caller } from '../identity/caller.ts';
import { invalidField, Problem } from '../problems/problem.ts';
import { validation } from '../problems/validation.ts';
import { lockDigest } from './lock-digest.ts';
import type { PaperScanner } from './paper-scanner.ts';
import type { Arrival, PaperStore } from './paper-store.ts';
import { shownName } from './paper-name.ts';
import { declaredTypes, requirePaperType } from './type-of-paper.ts';

interface Upload {
  kind: UploadPaperFields['kind'];
  name: string;
  mediaType: PaperType;
  arrival: Arrival;
}

/** Takes in a paper: its bytes first, then, in one transaction, their place among the papers and the row naming them. */
export async function uploadPaper(
  db: Database,
  store: PaperStore,
  scanner: PaperScanner,
  clock: Clock,
  caller: Caller,
  request: FastifyRequest,
): Promise<PaperResponse> {
  const { key } = requestKeyOf(request);
  if (!request.isMultipart()) throw new Problem('unsupportedType', { accepts: ['multipart/form-data'] });
  const arrivals: Arrival[] = [];
  try {
    const upload = await readUpload(request, store, arrivals);
    const at = clock.now();
    const fingerprint = createHash('sha256')
      .update(JSON.stringify(['POST /papers', upload.kind, upload.name, upload.arrival.digest]))
      .digest('base64url');
    const scan = scanner.on ? 'pending' : 'off';
    const paper = await once(db, caller, { key, fingerprint }, at, (tx) => keepPaper(tx, store, caller, upload, scan, at));
    scanner.nudge();
    return paper;
  } finally {
    for (const arrival of arrivals) await store.discard(arrival);
  }
}

async function keepPaper(
  tx: Transaction,
  store: PaperStore,
  caller: Caller,
  { kind, name, mediaType, arrival }: Upload,
  scan: PaperScan,
  at: Date,
): Promise<PaperResponse> {
  const { digest, size } = arrival;
  const id = newId();
  await lockDigest(tx, digest);
  await store.keep(arrival);
  await tx.query(
    `INSERT INTO paper (institution_id, id, kind, name, media_type, size, digest, uploaded_by, uploaded_at, scan)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [caller.institution.id, id, kind, name, mediaType, size, digest, caller.person.id, at, scan],
  );
  await audit(tx, caller, { what: 'paperUploaded', subject: id, at, details: { kind, digest, size } });
  const uploadedAt = at.toISOString();
  return { id, kind, name, mediaType, size, digest, uploadedAt, referralId: null, scan, virus: null };
}

async function readUpload(request: FastifyRequest, store: PaperStore, arrivals: Arrival[]): Promise<Upload> {
  const { fields, file } = await readParts(request, store, arrivals);
  const { kind } = (await validation.transform(fields, { type: 'body', metatype: UploadPaperFields })) as UploadPaperFields;
  const arrival = arrivals[0];
  if (!file || !arrival) throw invalidField('/file', { reason: 'required' });
  // A part may name no file, whatever its type says.
  // oxlint-disable-next-line typescript/no-useless-default-assignment
  const { filename = '', mimetype } = file;
  const mediaType = await requirePaperType(arrival.path, arrival.size, declaredTypes(mimetype, filename));
  return { kind, name: shownName(filename, mediaType), mediaType, arrival };
}

/** As many of each as the message may have, and one more, so that the one too many is named. */
const limits = { fileSize: maxPaperBytes + 1, files: 2, fields: 5, parts: 7, fieldSize: 1_000, headerPairs: 20 };

async function readParts(request: FastifyRequest, store: PaperStore, arrivals: Arrival[]) {
  const fields: Record<string, unknown> = {};
  let file: MultipartFile | undefined;
  try {
    for await (const part of request.parts({ limits })) {
      if (part.type === 'field') {
        if (part.fieldname in fields) throw invalidField(`/${part.fieldname}`, { reason: 'repeated' });
        fields[part.fieldname] = part.value;
      } else {
        if (part.fieldname !== 'file') throw invalidField(`/${part.fieldname}`, { reason: 'unknown' });
        if (file) throw invalidField('/file', { reason: 'repeated' });
        file = part;
        arrivals.push(await store.receive(part.file, maxPaperBytes));
      }
    }
    return { fields, file };
  } catch (error) {
    // The rest is read and thrown away, or the client would wait to send it and never see the answer.
    request.raw.unpipe();
    request.raw.resume();
    throw isOurs(error) ? error : new Problem('uploadBroken', {});
  }
}

/** What a use case refused, and what the disk did, is not the message's fault. */
const isOurs = (error: unknown): boolean =>
  error instanceof Problem || (error as NodeJS.ErrnoException).syscall !== undefined;
