import { certificateHolds, type CertificateSignature, type Digest } from '@countersign/evidence';
import { Certificates } from './certificates.ts';

/** Nobody has a certificate: signatures are what they are, and nothing calls them more. */
export class NoCertificates extends Certificates {
  override readonly inUse = false;

  override signatureOver(): Promise<null> {
    return Promise.resolve(null);
  }

  /** Of signatures made while there was an adapter: by their keys, as no authority is known here to ask about them. */
  override verify(signed: CertificateSignature, digest: Digest): Promise<boolean> {
    return Promise.resolve(certificateHolds(signed, digest));
  }
}
