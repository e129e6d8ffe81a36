import type { PhraseUse } from '@countersign/contract';
import type { ReasonedAct } from '@countersign/policy';

interface DefaultReason {
  code: string;
  zh: string;
  en: string;
}

const reason = (code: string, zh: string, en: string): DefaultReason => ({ code, zh, en });

/** What an institution begins with; its administrator and its insurance office change the lists as they like. */
export const defaultReasons: Record<ReasonedAct, DefaultReason[]> = {
  decline: [
    reason('canTreatHere', '本院具备诊治条件', 'This hospital can treat the patient'),
    reason('notIndicated', '病情不符合转诊指征', 'The condition does not call for a referral'),
    reason('unfitForTransport', '病情不稳定，暂不宜转运', 'The patient is not fit for transport yet'),
    reason('patientUnwilling', '患者或家属不同意转诊', 'Patient or family do not want the referral'),
    reason('consultFirst', '建议先行院内会诊', 'A consultation in this hospital should come first'),
    reason('papersInsufficient', '所附材料不齐或不清', 'The papers are incomplete or unreadable'),
    reason('duplicate', '重复报告', 'The case was reported twice'),
    reason('other', '其他（请在意见中说明）', 'Other (please explain in the comment)'),
  ],
  returnForCorrection: [
    reason('incomplete', '内容填写不完整', 'The form is not complete'),
    reason('diagnosisUnclear', '诊断或诊断依据不明确', 'The diagnosis or its grounds are unclear'),
    reason('reasonUnclear', '转诊理由不充分', 'The reason for the referral is not sufficient'),
    reason('destinationUnfit', '转往医疗机构不合适', 'The receiving institution is not suitable'),
    reason('identityMismatch', '患者身份信息有误', "The patient's identity does not match"),
    reason('insuranceMismatch', '参保信息有误', "The patient's insurance does not match"),
    reason('examinationMissing', '缺少必要的检查结果', 'A necessary examination is missing'),
    reason('other', '其他（请在意见中说明）', 'Other (please explain in the comment)'),
  ],
  reject: [
    reason('notIndicated', '不符合转诊指征', 'The condition does not call for a referral'),
    reason('canTreatHere', '本院具备诊治条件', 'This hospital can treat the patient'),
    reason('policyNotMet', '不符合医疗保险转诊规定', "The insurance's rules for referral are not met"),
    reason('notInsured', '不属于医疗保险转诊范围', 'Not a case of the medical insurance'),
    reason('untrue', '申报内容与事实不符', 'What was reported is not true'),
    reason('other', '其他（请在意见中说明）', 'Other (please explain in the comment)'),
  ],
  replaceLetter: [
    reason('lost', '介绍信遗失', 'The letter was lost'),
    reason('damaged', '介绍信损毁', 'The letter was damaged'),
    reason('misprinted', '介绍信打印有误', 'The letter was misprinted'),
    reason('other', '其他（请在意见中说明）', 'Other (please explain in the comment)'),
  ],
  void: [
    reason('wrongDestination', '转往医疗机构有误', 'The receiving institution is wrong'),
    reason('wrongPatient', '患者信息有误', "The patient's details are wrong"),
    reason('destinationRefused', '转往医疗机构不能接收', 'The receiving institution cannot admit the patient'),
    reason('patientStays', '患者不再转诊', 'The patient will not go'),
    reason('policyNotMet', '复核发现不符合医疗保险转诊规定', "A review found the insurance's rules not met"),
    reason('other', '其他（请在意见中说明）', 'Other (please explain in the comment)'),
  ],
};

export const defaultPhrases: { text: string; use: PhraseUse }[] = [
  { text: '同意转诊。', use: 'sign' },
  { text: '病情属实，同意转诊。', use: 'sign' },
  { text: '本院条件有限，同意转上级医院进一步诊治。', use: 'sign' },
  { text: '情况紧急，同意转诊，请尽快办理。', use: 'sign' },
  { text: '材料齐全，符合转诊规定，同意。', use: 'sign' },
  { text: '同意，请按规定办理异地就医备案。', use: 'sign' },
  { text: '请补充相关检查结果后再报。', use: 'return' },
];
