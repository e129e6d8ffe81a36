import { outcomeKinds, type OutcomeKind } from '@countersign/policy';
import { ApiProperty } from '@nestjs/swagger';
import { Choice, Code, Day, Phone, Prose, Text } from './fields.ts';

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

/** What the receiving hospital reports on the return slip. */
export const slips = ['arrival', 'outcome'] as const;
export type Slip = (typeof slips)[number];

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

/** What the receiving hospital's return slip holds in any case. The letter is named by its token, or by its number. */
class ReturnSlipRequest {
  @Text({ max: 4096, optional: true, example: token, about: 'The signed token, where the QR code was read.' })
  token?: string;

  @Text({ max: 80, optional: true, example: '转〔2026〕000001号', about: 'The number as printed, where there is no token.' })
  letterNo?: string;

  @Code({
    optional: true,
    example: 'dongguan',
    about: 'Code of the institution that issued it, beside a number; without it, the return code tells which it is.',
  })
  institution?: string;

  @Text({ max: 20, example: '7K3M-9QXA', about: 'The return code printed on the letter; capitals and hyphens do not matter.' })
  code!: string;

  @Text({ max: 100, example: '省示例肿瘤医院', about: 'The hospital that reports.' }) hospital!: string;
  @Text({ max: 50, example: '何秀英', about: 'Who reports.' }) name!: string;
  @Phone({ optional: true, example: '020-88886666' }) phone?: string;
}

/** The patient has arrived. */
export class ReportArrivalRequest extends ReturnSlipRequest {
  @Day({ example: '2026-11-24', about: 'Day of arrival, a date in Asia/Shanghai.' }) on!: string;
}

/** What became of the patient. */
export class ReportOutcomeRequest extends ReturnSlipRequest {
  @Choice(outcomeKinds, { example: 'treated' }) kind!: OutcomeKind;
  @Day({ example: '2026-12-08', about: 'Day on which the treatment ended, a date in Asia/Shanghai.' }) on!: string;
  @Prose({ max: 2000, example: '胸腔镜下右肺上叶切除，恢复良好，建议回当地随访。' }) text!: string;
}

export class ReturnSlipResponse {
  @ApiProperty({ example: '转〔2026〕000001号' }) letterNo!: string;
  @ApiProperty({ enum: slips, example: 'arrival' }) slip!: Slip;
  @ApiProperty({ format: 'date', example: '2026-11-24' }) on!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-24T02:00:00.000Z' }) recordedAt!: string;
  @ApiProperty({
    example: '/verify/receipt/Zm9yLWV4YW1wbGUtb25seQ',
    description: 'Address of a page that confirms it, for whoever reported to keep.',
  })
  receipt!: string;
}
