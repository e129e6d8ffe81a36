import { statementOf, type CertificateSignature, type Digest } from '@countersign/evidence';
import type { ActData, Actor } from '@countersign/policy';
import { Logger } from '@nestjs/common';
import { Problem } from '../problems/problem.ts';
import type { Seen } from '../referrals/perform.ts';
import type { CertificateHolder, Certificates } from './certificates.ts';

const logger = new Logger('Certificates');

type Certifying = (seen: Seen<unknown>, actor: Actor, data: ActData['sign']) => Promise<ActData['sign']>;

/**
 * Adds to a signature what its signer's certificate says over it. An act that was overtaken is tried again; what it
 * would sign is the same then, and the certificate is not asked twice.
 */
export function certifying(certificates: Certificates): Certifying {
  let made: { digest: Digest; certificate: CertificateSignature | null } | undefined;
  return async ({ at, caller, referral }, actor, data) => {
    const { institution } = caller;
    const digest = statementOf({ institutionId: institution.id, referralId: referral.id }, { actor, data });
    if (made?.digest !== digest) {
      const holder = { institutionId: institution.id, id: actor.id, name: actor.name };
      made = { digest, certificate: await obtain(certificates, holder, digest, at) };
    }
    return { ...data, certificate: made.certificate };
  };
}

/** Nothing goes into the log that would be found not to hold. */
async function obtain(
  certificates: Certificates,
  holder: CertificateHolder,
  digest: Digest,
  at: Date,
): Promise<CertificateSignature | null> {
  try {
    const signed = await certificates.signatureOver(holder, digest);
    if (signed === null || (await certificates.verify(signed, digest, holder, at))) return signed;
    logger.error(`the certificate of ${holder.id} gave a signature that does not hold`);
  } catch (error) {
    logger.error(error);
  }
  throw new Problem('certificateUnavailable', {});
}
