import { digestOf } from '@countersign/evidence';
import { maskIdNumber, materialOf, type FormRef } from '@countersign/policy';
import type { Secrets } from '../secrets/secrets.ts';
import { seal, type Content } from './personal.ts';
import type { FormVersion, ReferralDigest } from './write-act.ts';

/** A new version of a referral's content, with the digests that signatures and inspectors compare. */
export const formVersion = (version: number, content: Content, secrets: Secrets): FormVersion => ({
  version,
  sealed: seal(content, secrets),
  materialDigest: digestOf(materialOf(content)),
  contentDigest: digestOf(content),
});

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
