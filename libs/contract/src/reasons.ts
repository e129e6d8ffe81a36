import { reasonedActs, type ReasonedAct } from '@countersign/policy';
import { ApiProperty } from '@nestjs/swagger';
import { Choice, Code, Flag, QueryFlag, Text } from './fields.ts';

export class ReasonsQuery {
  @Choice(reasonedActs, { example: 'returnForCorrection', optional: true }) act?: ReasonedAct;
  @QueryFlag({ example: true, optional: true, about: 'Only those that can be chosen, or only the others; both unless given.' })
  active?: boolean;
}

export class CreateReasonRequest {
  @Choice(reasonedActs, { example: 'returnForCorrection' }) act!: ReasonedAct;
  @Code({ example: 'incomplete' }) code!: string;
  @Text({ max: 100, example: '内容填写不完整' }) zh!: string;
  @Text({ max: 200, example: 'The form is not complete' }) en!: string;
}

export class ChangeReasonRequest {
  @Text({ max: 100, example: '内容填写不完整', optional: true }) zh?: string;
  @Text({ max: 200, example: 'The form is not complete', optional: true }) en?: string;
  @Flag({ example: false, optional: true, about: 'What is not active cannot be chosen any more; the log keeps it.' })
  active?: boolean;
}

export class ReasonResponse {
  @ApiProperty({ enum: reasonedActs, example: 'returnForCorrection' }) act!: ReasonedAct;
  @ApiProperty({ example: 'incomplete' }) code!: string;
  @ApiProperty({ example: '内容填写不完整' }) zh!: string;
  @ApiProperty({ example: 'The form is not complete' }) en!: string;
  @ApiProperty({ example: true }) active!: boolean;
}

export class ReasonsResponse {
  @ApiProperty({ type: [ReasonResponse] }) items!: ReasonResponse[];
}
