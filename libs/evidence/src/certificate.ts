import { X509Certificate } from 'node:crypto';
import { algorithmOf, digestOf, type Digest } from './digest.ts';
import { verifySm2 } from './sm2.ts';

/** What somebody's personal certificate says over a digest. */
export interface CertificateSignature {
  algorithm: string;
  /** X.509 in DER, base64. */
  certificate: string;
  /** r and s in DER, base64. */
  signature: string;
}

/** SM2 with SM3 (GB/T 32918), the signer's id being 1234567812345678, over the text of the digest. */
export const certificateAlgorithm = 'SM2-SM3';

/** As the log keeps a signature. */
interface Signed {
  actor: unknown;
  data: { materialDigest: string; certificate: CertificateSignature | null };
}

/**
 * What a personal certificate signs: who signs which content with which opinion, in which office, on which referral. Not
 * the moment and the place in the log: those the server says, and an act that was overtaken need not be signed again.
 */
export function statementOf(subject: Record<string, string>, { actor, data }: Signed): Digest {
  const { certificate: _, ...signature } = data;
  return digestOf({ referral: subject, actor, signature }, algorithmOf(data.materialDigest));
}

/**
 * Whether the signature was made over this digest with the key that the certificate names. Whether the certificate is
 * whose it says, and was valid then, is for whoever knows its authority to say.
 */
export function certificateHolds({ algorithm, certificate, signature }: CertificateSignature, digest: Digest): boolean {
  if (algorithm !== certificateAlgorithm) return false;
  const publicKey = keyIn(certificate);
  if (!publicKey) return false;
  return verifySm2(Buffer.from(digest), { publicKey, signature: Buffer.from(signature, 'base64') });
}

/** What stands before the point of a key on the curve of SM2, uncompressed: its kind, its curve, and a length. */
const beforePoint = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex');

/** The uncompressed point of a certificate's key; null where it is no certificate, or its key is not for SM2. */
function keyIn(certificate: string): Uint8Array | null {
  try {
    const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'));
    const key = publicKey.export({ type: 'spki', format: 'der' });
    return key.subarray(0, beforePoint.length).equals(beforePoint) ? key.subarray(beforePoint.length) : null;
  } catch {
    return null;
  }
}
