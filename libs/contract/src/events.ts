import { acts, offices, type Act, type Office } from '@countersign/policy';
import { ApiProperty } from '@nestjs/swagger';
import { Choice, Id, Moment, Text } from './fields.ts';
import { NamedResponse } from './identity.ts';
import { Page, PageQuery } from './pages.ts';

const director = { id: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f75', name: '陈静' };

export class EventsQuery extends PageQuery {
  @Choice(acts, { example: 'sign', optional: true }) act?: Act;
  @Id({ example: director.id, optional: true, about: 'Who did it, also for somebody else.' }) personId?: string;
  @Text({ max: 60, example: 'R20260000001', optional: true, about: 'Number of a referral, in full.' }) referral?: string;
  @Moment({ example: '2026-11-01T00:00:00+08:00', optional: true }) from?: string;
  @Moment({ example: '2026-12-01T00:00:00+08:00', optional: true, about: 'Exclusive.' }) to?: string;
}

export class EventReferralResponse {
  @ApiProperty({ format: 'uuid', example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f73' }) id!: string;
  @ApiProperty({ example: 'R20260000001' }) number!: string;
  @ApiProperty({ example: '王秀兰' }) patientName!: string;
}

/** One event of some referral's log, as a list shows it. All that it says: `GET /referrals/{id}/history`. */
export class EventResponse {
  @ApiProperty({ type: EventReferralResponse }) referral!: EventReferralResponse;
  @ApiProperty({ type: 'integer', example: 5, description: "Its place in the referral's log." }) seq!: number;
  @ApiProperty({ enum: acts, example: 'sign' }) act!: Act;
  @ApiProperty({ example: '签字', description: 'In the language asked for.' }) actName!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T03:10:00.000Z' }) at!: string;
  @ApiProperty({ type: NamedResponse, nullable: true, example: director, description: 'Who did it, by the name of then; null is the system.' })
  person!: NamedResponse | null;
  @ApiProperty({ enum: offices, nullable: true, example: 'departmentDirector' }) office!: Office | null;
  @ApiProperty({ type: 'string', nullable: true, example: '科主任', description: 'In the language asked for.' }) officeName!: string | null;
  @ApiProperty({ type: NamedResponse, nullable: true, example: null, description: 'The holder, where a substitute did it.' })
  onBehalfOf!: NamedResponse | null;
  @ApiProperty({ example: 'sha256:7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069' }) hash!: string;
}

export class EventsPageResponse extends Page {
  @ApiProperty({ type: [EventResponse], description: 'Newest first.' }) items!: EventResponse[];
}
