import {
  acts,
  chains,
  offices,
  states,
  steps,
  type Act,
  type Chain,
  type Office,
  type StateName,
  type Step,
} from '@countersign/policy';
import { ApiProperty } from '@nestjs/swagger';
import { Count } from './fields.ts';
import { NamedResponse } from './identity.ts';
import { Cursor, Limit, Page } from './pages.ts';
import type { ProblemCode } from './problems.ts';

const referral = '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f73';
const institution = { id: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f70', name: '东莞市松湖总医院' };
const auditor = { id: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f79', name: '杨帆' };
const digest = 'sha256:7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069';
const before = 'sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae';

/** A sentence in both languages: a report is read by people whom we do not know. */
export class Said {
  @ApiProperty({ example: '日志完整：每一条都以摘要相连。' }) zh!: string;
  @ApiProperty({ example: 'The log is whole: each entry is linked to the one before.' }) en!: string;
}

/** What is checked of a referral, in this order. */
export const verificationChecks = [
  'log',
  'policy',
  'record',
  'forms',
  'letters',
  'offices',
  'papers',
  'documents',
  'tokens',
  'certificates',
] as const;
export type VerificationCheck = (typeof verificationChecks)[number];

export class CheckResponse {
  @ApiProperty({ enum: verificationChecks, example: 'log' }) check!: VerificationCheck;
  @ApiProperty({
    type: 'boolean',
    nullable: true,
    example: true,
    description: 'Null where there is nothing to check, or where what it rests on does not hold.',
  })
  holds!: boolean | null;
  @ApiProperty({ type: Said }) says!: Said;
}

/** Why a signature is no longer in force, and since which event. */
export const signatureEnds = ['contentChanged', 'returned', 'recalled', 'notKnown'] as const;
export type SignatureEnd = (typeof signatureEnds)[number];

export class SignatureEnded {
  @ApiProperty({ enum: signatureEnds, example: 'contentChanged' }) why!: SignatureEnd;
  @ApiProperty({ type: 'integer', nullable: true, example: 9, description: 'The event that ended it.' }) seq!: number | null;
  @ApiProperty({ type: Said, example: { zh: '第 9 条「填写审批表」改变了签字所覆盖的内容。', en: 'Entry 9 (fill in the form) changed what was signed.' } })
  says!: Said;
}

export class OnPaper {
  @ApiProperty({ format: 'date', example: '2026-11-22', description: 'The day on which it was signed.' }) signedOn!: string;
  @ApiProperty({ type: NamedResponse, example: auditor, description: 'Who recorded it at the window.' }) recordedBy!: NamedResponse;
  @ApiProperty({ example: digest, description: 'Digest of the scan.' }) paper!: string;
}

export class CertificateVerified {
  @ApiProperty({ example: 'SM2' }) algorithm!: string;
  @ApiProperty({ example: true, description: 'Whether its signature over the digest that was signed holds.' }) holds!: boolean;
  @ApiProperty({
    example: true,
    description: 'Whether its authority vouches for it as well. False where this server knows no authority: then anybody can have issued it.',
  })
  trusted!: boolean;
}

export class SignatureVerified {
  @ApiProperty({ type: 'integer', example: 5, description: 'Its event in the log.' }) seq!: number;
  @ApiProperty({ enum: steps, example: 'department' }) step!: Step;
  @ApiProperty({ type: Said, example: { zh: '科室', en: 'department' } }) stepName!: Said;
  @ApiProperty({ type: NamedResponse, example: { id: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f75', name: '陈静' } })
  person!: NamedResponse;
  @ApiProperty({ enum: offices, example: 'departmentDirector' }) office!: Office;
  @ApiProperty({ type: Said, example: { zh: '科主任', en: 'department director' } }) officeName!: Said;
  @ApiProperty({ type: NamedResponse, nullable: true, example: null, description: 'The holder, where a substitute signed.' })
  onBehalfOf!: NamedResponse | null;
  @ApiProperty({ type: 'string', nullable: true, example: null }) warrantNo!: string | null;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T03:10:00.000Z' }) at!: string;
  @ApiProperty({ example: '病情属实，同意转诊。' }) opinion!: string;
  @ApiProperty({ type: 'integer', example: 1 }) formVersion!: number;
  @ApiProperty({ example: digest, description: 'Digest of the material content that was signed.' }) materialDigest!: string;
  @ApiProperty({ example: before, description: 'Hash of the event before.' }) previous!: string;
  @ApiProperty({ example: digest, description: 'Hash of the event: its place in the chain.' }) hash!: string;
  @ApiProperty({ example: false, description: 'Whether somebody signed what they had reported.' }) ownReport!: boolean;
  @ApiProperty({ example: true, description: 'Whether it is in force 有效.' }) stands!: boolean;
  @ApiProperty({ type: SignatureEnded, nullable: true, example: null, description: 'Why not, where it does not stand.' })
  ended!: SignatureEnded | null;
  @ApiProperty({ type: OnPaper, nullable: true, example: null, description: 'Where it was signed on paper and recorded by the window.' })
  onPaper!: OnPaper | null;
  @ApiProperty({ type: CertificateVerified, nullable: true, example: null, description: 'Where a personal certificate was used.' })
  certificate!: CertificateVerified | null;
}

export class LetterVerified {
  @ApiProperty({ example: '转〔2026〕000001号' }) number!: string;
  @ApiProperty({ type: 'integer', example: 10, description: 'The event that issued it.' }) seq!: number;
  @ApiProperty({ format: 'date', example: '2026-11-22' }) validFrom!: string;
  @ApiProperty({ format: 'date', example: '2026-12-21' }) validUntil!: string;
  @ApiProperty({ example: '中山大学附属示例肿瘤医院' }) destination!: string;
  @ApiProperty({ type: 'string', nullable: true, example: null, description: 'The number that it replaces.' }) replaces!: string | null;
  @ApiProperty({ example: digest, description: 'Head of the log that its token fixes.' }) head!: string;
}

export class ReferralVerified {
  @ApiProperty({ format: 'uuid', example: referral }) id!: string;
  @ApiProperty({ example: 'R20260000001' }) number!: string;
  @ApiProperty({ enum: chains, example: 'outpatient' }) chain!: Chain;
  @ApiProperty({ example: '1' }) chainVersion!: string;
  @ApiProperty({ type: 'string', enum: [...states, null], nullable: true, example: 'issued', description: 'Null where the log does not say.' })
  state!: StateName | null;
  @ApiProperty({ type: 'integer', example: 10, description: 'How many events its log has.' }) seq!: number;
  @ApiProperty({ example: digest, description: 'Hash of the newest event, as the referral itself names it.' }) head!: string;
}

export class BrokenResponse {
  @ApiProperty({ type: 'integer', example: 5, description: 'The event where it shows first.' }) seq!: number;
  @ApiProperty({ enum: acts, nullable: true, example: 'sign' }) act!: Act | null;
  @ApiProperty({ example: 'altered' }) why!: string;
  @ApiProperty({ type: Said, example: { zh: '第 5 条与其摘要不符：内容被改动过。', en: 'Entry 5 does not match its hash: it was altered.' } })
  says!: Said;
}

/** What holds of a referral and what does not, and what that proves. */
export class VerificationResponse {
  @ApiProperty({ type: NamedResponse, example: institution }) institution!: NamedResponse;
  @ApiProperty({ type: ReferralVerified }) referral!: ReferralVerified;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T04:00:00.000Z' }) checkedAt!: string;
  @ApiProperty({ example: true, description: 'Whether everything that was checked holds.' }) holds!: boolean;
  @ApiProperty({ type: BrokenResponse, nullable: true, example: null, description: 'The first thing in the log that does not hold.' })
  broken!: BrokenResponse | null;
  @ApiProperty({ type: [CheckResponse] }) checks!: CheckResponse[];
  @ApiProperty({ type: [SignatureVerified] }) signatures!: SignatureVerified[];
  @ApiProperty({ type: [LetterVerified] }) letters!: LetterVerified[];
  @ApiProperty({ type: [Said], description: 'What this proves.' }) proves!: Said[];
  @ApiProperty({ type: [Said], description: 'What it does not prove.' }) provesNot!: Said[];
}

/** States of a verification of all logs: it waits for its turn, is under way, is done, or could not be done. */
export const verificationStates = ['waiting', 'checking', 'ready', 'failed'] as const;
export type VerificationState = (typeof verificationStates)[number];

/** The first thing in a log that does not hold. */
export const brokenReasons = [
  'missing',
  'notLinked',
  'altered',
  'endMissing',
  'columnsDiffer',
  'notPolicy',
  'projectionDiffers',
  'formDiffers',
  'letterDiffers',
  'paperDiffers',
  'certificateFails',
] as const;
export type BrokenReason = (typeof brokenReasons)[number];

export class BrokenReferralResponse {
  @ApiProperty({ format: 'uuid', example: referral }) referralId!: string;
  @ApiProperty({ example: 'R20260000001' }) number!: string;
  @ApiProperty({ type: 'integer', example: 5, description: 'The event where it shows.' }) seq!: number;
  @ApiProperty({ enum: brokenReasons, example: 'altered' }) why!: BrokenReason;
  @ApiProperty({ type: Said, example: { zh: '第 5 条与其摘要不符：内容被改动过。', en: 'Entry 5 does not match its hash: it was altered.' } })
  says!: Said;
}

export class LetterGapResponse {
  @ApiProperty({ type: 'integer', example: 2026 }) year!: number;
  @ApiProperty({ type: 'integer', example: 17, description: 'The first serial that has another place than it should.' }) serial!: number;
}

/** A verification of all logs of an institution. While it is under way, what it found so far. */
export class LogVerificationResponse {
  @ApiProperty({ format: 'uuid', example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f7b' }) id!: string;
  @ApiProperty({ enum: verificationStates, example: 'ready' }) state!: VerificationState;
  @ApiProperty({ type: 'integer', example: 1_204, description: 'Referrals checked so far.' }) done!: number;
  @ApiProperty({ type: 'integer', nullable: true, example: 1_204, description: 'Referrals to check; null until they are counted.' })
  total!: number | null;
  @ApiProperty({ type: 'integer', example: 9_871, description: 'Events in their logs.' }) events!: number;
  @ApiProperty({ type: 'boolean', nullable: true, example: false, description: 'Whether everything holds; null until it is ready.' })
  holds!: boolean | null;
  @ApiProperty({ type: 'integer', example: 1, description: 'Referrals of which something does not hold.' }) brokenCount!: number;
  @ApiProperty({ type: [BrokenReferralResponse], description: 'The first 100 of them.' }) broken!: BrokenReferralResponse[];
  @ApiProperty({ type: LetterGapResponse, nullable: true, example: null, description: 'Where the numbers of letters break.' })
  letterGap!: LetterGapResponse | null;
  @ApiProperty({ type: 'string', nullable: true, example: null, description: 'Code of the problem, where it failed.' })
  problem!: ProblemCode | null;
  @ApiProperty({ type: 'string', nullable: true, example: null, description: 'The problem in the language asked for.' })
  detail!: string | null;
  @ApiProperty({ type: NamedResponse, example: auditor }) askedBy!: NamedResponse;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T04:00:00.000Z' }) askedAt!: string;
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: '2026-11-22T04:00:09.000Z' }) endedAt!: string | null;
}

export class LogVerificationsQuery {
  @Limit(50, 20) limit?: number;
  @Cursor() cursor?: string;
}

export class LogVerificationsPageResponse extends Page {
  @ApiProperty({ type: [LogVerificationResponse], description: 'Newest first.' }) items!: LogVerificationResponse[];
}

/** States of a year pack: it waits for its turn, is being made, can be fetched, or could not be made. */
export const packStates = ['waiting', 'making', 'ready', 'failed'] as const;
export type PackState = (typeof packStates)[number];

export class MakePackRequest {
  @Count({ min: 2000, max: 2200, example: 2026, about: 'Of the referrals reported in this year, in Asia/Shanghai.' })
  year!: number;
}

export class PackResponse {
  @ApiProperty({ format: 'uuid', example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f7a' }) id!: string;
  @ApiProperty({ type: 'integer', example: 2026 }) year!: number;
  @ApiProperty({ enum: packStates, example: 'making' }) state!: PackState;
  @ApiProperty({ type: 'integer', example: 312, description: 'Referrals packed so far.' }) done!: number;
  @ApiProperty({ type: 'integer', nullable: true, example: 1_204, description: 'Referrals to pack; null until they are counted.' })
  total!: number | null;
  @ApiProperty({ type: 'integer', nullable: true, example: null, description: 'Bytes, once it is ready.' }) size!: number | null;
  @ApiProperty({ type: 'string', nullable: true, example: null, description: 'Code of the problem, where it failed.' })
  problem!: ProblemCode | null;
  @ApiProperty({ type: 'string', nullable: true, example: null, description: 'The problem in the language asked for.' })
  detail!: string | null;
  @ApiProperty({ type: NamedResponse, example: auditor }) askedBy!: NamedResponse;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T04:00:00.000Z' }) askedAt!: string;
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: null }) endedAt!: string | null;
}

export class PacksResponse {
  @ApiProperty({ type: [PackResponse], description: 'Newest first.' }) items!: PackResponse[];
}
