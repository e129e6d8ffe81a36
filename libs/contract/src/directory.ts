import { ApiProperty } from '@nestjs/swagger';
import { Choice, Division, Text } from './fields.ts';
import { Limit } from './pages.ts';
import { hospitalLevels, type HospitalLevel } from './words.ts';

const search = { max: 50, optional: true, about: 'A code or its beginning, any part of the name, or its pinyin initials.' } as const;

export class DiagnosesQuery {
  @Text({ ...search, example: '肺' }) search?: string;
  @Limit(100, 20) limit?: number;
}

export class DiagnosisResponse {
  @ApiProperty({ example: 'C34.900' }) code!: string;
  @ApiProperty({ example: '支气管或肺恶性肿瘤' }) name!: string;
  @ApiProperty({ type: 'string', nullable: true, example: '肺癌', description: 'What doctors call it.' }) alias!: string | null;
}

export class DiagnosesResponse {
  @ApiProperty({ type: [DiagnosisResponse], description: 'The best matches first.' }) items!: DiagnosisResponse[];
}

export class HospitalsQuery {
  @Text({ ...search, example: '肿瘤' }) search?: string;
  @Choice(hospitalLevels, { example: '02', optional: true }) level?: HospitalLevel;
  @Division({
    example: '440000',
    optional: true,
    about: 'GB/T 2260: 440000 is all of Guangdong, 440100 all of Guangzhou.',
  })
  division?: string;
  @Limit(100, 20) limit?: number;
}

export class HospitalResponse {
  @ApiProperty({ example: 'H44010099001', description: 'Its insurance code.' }) code!: string;
  @ApiProperty({ example: '广州示例肿瘤医院' }) name!: string;
  @ApiProperty({ type: 'string', nullable: true, example: '省肿瘤', description: 'Other names.' }) alias!: string | null;
  @ApiProperty({ type: 'string', nullable: true, enum: [...hospitalLevels, null], example: '02', description: 'hosp_lv; null where it has none, or none is known.' })
  level!: HospitalLevel | null;
  @ApiProperty({ type: 'string', nullable: true, example: '三级甲等', description: 'In the language asked for.' })
  levelName!: string | null;
  @ApiProperty({ example: '440100' }) division!: string;
  @ApiProperty({ type: 'string', nullable: true, example: '广东省广州市', description: 'Null where the division is of no place we know.' })
  divisionName!: string | null;
  @ApiProperty({ type: 'boolean', nullable: true, example: true, description: 'Whether it settles directly with other regions; null where that is not known.' })
  networked!: boolean | null;
}

export class HospitalsResponse {
  @ApiProperty({ type: [HospitalResponse], description: 'The best matches first.' }) items!: HospitalResponse[];
}
