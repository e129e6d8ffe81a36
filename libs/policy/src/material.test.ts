import { describe, expect, test } from '@jest/globals';
import { materialOf } from './index.ts';

/** A form as the screens send it, with everything in it. */
const form = {
  patient: {
    name: '王秀兰',
    idNumber: '11010519491231002X',
    insuranceKind: '310',
    insuranceNo: '4419000012345678',
    phone: '13800138000',
    address: '湖滨路 8 号',
    medicalRecordNo: 'M2026110088',
  },
  diagnoses: [{ code: 'C34.900', name: '支气管或肺恶性肿瘤' }],
  condition: '右肺上叶占位 3.2 cm。',
  reason: '本院无手术条件。',
  urgency: 'urgent',
  destination: { name: '示例肿瘤医院', code: 'H44010000123', division: '440100', department: '胸外科' },
  remark: '青霉素过敏',
};
type Form = typeof form;

const sameMaterial = (other: object): boolean =>
  JSON.stringify(materialOf(other as Form)) === JSON.stringify(materialOf(form));

describe('the material content of a form', () => {
  test.each<[string, object]>([
    ['phone number', { ...form, patient: { ...form.patient, phone: '13900139000' } }],
    ['address', { ...form, patient: { ...form.patient, address: null } }],
    ['number of the hospital', { ...form, patient: { ...form.patient, medicalRecordNo: 'M2' } }],
    ['remark', { ...form, remark: null }],
    ['order in which it was typed', Object.fromEntries(Object.entries(form).reverse())],
  ])('is the same with another %s', (_, other) => {
    expect(sameMaterial(other)).toBe(true);
  });

  test.each<[string, object]>([
    ['name', { ...form, patient: { ...form.patient, name: '王秀蓝' } }],
    ['ID number', { ...form, patient: { ...form.patient, idNumber: '110105194912310038' } }],
    ['kind of insurance', { ...form, patient: { ...form.patient, insuranceKind: '390' } }],
    ['number of insurance', { ...form, patient: { ...form.patient, insuranceNo: null } }],
    ['diagnosis', { ...form, diagnoses: [{ code: 'C34.100', name: '肺上叶恶性肿瘤' }] }],
    ['second diagnosis', { ...form, diagnoses: [...form.diagnoses, { code: 'I10.x00', name: '高血压' }] }],
    ['condition', { ...form, condition: '右肺上叶占位 3.3 cm。' }],
    ['reason', { ...form, reason: '患者要求。' }],
    ['urgency', { ...form, urgency: 'emergency' }],
    ['destination', { ...form, destination: { ...form.destination, name: '另一医院' } }],
    ['department of the destination', { ...form, destination: { ...form.destination, department: null } }],
  ])('is another with another %s', (_, other) => {
    expect(sameMaterial(other)).toBe(false);
  });

  test('takes a field left out and one said to be empty as the same', () => {
    const { insuranceNo: _, ...patient } = form.patient;
    const silent = materialOf({ ...form, patient });
    expect(silent).toEqual(materialOf({ ...form, patient: { ...patient, insuranceNo: null } }));
    expect(materialOf({ ...form, destination: undefined })).toEqual(materialOf({ ...form, destination: null }));
  });

  test.each<[string, unknown]>([
    ['a list', [{ code: 'C34.900', name: '支气管或肺恶性肿瘤' }]],
    ['no name', { code: 'C34.900' }],
    ['a number for its code', { code: 34, name: '支气管或肺恶性肿瘤' }],
  ])('is never made from a diagnosis that is or has %s', (_, diagnosis) => {
    expect(() => materialOf({ ...form, diagnoses: [diagnosis] } as Form)).toThrow('a diagnosis has a code and a name');
    expect(materialOf(form).diagnoses).toEqual(form.diagnoses);
  });
});
