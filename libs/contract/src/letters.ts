import { ApiProperty } from '@nestjs/swagger';
import { Text } from './fields.ts';

/** What can be said of a letter that somebody holds in their hand. */
export const letterStatuses = [
  'genuine',
  'used',
  'expired',
  'replaced',
  'void',
  'altered',
  'notOnRecord',
  'unknownKey',
  'unreadable',
] as const;
export type LetterStatus = (typeof letterStatuses)[number];

const token = 'eyJhbGciOiJFZERTQSIsImtpZCI6IjNXQjBuV3pwZmRfVSJ9.eyJ2IjoxLCJuIjoi6L2s44CUMjAyNuOAlTAwMDAwMeWPtyJ9.c2lnbmF0dXJl';

/** Whoever holds a letter may ask what it is worth. */
export class VerifyLetterRequest {
  @Text({ max: 4096, example: token, about: 'The signed token: what stands after /verify/ in the address of the QR code.' })
  token!: string;
}

/** What the token itself shows, and nothing more. */
export class VerifiedLetterResponse {
  @ApiProperty({ example: '东莞市松湖总医院', description: 'The hospital that issued it.' }) institution!: string;
  @ApiProperty({ example: '转〔2026〕000001号' }) letterNo!: string;
  @ApiProperty({ example: '王*兰', description: 'Masked.' }) patient!: string;
  @ApiProperty({ example: '441***********0012', description: 'Masked.' }) idNumber!: string;
  @ApiProperty({ example: '省示例肿瘤医院', description: 'The hospital that it is for.' }) destination!: string;
  @ApiProperty({ format: 'date', example: '2026-11-22' }) validFrom!: string;
  @ApiProperty({ format: 'date', example: '2026-12-21', description: 'The last valid day.' }) validUntil!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T03:10:00.000Z' }) issuedAt!: string;
}

export class LetterVerdictResponse {
  @ApiProperty({ enum: letterStatuses, example: 'genuine' }) status!: LetterStatus;
  @ApiProperty({ example: '真实有效', description: 'In the language asked for.' }) title!: string;
  @ApiProperty({ example: '这份介绍信由东莞市松湖总医院签发，内容未被改动，目前有效。' }) explanation!: string;
  @ApiProperty({
    type: VerifiedLetterResponse,
    nullable: true,
    description: 'Null unless the token is as it was signed, by a key of this installation, and on its record.',
  })
  letter!: VerifiedLetterResponse | null;
  @ApiProperty({ format: 'date-time', example: '2026-11-23T01:00:00.000Z' }) checkedAt!: string;
}
