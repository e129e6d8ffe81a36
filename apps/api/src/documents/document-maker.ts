import { signLetter, type Digest } from '@countersign/evidence';
import { Injectable, Logger } from '@nestjs/common';
import { Certificates } from '../certificates/certificates.ts';
import { PublicAddress } from '../http/public-address.ts';
import { LetterKeys } from '../letter-keys/letter-keys.ts';
import { Secrets } from '../secrets/secrets.ts';
import { DocumentLost, DocumentStore } from './document-store.ts';
import { DrawingThreads, type Drawing } from './drawing-threads.ts';
import { claimsOf, fillApprovalForm, fillLetter, imagesIn, type Images, type LetterProof } from './fill-views.ts';
import type { Source } from './read-source.ts';
import { returnCodeOf } from './return-code.ts';
import type { Version } from './versions.ts';

/** A document whose bytes are kept, and that no row names yet. */
export interface Made {
  digest: Digest;
  size: number;
  pages: number;
}

/**
 * Draws a version and keeps its bytes. No transaction is held meanwhile: the embedded database runs one at a time. Made
 * twice, by two servers or after a crash, a version is the same bytes under the same digest.
 */
@Injectable()
export class DocumentMaker {
  private readonly logger = new Logger('DocumentMaker');

  constructor(
    private readonly secrets: Secrets,
    private readonly letterKeys: LetterKeys,
    private readonly address: PublicAddress,
    private readonly store: DocumentStore,
    private readonly threads: DrawingThreads,
    private readonly certificates: Certificates,
  ) {}

  async make(source: Source, version: Version, copy: number): Promise<Made> {
    const { pdf, pages } = await this.threads.draw(await this.drawingOf(source, version, copy));
    return { digest: await this.store.keep(pdf), size: pdf.byteLength, pages };
  }

  private async drawingOf(source: Source, version: Version, copy: number): Promise<Drawing> {
    if (version.kind === 'letter') {
      const proof = this.proofOf(source, version.letterNo!);
      return { kind: 'letter', view: fillLetter(source, version, copy, proof, this.secrets) };
    }
    const images = await this.read(imagesIn(source, version));
    return { kind: 'approvalForm', view: fillApprovalForm(source, version, copy, images, this.secrets, this.certificates.inUse) };
  }

  private proofOf(source: Source, letterNo: string): LetterProof {
    const { url } = this.address;
    if (url === null) throw new Error('a letter is made before the server listens');
    const token = signLetter(claimsOf(source, letterNo, this.secrets), this.letterKeys.current);
    return {
      verifyUrl: `${url}/verify/${token}`,
      verifyPage: `${url}/verify`,
      returnCode: returnCodeOf(this.secrets, source.institution.id, letterNo),
    };
  }

  /** A letter does not wait for an image that is gone for good: the signature itself is in the log. */
  private async read(digests: readonly string[]): Promise<Images> {
    const images = new Map<string, Uint8Array>();
    for (const digest of digests) {
      try {
        images.set(digest, await this.store.read(digest));
      } catch (error) {
        if (!(error instanceof DocumentLost)) throw error;
        this.logger.error(`a signature is printed without its image: ${error.message}`);
      }
    }
    return images;
  }
}
