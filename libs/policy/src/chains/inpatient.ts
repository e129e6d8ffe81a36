import { chain, departmentHeads, insuranceHeads, nothingYet } from './chain.ts';

const demanded = ['department', 'insurance'] as const;

/** 住院. policy-sources/001: docs/policy.md, clauses I1–I7. No medical department and no deans. */
export const inpatient = chain.createMachine({
  id: 'inpatient',
  context: nothingYet,
  initial: 'awaitingReport',
  states: {
    awaitingReport: {
      meta: { awaits: ['bedDoctor'], clause: 'I1' },
      on: { report: 'awaitingInform' },
    },
    awaitingInform: {
      meta: { awaits: departmentHeads, clause: 'I2' },
      on: { inform: 'awaitingRelease', decline: 'declined', withdraw: 'withdrawn' },
    },
    awaitingRelease: {
      meta: { awaits: ['windowClerk'], clause: 'I3' },
      on: { releaseForm: 'awaitingFillIn', withdraw: 'withdrawn' },
    },
    awaitingFillIn: {
      meta: { awaits: ['bedDoctor'], clause: 'I4' },
      on: { fillIn: 'awaitingDepartment', withdraw: 'withdrawn' },
    },
    awaitingDepartment: {
      meta: { awaits: departmentHeads, signs: 'department', clause: 'I5' },
      always: { guard: 'departmentStands', target: 'awaitingInsurance' },
      on: {
        sign: { guard: 'signsAsDepartment', target: 'awaitingInsurance' },
        returnForCorrection: { guard: 'toFillIn', target: 'awaitingFillIn' },
        reject: 'rejected',
        withdraw: 'withdrawn',
      },
    },
    awaitingInsurance: {
      meta: { awaits: insuranceHeads, signs: 'insurance', clause: 'I6' },
      always: { guard: 'insuranceStands', target: 'awaitingLetter' },
      on: {
        sign: { guard: 'signsAsInsurance', target: 'awaitingLetter' },
        returnForCorrection: [
          { guard: 'toFillIn', target: 'awaitingFillIn' },
          { guard: 'toDepartment', target: 'awaitingDepartment' },
        ],
        reject: 'rejected',
        withdraw: 'withdrawn',
      },
    },
    awaitingLetter: {
      meta: { awaits: ['windowClerk'], clause: 'I7' },
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
