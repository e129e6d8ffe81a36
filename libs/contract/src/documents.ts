import { ApiProperty } from '@nestjs/swagger';
import { Choice } from './fields.ts';

/** What a referral ends in, as PDF. */
export const documentKinds = ['approvalForm', 'letter'] as const;
export type DocumentKind = (typeof documentKinds)[number];

export const documentMarks = ['draft', 'void'] as const;
export type DocumentMark = (typeof documentMarks)[number];

export class MakeDocumentRequest {
  @Choice(documentKinds, { example: 'approvalForm', about: 'approvalForm 转诊审批表, letter 转诊介绍信.' }) kind!: DocumentKind;
}

export class DocumentResponse {
  @ApiProperty({ format: 'uuid', example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f79' }) id!: string;
  @ApiProperty({ format: 'uuid', example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f73' }) referralId!: string;
  @ApiProperty({ enum: documentKinds, example: 'letter' }) kind!: DocumentKind;
  @ApiProperty({ type: 'integer', example: 10, description: 'The last event of the log that it shows: its version.' })
  seq!: number;
  @ApiProperty({ type: 'integer', example: 1, description: '1 is the original, above it a numbered reprint 补打.' })
  copy!: number;
  @ApiProperty({
    type: 'string',
    enum: [...documentMarks, null],
    nullable: true,
    example: null,
    description: 'What stands across its pages: draft 草稿, void 作废.',
  })
  mark!: DocumentMark | null;
  @ApiProperty({ type: 'string', nullable: true, example: '转〔2026〕000001号' }) letterNo!: string | null;
  @ApiProperty({
    example: true,
    description: 'Whether it shows the referral as it stands now. Only such a document, without a mark, is reprinted.',
  })
  current!: boolean;
  @ApiProperty({ example: 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' }) digest!: string;
  @ApiProperty({ type: 'integer', example: 58_201, description: 'Bytes.' }) size!: number;
  @ApiProperty({ type: 'integer', example: 1 }) pages!: number;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T03:10:01.000Z' }) madeAt!: string;
}

export class DocumentsResponse {
  @ApiProperty({ type: [DocumentResponse], description: 'Oldest first.' }) items!: DocumentResponse[];
  @ApiProperty({ example: false, description: 'Whether an act on the referral has documents that are still being made.' })
  beingMade!: boolean;
}

/** The image of a handwritten signature, judged by its content. */
export const signatureImageTypes = ['image/png', 'image/jpeg'] as const;
export type SignatureImageType = (typeof signatureImageTypes)[number];

export const maxSignatureImageBytes = 200 * 1024;
export const maxSignatureImagePixels = 2000;
