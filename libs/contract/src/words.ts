import type { Act, AwaitedStep, Chain, Office, OutcomeKind, PaperKind, Relation, ReturnTarget, StateName, Step, Urgency } from '@countersign/policy';
import type { DocumentKind } from './documents.ts';
import type { Language } from './language.ts';

type Words<K extends string> = Record<K, Record<Language, string>>;
const w = (zh: string, en: string): Record<Language, string> => ({ 'zh-CN': zh, en });

/** What people read for each word of the vocabulary. */
export const officeWords: Words<Office> = {
  attendingPhysician: w('主诊医师', 'attending physician'),
  bedDoctor: w('管床医师', 'bed doctor'),
  departmentDirector: w('科主任', 'department director'),
  departmentLead: w('科室转诊负责医生', 'department referral lead'),
  medicalOfficer: w('医务科办事员', 'medical department officer'),
  medicalDirector: w('医务科主任', 'medical department director'),
  deanInCharge: w('分管院长', 'dean in charge'),
  businessDean: w('业务院长', 'business dean'),
  insuranceDirector: w('医保办主任', 'insurance office director'),
  insuranceLead: w('医保办转诊负责人', 'insurance referral lead'),
  windowClerk: w('医保窗口', 'insurance window clerk'),
  administrator: w('系统管理员', 'administrator'),
  auditor: w('审计员', 'auditor'),
};

export const chainWords: Words<Chain> = {
  outpatient: w('门诊转诊', 'outpatient referral'),
  inpatient: w('住院转诊', 'inpatient referral'),
  otherHospital: w('外院住院转诊', "another hospital's inpatient referral"),
};

export const actWords: Words<Act> = {
  report: w('报告', 'report'),
  inform: w('告知医保办', 'inform the insurance office'),
  decline: w('不予转诊', 'decline'),
  releaseForm: w('发放审批表', 'release the form'),
  fillIn: w('填写审批表', 'fill in the form'),
  sign: w('签字', 'sign'),
  signOnPaper: w('登记纸质签字', 'record a signature on paper'),
  returnForCorrection: w('退回修改', 'return for correction'),
  reject: w('否决', 'reject'),
  withdraw: w('撤销转诊', 'withdraw'),
  recall: w('撤回', 'recall'),
  remind: w('催办', 'remind'),
  comment: w('留言', 'comment'),
  copyTo: w('抄送', 'copy to'),
  issueLetter: w('开具介绍信', 'issue the letter'),
  replaceLetter: w('换发介绍信', 'replace the letter'),
  handOver: w('交付介绍信', 'hand over the letter'),
  arrive: w('登记到院', 'report the arrival'),
  outcome: w('回报诊疗结果', 'report the outcome'),
  void: w('作废', 'void'),
  expire: w('过期', 'expire'),
};

export const stateWords: Words<StateName> = {
  awaitingReport: w('待报告', 'awaiting the report'),
  awaitingInform: w('待告知医保办', 'awaiting word to the insurance office'),
  awaitingRelease: w('待发放审批表', 'awaiting release of the form'),
  awaitingFillIn: w('待填写审批表', 'awaiting the filled-in form'),
  awaitingDepartment: w('待科室签字', "awaiting the department's signature"),
  awaitingMedicalDirector: w('待医务科签字', "awaiting the medical director's signature"),
  awaitingDeans: w('待院长会签', "awaiting both deans' signatures"),
  awaitingInsurance: w('待医保办签字', "awaiting the insurance office's signature"),
  awaitingLetter: w('待开具介绍信', 'awaiting the letter'),
  issued: w('已开具介绍信', 'letter issued'),
  used: w('介绍信已使用', 'letter used'),
  declined: w('不予转诊', 'declined'),
  rejected: w('已否决', 'rejected'),
  withdrawn: w('已撤销', 'withdrawn'),
  voided: w('介绍信已作废', 'letter voided'),
  expired: w('介绍信已过期', 'letter expired'),
};

export const stepWords: Words<Step> = {
  department: w('科室', 'department'),
  medicalDirector: officeWords.medicalDirector,
  deanInCharge: officeWords.deanInCharge,
  businessDean: officeWords.businessDean,
  insurance: w('医保办', 'insurance office'),
};

/** What is awaited, said as its condition is; the deans share one condition and are asked each for themselves. */
export const awaitedStepWords: Words<AwaitedStep> = {
  awaitingInform: stateWords.awaitingInform,
  awaitingRelease: stateWords.awaitingRelease,
  awaitingFillIn: stateWords.awaitingFillIn,
  department: stateWords.awaitingDepartment,
  medicalDirector: stateWords.awaitingMedicalDirector,
  deanInCharge: w('待分管院长签字', "awaiting the dean in charge's signature"),
  businessDean: w('待业务院长签字', "awaiting the business dean's signature"),
  insurance: stateWords.awaitingInsurance,
  awaitingLetter: stateWords.awaitingLetter,
};

export const returnTargetWords: Words<ReturnTarget> = {
  fillIn: w('填写人', 'whoever fills in the form'),
  ...stepWords,
};

export const urgencyWords: Words<Urgency> = {
  emergency: w('危急', 'emergency'),
  urgent: w('紧急', 'urgent'),
  routine: w('一般', 'routine'),
};

export const relationWords: Words<Relation> = {
  self: w('本人', 'the patient'),
  spouse: w('配偶', 'spouse'),
  parent: w('父母', 'parent'),
  child: w('子女', 'child'),
  sibling: w('兄弟姐妹', 'sibling'),
  otherFamily: w('其他家属', 'other family'),
  agent: w('经办人', 'agent'),
};

export const paperKindWords: Words<PaperKind> = {
  emergencyRecord: w('急诊病历', 'emergency medical record'),
  criticalNotice: w('病危通知书', 'critical-illness notice'),
  patientIdCard: w('患者身份证', "patient's ID card"),
  signedForm: w('纸质签字的审批表', 'form signed on paper'),
  other: w('其他材料', 'other paper'),
};

export const documentKindWords: Words<DocumentKind> = {
  approvalForm: w('转诊审批表', 'approval form'),
  letter: w('转诊介绍信', 'referral letter'),
};

export const outcomeKindWords: Words<OutcomeKind> = {
  admitted: w('收治住院', 'admitted'),
  treated: w('门诊诊治', 'treated without admission'),
  transferredBack: w('转回原医院', 'transferred back'),
  died: w('死亡', 'died'),
  notTreated: w('未予诊治', 'not treated'),
  other: w('其他', 'other'),
};

/** Kinds of insurance by the national code, insutype; `none` where there is none. */
export const insuranceKinds = ['310', '390', '340', '391', '392', 'none'] as const;
export type InsuranceKind = (typeof insuranceKinds)[number];

export const insuranceKindWords: Words<InsuranceKind> = {
  '310': w('职工基本医疗保险', "employees' basic insurance"),
  '390': w('城乡居民基本医疗保险', "residents' basic insurance"),
  '340': w('离休人员医疗保障', 'retired cadres'),
  '391': w('城镇居民基本医疗保险', "urban residents' basic insurance"),
  '392': w('城乡居民大病医疗保险', "residents' critical-illness insurance"),
  none: w('无医保', 'no insurance'),
};

/** hosp_lv of the national insurance platform. */
export const hospitalLevels = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10'] as const;
export type HospitalLevel = (typeof hospitalLevels)[number];

export const hospitalLevelWords: Words<HospitalLevel> = {
  '01': w('三级特等', 'level 3, special'),
  '02': w('三级甲等', 'level 3, grade A'),
  '03': w('三级乙等', 'level 3, grade B'),
  '04': w('三级丙等', 'level 3, grade C'),
  '05': w('二级甲等', 'level 2, grade A'),
  '06': w('二级乙等', 'level 2, grade B'),
  '07': w('二级丙等', 'level 2, grade C'),
  '08': w('一级甲等', 'level 1, grade A'),
  '09': w('一级乙等', 'level 1, grade B'),
  '10': w('一级丙等', 'level 1, grade C'),
};

/** Everything that is recorded beside the acts on referrals. */
export const auditWords = {
  signedIn: w('登录', 'signed in'),
  signInFailed: w('登录失败', 'sign-in failed'),
  presenceFailed: w('本人确认失败', 'proof of presence failed'),
  lockedOut: w('账号锁定', 'locked out'),
  unlocked: w('解除锁定', 'unlocked'),
  signedOut: w('退出登录', 'signed out'),
  sessionEnded: w('终止会话', 'session ended'),
  signedOutEverywhere: w('退出全部会话', 'signed out everywhere'),
  passwordChanged: w('修改密码', 'password changed'),
  passwordReset: w('重置密码', 'password reset'),
  institutionFounded: w('建立机构', 'institution founded'),
  settingsChanged: w('修改机构设置', 'settings changed'),
  departmentCreated: w('新增科室', 'department created'),
  departmentChanged: w('修改科室', 'department changed'),
  departmentDeleted: w('删除科室', 'department deleted'),
  departmentsImported: w('导入科室', 'departments imported'),
  personCreated: w('新增人员', 'person created'),
  personChanged: w('修改人员', 'person changed'),
  personDeactivated: w('停用人员', 'person deactivated'),
  personReactivated: w('启用人员', 'person reactivated'),
  peopleImported: w('导入人员', 'people imported'),
  diagnosesImported: w('导入诊断目录', 'diagnoses imported'),
  hospitalsImported: w('导入医院目录', 'hospitals imported'),
  phoneRevealed: w('查看电话', 'phone revealed'),
  appointed: w('任职', 'appointed'),
  appointmentEnded: w('免职', 'appointment ended'),
  substituteSet: w('设置代理', 'substitute set'),
  substituteRevoked: w('撤销代理', 'substitute revoked'),
  reasonCreated: w('新增理由', 'reason created'),
  reasonChanged: w('修改理由', 'reason changed'),
  phraseCreated: w('新增常用语', 'phrase created'),
  phraseChanged: w('修改常用语', 'phrase changed'),
  phraseDeleted: w('删除常用语', 'phrase deleted'),
  referralRevealed: w('查看完整个人信息', 'personal data of a referral revealed'),
  patientLookedUp: w('按身份证号查找患者', 'patient looked up by ID number'),
  paperUploaded: w('上传材料', 'paper uploaded'),
  paperDownloaded: w('下载材料', 'paper downloaded'),
  paperViewed: w('查看材料', 'paper viewed'),
  paperInfected: w('材料查出病毒', 'paper found infected'),
  paperDeleted: w('删除材料', 'paper deleted'),
  verificationAsked: w('核验全部日志', 'verification of all logs asked for'),
  packMade: w('制作检查包', 'inspection pack made'),
  yearPackAsked: w('制作年度检查包', 'year pack asked for'),
  yearPackDownloaded: w('下载年度检查包', 'year pack downloaded'),
  yearPackDeleted: w('删除年度检查包', 'year pack deleted'),
  documentMade: w('生成文书', 'document made'),
  documentDownloaded: w('查看文书', 'document downloaded'),
  documentReprinted: w('补打文书', 'document reprinted'),
  overviewExported: w('导出总览', 'overview exported'),
  signatureImageSet: w('上传签名图片', 'signature image set'),
  signatureImageDeleted: w('删除签名图片', 'signature image deleted'),
} as const satisfies Record<string, Record<Language, string>>;

export type Audited = keyof typeof auditWords;
export const audited = Object.keys(auditWords) as Audited[];

/** 「科主任、科室转诊负责医生」 or "department director, department referral lead". */
export const list = <K extends string>(words: Words<K>, keys: readonly K[], language: Language): string =>
  keys.map((key) => words[key][language]).join(language === 'en' ? ', ' : '、');
