import { chains, offices, type Chain, type Office } from '@countersign/policy';
import { ApiProperty } from '@nestjs/swagger';
import { Choice, Code, Id, Moment, Phone, Prose, QueryFlag, Text } from './fields.ts';
import { NamedResponse } from './identity.ts';
import { Page, PageQuery } from './pages.ts';

const person = '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f71';
const department = '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f72';
const appointment = '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f73';

export class PeopleQuery extends PageQuery {
  @Text({ max: 50, example: '陈', optional: true, about: 'Part of a name or user name.' }) search?: string;
  @Choice(offices, { example: 'departmentDirector', optional: true, about: 'Who holds this office now.' }) office?: Office;
  @Id({ example: department, optional: true, about: 'Who holds an office in this department now.' }) departmentId?: string;
  @QueryFlag({ example: true, optional: true }) active?: boolean;
}

export class ColleaguesQuery extends PageQuery {
  @Text({ max: 50, example: '陈', optional: true, about: 'Part of a name.' }) search?: string;
}

export class CreatePersonRequest {
  @Code({ example: 'chen.jing', about: 'Kept in lower case.' }) username!: string;
  @Text({ max: 50, example: '陈静' }) name!: string;
  @Text({ max: 50, example: '主任医师', optional: true, nullable: true }) title?: string | null;
  @Phone({ example: '13800138000', optional: true, nullable: true }) phone?: string | null;
}

export class ChangePersonRequest {
  @Code({ example: 'chen.jing', optional: true }) username?: string;
  @Text({ max: 50, example: '陈静', optional: true }) name?: string;
  @Text({ max: 50, example: '主任医师', optional: true, nullable: true }) title?: string | null;
  @Phone({ example: '13800138000', optional: true, nullable: true }) phone?: string | null;
}

export class HeldOfficeResponse {
  @ApiProperty({ enum: offices, example: 'departmentDirector' }) office!: Office;
  @ApiProperty({ example: '科主任', description: 'In the language asked for.' }) officeName!: string;
  @ApiProperty({ type: 'string', format: 'uuid', nullable: true, example: department }) departmentId!: string | null;
  @ApiProperty({ type: 'string', nullable: true, example: '胸外科' }) departmentName!: string | null;
}

export class PersonResponse {
  @ApiProperty({ format: 'uuid', example: person }) id!: string;
  @ApiProperty({ example: 'chen.jing' }) username!: string;
  @ApiProperty({ example: '陈静' }) name!: string;
  @ApiProperty({ type: 'string', nullable: true, example: '主任医师' }) title!: string | null;
  @ApiProperty({ type: 'string', nullable: true, example: '138****8000' }) phoneMasked!: string | null;
  @ApiProperty({ example: true }) active!: boolean;
  @ApiProperty({ example: false }) mustChangePassword!: boolean;
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: null }) lockedUntil!: string | null;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T08:49:20.000Z' }) createdAt!: string;
  @ApiProperty({ type: [HeldOfficeResponse], description: 'What this person holds now.' }) offices!: HeldOfficeResponse[];
}

export class PeoplePageResponse extends Page {
  @ApiProperty({ type: [PersonResponse] }) items!: PersonResponse[];
}

export class CreatedPersonResponse extends PersonResponse {
  @ApiProperty({
    example: 'k7mq-3hxd-9tqa-wp4n',
    description: 'For the first sign-in; only this answer shows it.',
  })
  initialPassword!: string;
}

export class PhoneResponse {
  @ApiProperty({ type: 'string', nullable: true, example: '13800138000' }) phone!: string | null;
}

export class ColleagueResponse extends NamedResponse {
  @ApiProperty({ type: 'string', nullable: true, example: '主任医师' }) title!: string | null;
  @ApiProperty({ type: [HeldOfficeResponse] }) offices!: HeldOfficeResponse[];
}

export class ColleaguesPageResponse extends Page {
  @ApiProperty({ type: [ColleagueResponse] }) items!: ColleagueResponse[];
}

export class AppointmentsQuery extends PageQuery {
  @Id({ example: person, optional: true }) personId?: string;
  @Choice(offices, { example: 'departmentDirector', optional: true }) office?: Office;
  @Id({ example: department, optional: true }) departmentId?: string;
  @Moment({ example: '2026-11-22T09:00:00+08:00', optional: true, about: 'Only those that were valid at this moment.' })
  at?: string;
}

export class CreateAppointmentRequest {
  @Id({ example: person }) personId!: string;
  @Choice(offices, { example: 'departmentDirector' }) office!: Office;
  @Id({ example: department, optional: true, nullable: true, about: 'For an office that belongs to a department, and only there.' })
  departmentId?: string | null;
  @Moment({ example: '2026-11-22T00:00:00+08:00', optional: true, about: 'Now unless given.' }) from?: string;
  @Moment({ example: '2027-11-22T00:00:00+08:00', optional: true, nullable: true, about: 'Exclusive; open unless given.' })
  until?: string | null;
}

export class EndAppointmentRequest {
  @Moment({ example: '2026-12-01T00:00:00+08:00', optional: true, about: 'Now unless given; never in the past.' })
  until?: string;
}

export class AppointmentResponse extends HeldOfficeResponse {
  @ApiProperty({ format: 'uuid', example: appointment }) id!: string;
  @ApiProperty({ type: NamedResponse }) person!: NamedResponse;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T00:00:00.000Z' }) from!: string;
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: null }) until!: string | null;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T00:00:00.000Z' }) createdAt!: string;
  @ApiProperty({ type: NamedResponse, nullable: true }) appointedBy!: NamedResponse | null;
}

export class AppointmentsPageResponse extends Page {
  @ApiProperty({ type: [AppointmentResponse] }) items!: AppointmentResponse[];
}

/** An office that nobody holds at this moment. */
export class VacancyResponse extends HeldOfficeResponse {
  @ApiProperty({
    enum: chains,
    isArray: true,
    example: ['outpatient'],
    description: 'Chains that stop there; none where another office may act in its place.',
  })
  chains!: Chain[];
}

export class VacanciesResponse {
  @ApiProperty({ type: [VacancyResponse], description: 'By office, in active departments by name.' }) items!: VacancyResponse[];
}

export const warrantTimes = ['current', 'coming', 'past'] as const;

export class SubstitutesQuery extends PageQuery {
  @Choice(warrantTimes, { example: 'current', optional: true, about: 'All unless given.' })
  when?: (typeof warrantTimes)[number];
  @Id({ example: person, optional: true, about: 'Of this holder.' }) holderId?: string;
  @Id({ example: person, optional: true, about: 'Of this substitute.' }) personId?: string;
}

export class SetSubstituteRequest {
  @Id({ example: appointment, about: 'The appointment for whose holder the substitute acts.' }) appointmentId!: string;
  @Id({ example: person, about: 'The substitute.' }) personId!: string;
  @Moment({ example: '2026-11-23T00:00:00+08:00', optional: true, about: 'Now unless given; never in the past.' })
  from?: string;
  @Moment({ example: '2026-12-01T00:00:00+08:00', about: 'Exclusive.' }) until!: string;
  @Prose({ max: 500, example: '外出参加学术会议', optional: true, nullable: true }) reason?: string | null;
}

export class SubstituteResponse {
  @ApiProperty({ format: 'uuid', example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f74' }) id!: string;
  @ApiProperty({ example: '代〔2026〕0001号' }) warrantNo!: string;
  @ApiProperty({ type: NamedResponse, description: 'For whom the substitute acts.' }) holder!: NamedResponse;
  @ApiProperty({ type: NamedResponse, description: 'The substitute.' }) person!: NamedResponse;
  @ApiProperty({ format: 'uuid', example: appointment }) appointmentId!: string;
  @ApiProperty({ type: HeldOfficeResponse }) office!: HeldOfficeResponse;
  @ApiProperty({ format: 'date-time', example: '2026-11-23T00:00:00.000Z' }) from!: string;
  @ApiProperty({ format: 'date-time', example: '2026-12-01T00:00:00.000Z' }) until!: string;
  @ApiProperty({ type: 'string', nullable: true, example: '外出参加学术会议' }) reason!: string | null;
  @ApiProperty({ type: NamedResponse }) setBy!: NamedResponse;
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: null }) revokedAt!: string | null;
  @ApiProperty({ type: NamedResponse, nullable: true, example: null }) revokedBy!: NamedResponse | null;
}

export class SubstitutesPageResponse extends Page {
  @ApiProperty({ type: [SubstituteResponse] }) items!: SubstituteResponse[];
}
