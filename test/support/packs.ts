import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { keyed, mask, open } from '../../apps/api/src/referrals/personal.ts';
import type { LoggedReferral } from '../../apps/api/src/referrals/verify-log.ts';
import { digestOfBytes, signLetter, type Digest } from '../../libs/evidence/src/index.ts';
import { maskIdNumber, type EntryOf } from '../../libs/policy/src/index.ts';
import { idNumberOf, patientId } from './hospital.ts';
import type { TestServer } from './server.ts';

/** Text files by their path. */
export type Files = Record<string, string>;

export const json = (value: unknown): string => JSON.stringify(value, null, 2);

/** The files of a pack, as the checker says it must be, over a referral as the server stored it. */
export function packOf({ secrets, letterKeys }: TestServer, referral: LoggedReferral, token?: string): Files {
  const { institution_id: institutionId, id: referralId, events, forms } = referral;
  const log = events.map(({ body, previous, hash }) => ({ entry: body, previous, hash }));
  const versions = forms.map(({ version, content }) => [
    `forms/${version}.json`,
    json({ version, content: keyed(open(content, secrets), secrets), masked: mask(content, secrets) }),
  ]);
  return {
    'origin.json': json({ institutionId, referralId }),
    'log.json': json(log),
    ...(Object.fromEntries(versions) as Files),
    ...(token ? { 'letter-token.txt': `${token}\n` } : {}),
    'keys.json': json(letterKeys.publicKeys),
  };
}

/** The token of a referral's letter, or one that says something else than it should. */
export function tokenOf({ letterKeys }: TestServer, { institution_id: id, events }: LoggedReferral, more: object = {}): string {
  const { body, hash } = events.find(({ act }) => act === 'issueLetter')!;
  const { seq, at, data } = body as EntryOf<'issueLetter'>;
  const { number: letterNo, validFrom, validUntil, destination } = data.letter;
  const said = { letterNo, validFrom, validUntil, destination, issuedAt: at, seq, head: hash as Digest, ...more };
  const patient = { patient: '王*兰', idNumber: maskIdNumber(idNumberOf(patientId)) };
  return signLetter({ institution: { id, name: '示例医院' }, ...patient, ...said }, letterKeys.current);
}

/** Writes files with a manifest that fits them: whoever forges a file forges its manifest too. */
export function unpackInto(folder: string, files: Files, manifest = files): string {
  const digests = Object.entries(manifest).map(([name, text]) => [name, digestOfBytes(text)]);
  const all = { ...files, 'manifest.json': json({ files: Object.fromEntries(digests) }) };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
