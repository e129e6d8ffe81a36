import {
  acts,
  chains,
  offices,
  states,
  steps,
  urgencies,
  type Act,
  type Chain,
  type Office,
  type StateName,
  type Urgency,
} from '@countersign/policy';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { applyDecorators } from '@nestjs/common';
import { Choice, Count, Id, IdNumber, QueryFlag, Text } from './fields.ts';
import { NamedResponse } from './identity.ts';
import { Cursor, Limit, Page } from './pages.ts';

const department = '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f71';
const referral = '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f73';

/** What awaits me; what I did, started and was copied on. */
export const boxes = ['awaiting', 'done', 'started', 'copied'] as const;
export type Box = (typeof boxes)[number];

const Hours = () =>
  applyDecorators(
    Type(() => Number),
    Count({
      min: 1,
      max: 87_600,
      example: 24,
      optional: true,
      about: 'Only what has been there for at least so many hours.',
    }),
  );

export class WorklistQuery {
  @Choice(boxes, { example: 'awaiting', optional: true, about: 'awaiting unless given.' }) box?: Box;
  @Choice(chains, { example: 'inpatient', optional: true }) chain?: Chain;
  @Choice(urgencies, { example: 'emergency', optional: true }) urgency?: Urgency;
  @Id({ example: department, optional: true, about: "The referral's department." }) department?: string;
  @Hours() olderThanHours?: number;
  @QueryFlag({ example: true, optional: true, about: 'Only what is overdue, or only what is not; both unless given.' })
  overdue?: boolean;
  @Limit(100, 50) limit?: number;
  @Cursor() cursor?: string;
}

export class ReferralsQuery {
  @Text({
    max: 60,
    example: '王秀',
    optional: true,
    about: "Beginning of a patient's name, a referral number or a letter number, taken literally.",
  })
  search?: string;
  @Choice(states, { example: 'awaitingDeans', optional: true }) state?: StateName;
  @Choice(chains, { example: 'inpatient', optional: true }) chain?: Chain;
  @QueryFlag({ example: false, optional: true, about: 'Only those whose letter somebody has taken, or nobody yet.' })
  handedOver?: boolean;
  @Limit(100, 50) limit?: number;
  @Cursor() cursor?: string;
}

/** Only reads, but an ID number belongs into no address. */
export class FindReferralsRequest {
  @IdNumber({ example: '990000196503124520', about: "The patient's, as their ID card or its reader gives it." })
  idNumber!: string;
  @Limit(100, 50) limit?: number;
  @Cursor() cursor?: string;
}

export class LastActResponse {
  @ApiProperty({ enum: acts, example: 'sign' }) act!: Act;
  @ApiProperty({ example: '签字', description: 'In the language asked for.' }) actName!: string;
  @ApiProperty({ type: NamedResponse, nullable: true, description: 'Null is the system.' })
  person!: NamedResponse | null;
}

/** A referral as lists show it. */
export class ReferralRowResponse {
  @ApiProperty({ format: 'uuid', example: referral }) id!: string;
  @ApiProperty({ example: 'R20260000001' }) number!: string;
  @ApiProperty({ enum: chains, example: 'inpatient' }) chain!: Chain;
  @ApiProperty({ example: '住院转诊', description: 'In the language asked for.' }) chainName!: string;
  @ApiProperty({ enum: states, example: 'awaitingInsurance' }) state!: StateName;
  @ApiProperty({ example: '待医保办签字', description: 'In the language asked for.' }) stateName!: string;
  @ApiProperty({ example: 6, description: 'For If-Match, and for signing many at once.' }) version!: number;
  @ApiProperty({ example: '王秀兰' }) patientName!: string;
  @ApiProperty({ example: '441***********4523' }) patientIdMasked!: string;
  @ApiProperty({ example: '支气管或肺恶性肿瘤' }) diagnosis!: string;
  @ApiProperty({ type: 'string', nullable: true, example: '中山大学附属示例肿瘤医院' }) destination!: string | null;
  @ApiProperty({ enum: urgencies, example: 'urgent' }) urgency!: Urgency;
  @ApiProperty({ type: NamedResponse, nullable: true }) department!: NamedResponse | null;
  @ApiProperty({ type: 'string', nullable: true, example: null }) letterNo!: string | null;
  @ApiProperty({ type: LastActResponse, description: 'The last act that moved the referral.' }) last!: LastActResponse;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T01:10:00.000Z' }) reportedAt!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T03:10:00.000Z' }) changedAt!: string;
}

/** One way in which a referral awaits the person who asks. */
export class AwaitsMeResponse {
  @ApiProperty({ enum: [...steps, ...states], example: 'insurance', description: 'The signature asked for, or the state.' })
  step!: string;
  @ApiProperty({ enum: offices, example: 'insuranceLead' }) office!: Office;
  @ApiProperty({ example: '医保办转诊负责人', description: 'In the language asked for.' }) officeName!: string;
  @ApiProperty({ type: NamedResponse, nullable: true, description: 'The holder for whom a substitute would act.' })
  onBehalfOf!: NamedResponse | null;
}

export class WorklistRowResponse extends ReferralRowResponse {
  @ApiProperty({
    format: 'date-time',
    example: '2026-11-22T03:10:00.000Z',
    description: 'Since when it awaits; in the other boxes, when the person last acted, started it or was copied.',
  })
  since!: string;
  @ApiProperty({
    example: false,
    description: 'Whether it has awaited its step for longer than the institution allows; false in the other boxes.',
  })
  overdue!: boolean;
  @ApiProperty({ type: [AwaitsMeResponse], description: 'As whom it awaits the person; empty in the other boxes.' })
  awaitsMe!: AwaitsMeResponse[];
}

const partly =
  'A page may hold fewer rows than asked for, even none, where a filter fits few: go on while nextCursor is not null.';

export class WorklistPageResponse extends Page {
  @ApiProperty({ type: [WorklistRowResponse], description: partly }) items!: WorklistRowResponse[];
}

export class ReferralsPageResponse extends Page {
  @ApiProperty({ type: [ReferralRowResponse], description: partly }) items!: ReferralRowResponse[];
}

/** Counted up to 1,000. */
export class CountResponse {
  @ApiProperty({ example: 12 }) count!: number;
  @ApiProperty({ example: false, description: 'Whether there are more than were counted.' }) more!: boolean;
}

export class AwaitingCountResponse extends CountResponse {
  @ApiProperty({ type: CountResponse }) emergency!: CountResponse;
  @ApiProperty({ type: CountResponse }) urgent!: CountResponse;
  @ApiProperty({ type: CountResponse }) routine!: CountResponse;
}

/**
 * Data of the event `changed`: the referral awaits the person, or did before, or they acted on it or were copied; or they
 * hold an office that may see the overview, and hear of every one.
 */
export class WorklistChanged {
  @ApiProperty({ format: 'uuid', example: referral }) referralId!: string;
  @ApiProperty({ example: 6 }) version!: number;
}

export class WorklistCountsResponse {
  @ApiProperty({ type: AwaitingCountResponse }) awaiting!: AwaitingCountResponse;
  @ApiProperty({ type: CountResponse }) done!: CountResponse;
  @ApiProperty({ type: CountResponse }) started!: CountResponse;
  @ApiProperty({ type: CountResponse }) copied!: CountResponse;
}

