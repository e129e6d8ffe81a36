import { ApiProperty } from '@nestjs/swagger';
import { Choice, Id, Moment } from './fields.ts';
import { NamedResponse } from './identity.ts';
import type { Language } from './language.ts';
import { Page, PageQuery } from './pages.ts';

const w = (zh: string, en: string): Record<Language, string> => ({ 'zh-CN': zh, en });

/** Everything that is recorded beside the acts on referrals. */
export const auditWords = {
  signedIn: w('登录', 'signed in'),
  signInFailed: w('登录失败', 'sign-in failed'),
  presenceFailed: w('本人确认失败', 'proof of presence failed'),
  lockedOut: w('账号锁定', 'locked out'),
  unlocked: w('解除锁定', 'unlocked'),
  signedOut: w('退出登录', 'signed out'),
  sessionEnded: w('终止会话', 'session ended'),
  signedOutEverywhere: w('退出全部会话', 'signed out everywhere'),
  passwordChanged: w('修改密码', 'password changed'),
  passwordReset: w('重置密码', 'password reset'),
  institutionFounded: w('建立机构', 'institution founded'),
  settingsChanged: w('修改机构设置', 'settings changed'),
  departmentCreated: w('新增科室', 'department created'),
  departmentChanged: w('修改科室', 'department changed'),
  departmentDeleted: w('删除科室', 'department deleted'),
  departmentsImported: w('导入科室', 'departments imported'),
  personCreated: w('新增人员', 'person created'),
  personChanged: w('修改人员', 'person changed'),
  personDeactivated: w('停用人员', 'person deactivated'),
  personReactivated: w('启用人员', 'person reactivated'),
  peopleImported: w('导入人员', 'people imported'),
  diagnosesImported: w('导入诊断目录', 'diagnoses imported'),
  hospitalsImported: w('导入医院目录', 'hospitals imported'),
  phoneRevealed: w('查看电话', 'phone revealed'),
  appointed: w('任职', 'appointed'),
  appointmentEnded: w('免职', 'appointment ended'),
  substituteSet: w('设置代理', 'substitute set'),
  substituteRevoked: w('撤销代理', 'substitute revoked'),
  reasonCreated: w('新增理由', 'reason created'),
  reasonChanged: w('修改理由', 'reason changed'),
  phraseCreated: w('新增常用语', 'phrase created'),
  phraseChanged: w('修改常用语', 'phrase changed'),
  phraseDeleted: w('删除常用语', 'phrase deleted'),
  referralRevealed: w('查看完整个人信息', 'personal data of a referral revealed'),
  patientLookedUp: w('按身份证号查找患者', 'patient looked up by ID number'),
  paperUploaded: w('上传材料', 'paper uploaded'),
  paperDownloaded: w('下载材料', 'paper downloaded'),
  paperViewed: w('查看材料', 'paper viewed'),
  paperInfected: w('材料查出病毒', 'paper found infected'),
  paperDeleted: w('删除材料', 'paper deleted'),
  verificationAsked: w('核验全部日志', 'verification of all logs asked for'),
  packMade: w('制作检查包', 'inspection pack made'),
  yearPackAsked: w('制作年度检查包', 'year pack asked for'),
  yearPackDownloaded: w('下载年度检查包', 'year pack downloaded'),
  yearPackDeleted: w('删除年度检查包', 'year pack deleted'),
  documentMade: w('生成文书', 'document made'),
  documentDownloaded: w('查看文书', 'document downloaded'),
  documentReprinted: w('补打文书', 'document reprinted'),
  overviewExported: w('导出总览', 'overview exported'),
  signatureImageSet: w('上传签名图片', 'signature image set'),
  signatureImageDeleted: w('删除签名图片', 'signature image deleted'),
} as const satisfies Record<string, Record<Language, string>>;

export type Audited = keyof typeof auditWords;
export const audited = Object.keys(auditWords) as Audited[];

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
  @ApiProperty({ type: 'object', additionalProperties: true, example: { office: 'departmentLead' } })
  details!: Record<string, unknown>;
}

export class AuditPageResponse extends Page {
  @ApiProperty({ type: [AuditEntryResponse] }) items!: AuditEntryResponse[];
}
