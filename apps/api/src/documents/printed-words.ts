import { insuranceKindWords, type InsuranceKind } from '@countersign/contract';
import type { Step } from '@countersign/policy';

/** What the form calls each signature's box. */
export const stepTitles: Record<Step, string> = {
  department: '科室意见',
  medicalDirector: '医务科意见',
  deanInCharge: '分管院长意见',
  businessDean: '业务院长意见',
  insurance: '医保办意见',
};

/** Null for who has none. */
export const insuranceName = (kind: string): string | null =>
  kind === 'none' ? null : (insuranceKindWords[kind as InsuranceKind]?.['zh-CN'] ?? kind);
