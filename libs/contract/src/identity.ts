import { chains, offices, rights, type Chain, type Office, type Right } from '@countersign/policy';
import { ApiProperty } from '@nestjs/swagger';
import { Choice, Code, Secret } from './fields.ts';

const session = '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f70';
const person = '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f71';
const department = '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f72';

export class SignInRequest {
  @Code({ example: 'dongguan', about: 'Code of the institution.' }) institution!: string;
  @Code({ example: 'chen.jing' }) username!: string;
  @Secret({ min: 1, max: 256, example: 'Countersign-demo-1' }) password!: string;
  @Choice(['cookie', 'bearer'], {
    example: 'bearer',
    optional: true,
    about: 'How the session is carried: in an HttpOnly cookie (browsers, the default) or as a bearer token.',
  })
  as?: 'cookie' | 'bearer';
}

export class PresenceRequest {
  @Secret({ min: 1, max: 256, example: 'Countersign-demo-1' }) password!: string;
}

export class ChangePasswordRequest {
  @Secret({ min: 1, max: 256, example: 'Countersign-demo-1' }) current!: string;
  @Secret({ min: 1, max: 256, example: 'four words one river', about: 'At least 12 characters.' }) next!: string;
}

export class NamedResponse {
  @ApiProperty({ format: 'uuid', example: person }) id!: string;
  @ApiProperty({ example: '陈静' }) name!: string;
}

export class OfferedInstitutionResponse {
  @ApiProperty({ example: 'dongguan' }) code!: string;
  @ApiProperty({ example: '东莞市松湖总医院' }) name!: string;
}

export class DemoOfficeResponse {
  @ApiProperty({ enum: offices, example: 'departmentDirector' }) office!: Office;
  @ApiProperty({ example: '科主任', description: 'In the language asked for.' }) officeName!: string;
  @ApiProperty({ type: 'string', nullable: true, example: '胸外科' }) departmentName!: string | null;
  @ApiProperty({ type: 'string', nullable: true, example: '梁伟强', description: 'The holder, where this is by a warrant.' })
  onBehalfOf!: string | null;
}

export class DemoPersonResponse {
  @ApiProperty({ example: 'dongguan', description: 'Code of the institution.' }) institution!: string;
  @ApiProperty({ example: 'chen.jing' }) username!: string;
  @ApiProperty({ example: '陈静' }) name!: string;
  @ApiProperty({ type: [DemoOfficeResponse], description: 'Own offices first, then those by warrant.' })
  offices!: DemoOfficeResponse[];
}

export class DemoResponse {
  @ApiProperty({ example: 'Countersign-demo-1', description: "Everybody's." }) password!: string;
  @ApiProperty({ type: [DemoPersonResponse], description: 'Everybody in each hospital; first who takes a case through.' })
  people!: DemoPersonResponse[];
}

export class SignInOptionsResponse {
  @ApiProperty({ type: [OfferedInstitutionResponse] }) institutions!: OfferedInstitutionResponse[];
  @ApiProperty({ type: DemoResponse, nullable: true }) demo!: DemoResponse | null;
}

export class SignedInResponse {
  @ApiProperty({ format: 'uuid', example: session }) sessionId!: string;
  @ApiProperty({
    type: 'string',
    nullable: true,
    example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f70.Zm9yLWV4YW1wbGUtb25seS1ub3QtYS1yZWFsLXRva2Vu',
    description: 'Send it as `Authorization: Bearer …`. Null where the session is in a cookie.',
  })
  token!: string | null;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T20:49:20.000Z' }) expiresAt!: string;
  @ApiProperty({ example: false, description: 'Nothing else is open before the password is changed.' })
  mustChangePassword!: boolean;
  @ApiProperty({ type: NamedResponse }) person!: NamedResponse;
}

export class InstitutionNameResponse {
  @ApiProperty({ format: 'uuid', example: session }) id!: string;
  @ApiProperty({ example: 'dongguan' }) code!: string;
  @ApiProperty({ example: '东莞市松湖总医院' }) name!: string;
}

export class CapacityResponse {
  @ApiProperty({ enum: offices, example: 'departmentDirector' }) office!: Office;
  @ApiProperty({ example: '科主任', description: 'In the language asked for.' }) officeName!: string;
  @ApiProperty({ type: 'string', format: 'uuid', nullable: true, example: department }) departmentId!: string | null;
  @ApiProperty({ type: 'string', nullable: true, example: '胸外科' }) departmentName!: string | null;
  @ApiProperty({ type: NamedResponse, nullable: true, description: 'The holder, where this is by a warrant.' })
  onBehalfOf!: NamedResponse | null;
  @ApiProperty({ type: 'string', nullable: true, example: '代〔2026〕0001号' }) warrantNo!: string | null;
}

export class ReportableResponse {
  @ApiProperty({ enum: chains, example: 'outpatient' }) chain!: Chain;
  @ApiProperty({ example: '门诊转诊' }) chainName!: string;
  @ApiProperty({
    type: [NamedResponse],
    example: [{ id: department, name: '胸外科' }],
    description: 'Departments for which the report can be made; none in a chain that belongs to no department.',
  })
  departments!: NamedResponse[];
}

/** Who I am, and as what I may act at this moment. */
export class SessionResponse {
  @ApiProperty({ format: 'uuid', example: session }) id!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T20:49:20.000Z' }) expiresAt!: string;
  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    example: '2026-11-22T09:10:00.000Z',
    description: 'Until when signing is open without the password; null when it must be given first.',
  })
  presentUntil!: string | null;
  @ApiProperty({ example: false }) mustChangePassword!: boolean;
  @ApiProperty({ type: InstitutionNameResponse }) institution!: InstitutionNameResponse;
  @ApiProperty({ example: 'chen.jing' }) username!: string;
  @ApiProperty({ type: NamedResponse }) person!: NamedResponse;
  @ApiProperty({ type: [CapacityResponse] }) capacities!: CapacityResponse[];
  @ApiProperty({ type: [ReportableResponse], description: 'The chains in which this person may report a case.' })
  reports!: ReportableResponse[];
  @ApiProperty({
    enum: rights,
    isArray: true,
    example: ['seeReferrals', 'actOnReferrals'],
    description: 'What these capacities open, beside what each referral says of itself: clause P11 of docs/policy.md.',
  })
  may!: Right[];
}

export class OwnSessionResponse {
  @ApiProperty({ format: 'uuid', example: session }) id!: string;
  @ApiProperty({ example: true, description: 'Whether it is the session of this request.' }) current!: boolean;
  @ApiProperty({ type: 'string', nullable: true, example: 'Mozilla/5.0 (Linux; Android 15)' }) userAgent!: string | null;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T08:49:20.000Z' }) createdAt!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-22T20:49:20.000Z' }) expiresAt!: string;
}

export class OwnSessionsResponse {
  @ApiProperty({ type: [OwnSessionResponse] }) items!: OwnSessionResponse[];
}

export class PresenceResponse {
  @ApiProperty({ format: 'date-time', example: '2026-11-22T09:10:00.000Z' }) presentUntil!: string;
}

export class InitialPasswordResponse {
  @ApiProperty({
    example: 'k7mq-3hxd-9tqa-wp4n',
    description: 'Shown this once; it must be changed at the first sign-in.',
  })
  initialPassword!: string;
}
