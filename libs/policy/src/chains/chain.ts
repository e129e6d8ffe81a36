import { setup } from 'xstate';
import {
  otherHospitalPapers,
  type Office,
  type PaperKind,
  type ReturnTarget,
  type Step,
} from '../vocabulary.ts';

/** What the chains ask about a referral: plain facts, worked out from its log before a machine is asked. */
export interface ChainContext {
  /** Signatures that stand: made over the content that the form has now. */
  standing: readonly Step[];
  /** Last moment of the letter's last valid day, as milliseconds since 1970, once there is a letter. */
  letterEnds: number | null;
  /** How often the letter may still be used. */
  usesLeft: number;
  /** The moment the question is asked, as milliseconds since 1970. */
  now: number;
}

export type ChainEvent =
  | { type: 'report'; papers: readonly PaperKind[] }
  | { type: 'inform'; papersReviewed: readonly PaperKind[] }
  | { type: 'decline' }
  | { type: 'releaseForm' }
  | { type: 'fillIn' }
  | { type: 'sign'; step: Step }
  | { type: 'returnForCorrection'; to: ReturnTarget }
  | { type: 'reject' }
  | { type: 'withdraw' }
  | { type: 'issueLetter' }
  | { type: 'replaceLetter' }
  | { type: 'arrive' }
  | { type: 'void' };

/** *Who* a condition awaits. `signs` names the signature asked for, `clause` the rule in docs/policy.md. */
export interface Awaits {
  awaits: readonly Office[];
  signs?: Step;
  clause: string;
}

export const departmentHeads = ['departmentDirector', 'departmentLead'] as const;
export const insuranceHeads = ['insuranceDirector', 'insuranceLead'] as const;

const everyStands = ({ standing }: ChainContext, of: readonly Step[]) => of.every((step) => standing.includes(step));
const inForce = ({ letterEnds, now }: ChainContext) => letterEnds !== null && now < letterEnds;
const stands = (step: Step) => ({ context }: { context: ChainContext }) => context.standing.includes(step);
const signsAs = (step: Step) => ({ event }: { event: ChainEvent }) => event.type === 'sign' && event.step === step;
const goesTo = (to: ReturnTarget) => ({ event }: { event: ChainEvent }) =>
  event.type === 'returnForCorrection' && event.to === to;

/** The phrases that the chains are written in. */
export const chain = setup({
  types: {
    context: {} as ChainContext,
    events: {} as ChainEvent,
    meta: {} as Awaits,
  },
  guards: {
    departmentStands: stands('department'),
    medicalDirectorStands: stands('medicalDirector'),
    deanInChargeStands: stands('deanInCharge'),
    businessDeanStands: stands('businessDean'),
    insuranceStands: stands('insurance'),
    /** Invariant 1: a letter exists only over standing signatures. */
    everySignatureStands: ({ context }, { of }: { of: readonly Step[] }) => everyStands(context, of),
    /** Invariant 1 once more: a replacement is a letter, and takes the place of one in force. */
    everySignatureStandsAndLetterInForce: ({ context }, { of }: { of: readonly Step[] }) =>
      everyStands(context, of) && inForce(context),
    lastUse: ({ context }) => inForce(context) && context.usesLeft === 1,
    furtherUsesLeft: ({ context }) => inForce(context) && context.usesLeft > 1,
    signsAsDepartment: signsAs('department'),
    signsAsMedicalDirector: signsAs('medicalDirector'),
    signsAsDeanInCharge: signsAs('deanInCharge'),
    signsAsBusinessDean: signsAs('businessDean'),
    signsAsInsurance: signsAs('insurance'),
    toFillIn: goesTo('fillIn'),
    toDepartment: goesTo('department'),
    toMedicalDirector: goesTo('medicalDirector'),
    toDeanInCharge: goesTo('deanInCharge'),
    toBusinessDean: goesTo('businessDean'),
    allThreePapers: ({ event }) =>
      event.type === 'report' && otherHospitalPapers.every((paper) => event.papers.includes(paper)),
    allThreePapersReviewed: ({ event }) =>
      event.type === 'inform' && otherHospitalPapers.every((paper) => event.papersReviewed.includes(paper)),
  },
  delays: {
    letterLife: ({ context }) => Math.max(0, (context.letterEnds ?? context.now) - context.now),
  },
});

/** What a machine knows of a referral before anything has happened to it. */
export const nothingYet: ChainContext = { standing: [], letterEnds: null, usesLeft: 0, now: 0 };
