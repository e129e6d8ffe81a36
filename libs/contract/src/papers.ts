import { paperKinds, type PaperKind } from '@countersign/policy';
import { ApiProperty } from '@nestjs/swagger';
import { Choice, QueryFlag } from './fields.ts';

/** What a paper may be, judged by its content. */
export const paperTypes = ['application/pdf', 'image/jpeg', 'image/png'] as const;
export type PaperType = (typeof paperTypes)[number];

export const maxPaperBytes = 20 * 1_048_576;

/**
 * What a virus scanner said of a file: `off`, nothing, for there is none; `pending`, nothing yet, and until then nobody
 * reads it; `clean`; `infected`, and nobody reads it any more.
 */
export const paperScans = ['off', 'pending', 'clean', 'infected'] as const;
export type PaperScan = (typeof paperScans)[number];

export class PaperContentQuery {
  @QueryFlag({ example: true, optional: true, about: 'To be shown in a page of ours instead of saved.' })
  inline?: boolean;
}

/** The fields of an upload beside its file. */
export class UploadPaperFields {
  @Choice(paperKinds, { example: 'emergencyRecord', about: 'emergencyRecord 急诊病历, criticalNotice 病危通知书, …' })
  kind!: PaperKind;
}

/** As OpenAPI describes the multipart message; the file is read as a stream and validated by its content. */
export class UploadPaperRequest extends UploadPaperFields {
  @ApiProperty({ type: 'string', format: 'binary', description: 'PDF, JPEG or PNG by content, 20 MB at most.' })
  file!: unknown;
}

export class PaperResponse {
  @ApiProperty({ format: 'uuid', example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f75' }) id!: string;
  @ApiProperty({ enum: paperKinds, example: 'emergencyRecord' }) kind!: PaperKind;
  @ApiProperty({ example: '急诊病历.pdf', description: 'For showing; without control characters, 200 characters at most.' })
  name!: string;
  @ApiProperty({ enum: paperTypes, example: 'application/pdf' }) mediaType!: PaperType;
  @ApiProperty({ example: 482_113, description: 'Bytes.' }) size!: number;
  @ApiProperty({ example: 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' }) digest!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T01:10:00.000Z' }) uploadedAt!: string;
  @ApiProperty({
    type: 'string',
    format: 'uuid',
    nullable: true,
    example: null,
    description: 'The referral it belongs to, once it was reported with it.',
  })
  referralId!: string | null;
  @ApiProperty({
    enum: paperScans,
    example: 'clean',
    description: 'What the virus scanner said. Content and thumbnail are for `off` and `clean` only.',
  })
  scan!: PaperScan;
  @ApiProperty({ type: 'string', nullable: true, example: null, description: 'What an infected file is infected with.' })
  virus!: string | null;
}

export class PapersResponse {
  @ApiProperty({ type: [PaperResponse] }) items!: PaperResponse[];
}
