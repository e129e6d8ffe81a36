import {
  awaitedSteps,
  chains,
  offices,
  urgencies,
  type AwaitedStep,
  type Chain,
  type Office,
  type Urgency,
} from '@countersign/policy';
import { ApiProperty } from '@nestjs/swagger';
import { Choice, Id, QueryFlag } from './fields.ts';
import { NamedResponse } from './identity.ts';
import { Cursor, Limit, Page } from './pages.ts';
import { ReferralRowResponse } from './worklist.ts';

const department = '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f71';
const since = '2026-11-22T03:10:00.000Z';
const inWords = 'In the language asked for.';

/** Referrals that wait, each counted once however many offices it awaits. */
export class WaitingCount {
  @ApiProperty({ type: 'integer', example: 12 }) referrals!: number;
  @ApiProperty({ type: 'integer', example: 3, description: 'How many of them have waited for longer than they may.' })
  overdue!: number;
  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    example: since,
    description: 'Since when the longest waiting has waited; null where nothing waits.',
  })
  oldestSince!: string | null;
}

export class ChainWaiting extends WaitingCount {
  @ApiProperty({ enum: chains, example: 'inpatient' }) chain!: Chain;
  @ApiProperty({ example: '住院转诊', description: inWords }) chainName!: string;
}

export class StepWaiting extends WaitingCount {
  @ApiProperty({ enum: awaitedSteps, example: 'insurance', description: 'The signature asked for, or the state.' })
  step!: AwaitedStep;
  @ApiProperty({ example: '待医保办签字', description: inWords }) stepName!: string;
}

export class DepartmentWaiting extends WaitingCount {
  @ApiProperty({ type: NamedResponse, nullable: true, description: "Null for another hospital's patients." })
  department!: NamedResponse | null;
}

export class GroupWaiting extends WaitingCount {
  @ApiProperty({ enum: chains, example: 'inpatient' }) chain!: Chain;
  @ApiProperty({ example: '住院转诊', description: inWords }) chainName!: string;
  @ApiProperty({ enum: awaitedSteps, example: 'insurance' }) step!: AwaitedStep;
  @ApiProperty({ example: '待医保办签字', description: inWords }) stepName!: string;
  @ApiProperty({ type: NamedResponse, nullable: true }) department!: NamedResponse | null;
}

export class StandingResponse {
  @ApiProperty({ format: 'date-time', example: '2026-11-22T04:00:00.000Z', description: 'The moment it was true.' }) at!: string;
  @ApiProperty({ type: WaitingCount }) total!: WaitingCount;
  @ApiProperty({ type: [ChainWaiting] }) chains!: ChainWaiting[];
  @ApiProperty({ type: [StepWaiting], description: "In a chain's order. Both deans may be asked for one referral." })
  steps!: StepWaiting[];
  @ApiProperty({ type: [DepartmentWaiting] }) departments!: DepartmentWaiting[];
  @ApiProperty({ type: [GroupWaiting], description: 'By chain, step and department; groups without a referral are left out.' })
  groups!: GroupWaiting[];
}

export class WaitingQuery {
  @Choice(chains, { example: 'inpatient', optional: true }) chain?: Chain;
  @Id({ example: department, optional: true, about: "The referral's department." }) department?: string;
  @Choice(awaitedSteps, { example: 'insurance', optional: true }) step?: AwaitedStep;
  @Choice(offices, { example: 'insuranceLead', optional: true }) office?: Office;
  @Choice(urgencies, { example: 'emergency', optional: true }) urgency?: Urgency;
  @QueryFlag({ example: true, optional: true, about: 'Only referrals that are overdue, or only those that are not.' }) overdue?: boolean;
  @Limit(100, 50) limit?: number;
  @Cursor() cursor?: string;
}

/** One office that a referral awaits. */
export class AwaitedResponse {
  @ApiProperty({ enum: awaitedSteps, example: 'insurance' }) step!: AwaitedStep;
  @ApiProperty({ example: '待医保办签字', description: inWords }) stepName!: string;
  @ApiProperty({ enum: offices, example: 'insuranceLead' }) office!: Office;
  @ApiProperty({ example: '医保办转诊负责人', description: inWords }) officeName!: string;
  @ApiProperty({ format: 'date-time', example: since }) since!: string;
  @ApiProperty({ example: false }) overdue!: boolean;
}

export class WaitingRowResponse extends ReferralRowResponse {
  @ApiProperty({ format: 'date-time', example: since, description: 'The earliest of what it awaits and the filters let pass.' })
  since!: string;
  @ApiProperty({ example: false, description: 'Whether any of that is overdue.' }) overdue!: boolean;
  @ApiProperty({ type: [AwaitedResponse], description: 'Whom it awaits, as far as the filters let pass.' })
  awaits!: AwaitedResponse[];
}

export class WaitingPageResponse extends Page {
  @ApiProperty({ type: [WaitingRowResponse], description: 'Longest waiting first.' }) items!: WaitingRowResponse[];
}
