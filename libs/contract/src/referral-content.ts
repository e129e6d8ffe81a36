import { urgencies } from '@countersign/policy';
import { Choice, Code, DiagnosisCode, Division, IdNumber, Part, Parts, Phone, Prose, Text } from './fields.ts';
import { insuranceKinds } from './words.ts';

/** The patient, as the ID card and the insurance know them. */
export class PatientPart {
  @Text({ max: 50, example: '王秀兰' }) name!: string;
  @IdNumber({ example: '990000196503124520' }) idNumber!: string;
  @Phone({ example: '13800138000', optional: true, nullable: true }) phone?: string | null;
  @Text({ max: 200, example: '东莞市松湖镇湖滨路 8 号', optional: true, nullable: true }) address?: string | null;
  @Choice(insuranceKinds, {
    example: '310',
    about: 'Kind of insurance by the national code: 310 employees, 390 residents, …; none where there is none.',
  })
  insuranceKind!: string;
  @Code({ example: '4419000012345678', optional: true, nullable: true, about: 'Number in the insurance, psn_no.' })
  insuranceNo?: string | null;
  @Code({ example: 'M2026110088', optional: true, nullable: true, about: 'Outpatient or inpatient number in the hospital.' })
  medicalRecordNo?: string | null;
}

export class DiagnosisPart {
  @DiagnosisCode({ example: 'C34.900', about: 'ICD-10, the insurance edition 医保版.' }) code!: string;
  @Text({ max: 100, example: '支气管或肺恶性肿瘤' }) name!: string;
}

export class DestinationPart {
  @Code({ example: 'H44010000123', optional: true, nullable: true, about: "The receiving institution's insurance code." })
  code?: string | null;
  @Text({ max: 100, example: '中山大学附属示例肿瘤医院' }) name!: string;
  @Division({ example: '440100', about: 'Of the receiving institution, GB/T 2260.' }) division!: string;
  @Text({ max: 50, example: '胸外科', optional: true, nullable: true }) department?: string | null;
}

/** Somebody who brings another hospital's case: 经办人. */
export class AgentPart {
  @Text({ max: 50, example: '陈志强' }) name!: string;
  @IdNumber({ example: '990000198807150030' }) idNumber!: string;
  @Phone({ example: '13900139000', optional: true, nullable: true }) phone?: string | null;
  @Text({ max: 100, example: '滨海市第二人民医院', about: 'The hospital they come for.' }) hospital!: string;
}

/** What a doctor reports. Destination may still be open; the form will name it. */
export class ReportContent {
  @Part(() => PatientPart) patient!: PatientPart;
  @Parts(() => DiagnosisPart, { min: 1, max: 10, about: 'The main diagnosis first.' }) diagnoses!: DiagnosisPart[];
  @Prose({ max: 2000, example: '右肺上叶占位，病理提示腺癌，本院无胸腔镜肺叶切除条件。' }) reason!: string;
  @Choice(urgencies, { example: 'urgent' }) urgency!: string;
  @Part(() => DestinationPart, { optional: true, nullable: true }) destination?: DestinationPart | null;
  @Part(() => AgentPart, { optional: true, nullable: true, about: 'Needed in the other-hospital chain, and only there.' })
  agent?: AgentPart | null;
}

/** The approval form 转诊审批表: what every signature covers. */
export class FormContent {
  @Part(() => PatientPart) patient!: PatientPart;
  @Parts(() => DiagnosisPart, { min: 1, max: 10, about: 'The main diagnosis first.' }) diagnoses!: DiagnosisPart[];
  @Prose({ max: 2000, example: '右肺上叶占位 3.2 cm，无远处转移。' }) condition!: string;
  @Prose({ max: 2000, example: '本院无胸腔镜肺叶切除条件，需上级医院手术治疗。' }) reason!: string;
  @Choice(urgencies, { example: 'urgent' }) urgency!: string;
  @Part(() => DestinationPart) destination!: DestinationPart;
  @Prose({ max: 500, example: '患者对青霉素过敏。', optional: true, nullable: true }) remark?: string | null;
}
