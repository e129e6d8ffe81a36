import { ApiProperty } from '@nestjs/swagger';
import { Choice, Count, Flag, NumberPattern, Part, Text } from './fields.ts';
import { InstitutionNameResponse } from './identity.ts';

/** As each digest names it. */
export const digestAlgorithms = ['sha256', 'sm3'] as const;
type DigestAlgorithm = (typeof digestAlgorithms)[number];

const Hours = (example: number) => Count({ min: 1, max: 8760, example });

/** Hours that a referral may await one step before it counts as overdue, by its urgency. */
export class OverdueHoursPart {
  @Hours(2) emergency!: number;
  @Hours(24) urgent!: number;
  @Hours(72) routine!: number;
}

/** What of an institution's settings is to change; what is left out stays. */
export class SettingsPart {
  @Flag({ example: false, optional: true, about: 'Whether somebody may sign a referral that they reported.' })
  ownReportAllowed?: boolean;
  @Count({ min: 1, max: 60, example: 10, optional: true, about: 'Minutes that one proof of presence lets somebody sign.' })
  signingWindowMinutes?: number;
  @Count({ min: 1, max: 365, example: 30, optional: true, about: 'Days that a letter is valid, the first included.' })
  letterValidDays?: number;
  @Count({ min: 1, max: 99, example: 1, optional: true, about: 'How often a letter may be used.' })
  letterUses?: number;
  @NumberPattern({ example: '转〔{year}〕{serial:6}号', optional: true }) letterNumberPattern?: string;
  @NumberPattern({ example: '代〔{year}〕{serial:4}号', optional: true }) warrantNumberPattern?: string;
  @Text({ max: 40, example: '医保办公室（盖章）', optional: true, about: 'Beside the box for the wet seal on documents.' })
  sealText?: string;
  @Text({ min: 0, max: 120, example: '地址：东莞市松湖大道 1 号　电话：0769-22220000', optional: true, about: 'Below each page of a document; may be empty.' })
  documentFooter?: string;
  @Part(() => OverdueHoursPart, {
    optional: true,
    about: 'Hours that a referral may await one step before it is overdue, for all three urgencies.',
  })
  overdueHours?: OverdueHoursPart;
  @Choice(digestAlgorithms, {
    example: 'sha256',
    optional: true,
    about: 'How new referrals are digested: sha256, or sm3 (GB/T 32905). Those that have begun go on as they began.',
  })
  digestAlgorithm?: DigestAlgorithm;
  @Count({ min: 3, max: 20, example: 5, optional: true, about: 'Wrong passwords in a row before a lock-out.' })
  lockOutAfter?: number;
  @Count({ min: 1, max: 1440, example: 15, optional: true }) lockOutMinutes?: number;
}

export class ChangeInstitutionRequest {
  @Text({ max: 100, example: '东莞市松湖总医院', optional: true }) name?: string;
  @Part(() => SettingsPart, { optional: true }) settings?: SettingsPart;
}

export class SettingsResponse {
  @ApiProperty({ example: false }) ownReportAllowed!: boolean;
  @ApiProperty({ example: 10 }) signingWindowMinutes!: number;
  @ApiProperty({ example: 30 }) letterValidDays!: number;
  @ApiProperty({ example: 1 }) letterUses!: number;
  @ApiProperty({ example: '转〔{year}〕{serial:6}号' }) letterNumberPattern!: string;
  @ApiProperty({ example: '代〔{year}〕{serial:4}号' }) warrantNumberPattern!: string;
  @ApiProperty({ example: '医保办公室（盖章）' }) sealText!: string;
  @ApiProperty({ example: '地址：东莞市松湖大道 1 号　电话：0769-22220000' }) documentFooter!: string;
  @ApiProperty({ type: OverdueHoursPart }) overdueHours!: OverdueHoursPart;
  @ApiProperty({ enum: digestAlgorithms, example: 'sha256' }) digestAlgorithm!: DigestAlgorithm;
  @ApiProperty({ example: 5 }) lockOutAfter!: number;
  @ApiProperty({ example: 15 }) lockOutMinutes!: number;
}

export class InstitutionResponse extends InstitutionNameResponse {
  @ApiProperty({ type: SettingsResponse }) settings!: SettingsResponse;
}
