import type { FormVersionShown } from '@countersign/contract';
import type { Language } from '@countersign/contract/language';
import { insuranceKindWords, urgencyWords, type InsuranceKind } from '@countersign/contract/words';
import type { Urgency } from '@countersign/policy';
import { materialOf, type MaterialContent } from '@countersign/policy/material';

export type Content = FormVersionShown['content'];

export type FieldName =
  | 'patientName'
  | 'idNumber'
  | 'phone'
  | 'address'
  | 'insurance'
  | 'insuranceNo'
  | 'recordNo'
  | 'urgency'
  | 'diagnoses'
  | 'destination'
  | 'reason'
  | 'condition'
  | 'remark';

interface Field {
  /** A short one, or one that holds prose. */
  long?: true;
  /** As people read it; empty where nothing was given. */
  text: (content: Content, language: Language) => string;
  /** The content with this field as another version has it. */
  take: (content: Content, from: Content) => object;
}

const ofPatient = <K extends keyof Content['patient']>(key: K): Pick<Field, 'text' | 'take'> => ({
  text: ({ patient }) => patient[key] ?? '',
  take: (content, from) => ({ ...content, patient: { ...content.patient, [key]: from.patient[key] } }),
});

const ofContent = (key: 'condition' | 'reason' | 'remark'): Field => ({
  long: true,
  text: (content) => (key in content ? ((content as Partial<Record<typeof key, string | null>>)[key] ?? '') : ''),
  take: (content, from) => ({ ...content, [key]: (from as Partial<Record<typeof key, string | null>>)[key] }),
});

/** Every field of a form, in the order in which it is read. */
export const fields: Record<FieldName, Field> = {
  diagnoses: {
    text: ({ diagnoses }) => diagnoses.map(({ code, name }) => `${name} ${code}`).join('\n'),
    take: (content, { diagnoses }) => ({ ...content, diagnoses }),
  },
  destination: {
    text: ({ destination }) => (destination ? [destination.name, destination.department].filter(Boolean).join(' · ') : ''),
    take: (content, { destination }) => ({ ...content, destination }),
  },
  reason: ofContent('reason'),
  condition: ofContent('condition'),
  remark: ofContent('remark'),
  urgency: {
    text: ({ urgency }, language) => urgencyWords[urgency as Urgency][language],
    take: (content, { urgency }) => ({ ...content, urgency }),
  },
  patientName: ofPatient('name'),
  idNumber: ofPatient('idNumber'),
  phone: ofPatient('phone'),
  insurance: {
    ...ofPatient('insuranceKind'),
    text: ({ patient }, language) => insuranceKindWords[patient.insuranceKind as InsuranceKind][language],
  },
  insuranceNo: ofPatient('insuranceNo'),
  recordNo: ofPatient('medicalRecordNo'),
  address: ofPatient('address'),
};

export interface Change {
  before: string;
  after: string;
  /** Whether signatures cover it: policy says so. */
  material: boolean;
}

const same = (a: object, b: object): boolean => JSON.stringify(materialOf(a as MaterialContent)) === JSON.stringify(materialOf(b as MaterialContent));

/** What differs between two versions, field by field. */
export function changesBetween(before: Content, after: Content, language: Language): Map<FieldName, Change> {
  const changes = new Map<FieldName, Change>();
  for (const [name, { text, take }] of Object.entries(fields) as [FieldName, Field][]) {
    const [was, is] = [text(before, language), text(after, language)];
    const replaced = take(after, before);
    const material = !same(replaced, after);
    if (was !== is || material) changes.set(name, { before: was, after: is, material });
  }
  return changes;
}
