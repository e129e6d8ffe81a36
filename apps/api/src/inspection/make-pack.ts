import type { Readable } from 'node:stream';
import { Logger } from '@nestjs/common';
import { audit } from '../audit/audit.ts';
import type { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { requireReferral } from '../referrals/require-referral.ts';
import { PackWriter } from './pack-writer.ts';
import type { EvidenceReader } from './read-evidence.ts';
import { writePack } from './write-pack.ts';

const logger = new Logger('Packs');

/** The inspection pack of one referral, made while it is read. That somebody took it is recorded before it leaves. */
export async function makePack(
  db: Database,
  reader: EvidenceReader,
  caller: Caller,
  id: string,
  at: Date,
): Promise<{ name: string; content: Readable }> {
  await requireReferral(db, caller, id);
  const record = await reader.readRecord(caller.institution.id, id);
  const { number, seq } = record.logged;
  await audit(db, caller, { what: 'packMade', subject: id, at, details: { number, seq } });
  const writer = new PackWriter(at);
  writePack(writer, reader, record).catch((error: Error) => {
    // Whoever hung up has ended the work, and knows.
    if (writer.stream.destroyed) return;
    logger.error(`the pack of ${number} broke off`, error);
    writer.fail(error);
  });
  return { name: `检查包 ${number}.zip`, content: writer.stream };
}
