import { ApiProperty } from '@nestjs/swagger';
import { Choice, Id, Moment } from './fields.ts';
import { NamedResponse } from './identity.ts';
import { Page, PageQuery } from './pages.ts';
import { audited, type Audited } from './words.ts';

export class AuditQuery extends PageQuery {
  @Choice(audited, { example: 'appointed', optional: true }) what?: Audited;
  @Id({ example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f71', optional: true, about: 'Who did it.' }) personId?: string;
  @Id({ example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f72', optional: true, about: 'To whom or what it was done.' })
  subject?: string;
  @Moment({ example: '2026-11-01T00:00:00+08:00', optional: true }) from?: string;
  @Moment({ example: '2026-12-01T00:00:00+08:00', optional: true, about: 'Exclusive.' }) to?: string;
}

export class AuditEntryResponse {
  @ApiProperty({ format: 'uuid', example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f70' }) id!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T09:10:00.000Z' }) at!: string;
  @ApiProperty({ enum: audited, example: 'appointed' }) what!: Audited;
  @ApiProperty({ example: '任职', description: 'In the language asked for.' }) whatName!: string;
  @ApiProperty({ type: NamedResponse, nullable: true, description: 'Who did it; null is the system.' })
  person!: NamedResponse | null;
  @ApiProperty({ type: 'string', nullable: true, example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f72' })
  subject!: string | null;
  @ApiProperty({ type: 'string', nullable: true, example: '陈静', description: "The subject as people name it: a person's name, a referral's number. Null where it has no such name." })
  about!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true, example: { office: 'departmentLead' } })
  details!: Record<string, unknown>;
}

export class AuditPageResponse extends Page {
  @ApiProperty({ type: [AuditEntryResponse] }) items!: AuditEntryResponse[];
}
