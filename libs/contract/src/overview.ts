import {
  awaitedSteps,
  chains,
  offices,
  urgencies,
  type AwaitedStep,
  type Chain,
  type Office,
  type ReasonedAct,
  type Urgency,
} from '@countersign/policy';
import { ApiProperty } from '@nestjs/swagger';
import { Choice, Day, Id, IdOrNone, QueryFlag } from './fields.ts';
import { ReasonData } from './history.ts';
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
  @IdOrNone({ example: department, optional: true, about: "The referral's department; `none` for those of another hospital's patients, which have none." })
  department?: string;
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

/** Days in Asia/Shanghai. */
export class PeriodQuery {
  @Day({ example: '2026-09-01', optional: true, about: 'The first day; 90 days, `to` included, unless given.' }) from?: string;
  @Day({ example: '2026-11-22', optional: true, about: 'The last day, included; today unless given. At most 366 days.' })
  to?: string;
  @Choice(chains, { example: 'inpatient', optional: true }) chain?: Chain;
  @Id({ example: department, optional: true, about: "The referral's department." }) department?: string;
}

export class PeriodResponse {
  @ApiProperty({ format: 'date', example: '2026-09-01', description: 'The first day, in Asia/Shanghai.' }) from!: string;
  @ApiProperty({ format: 'date', example: '2026-11-22', description: 'The last day, included.' }) to!: string;
}

const hours = (example: number, description: string) =>
  ApiProperty({ type: 'number', nullable: true, example, description: `${description} Null where there is none.` });

export class StepTurnaround {
  @ApiProperty({ enum: awaitedSteps, example: 'insurance' }) step!: AwaitedStep;
  @ApiProperty({ example: '待医保办签字', description: inWords }) stepName!: string;
  @ApiProperty({ type: 'integer', example: 118, description: 'Acts that answered it: also returns, rejections and declines.' })
  acts!: number;
  @hours(3.25, 'Half of them were waited for at most so many hours.') medianHours!: number | null;
  @hours(26.5, 'Nine in ten were waited for at most so many hours.') p90Hours!: number | null;
}

export class WeekTurnaround {
  @ApiProperty({ format: 'date', example: '2026-11-16', description: 'Its Monday; the first and the last week may be cut.' })
  week!: string;
  @ApiProperty({ type: 'integer', example: 14 }) letters!: number;
  @hours(50.75, 'Hours from report to letter, half of the letters at most.') medianHours!: number | null;
}

export class Turnaround {
  @ApiProperty({ type: 'integer', example: 112, description: 'Letters issued; one that was replaced is one.' }) letters!: number;
  @hours(52.5, 'Hours from report to letter, half of the letters at most.') medianHours!: number | null;
  @hours(97.25, 'Hours from report to letter, nine letters in ten at most.') p90Hours!: number | null;
  @ApiProperty({ type: [StepTurnaround], description: "In a chain's order; steps that nobody answered are left out." })
  steps!: StepTurnaround[];
  @ApiProperty({ type: [WeekTurnaround], description: 'Every week of the period.' }) weeks!: WeekTurnaround[];
}

export class ChainTurnaround extends Turnaround {
  @ApiProperty({ enum: chains, example: 'inpatient' }) chain!: Chain;
  @ApiProperty({ example: '住院转诊', description: inWords }) chainName!: string;
}

export class TurnaroundResponse extends PeriodResponse {
  @ApiProperty({ type: Turnaround }) total!: Turnaround;
  @ApiProperty({ type: [ChainTurnaround], description: 'Every chain, or the one that was asked for.' }) chains!: ChainTurnaround[];
}

/** Acts whose reasons are counted. */
export const countedReasons = ['decline', 'returnForCorrection', 'reject', 'void'] as const satisfies readonly ReasonedAct[];
export type CountedReason = (typeof countedReasons)[number];

/** Where a reason was given: at what was awaited, or on a letter in force. */
export const reasonSteps = [...awaitedSteps, 'issued'] as const;
export type ReasonStep = (typeof reasonSteps)[number];

export class ReasonCount {
  @ApiProperty({ enum: countedReasons, example: 'returnForCorrection' }) act!: CountedReason;
  @ApiProperty({ example: '退回修改', description: inWords }) actName!: string;
  @ApiProperty({ type: ReasonData, description: 'With the words that the list has now.' }) reason!: ReasonData;
  @ApiProperty({ enum: reasonSteps, example: 'insurance', description: 'Where it was given.' }) step!: ReasonStep;
  @ApiProperty({ example: '待医保办签字', description: inWords }) stepName!: string;
  @ApiProperty({ type: NamedResponse, nullable: true }) department!: NamedResponse | null;
  @ApiProperty({ type: 'integer', example: 7 }) count!: number;
}

export class ReasonCountsResponse extends PeriodResponse {
  @ApiProperty({ type: [ReasonCount], description: 'Most frequent first; each act counts in one of them.' }) items!: ReasonCount[];
}
