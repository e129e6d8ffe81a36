import { chain, departmentHeads, insuranceHeads, nothingYet } from './chain.ts';

const demanded = ['department', 'medicalDirector', 'deanInCharge', 'businessDean', 'insurance'] as const;

/** 门诊. policy-sources/001: docs/policy.md, clauses O1–O9. */
export const outpatient = chain.createMachine({
  id: 'outpatient',
  context: nothingYet,
  initial: 'awaitingReport',
  states: {
    awaitingReport: {
      meta: { awaits: ['attendingPhysician'], clause: 'O1' },
      on: { report: 'awaitingInform' },
    },
    awaitingInform: {
      meta: { awaits: departmentHeads, clause: 'O2' },
      on: { inform: 'awaitingRelease', decline: 'declined', withdraw: 'withdrawn' },
    },
    awaitingRelease: {
      meta: { awaits: ['windowClerk'], clause: 'O3' },
      on: { releaseForm: 'awaitingFillIn', withdraw: 'withdrawn' },
    },
    awaitingFillIn: {
      meta: { awaits: departmentHeads, clause: 'O4' },
      on: { fillIn: 'awaitingDepartment', withdraw: 'withdrawn' },
    },
    awaitingDepartment: {
      meta: { awaits: departmentHeads, signs: 'department', clause: 'O5' },
      always: { guard: 'departmentStands', target: 'awaitingMedicalDirector' },
      on: {
        sign: { guard: 'signsAsDepartment', target: 'awaitingMedicalDirector' },
        returnForCorrection: { guard: 'toFillIn', target: 'awaitingFillIn' },
        reject: 'rejected',
        withdraw: 'withdrawn',
      },
    },
    awaitingMedicalDirector: {
      meta: { awaits: ['medicalDirector'], signs: 'medicalDirector', clause: 'O6' },
      always: { guard: 'medicalDirectorStands', target: 'awaitingDeans' },
      on: {
        sign: { guard: 'signsAsMedicalDirector', target: 'awaitingDeans' },
        returnForCorrection: [
          { guard: 'toFillIn', target: 'awaitingFillIn' },
          { guard: 'toDepartment', target: 'awaitingDepartment' },
        ],
        reject: 'rejected',
        withdraw: 'withdrawn',
      },
    },
    awaitingDeans: {
      type: 'parallel',
      states: {
        deanInCharge: {
          initial: 'awaiting',
          states: {
            awaiting: {
              meta: { awaits: ['deanInCharge'], signs: 'deanInCharge', clause: 'O7' },
              always: { guard: 'deanInChargeStands', target: 'signed' },
              on: { sign: { guard: 'signsAsDeanInCharge', target: 'signed' } },
            },
            signed: { type: 'final' },
          },
        },
        businessDean: {
          initial: 'awaiting',
          states: {
            awaiting: {
              meta: { awaits: ['businessDean'], signs: 'businessDean', clause: 'O7' },
              always: { guard: 'businessDeanStands', target: 'signed' },
              on: { sign: { guard: 'signsAsBusinessDean', target: 'signed' } },
            },
            signed: { type: 'final' },
          },
        },
      },
      on: {
        returnForCorrection: [
          { guard: 'toFillIn', target: 'awaitingFillIn' },
          { guard: 'toDepartment', target: 'awaitingDepartment' },
          { guard: 'toMedicalDirector', target: 'awaitingMedicalDirector' },
        ],
        reject: 'rejected',
        withdraw: 'withdrawn',
      },
      onDone: 'awaitingInsurance',
    },
    awaitingInsurance: {
      meta: { awaits: insuranceHeads, signs: 'insurance', clause: 'O8' },
      always: { guard: 'insuranceStands', target: 'awaitingLetter' },
      on: {
        sign: { guard: 'signsAsInsurance', target: 'awaitingLetter' },
        returnForCorrection: [
          { guard: 'toFillIn', target: 'awaitingFillIn' },
          { guard: 'toDepartment', target: 'awaitingDepartment' },
          { guard: 'toMedicalDirector', target: 'awaitingMedicalDirector' },
          { guard: 'toDeanInCharge', target: 'awaitingDeans' },
          { guard: 'toBusinessDean', target: 'awaitingDeans' },
        ],
        reject: 'rejected',
        withdraw: 'withdrawn',
      },
    },
    awaitingLetter: {
      meta: { awaits: ['windowClerk'], clause: 'O9' },
      on: {
        issueLetter: {
          guard: { type: 'everySignatureStands', params: { of: demanded } },
          target: 'issued',
        },
        withdraw: 'withdrawn',
      },
    },
    issued: {
      on: {
        arrive: [
          { guard: 'lastUse', target: 'used' },
          { guard: 'furtherUsesLeft', target: 'issued' },
        ],
        replaceLetter: {
          guard: { type: 'everySignatureStandsAndLetterInForce', params: { of: demanded } },
          target: 'issued',
        },
        void: 'voided',
      },
      after: { letterLife: 'expired' },
    },
    used: { type: 'final' },
    declined: { type: 'final' },
    rejected: { type: 'final' },
    withdrawn: { type: 'final' },
    voided: { type: 'final' },
    expired: { type: 'final' },
  },
});
