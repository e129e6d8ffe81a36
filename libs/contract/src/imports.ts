import { offices } from '@countersign/policy';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Choice, Code, DiagnosisCode, Division, Moment, Phone, QueryFlag, Text } from './fields.ts';
import { NamedResponse } from './identity.ts';
import { hospitalLevels, type HospitalLevel } from './words.ts';

export class ImportQuery {
  @QueryFlag({ example: true, optional: true, about: 'Checks everything, writes nothing, and tells what the file would do.' })
  preview?: boolean;
}

export class ImportListQuery extends ImportQuery {
  @QueryFlag({
    example: false,
    optional: true,
    about: 'The file is the whole list: what it does not name is removed. Unless given, the file is added to the list.',
  })
  replace?: boolean;
}

/** One row of a file of departments. */
export class DepartmentRow {
  @Code({ example: 'XWK' }) code!: string;
  @Text({ max: 50, example: '胸外科' }) name!: string;
}

/** One row of a file of people: a person, and one office where one is named. */
export class PersonRow {
  @Code({ example: 'chen.jing' }) username!: string;
  @Text({ max: 50, example: '陈静' }) name!: string;
  @Text({ max: 50, example: '主任医师', optional: true }) title?: string;
  @Phone({ example: '13800138000', optional: true }) phone?: string;
  @Choice(offices, { example: 'departmentDirector', optional: true, about: 'The word, or its name in either language: 科主任, department director.' })
  office?: string;
  @Code({ example: 'XWK', optional: true }) departmentCode?: string;
  @Moment({ example: '2026-01-01T00:00:00+08:00', optional: true, about: 'Or a day, from its beginning; now unless given.' })
  from?: string;
  @Moment({ example: '2026-12-31T00:00:00+08:00', optional: true, about: 'Exclusive; or a day, until its end.' })
  until?: string;
}

/** One row of a file of diagnoses. */
export class DiagnosisRow {
  @DiagnosisCode({ example: 'C34.900' }) code!: string;
  @Text({ max: 100, example: '支气管或肺恶性肿瘤' }) name!: string;
  @Text({ max: 100, example: '肺癌', optional: true, about: 'What doctors call it; several with 、 between them.' })
  alias?: string;
}

/** One row of a file of hospitals. */
export class HospitalRow {
  @Code({ example: 'H44010099001' }) code!: string;
  @Text({ max: 100, example: '广州示例肿瘤医院' }) name!: string;
  @Choice(hospitalLevels, { example: '02', optional: true, about: 'The code, 三级甲等, or 三甲.' }) level?: HospitalLevel;
  @Division({ example: '440100' }) division!: string;
  @QueryFlag({ example: true, optional: true, about: '是 or 否.' }) networked?: boolean;
  @Text({ max: 100, example: '省肿瘤', optional: true, about: 'Other names, with 、 between them.' }) alias?: string;
}

const effects = ['create', 'change', 'none'] as const;
export type ImportEffect = (typeof effects)[number];

export class ImportColumnResponse {
  @ApiProperty({ example: 'code', description: 'Our word for it.' }) column!: string;
  @ApiProperty({ example: '科室编码', description: "What the file's header calls it." }) header!: string;
}

export class ImportPreviewRowResponse {
  @ApiProperty({ example: 2, description: 'Its line in the file.' }) line!: number;
  @ApiProperty({ enum: effects, example: 'create' }) effect!: ImportEffect;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { code: 'XWK', name: '胸外科' },
    description: 'By our words for the columns; empty cells are left out, phone numbers are masked.',
  })
  cells!: Record<string, string>;
}

/** What a file without faults would do. A faulty one is refused as by the import itself: importFaulty. */
export class ImportPreviewResponse {
  @ApiProperty({ example: 1, description: 'Rows in the file.' }) count!: number;
  @ApiProperty({ example: 1, description: 'What would be new: departments, people, diagnoses or hospitals.' }) creates!: number;
  @ApiProperty({ example: 0, description: 'What is there and would change.' }) changes!: number;
  @ApiProperty({ example: 0, description: 'What the file does not name and would go, with replace.' }) removes!: number;
  @ApiPropertyOptional({ example: 2, description: 'Appointments, in a file of people.' }) appointments?: number;
  @ApiProperty({ type: [ImportColumnResponse], description: "In the file's order." }) columns!: ImportColumnResponse[];
  @ApiProperty({ type: [ImportPreviewRowResponse], description: 'The first 200.' }) rows!: ImportPreviewRowResponse[];
}

export class ImportedListResponse {
  @ApiProperty({ example: 33_324, description: 'Rows in the file.' }) count!: number;
  @ApiProperty({ example: 33_120 }) created!: number;
  @ApiProperty({ example: 12 }) changed!: number;
  @ApiProperty({ example: 0 }) removed!: number;
}

export class ImportedDepartmentsResponse {
  @ApiProperty({ example: 2, description: 'Departments in the file.' }) departments!: number;
}

export class FirstPasswordResponse extends NamedResponse {
  @ApiProperty({ example: 'chen.jing' }) username!: string;
  @ApiProperty({ example: 'k7mq-3hxd-9tqa-wp4n', description: 'For the first sign-in; only this answer shows it.' })
  initialPassword!: string;
}

export class ImportedPeopleResponse {
  @ApiProperty({ example: 1, description: 'People in the file.' }) people!: number;
  @ApiProperty({ example: 2, description: 'Appointments in the file.' }) appointments!: number;
  @ApiProperty({ type: [FirstPasswordResponse], description: 'One for each person.' })
  passwords!: FirstPasswordResponse[];
}
