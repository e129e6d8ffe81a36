import type { Step } from '@countersign/policy';

/** What the form calls each signature's box. */
export const stepTitles: Record<Step, string> = {
  department: '科室意见',
  medicalDirector: '医务科意见',
  deanInCharge: '分管院长意见',
  businessDean: '业务院长意见',
  insurance: '医保办意见',
};

/** Kinds of insurance by the national code, insutype. */
const insurances: Record<string, string | null> = {
  310: '职工基本医疗保险',
  340: '离休人员医疗保障',
  390: '城乡居民基本医疗保险',
  391: '城镇居民基本医疗保险',
  392: '城乡居民大病医疗保险',
  none: null,
};

/** Null for who has none. */
export const insuranceName = (kind: string): string | null => (kind in insurances ? insurances[kind]! : kind);
