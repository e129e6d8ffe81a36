import type { CertificateSignature, Digest } from '@countersign/evidence';

/** Whose certificate is asked for. */
export interface CertificateHolder {
  institutionId: string;
  id: string;
  name: string;
}

/**
 * Personal certificates that a certificate authority issued, with which a signature here becomes a 可靠电子签名
 * (Electronic Signature Law, article 13). Who runs the server chooses an adapter; without one there are none. Also the
 * token by which it is injected.
 */
export abstract class Certificates {
  /** False where there are none at all: then nobody is asked. */
  abstract readonly inUse: boolean;

  /**
   * The signature of somebody's certificate over the text of a digest; null for who has no certificate. Throws when it
   * cannot be had now, and within seconds, because somebody waits: they are asked to sign again later.
   */
  abstract signatureOver(holder: CertificateHolder, digest: Digest): Promise<CertificateSignature | null>;

  /** Whether a signature holds: made over this digest, by a certificate that was this person's, and valid, at that moment. */
  abstract verify(signed: CertificateSignature, digest: Digest, holder: CertificateHolder, at: Date): Promise<boolean>;
}
