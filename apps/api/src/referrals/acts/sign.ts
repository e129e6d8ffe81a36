import type { ActingAsPart } from '@countersign/contract';
import type { Certificates } from '../../certificates/certificates.ts';
import { certifying } from '../../certificates/certify.ts';
import type { Recipe } from '../perform.ts';
import type { Extra } from '../read-for-act.ts';

/** Digest of the caller's signature image: a column of a row that is read anyway. */
export const signatureImage: Extra = {
  name: 'signature-image',
  sql: 'CASE WHEN $6::text IS NULL THEN p.signature_image END',
  value: null,
};

/**
 * Signs the form as it stands now: the signature carries the digest of its material content, and what the signer's
 * certificate says over it, where they have one.
 */
export const sign = (
  { as, opinion }: { as?: ActingAsPart; opinion: string },
  certificates?: Certificates,
): Recipe<'sign', string | null> => ({
  act: 'sign',
  as,
  extra: signatureImage,
  needsPresence: true,
  attempt: () => ({ act: 'sign' }),
  data: ({ referral, extra: image }, { step, ownReport }) => {
    const form = referral.facts.form;
    if (!form || !step) throw new Error('policy allowed a signature where there is nothing to sign');
    const { version: formVersion, materialDigest } = form;
    return { step, opinion, formVersion, materialDigest, ownReport, image, certificate: null };
  },
  complete: certificates?.inUse ? certifying(certificates) : undefined,
});
