import {
  acts,
  chains,
  offeredActs,
  offices,
  paperKinds,
  relations,
  returnTargets,
  states,
  steps,
  wayStatuses,
  type Act,
  type Actor,
  type Capacity,
  type Chain,
  type LetterRef,
  type OfferedAct,
  type Office,
  type PaperKind,
  type Relation,
  type ReturnTarget,
  type StateName,
  type Step,
  type WayEnd,
  type WayPart,
  type WayReturn,
  type WayStatus,
  type WayStep,
} from '@countersign/policy';
import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { NamedResponse } from './identity.ts';
import { paperScans, type PaperScan } from './papers.ts';
import type { ProblemDocument } from './problems.ts';
import { AgentPart, FormContent, PatientPart, ReportContent } from './referral-content.ts';

const referral = '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f73';
const department = { id: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f72', name: '胸外科' };
const physician = { id: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f71', name: '林晓东' };
const director = { id: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f75', name: '陈静' };
const digest = 'sha256:7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069';
const maskedIdNumber = { pattern: '^\\d{3}\\*{11}[\\dX]{4}$' };
const maskedPhone = {
  type: 'string',
  required: false,
  nullable: true,
  pattern: '^[\\d*+-]+$',
  example: '138****8000',
} as const;

/** What somebody acts as: their own office, or another's by a numbered warrant. */
export class CapacityShown implements Capacity {
  @ApiProperty({ enum: offices, example: 'departmentDirector' }) office!: Office;
  @ApiProperty({ type: 'string', format: 'uuid', nullable: true, example: department.id }) departmentId!: string | null;
  @ApiProperty({
    type: NamedResponse,
    nullable: true,
    example: null,
    description: 'The holder, where this is by a warrant.',
  })
  onBehalfOf!: NamedResponse | null;
  @ApiProperty({ type: 'string', nullable: true, example: null }) warrantNo!: string | null;
}

/** Who acted and, for a substitute, for whom and by which warrant. */
export class ActorShown extends CapacityShown implements Actor {
  @ApiProperty({ format: 'uuid', example: director.id }) id!: string;
  @ApiProperty({ example: director.name }) name!: string;
}

/** The letter 转诊介绍信, as the referral names it. Its days are days in Asia/Shanghai, both included. */
export class LetterShown implements LetterRef {
  @ApiProperty({ example: '转〔2026〕000001号' }) number!: string;
  @ApiProperty({ type: 'integer', example: 2026 }) year!: number;
  @ApiProperty({ type: 'integer', example: 1, description: 'Without a gap in each institution and year.' })
  serial!: number;
  @ApiProperty({ format: 'date', example: '2026-11-22' }) validFrom!: string;
  @ApiProperty({ format: 'date', example: '2026-12-21' }) validUntil!: string;
  @ApiProperty({ example: '中山大学附属示例肿瘤医院' }) destination!: string;
  @ApiProperty({ type: 'integer', example: 1, description: 'How often it may be used.' }) uses!: number;
  @ApiProperty({
    type: 'string',
    nullable: true,
    example: null,
    description: 'Number of the letter that this one replaces; that one is void.',
  })
  replaces!: string | null;
}

/** An office that the referral waits for. */
export class AwaitedShown {
  @ApiProperty({ enum: offices, example: 'medicalDirector' }) office!: Office;
  @ApiProperty({
    type: 'string',
    format: 'uuid',
    nullable: true,
    example: null,
    description: 'Of an office that belongs to a department.',
  })
  departmentId!: string | null;
  @ApiProperty({
    enum: [...steps, ...states],
    example: 'medicalDirector',
    description: 'The signature asked for, or the state.',
  })
  step!: string;
}

export class AwaitedSinceShown extends AwaitedShown {
  @ApiProperty({ format: 'date-time', example: '2026-11-22T03:10:00.000Z' }) since!: string;
}

/** A referral as an act leaves it. */
export class ReferralSummary {
  @ApiProperty({ format: 'uuid', example: referral }) id!: string;
  @ApiProperty({ example: 'R20260000001' }) number!: string;
  @ApiProperty({ enum: chains, example: 'outpatient' }) chain!: Chain;
  @ApiProperty({ enum: states, example: 'awaitingMedicalDirector' }) state!: StateName;
  @ApiProperty({ type: 'integer', example: 5, description: 'How often acts have moved it; the ETag, for If-Match.' })
  version!: number;
  @ApiProperty({ type: 'integer', example: 6, description: 'How many events its log has.' }) seq!: number;
  @ApiProperty({ type: LetterShown, nullable: true, example: null }) letter!: LetterShown | null;
  @ApiProperty({ type: [AwaitedShown] }) awaiting!: AwaitedShown[];
}

export class ActOpen {
  @ApiProperty({ enum: [true], example: true }) open!: true;
  @ApiProperty({ type: [CapacityShown], description: 'The capacities in which it is open.' }) as!: Capacity[];
}

export class ActNotOpen {
  @ApiProperty({ enum: [false], example: false }) open!: false;
  @ApiProperty({ example: 'notYourOffice', description: 'Code of the problem that trying would get.' }) code!: string;
  @ApiProperty({ example: '「签字」由医务科主任办理。', description: 'In the language asked for.' }) reason!: string;
}

/** What may be done, or why not, in the reader's language. */
export type OpenAct = ActOpen | ActNotOpen;

const openAct = { oneOf: [{ $ref: getSchemaPath(ActOpen) }, { $ref: getSchemaPath(ActNotOpen) }] };
const capacity = { office: 'departmentDirector', departmentId: department.id, onBehalfOf: null, warrantNo: null };
const open = { open: true, as: [capacity] };
const notOpen = { open: false, code: 'notYourOffice', reason: '「签字」由医务科主任办理。' };
const forSpeaking = ['remind', 'comment', 'copyTo', 'recall', 'withdraw'];

/** What stands behind a signature that was given on paper: its `actor` is the signer, `recordedBy` who says so. */
export class OnPaperShown {
  @ApiProperty({ format: 'date', example: '2026-11-22' }) signedOn!: string;
  @ApiProperty({ type: ActorShown }) recordedBy!: ActorShown;
  @ApiProperty({ format: 'uuid', example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f77', description: 'The scan.' })
  paperId!: string;
}

export class SignatureShown {
  @ApiProperty({ type: 'integer', example: 5, description: 'Its event in the log.' }) seq!: number;
  @ApiProperty({ enum: steps, example: 'department' }) step!: Step;
  @ApiProperty({ example: '病情属实，同意转诊。' }) opinion!: string;
  @ApiProperty({
    format: 'date-time',
    example: '2026-11-22T03:10:00.000Z',
    description: 'When it was given here, or recorded from paper.',
  })
  at!: string;
  @ApiProperty({ type: ActorShown, description: 'Who signed and, for a substitute, for whom and by which warrant.' })
  actor!: Actor;
  @ApiProperty({ type: 'integer', example: 1 }) formVersion!: number;
  @ApiProperty({ example: digest, description: 'Digest of the material content that was signed.' })
  materialDigest!: string;
  @ApiProperty({
    example: false,
    description: 'Whether somebody signed what they had reported, where the institution allows it.',
  })
  ownReport!: boolean;
  @ApiProperty({ example: true, description: 'Whether what was signed is still what the form says 有效.' })
  stands!: boolean;
  @ApiProperty({
    type: OnPaperShown,
    nullable: true,
    example: null,
    description: 'Where it was given on paper 纸质签字, and recorded by the window; null where it was given here.',
  })
  onPaper!: OnPaperShown | null;
}

export class PaperShown {
  @ApiProperty({ format: 'uuid', example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f77' }) id!: string;
  @ApiProperty({ enum: paperKinds, example: 'emergencyRecord' }) kind!: PaperKind;
  @ApiProperty({ example: '急诊病历.pdf' }) name!: string;
  @ApiProperty({ example: 'application/pdf' }) mediaType!: string;
  @ApiProperty({ type: 'integer', example: 182_044, description: 'Bytes.' }) size!: number;
  @ApiProperty({ example: digest }) digest!: string;
  @ApiProperty({ enum: paperScans, example: 'clean', description: 'What the virus scanner said; `infected` has no content.' })
  scan!: PaperScan;
}

export class PatientShown extends PatientPart {
  @ApiProperty({ ...maskedIdNumber, example: '441***********4523' }) declare idNumber: string;
  @ApiProperty(maskedPhone) declare phone?: string | null;
}

export class AgentShown extends AgentPart {
  @ApiProperty({ ...maskedIdNumber, example: '441***********0033' }) declare idNumber: string;
  @ApiProperty(maskedPhone) declare phone?: string | null;
}

/** What was reported, with ID and phone numbers masked. */
export class ReportShown extends ReportContent {
  @ApiProperty({ type: PatientShown }) declare patient: PatientShown;
  @ApiProperty({ type: AgentShown, required: false, nullable: true, example: null }) declare agent?: AgentShown | null;
}

export class FormContentShown extends FormContent {
  @ApiProperty({ type: PatientShown }) declare patient: PatientShown;
}

/** The newest version of the form 转诊审批表. */
export class FormShown {
  @ApiProperty({ type: 'integer', example: 1 }) version!: number;
  @ApiProperty({ type: FormContentShown }) content!: FormContentShown;
}

/** One version of what a referral says: version 0 is the report, the form's own versions count from 1. */
@ApiExtraModels(ReportShown, FormContentShown)
export class FormVersionShown {
  @ApiProperty({ type: 'integer', example: 1, description: '0 is the report.' }) version!: number;
  @ApiProperty({ oneOf: [{ $ref: getSchemaPath(ReportShown) }, { $ref: getSchemaPath(FormContentShown) }] })
  content!: ReportShown | FormContentShown;
  @ApiProperty({ example: digest, description: 'Digest of the material content: equal where no material field changed.' })
  materialDigest!: string;
  @ApiProperty({ example: digest, description: 'Digest of all of the content.' }) contentDigest!: string;
  @ApiProperty({ type: ActorShown, description: 'Who reported it or filled it in.' }) by!: Actor;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T02:10:00.000Z' }) at!: string;
  @ApiProperty({ type: 'integer', example: 4, description: 'Its event in the log.' }) seq!: number;
  @ApiProperty({ example: true, description: 'Whether it is what the referral says now.' }) current!: boolean;
  @ApiProperty({ example: false, description: 'Whether its filling in was taken back 撤回.' }) takenBack!: boolean;
}

export class FormVersionsResponse {
  @ApiProperty({ type: [FormVersionShown], description: 'Oldest first.' }) versions!: FormVersionShown[];
}

/** Who took the letter 介绍信 at the window. */
export class HandedOverShown {
  @ApiProperty({ type: 'integer', example: 12, description: 'Its event in the log.' }) seq!: number;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T03:20:00.000Z' }) at!: string;
  @ApiProperty({ type: ActorShown, description: 'Who handed it over.' }) by!: Actor;
  @ApiProperty({ example: '转〔2026〕000001号' }) letterNo!: string;
  @ApiProperty({ example: '李建国' }) name!: string;
  @ApiProperty({ enum: relations, example: 'spouse' }) relation!: Relation;
  @ApiProperty({ ...maskedIdNumber, example: '441***********4532' }) idNumberMasked!: string;
}

/** What one row of the chain asks of one office, or of either of two. */
export class WayPartShown implements WayPart {
  @ApiProperty({ enum: offices, isArray: true, example: ['medicalDirector'] }) offices!: Office[];
  @ApiProperty({ type: [String], example: ['医务科主任'], description: 'In the language asked for.' })
  officeNames!: string[];
  @ApiProperty({ enum: steps, nullable: true, example: 'medicalDirector', description: 'The signature, where it is one.' })
  step!: Step | null;
  @ApiProperty({
    enum: wayStatuses,
    example: 'now',
    description: '`left` was not reached: the referral ended before.',
  })
  status!: WayStatus;
  @ApiProperty({
    type: Boolean,
    nullable: true,
    example: null,
    description: 'Whether its signature stands 有效; null where none was given.',
  })
  stands!: boolean | null;
  @ApiProperty({
    type: ActorShown,
    nullable: true,
    example: null,
    description: 'Who did it last, also where it is asked for again since; acts that were taken back left out.',
  })
  by!: Actor | null;
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: null }) at!: string | null;
  @ApiProperty({ type: 'integer', nullable: true, example: null, description: 'Its event in the log.' })
  seq!: number | null;
  @ApiProperty({ example: false, description: 'Whether its signature was given on paper 纸质签字.' }) onPaper!: boolean;
  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    example: '2026-11-22T03:10:00.000Z',
    description: 'Since when it has been waiting, while it is `now`.',
  })
  waitingSince!: string | null;
}

/** One row of the chain, as the version that the referral runs on has it; both deans are two parts of one. */
export class WayStepShown implements WayStep {
  @ApiProperty({ example: 'O6', description: 'The clause of docs/policy.md.' }) clause!: string;
  @ApiProperty({ enum: states, example: 'awaitingMedicalDirector', description: 'The state in which it is now.' })
  state!: StateName;
  @ApiProperty({ enum: acts, example: 'sign' }) act!: Act;
  @ApiProperty({ example: '签字', description: 'The act in the language asked for.' }) actName!: string;
  @ApiProperty({ enum: wayStatuses, example: 'now', description: 'Done when all its parts are.' }) status!: WayStatus;
  @ApiProperty({ type: [WayPartShown] }) parts!: WayPartShown[];
}

/** The form went back, and nobody took that back. */
export class ReturnShown implements Omit<WayReturn, 'reason'> {
  @ApiProperty({ type: 'integer', example: 6, description: 'Its event in the log.' }) seq!: number;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T03:10:00.000Z' }) at!: string;
  @ApiProperty({ type: ActorShown }) by!: Actor;
  @ApiProperty({ enum: steps, example: 'medicalDirector', description: 'The signature that was asked for.' }) from!: Step;
  @ApiProperty({ enum: returnTargets, example: 'fillIn' }) to!: ReturnTarget;
  @ApiProperty({ example: '内容填写不完整', description: 'In the language asked for.' }) reason!: string;
  @ApiProperty({ example: '请补充病理报告。' }) comment!: string;
}

/** How the referral ended. */
export class EndShown implements Omit<WayEnd, 'reason'> {
  @ApiProperty({ type: 'integer', example: 7, description: 'Its event in the log.' }) seq!: number;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T03:10:00.000Z' }) at!: string;
  @ApiProperty({ enum: acts, example: 'reject' }) act!: Act;
  @ApiProperty({ example: '否决', description: 'The act in the language asked for.' }) actName!: string;
  @ApiProperty({ type: ActorShown, nullable: true, description: 'Null where it was the system.' }) by!: Actor | null;
  @ApiProperty({
    type: 'string',
    nullable: true,
    example: 'O6',
    description: 'The row that it did not come past; null once there was a letter.',
  })
  clause!: string | null;
  @ApiProperty({ type: 'string', nullable: true, example: '不符合转诊条件', description: 'In the language asked for.' })
  reason!: string | null;
  @ApiProperty({ type: 'string', nullable: true, example: '本院可以收治。' }) comment!: string | null;
}

/** What the patient's ID number tells whoever may not see it whole. */
export class PatientAboutShown {
  @ApiProperty({ enum: ['male', 'female'], example: 'female' }) sex!: 'male' | 'female';
  @ApiProperty({ type: 'integer', example: 61, description: 'Whole years, today in Asia/Shanghai.' }) age!: number;
}

/** A referral as its reader may see it; ID and phone numbers are masked. */
@ApiExtraModels(ActOpen, ActNotOpen)
export class ReferralShown {
  @ApiProperty({ format: 'uuid', example: referral }) id!: string;
  @ApiProperty({ example: 'R20260000001' }) number!: string;
  @ApiProperty({ enum: chains, example: 'outpatient' }) chain!: Chain;
  @ApiProperty({ example: '1', description: 'The version of the chain that the referral started with, and keeps.' })
  chainVersion!: string;
  @ApiProperty({ enum: states, example: 'awaitingMedicalDirector' }) state!: StateName;
  @ApiProperty({ type: 'integer', example: 5 }) version!: number;
  @ApiProperty({ type: 'integer', example: 6 }) seq!: number;
  @ApiProperty({ example: digest, description: 'Hash of the newest event of the log.' }) head!: string;
  @ApiProperty({ type: NamedResponse, nullable: true, example: department }) department!: NamedResponse | null;
  @ApiProperty({ type: NamedResponse, example: physician }) reporter!: NamedResponse;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T01:10:00.000Z' }) reportedAt!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T03:10:00.000Z' }) changedAt!: string;
  @ApiProperty({ type: PatientAboutShown }) patient!: PatientAboutShown;
  @ApiProperty({ type: ReportShown }) report!: ReportShown;
  @ApiProperty({ type: FormShown, nullable: true, description: 'Null before it is filled in.' }) form!: FormShown | null;
  @ApiProperty({ type: [SignatureShown] }) signatures!: SignatureShown[];
  @ApiProperty({ type: [PaperShown], example: [] }) papers!: PaperShown[];
  @ApiProperty({ type: LetterShown, nullable: true, example: null }) letter!: LetterShown | null;
  @ApiProperty({
    type: HandedOverShown,
    nullable: true,
    example: null,
    description: 'Who took the newest letter last; null before it was handed over, and again once it was replaced.',
  })
  handedOver!: HandedOverShown | null;
  @ApiProperty({ type: 'integer', example: 0, description: 'How often its letter, or one replaced, has been used.' })
  uses!: number;
  @ApiProperty({ type: [AwaitedSinceShown] }) awaiting!: AwaitedSinceShown[];
  @ApiProperty({ type: [WayStepShown], description: 'Its chain from the report to the letter, row by row.' })
  way!: WayStepShown[];
  @ApiProperty({ type: [ReturnShown], example: [], description: 'Oldest first.' }) returns!: ReturnShown[];
  @ApiProperty({ type: EndShown, nullable: true, example: null, description: 'Null while it runs.' }) end!: EndShown | null;
  @ApiProperty({ enum: returnTargets, isArray: true, example: [], description: 'Where the reader could return it to.' })
  returnTargets!: ReturnTarget[];
  @ApiProperty({
    type: 'object',
    properties: Object.fromEntries(offeredActs.map((act) => [act, openAct])),
    required: [...offeredActs],
    example: Object.fromEntries(offeredActs.map((act) => [act, forSpeaking.includes(act) ? open : notOpen])),
    description: 'What is open to the reader now and, for each act that is not, why not.',
  } as never)
  acts!: Record<OfferedAct, OpenAct>;
}

export class RevealedNumbers {
  @ApiProperty({ example: '990000196503124520' }) idNumber!: string;
  @ApiProperty({ type: 'string', nullable: true, example: '13800138000' }) phone!: string | null;
}

export class RevealedCard {
  @ApiProperty({ example: '99000019631105453X' }) idNumber!: string;
}

/** ID and phone numbers in the clear; asking for them is recorded. */
export class RevealedContent {
  @ApiProperty({ type: RevealedNumbers }) patient!: RevealedNumbers;
  @ApiProperty({ type: RevealedNumbers, nullable: true, example: null }) agent!: RevealedNumbers | null;
  @ApiProperty({ type: RevealedCard, nullable: true, example: null, description: 'Who collected the form.' })
  collector!: RevealedCard | null;
  @ApiProperty({ type: RevealedCard, nullable: true, example: null, description: 'Who took the newest letter.' })
  handedOver!: RevealedCard | null;
}

export class ReferralSigned {
  @ApiProperty({ format: 'uuid', example: referral }) referralId!: string;
  @ApiProperty({ enum: [true], example: true }) signed!: true;
  @ApiProperty({ type: ReferralSummary }) referral!: ReferralSummary;
}

export class ReferralNotSigned {
  @ApiProperty({ format: 'uuid', example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f78' }) referralId!: string;
  @ApiProperty({ enum: [false], example: false }) signed!: false;
  @ApiProperty({ oneOf: [{ $ref: '#/components/schemas/Problem' }] }) problem!: ProblemDocument;
}

/** What became of one referral of a batch. */
export type SignedOne = ReferralSigned | ReferralNotSigned;

@ApiExtraModels(ReferralSigned, ReferralNotSigned)
export class SignManyResponse {
  @ApiProperty({
    type: 'array',
    items: { oneOf: [{ $ref: getSchemaPath(ReferralSigned) }, { $ref: getSchemaPath(ReferralNotSigned) }] },
    description: 'One answer for each referral asked for, in the same order.',
  })
  results!: SignedOne[];
}

