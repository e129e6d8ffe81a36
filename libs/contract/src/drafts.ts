import { chains, type Chain } from '@countersign/policy';
import { ApiProperty } from '@nestjs/swagger';
import { Choice, Count, Id, Ids, Part, Unfinished } from './fields.ts';
import type { FormContent, ReportContent } from './referral-content.ts';
import { ActingAsPart } from './referrals.ts';

export const draftKinds = ['report', 'form'] as const;
export type DraftKind = (typeof draftKinds)[number];

/** What has been typed so far. */
export type DraftContent = Partial<ReportContent> | Partial<FormContent>;

const draft = '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f76';
const referral = '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f73';
const department = '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f71';
const paper = '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f75';
const typed = { patient: { name: '王秀兰', idNumber: '9900001965' } };

export class SaveDraftRequest {
  @Id({ example: department, optional: true, nullable: true, about: "A report's department." })
  departmentId?: string | null;
  @Ids({ max: 20, example: [], optional: true, about: 'Papers uploaded for a report.' }) papers?: string[];
  @Unfinished({
    example: typed,
    about:
      'Any part of what a report or a form says: what is missing, half typed or too long is kept, and refused on submitting; ' +
      'unknown fields, wrong types and texts of more than 10,000 characters are refused at once.',
  })
  content!: DraftContent;
}

export class BeginDraftRequest extends SaveDraftRequest {
  @Choice(draftKinds, { example: 'report' }) kind!: DraftKind;
  @Choice(chains, { example: 'outpatient', optional: true, about: 'Of a report.' }) chain?: Chain;
  @Id({ example: referral, optional: true, about: 'Whose form it is.' }) referralId?: string;
}

export class DraftsQuery {
  @Choice(draftKinds, { example: 'form', optional: true }) kind?: DraftKind;
  @Id({ example: referral, optional: true }) referralId?: string;
}

export class SubmitDraftRequest {
  @Part(() => ActingAsPart, { optional: true }) as?: ActingAsPart;
  @Count({
    min: 1,
    max: 1_000_000,
    example: 3,
    optional: true,
    about: 'Needed for a form: the version of the referral that was seen. If-Match names the version of the draft.',
  })
  referralVersion?: number;
}

export class DraftSavedResponse {
  @ApiProperty({ format: 'uuid', example: draft }) id!: string;
  @ApiProperty({ example: 1, description: 'For If-Match.' }) version!: number;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T01:10:00.000Z' }) updatedAt!: string;
}

/** A draft as a list shows it. */
export class DraftRowResponse extends DraftSavedResponse {
  @ApiProperty({ enum: draftKinds, example: 'report' }) kind!: DraftKind;
  @ApiProperty({ enum: chains, example: 'outpatient' }) chain!: Chain;
  @ApiProperty({ example: '门诊转诊', description: 'In the language asked for.' }) chainName!: string;
  @ApiProperty({ type: 'string', format: 'uuid', nullable: true, example: null }) referralId!: string | null;
  @ApiProperty({ type: 'string', nullable: true, example: null }) referralNumber!: string | null;
  @ApiProperty({ type: 'string', nullable: true, example: '王秀兰' }) patientName!: string | null;
}

export class DraftsResponse {
  @ApiProperty({ type: [DraftRowResponse], description: 'Newest first; at most 200 are kept.' }) items!: DraftRowResponse[];
}

export class DraftResponse extends DraftRowResponse {
  @ApiProperty({ type: 'string', format: 'uuid', nullable: true, example: department }) departmentId!: string | null;
  @ApiProperty({ type: [String], format: 'uuid', example: [paper] }) papers!: string[];
  @ApiProperty({ type: 'object', additionalProperties: true, example: typed, description: 'As it was typed.' })
  content!: DraftContent;
  @ApiProperty({
    example: 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA',
    description:
      'AES-256 key, base64url, under which a device may keep what could not be saved yet. Only the writer of the draft is ' +
      'told it, and only as long as there is the draft.',
  })
  deviceKey!: string;
}
