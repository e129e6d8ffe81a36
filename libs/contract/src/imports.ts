import { offices } from '@countersign/policy';
import { ApiProperty } from '@nestjs/swagger';
import { Choice, Code, Moment, Phone, QueryFlag, Text } from './fields.ts';
import { NamedResponse } from './identity.ts';

export class ImportQuery {
  @QueryFlag({ example: true, optional: true, about: 'Only checks, and tells what would be imported.' }) dryRun?: boolean;
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
  @Choice(offices, { example: 'departmentDirector', optional: true, about: 'The word or its Chinese name, 科主任.' })
  office?: string;
  @Code({ example: 'XWK', optional: true }) departmentCode?: string;
  @Moment({ example: '2026-01-01T00:00:00+08:00', optional: true, about: 'Or a day, from its beginning; now unless given.' })
  from?: string;
  @Moment({ example: '2026-12-31T00:00:00+08:00', optional: true, about: 'Exclusive; or a day, until its end.' })
  until?: string;
}

export class ImportedDepartmentsResponse {
  @ApiProperty({ example: false }) dryRun!: boolean;
  @ApiProperty({ example: 2, description: 'Departments in the file.' }) departments!: number;
}

export class FirstPasswordResponse extends NamedResponse {
  @ApiProperty({ example: 'chen.jing' }) username!: string;
  @ApiProperty({ example: 'k7mq-3hxd-9tqa-wp4n', description: 'For the first sign-in; only this answer shows it.' })
  initialPassword!: string;
}

export class ImportedPeopleResponse {
  @ApiProperty({ example: false }) dryRun!: boolean;
  @ApiProperty({ example: 1, description: 'People in the file.' }) people!: number;
  @ApiProperty({ example: 2, description: 'Appointments in the file.' }) appointments!: number;
  @ApiProperty({ type: [FirstPasswordResponse], description: 'One for each person; none in a dry run.' })
  passwords!: FirstPasswordResponse[];
}
