/**
 * The words of Countersign, fixed once: code, tables, URLs and documents all use these.
 * Chinese and English labels for people stand in the contract; the meaning of each word stands in docs/policy.md.
 */

export const chains = ['outpatient', 'inpatient', 'otherHospital'] as const;
export type Chain = (typeof chains)[number];

/** Capacities in which people act. */
export const offices = [
  'attendingPhysician',
  'bedDoctor',
  'departmentDirector',
  'departmentLead',
  'medicalOfficer',
  'medicalDirector',
  'deanInCharge',
  'businessDean',
  'insuranceDirector',
  'insuranceLead',
  'windowClerk',
  'administrator',
  'auditor',
] as const;
export type Office = (typeof offices)[number];

/** Offices that are held in a department and act only for its referrals; all others act for the institution. */
export const departmentOffices = [
  'attendingPhysician',
  'bedDoctor',
  'departmentDirector',
  'departmentLead',
] as const satisfies readonly Office[];
export type DepartmentOffice = (typeof departmentOffices)[number];

export const isDepartmentOffice = (office: Office): office is DepartmentOffice =>
  (departmentOffices as readonly Office[]).includes(office);

/** What an office lets people do or see at all; which offices, says `officesWith`. */
export const rights = [
  'seeReferrals',
  'actOnReferrals',
  'serveWindow',
  'reprintDocuments',
  'seeOverview',
  'exportOverview',
  'seeAudit',
  'inspect',
  'seePeople',
  'administer',
  'keepDirectory',
  'keepReasons',
  'keepPhrases',
  'seeSubstitutes',
  'setSubstitutesForOthers',
] as const;
export type Right = (typeof rights)[number];

/** Everything a person, or the system, can do to a referral. Each is one event in its log. */
export const acts = [
  'report',
  'inform',
  'decline',
  'releaseForm',
  'fillIn',
  'sign',
  'signOnPaper',
  'returnForCorrection',
  'reject',
  'withdraw',
  'recall',
  'remind',
  'comment',
  'copyTo',
  'issueLetter',
  'replaceLetter',
  'handOver',
  'arrive',
  'outcome',
  'void',
  'expire',
] as const;
export type Act = (typeof acts)[number];

/** Acts of the system itself, without an actor: `arrive` and `outcome` are what the receiving hospital reported. */
export const systemActs = ['expire', 'arrive', 'outcome'] as const satisfies readonly Act[];
export type SystemAct = (typeof systemActs)[number];
export const isSystemAct = (act: Act): act is SystemAct => (systemActs as readonly Act[]).includes(act);

/** Acts that speak about a referral without moving it: they never block and never change its state or version. */
export const asides = ['remind', 'comment', 'copyTo', 'handOver', 'outcome'] as const satisfies readonly Act[];
export type Aside = (typeof asides)[number];
export const isAside = (act: Act): act is Aside => (asides as readonly Act[]).includes(act);

/** Acts that can be taken back by `recall`. The others end the referral, begin it or hand out a number. */
export const recallableActs = [
  'inform',
  'releaseForm',
  'fillIn',
  'sign',
  'signOnPaper',
  'returnForCorrection',
] as const satisfies readonly Act[];
export const isRecallable = (act: Act): boolean => (recallableActs as readonly Act[]).includes(act);

/** Acts by which the window gives something to whoever comes for it. */
export const collectedActs = ['releaseForm', 'handOver'] as const satisfies readonly Act[];
export type CollectedAct = (typeof collectedActs)[number];

/** Acts whose reason comes from a coded list of the institution. */
export const reasonedActs = [
  'decline',
  'returnForCorrection',
  'reject',
  'replaceLetter',
  'void',
] as const satisfies readonly Act[];
export type ReasonedAct = (typeof reasonedActs)[number];

/** The signatures a chain can demand. */
export const steps = ['department', 'medicalDirector', 'deanInCharge', 'businessDean', 'insurance'] as const;
export type Step = (typeof steps)[number];

/** Where a return can send a referral: to whoever fills in the form, or to an earlier signer. */
export const returnTargets = ['fillIn', ...steps] as const;
export type ReturnTarget = (typeof returnTargets)[number];

/** The conditions a referral can be in. In `awaitingDeans` each dean has a condition of their own. */
export const states = [
  'awaitingReport',
  'awaitingInform',
  'awaitingRelease',
  'awaitingFillIn',
  'awaitingDepartment',
  'awaitingMedicalDirector',
  'awaitingDeans',
  'awaitingInsurance',
  'awaitingLetter',
  'issued',
  'used',
  'declined',
  'rejected',
  'withdrawn',
  'voided',
  'expired',
] as const;
export type StateName = (typeof states)[number];

/** What a referral can await, in a chain's order: a signature, or where none is asked for the condition it is in. */
export const awaitedSteps = [
  'awaitingInform',
  'awaitingRelease',
  'awaitingFillIn',
  ...steps,
  'awaitingLetter',
] as const satisfies readonly (StateName | Step)[];
export type AwaitedStep = (typeof awaitedSteps)[number];

/** Most urgent first; the worklist sorts by this order. */
export const urgencies = ['emergency', 'urgent', 'routine'] as const;
export type Urgency = (typeof urgencies)[number];

/** Who comes to the window for the form, or for the letter. */
export const relations = ['self', 'spouse', 'parent', 'child', 'sibling', 'otherFamily', 'agent'] as const;
export type Relation = (typeof relations)[number];

/**
 * Papers that come with a referral. The first three are what an other-hospital report needs; the fourth is the scan of
 * the form with a signature that was given on paper.
 */
export const paperKinds = ['emergencyRecord', 'criticalNotice', 'patientIdCard', 'signedForm', 'other'] as const;
export type PaperKind = (typeof paperKinds)[number];
export const otherHospitalPapers = [
  'emergencyRecord',
  'criticalNotice',
  'patientIdCard',
] as const satisfies readonly PaperKind[];

/** What became of the patient, as the receiving hospital reports it. */
export const outcomeKinds = ['admitted', 'treated', 'transferredBack', 'died', 'notTreated', 'other'] as const;
export type OutcomeKind = (typeof outcomeKinds)[number];
