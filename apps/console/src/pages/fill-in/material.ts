import type { FormContent } from '@countersign/contract';
import { maskIdNumber } from '@countersign/policy/id-card';
import { materialOf, type MaterialContent } from '@countersign/policy/material';
import type { TypedContent } from '../../form/typed.ts';

export const materialFields = [
  'name',
  'idNumber',
  'insuranceKind',
  'insuranceNo',
  'diagnoses',
  'condition',
  'reason',
  'urgency',
  'destination',
] as const;
export type MaterialField = (typeof materialFields)[number];

/**
 * The material fields that say something else than what was signed; which fields are material is the policy's to say.
 * What was signed shows its ID number masked, so that is how the two are compared: its last four characters hold the
 * check digit, which no single mistake leaves as it was. The server compares the numbers themselves.
 */
export function changedMaterial(signed: FormContent, typed: TypedContent): MaterialField[] {
  const before = fieldsOf(materialOf(signed));
  const now = fieldsOf(materialOf(completed(typed)));
  return materialFields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(now[field]));
}

const fieldsOf = ({ patient, ...rest }: MaterialContent): Record<MaterialField, unknown> => ({ ...patient, ...rest }) as never;

/** As it would be sent: trimmed, and with nothing where nothing is written yet. */
function completed({ patient = {}, diagnoses = [], destination, ...content }: TypedContent): MaterialContent {
  const text = (value: string | null | undefined): string => value?.trim() ?? '';
  const given = (value: string | null | undefined): string | null => text(value) || null;
  return {
    patient: {
      name: text(patient.name),
      idNumber: maskIdNumber(text(patient.idNumber)),
      insuranceKind: text(patient.insuranceKind),
      insuranceNo: given(patient.insuranceNo),
    },
    diagnoses: diagnoses.map(({ code, name }) => ({ code: text(code), name: text(name) })),
    condition: text(content.condition),
    reason: text(content.reason),
    urgency: text(content.urgency),
    destination: destination && {
      name: text(destination.name),
      code: given(destination.code),
      division: text(destination.division),
      department: given(destination.department),
    },
  };
}
