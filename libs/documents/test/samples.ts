import { readFileSync } from 'node:fs';
import type { ApprovalFormView, LetterView, PatientView, SignatureView } from '../src/views.ts';

/** A transparent PNG, as people upload one. */
export const signatureImage = new Uint8Array(readFileSync(new URL('signature.png', import.meta.url)));

const head = 'sha256:9f2c6d0f4e8b7a15c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0';

export const patient: PatientView = {
  name: '陈桂芳',
  sex: '女',
  birthDate: '1962-04-18',
  age: 64,
  idNumber: '441900196204180026',
  phone: '13800138000',
  address: '广东省东莞市莞城街道东纵路128号',
  insurance: '职工基本医疗保险',
  insuranceNo: 'DG4419000012345',
  medicalRecordNo: '2026110087',
};

const letterhead = { institution: '东莞市松湖总医院', sealText: '医疗保险办公室（盖章）', footer: '东莞市松湖总医院医疗保险办公室　地址：东莞市万江街道　电话：0769-00000000' };

export const signature: SignatureView = {
  step: '科室意见',
  opinion: '患者病情复杂，本院缺乏相应手术条件，同意转上级医院进一步诊治。',
  office: '科主任',
  name: '王建国',
  onBehalfOf: null,
  at: '2026-11-18T01:12:00.000Z',
  image: signatureImage,
  stands: true,
  onPaper: null,
  reliable: false,
};

export const form: ApprovalFormView = {
  letterhead,
  number: 'ZZ2026000128',
  chainName: '门诊转诊',
  mark: null,
  copy: 1,
  department: '胸外科',
  urgency: '普通',
  agent: null,
  reporter: { name: '李晓峰', office: '主诊医师', at: '2026-11-17T07:45:00.000Z' },
  patient,
  diagnoses: [
    { code: 'C34.101', name: '右肺上叶恶性肿瘤' },
    { code: 'J44.900', name: '慢性阻塞性肺疾病' },
  ],
  condition: '患者因“咳嗽、痰中带血2月余”就诊。胸部增强CT示右肺上叶占位，大小约3.2 cm×2.8 cm，边缘毛刺，纵隔淋巴结肿大；支气管镜活检病理提示肺腺癌。肺功能：FEV1/FVC 58%，中度阻塞性通气功能障碍。',
  reason: '需行胸腔镜下肺叶切除并系统性淋巴结清扫，患者合并慢阻肺，围手术期风险高，本院暂不具备相应手术及重症监护条件，经科室讨论，建议转上级医院胸外科进一步诊治。',
  remark: null,
  destination: { name: '示例大学附属第一医院', code: 'H44010400001', division: '广东省广州市（440100）', department: '胸外科' },
  signatures: [
    signature,
    { ...signature, step: '医务科意见', opinion: '情况属实，符合转诊规定，同意。', office: '医务科主任', name: '赵敏', at: '2026-11-18T02:30:00.000Z', image: null },
    { ...signature, step: '分管院长意见', opinion: '同意转诊。', office: '分管院长', name: '周志强', onBehalfOf: { name: '林国栋', warrantNo: '代〔2026〕017号' }, at: '2026-11-18T06:05:00.000Z' },
    { ...signature, step: '业务院长意见', opinion: '同意。', office: '业务院长', name: '何丽华', onPaper: '2026-11-18', at: '2026-11-19T00:40:00.000Z', image: null },
    { ...signature, step: '医保办意见', opinion: '经审核，参保状态正常，材料齐全，同意办理转诊。', office: '医保办主任', name: '黄伟', at: '2026-11-19T03:20:00.000Z' },
  ],
  awaited: [],
  remarks: [],
  letterNo: '东转〔2026〕000128号',
  head,
  madeAt: '2026-11-19T06:30:00.000Z',
};

/** Changed after two signatures: they no longer count, and the chain asks again. */
export const supersededForm: ApprovalFormView = {
  ...form,
  mark: 'draft',
  letterNo: null,
  remark: '家属要求尽快安排。',
  signatures: [
    { ...signature, stands: false, at: '2026-11-17T09:00:00.000Z' },
    { ...form.signatures[1]!, stands: false },
    { ...signature, opinion: '转往机构已更正，同意转诊。', at: '2026-11-18T08:15:00.000Z' },
  ],
  awaited: ['医务科意见', '分管院长意见', '业务院长意见', '医保办意见'],
  remarks: [{ title: '退回补正', text: '转往机构填写有误，请核对后重新提交。', name: '赵敏', at: '2026-11-18T03:00:00.000Z' }],
};

export const letter: LetterView = {
  letterhead,
  number: '东转〔2026〕000128号',
  replaces: null,
  mark: null,
  copy: 1,
  referralNumber: 'ZZ2026000128',
  otherHospital: null,
  patient,
  diagnoses: form.diagnoses,
  reason: form.reason,
  destination: form.destination!,
  validFrom: '2026-11-19',
  validUntil: '2026-12-18',
  uses: 1,
  issuedAt: '2026-11-19T06:30:00.000Z',
  issuedBy: '吴秀英',
  verifyUrl: `https://zhuanzhen.songhu.example.cn/verify/${'eyJhbGciOiJFZERTQSIsImtpZCI6IkQ3eFEyVGJrIn0.'.padEnd(560, 'eyJpIjoiNDQxOTAwMDAx')}`,
  verifyPage: 'https://zhuanzhen.songhu.example.cn/verify',
  returnCode: '7K3M-9QXA',
  head,
};
