import { digestOf, type DigestAlgorithm } from '@countersign/evidence';
import { maskIdNumber, materialOf, type FormRef } from '@countersign/policy';
import type { Secrets } from '../secrets/secrets.ts';
import { keyed, seal, type Content } from './personal.ts';
import type { FormVersion, ReferralDigest } from './write-act.ts';

/**
 * A new version of a referral's content, with the digests that signatures and inspectors compare. ID and phone numbers
 * stand in what is digested as their keyed hashes: a digest over the numbers themselves could be guessed back to them,
 * as all the rest of the form is readable. All versions of a referral are digested by one algorithm: by another, the same
 * content would look like a change, and take the signatures away.
 */
export function formVersion(
  version: number,
  content: Content,
  secrets: Secrets,
  algorithm: DigestAlgorithm,
): FormVersion {
  const digested = keyed(content, secrets);
  return {
    version,
    sealed: seal(content, secrets),
    materialDigest: digestOf(materialOf(digested), algorithm),
    contentDigest: digestOf(digested, algorithm),
  };
}

export const refOf = ({ version, materialDigest, contentDigest }: FormVersion): FormRef => ({
  formVersion: version,
  materialDigest,
  contentDigest,
});

export function digestForLists(content: Content, secrets: Secrets): ReferralDigest {
  const { patient, diagnoses, urgency, destination } = content;
  return {
    patientName: patient.name,
    patientIdMasked: maskIdNumber(patient.idNumber),
    patientIdLookup: secrets.lookup(patient.idNumber),
    urgency,
    diagnosis: diagnoses.map(({ name }) => name).join('；'),
    destination: destination?.name ?? null,
  };
}
