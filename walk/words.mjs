/** What the walk prints for the words of the API; the acts' own titles also come with each history entry. */

/** @param {string} zh @param {string} en */
const w = (zh, en) => ({ zh, en });

export const officeWords = {
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
};

export const actWords = {
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
  void: w('作废', 'void'),
};

export const stateWords = {
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

/**
 * A word the walk does not know is printed as the API names it.
 * @param {Record<string, { zh: string, en: string }>} words
 * @param {string} key
 */
export const say = (words, key) => words[key] ?? w(key, key);
