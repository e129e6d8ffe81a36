import { ApiProperty } from '@nestjs/swagger';
import { Code, Flag, QueryFlag, Text } from './fields.ts';

export class DepartmentsQuery {
  @QueryFlag({ example: true, optional: true, about: 'Only active ones, or only those that are not; both unless given.' })
  active?: boolean;
}

export class CreateDepartmentRequest {
  @Code({ example: 'XWK' }) code!: string;
  @Text({ max: 50, example: '胸外科' }) name!: string;
}

export class ChangeDepartmentRequest {
  @Code({ example: 'XWK', optional: true }) code?: string;
  @Text({ max: 50, example: '胸外科', optional: true }) name?: string;
  @Flag({ example: true, optional: true, about: 'Nobody is appointed in a department that is not active.' })
  active?: boolean;
}

export class DepartmentResponse {
  @ApiProperty({ format: 'uuid', example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f72' }) id!: string;
  @ApiProperty({ example: 'XWK' }) code!: string;
  @ApiProperty({ example: '胸外科' }) name!: string;
  @ApiProperty({ example: true }) active!: boolean;
}

export class DepartmentsResponse {
  @ApiProperty({ type: [DepartmentResponse] }) items!: DepartmentResponse[];
}
