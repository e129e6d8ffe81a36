import type { FormContent, ReportContent } from '@countersign/contract';
import { digestOf } from '@countersign/evidence';
import { maskIdNumber, materialOf, type FormRef } from '@countersign/policy';
import type { Secrets } from '../secrets/secrets.ts';
import { seal, type Content } from './personal.ts';
import type { FormVersion, ReferralDigest } from './write-act.ts';

/** A new version of a referral's content, with the digests that signatures and inspectors compare. */
export function formVersion(version: number, content: Content, secrets: Secrets): FormVersion {
  const materialDigest = digestOf(materialOf({ condition: '', destination: nowhere, ...withoutEmpty(content) }));
  return { version, sealed: seal(content, secrets), materialDigest, contentDigest: digestOf(content) };
}

const nowhere = { name: '', division: '' };

/** A report may leave its destination open; its digest then says so. */
function withoutEmpty(content: Content): FormContent {
  const { destination, ...rest } = content as ReportContent & FormContent;
  return (destination ? { ...rest, destination } : rest) as FormContent;
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
