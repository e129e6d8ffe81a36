import type { VerificationResponse } from '@countersign/contract';
import { keyed, mask, open, type Content } from '../referrals/personal.ts';
import type { LoggedReferral } from '../referrals/verify-log.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { checkProgram } from './check-program.ts';
import { referralReadme } from './pack-readme.ts';
import type { PackWriter } from './pack-writer.ts';
import type { DocumentRow, EvidenceReader, PaperRow, ReferralRecord } from './read-evidence.ts';
import { verificationOf } from './verification.ts';
import { verificationPage } from './verification-page.ts';

/** Writes all that proves one referral, and answers with what it proves. */
export async function writePack(
  writer: PackWriter,
  reader: EvidenceReader,
  record: ReferralRecord,
): Promise<VerificationResponse> {
  const { logged, institution, tokens, keys } = record;
  const json = (path: string, value: unknown) => writer.add(path, JSON.stringify(value));
  await writer.add('README.txt', referralReadme(institution.name, logged.number));
  await writer.add('check.mjs', checkProgram);
  await json('keys.json', keys);
  await json('origin.json', { institutionId: logged.institution_id, referralId: logged.id });
  await json('log.json', logged.events.map(({ body, previous, hash }) => ({ entry: body, previous, hash })));
  for (const form of logged.forms.toSorted((a, b) => a.version - b.version)) {
    await json(`forms/${form.version}.json`, formShown(form, reader.secrets));
  }
  if (tokens.length > 0) await writer.add('letter-token.txt', tokens.map((token) => `${token}\n`).join(''));
  const lost = new Set([...(await addPapers(writer, reader, record.papers)), ...(await addDocuments(writer, reader, record.documents))]);
  const verification = verificationOf(reader.evidenceOf(record, lost), reader.secrets);
  await json('verification.json', verification);
  await writer.add('verification.html', verificationPage(verification));
  await writer.finish();
  return verification;
}

/**
 * A version of the form as its digests were made: keyed hashes in place of ID and phone numbers. Beside it the same
 * with these numbers masked. What no longer opens was altered, and is given as it was found.
 */
function formShown({ version, content, materialDigest, contentDigest }: LoggedReferral['forms'][number], secrets: Secrets) {
  const opened = openedOrNull(content, secrets);
  return {
    version,
    content: opened ? keyed(opened, secrets) : content,
    masked: opened && mask(content, secrets),
    materialDigest,
    contentDigest,
  };
}

function openedOrNull(content: Content, secrets: Secrets): Content | null {
  try {
    return open(content, secrets);
  } catch {
    return null;
  }
}

const extensions = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png' } as const;

/** Answers the digests of those that cannot be given. The same content is there once, whoever named it. */
async function addPapers(writer: PackWriter, reader: EvidenceReader, papers: readonly PaperRow[]): Promise<string[]> {
  const list: object[] = [];
  const added = new Set<string>();
  const lost: string[] = [];
  for (const { scan, ...paper } of papers) {
    const path = `papers/${paper.digest.slice('sha256:'.length)}.${extensions[paper.mediaType]}`;
    const content = added.has(path) ? null : await reader.openPaper({ ...paper, scan });
    if (typeof content === 'string') {
      lost.push(paper.digest);
      list.push({ file: null, why: content, ...paper });
      continue;
    }
    if (content) await writer.add(path, content, 'stored');
    added.add(path);
    list.push({ file: path, why: null, ...paper });
  }
  await writer.add('papers.json', JSON.stringify(list));
  return lost;
}

async function addDocuments(writer: PackWriter, reader: EvidenceReader, documents: readonly DocumentRow[]): Promise<string[]> {
  const list: object[] = [];
  const lost: string[] = [];
  for (const document of documents) {
    const { kind, seq, copy, mark, digest } = document;
    const path = `documents/${kind}-${seq}-${copy}${mark ? `-${mark}` : ''}.pdf`;
    const content = await reader.readDocument(digest);
    if (content) await writer.add(path, content, 'stored');
    else lost.push(digest);
    list.push({ file: content && path, why: content ? null : 'lost', ...document });
  }
  await writer.add('documents.json', JSON.stringify(list));
  return lost;
}
