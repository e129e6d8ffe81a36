import { isId, type DocumentKind, type DocumentMark, type PaperScan, type PaperType } from '@countersign/contract';
import { readLetter, signLetter, type LetterKeySet } from '@countersign/evidence';
import type { PaperKind } from '@countersign/policy';
import { Injectable } from '@nestjs/common';
import { Certificates } from '../certificates/certificates.ts';
import { verifyCertificates } from '../certificates/verify-certificates.ts';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import { DocumentLost, DocumentStore } from '../documents/document-store.ts';
import { claimsOf } from '../documents/fill-views.ts';
import { readSource, type Source } from '../documents/read-source.ts';
import { actsWithDocuments } from '../documents/versions.ts';
import { appointmentsOf, warrantsOf } from '../identity/caller.ts';
import { LetterKeys } from '../letter-keys/letter-keys.ts';
import { PaperScanner } from '../papers/paper-scanner.ts';
import { PaperLost, PaperStore } from '../papers/paper-store.ts';
import { scanShown } from '../papers/readable-paper.ts';
import { brokenIn, readLogged, type LoggedReferral } from '../referrals/verify-log.ts';
import { Secrets } from '../secrets/secrets.ts';
import { readEach, signatureEntries, signerOf, type Evidence, type Registered } from './verification.ts';

export interface PaperRow {
  id: string;
  kind: PaperKind;
  name: string;
  mediaType: PaperType;
  size: number;
  digest: string;
  scan: PaperScan;
}

export interface DocumentRow {
  id: string;
  kind: DocumentKind;
  seq: number;
  copy: number;
  mark: DocumentMark | null;
  letterNo: string | null;
  digest: string;
  size: number;
  madeAt: string;
}

/** What the database and the keys have about one referral; the files are not looked at yet. */
export interface ReferralRecord {
  institution: { id: string; name: string };
  logged: LoggedReferral;
  register: Registered[];
  papers: PaperRow[];
  documents: DocumentRow[];
  /** Whether an act has documents that are still to come. */
  beingMade: boolean;
  /** Of each letter, oldest first; none where the log does not hold. */
  tokens: string[];
  keys: LetterKeySet;
  certificates: ReadonlyMap<number, boolean>;
}

const selectPapers = {
  name: 'evidence-papers',
  text: `SELECT id, kind, name, media_type AS "mediaType", size, digest, scan FROM paper
    WHERE institution_id = $1 AND referral_id = $2 ORDER BY id`,
};

const selectDocuments = {
  name: 'evidence-documents',
  text: `SELECT id, kind, seq, copy, mark, letter_no AS "letterNo", digest, size, to_json(made_at) AS "madeAt" FROM document
    WHERE institution_id = $1 AND referral_id = $2 ORDER BY seq, kind, letter_no, copy`,
};

const selectWaiting = {
  name: 'evidence-waiting',
  text: 'SELECT FROM outgoing WHERE institution_id = $1 AND referral_id = $2 AND act = ANY ($3::text[]) LIMIT 1',
};

const selectRegister = {
  name: 'evidence-register',
  text: `SELECT p.id AS "personId", ${appointmentsOf('p')} AS appointments, ${warrantsOf('p')} AS warrants
    FROM person p WHERE p.institution_id = $1 AND p.id = ANY ($2::uuid[])`,
};

/** Reads what a referral is verified by: the database, the letter keys, and the files beside the database. */
@Injectable()
export class EvidenceReader {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    readonly secrets: Secrets,
    private readonly keys: LetterKeys,
    private readonly paperStore: PaperStore,
    private readonly scanner: PaperScanner,
    private readonly documentStore: DocumentStore,
    private readonly authorities: Certificates,
  ) {}

  async readRecord(institutionId: string, referralId: string): Promise<ReferralRecord> {
    const of = [institutionId, referralId];
    const logged = await readLogged(this.db, institutionId, referralId);
    const source = (await readSource(this.db, institutionId, referralId, logged.seq))!;
    const log = logged.events.map(({ body }) => body);
    const signers = readEach(signatureEntries(log), (entry) => [signerOf(entry).id]).filter(isId);
    const holds = brokenIn(logged, this.secrets) === null;
    // Before the documents: what is made in between is then among them.
    const waiting = await this.db.query(selectWaiting, [...of, actsWithDocuments]);
    const [papers, documents, register] = await Promise.all([
      this.db.query<PaperRow>(selectPapers, of),
      this.db.query<DocumentRow>(selectDocuments, of),
      this.db.query<Registered>(selectRegister, [institutionId, [...new Set(signers)]]),
    ]);
    return {
      institution: { id: source.institution.id, name: source.institution.name },
      logged,
      register,
      papers: papers.map((paper) => ({ ...paper, scan: scanShown(paper.scan, this.scanner.on) })),
      documents,
      beingMade: waiting.length > 0,
      // What does not hold must not be made to look genuine.
      tokens: holds ? this.tokensOf(source) : [],
      keys: this.keys.publicKeys,
      certificates: holds ? await verifyCertificates(this.authorities, { institutionId, referralId }, log) : new Map(),
    };
  }

  /** The tokens that the letters carry, made anew: the same claims under the same key give the same token. */
  private tokensOf(source: Source): string[] {
    return source.links.flatMap(({ entry }) => {
      if (entry.act !== 'issueLetter' && entry.act !== 'replaceLetter') return [];
      return [signLetter(claimsOf(source, entry.data.letter.number, this.secrets), this.keys.current)];
    });
  }

  /** A record as evidence, once it is known which of its files are still what they were. */
  evidenceOf(record: ReferralRecord, lost: ReadonlySet<string>): Evidence {
    const { institution, logged, register, papers, documents, beingMade, tokens, keys, certificates } = record;
    const kept = ({ digest }: { digest: string }) => ({ digest, whole: !lost.has(digest) });
    return {
      institution,
      logged,
      register,
      papers: papers.map(kept),
      documents: documents.map(kept),
      beingMade,
      tokens: tokens.map((token) => readLetter(token, keys)),
      certificates,
      authoritiesKnown: this.authorities.inUse,
      at: this.clock.now(),
    };
  }

  /** Digests of a referral's files that are missing, altered, or not to be read because of a virus. */
  async lostOf({ papers, documents }: ReferralRecord): Promise<Set<string>> {
    const lost = new Set<string>();
    for (const paper of papers) {
      const content = await this.openPaper(paper);
      if (typeof content === 'string') lost.add(paper.digest);
      else content.destroy();
    }
    for (const { digest } of documents) {
      if ((await this.readDocument(digest)) === null) lost.add(digest);
    }
    return lost;
  }

  /** The bytes of a paper, or why there are none. */
  async openPaper({ digest, scan }: PaperRow) {
    if (scan === 'pending' || scan === 'infected') return scan;
    return this.paperStore.open(digest as never).catch((error: unknown) => {
      if (error instanceof PaperLost) return 'lost' as const;
      throw error;
    });
  }

  /** The bytes of a document; null where they are missing or altered. */
  async readDocument(digest: string): Promise<Buffer | null> {
    return this.documentStore.read(digest).catch((error: unknown) => {
      if (error instanceof DocumentLost) return null;
      throw error;
    });
  }
}
