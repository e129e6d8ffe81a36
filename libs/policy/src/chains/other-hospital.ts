import { chain, insuranceHeads, nothingYet } from './chain.ts';

const demanded = ['medicalDirector', 'deanInCharge', 'businessDean', 'insurance'] as const;

/** 外院住院. policy-sources/001: docs/policy.md, clauses X1–X8. */
export const otherHospital = chain.createMachine({
  id: 'otherHospital',
  context: nothingYet,
  initial: 'awaitingReport',
  states: {
    awaitingReport: {
      meta: { awaits: ['medicalOfficer'], clause: 'X1' },
      on: { report: { guard: 'allThreePapers', target: 'awaitingInform' } },
    },
    awaitingInform: {
      meta: { awaits: ['medicalOfficer', 'medicalDirector'], clause: 'X2' },
      on: {
        inform: { guard: 'allThreePapersReviewed', target: 'awaitingRelease' },
        decline: 'declined',
        withdraw: 'withdrawn',
      },
    },
    awaitingRelease: {
      meta: { awaits: ['windowClerk'], clause: 'X3' },
      on: { releaseForm: 'awaitingFillIn', withdraw: 'withdrawn' },
    },
    awaitingFillIn: {
      meta: { awaits: ['medicalDirector'], clause: 'X4' },
      on: { fillIn: 'awaitingMedicalDirector', withdraw: 'withdrawn' },
    },
    awaitingMedicalDirector: {
      meta: { awaits: ['medicalDirector'], signs: 'medicalDirector', clause: 'X5' },
      always: { guard: 'medicalDirectorStands', target: 'awaitingDeans' },
      on: {
        sign: { guard: 'signsAsMedicalDirector', target: 'awaitingDeans' },
        returnForCorrection: { guard: 'toFillIn', target: 'awaitingFillIn' },
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
              meta: { awaits: ['deanInCharge'], signs: 'deanInCharge', clause: 'X6' },
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
              meta: { awaits: ['businessDean'], signs: 'businessDean', clause: 'X6' },
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
          { guard: 'toMedicalDirector', target: 'awaitingMedicalDirector' },
        ],
        reject: 'rejected',
        withdraw: 'withdrawn',
      },
      onDone: 'awaitingInsurance',
    },
    awaitingInsurance: {
      meta: { awaits: insuranceHeads, signs: 'insurance', clause: 'X7' },
      always: { guard: 'insuranceStands', target: 'awaitingLetter' },
      on: {
        sign: { guard: 'signsAsInsurance', target: 'awaitingLetter' },
        returnForCorrection: [
          { guard: 'toFillIn', target: 'awaitingFillIn' },
          { guard: 'toMedicalDirector', target: 'awaitingMedicalDirector' },
          { guard: 'toDeanInCharge', target: 'awaitingDeans' },
          { guard: 'toBusinessDean', target: 'awaitingDeans' },
        ],
        reject: 'rejected',
        withdraw: 'withdrawn',
      },
    },
    awaitingLetter: {
      meta: { awaits: ['windowClerk'], clause: 'X8' },
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
