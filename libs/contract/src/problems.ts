import type { Act, Office, PaperKind, Refusal, RefusalCode, Relation, ReturnTarget, StateName } from '@countersign/policy';
import type { Language } from './language.ts';
import type { LetterStatus } from './letters.ts';
import {
  actWords,
  list,
  officeWords,
  paperKindWords,
  relationWords,
  returnTargetWords,
  stateWords,
} from './words.ts';

/** What had happened by the time an act came too late: the newest entry of the log that moved the referral. */
export interface Happened {
  act: Act;
  state: StateName;
  by: string | null;
  at: string;
}

/** The facts that each problem carries beside its sentence. Refusals of policy carry their own. */
export interface ProblemFacts extends RefusalFacts {
  malformed: object;
  invalid: { errors: FieldError[] };
  idempotencyKeyMissing: object;
  idempotencyKeyMalformed: object;
  ifMatchMissing: object;
  ifMatchMalformed: object;
  signedOut: object;
  somebodyElse: object;
  wrongPassword: object;
  lockedOut: { seconds: number };
  tooManyRequests: { seconds: number };
  tooManyStreams: { limit: number };
  mustChangePassword: object;
  passwordTooWeak: object;
  passwordReused: object;
  presenceNeeded: object;
  certificateUnavailable: object;
  crossSite: object;
  notPermitted: { offices: Office[] };
  notFound: object;
  overtaken: { happened: Happened | null };
  changedMeanwhile: object;
  keyReused: object;
  inUse: { what: string };
  alreadyEnded: object;
  limitReached: { limit: number };
  lastAdministrator: object;
  numberTaken: { number: string };
  setterIsSubstitute: object;
  ownSubstitute: object;
  warrantOutlivesAppointment: object;
  draftIncomplete: { errors: FieldError[] };
  /** `count` of all faults; the rows name the first thousand. */
  importFaulty: { rows: RowFault[]; count: number };
  unknownReason: { reason: string };
  unknownPerson: { ids: string[] };
  unknownPaper: { ids: string[] };
  tooLarge: { limit: number };
  unsupportedType: { accepts: string[] };
  fileLies: { declared: string; found: string };
  unknownFileType: { accepts: string[] };
  fileDamaged: { found: string };
  uploadBroken: object;
  paperAttached: object;
  paperLost: object;
  documentNotReady: { seconds: number };
  documentLost: object;
  notReprintable: object;
  noLetterYet: object;
  imageTooLarge: { pixels: number };
  paperNotScanned: object;
  paperInfected: { ids: string[] };
  noThumbnail: object;
  thumbnailsBusy: object;
  draftExists: { id: string };
  verificationUnderWay: object;
  exportTooLarge: { limit: number };
  packUnderWay: { year: number };
  packNotReady: { done: number; total: number | null };
  packFailed: object;
  packLost: object;
  badCursor: object;
  letterNotProved: { letter: LetterStatus };
  wrongReturnCode: object;
  outcomesReported: { limit: number };
  databaseUnavailable: object;
  storageFull: object;
  unexpected: object;
}

type RefusalFacts = { [C in RefusalCode]: Omit<Extract<Refusal, { code: C }>, 'code'> & { happened?: Happened | null } };

export type ProblemCode = keyof ProblemFacts;

export interface FieldError {
  /** JSON Pointer (RFC 6901) into the message. */
  pointer: string;
  reason: string;
}

export interface RowFault {
  /** Line of the file, the header being line 1. */
  line: number;
  column: string | null;
  reason: string;
}

/** Problem document, RFC 9457. Further members carry the facts of the code. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  detail: string;
  instance: string;
  errors?: FieldError[];
}

interface Kind<F> {
  status: number;
  'zh-CN': (facts: F) => string;
  en: (facts: F) => string;
}

const say = (status: number, zh: string, en: string): Kind<object> => ({ status, 'zh-CN': () => zh, en: () => en });

const offices = (keys: readonly Office[], language: Language) => list(officeWords, keys, language);

/** What happened instead, as a clause of a sentence. */
function instead(happened: Happened | null | undefined, language: Language): string {
  if (!happened) return '';
  const act = actWords[happened.act][language];
  const state = stateWords[happened.state][language];
  if (language === 'en') return ` Meanwhile: ${act} by ${happened.by ?? 'the system'}; now ${state}.`;
  return `此前${happened.by ?? '系统'}已「${act}」，当前为「${state}」。`;
}

const zhInstead = (happened?: Happened | null) => instead(happened, 'zh-CN');
const enInstead = (happened?: Happened | null) => instead(happened, 'en');

/** Every problem: its HTTP status and a sentence in both languages that says what is wrong and what to do. */
export const problems: { [C in ProblemCode]: Kind<ProblemFacts[C]> } = {
  malformed: say(400, '请求内容无法解析，请检查 JSON 格式。', 'The request cannot be read: please check its JSON.'),
  invalid: say(400, '提交的内容有误，请按各字段的提示修改。', 'Some fields are wrong: see the reason given with each.'),
  idempotencyKeyMissing: say(
    400,
    '缺少 Idempotency-Key 请求头：每次提交请带一个唯一的键，重试时沿用同一个键。',
    'The Idempotency-Key header is missing: send a unique key with each request, and the same key when you retry it.',
  ),
  idempotencyKeyMalformed: say(
    400,
    'Idempotency-Key 应为 1 到 128 个可见字符。',
    'Idempotency-Key must have 1 to 128 visible characters.',
  ),
  ifMatchMissing: say(
    428,
    '缺少 If-Match 请求头：请先读取转诊，把其 ETag 放入 If-Match。',
    'The If-Match header is missing: read the referral first and send its ETag in If-Match.',
  ),
  ifMatchMalformed: say(400, 'If-Match 应为读取时得到的 ETag。', 'If-Match must be the ETag that reading gave.'),
  signedOut: say(401, '尚未登录或登录已失效，请重新登录。', 'You are not signed in, or no longer: please sign in.'),
  somebodyElse: say(
    403,
    '此浏览器现由他人登录，这个请求没有处理。',
    'Somebody else is signed in in this browser now, and this request was not carried out.',
  ),
  wrongPassword: say(401, '机构、用户名或密码不正确。', 'Institution, user name or password is wrong.'),
  lockedOut: {
    status: 429,
    'zh-CN': ({ seconds }) => `连续输错次数过多，请在 ${Math.ceil(seconds / 60)} 分钟后再试。`,
    en: ({ seconds }) => `Too many wrong attempts: please try again in ${Math.ceil(seconds / 60)} minutes.`,
  },
  tooManyRequests: {
    status: 429,
    'zh-CN': ({ seconds }) => `请求过于频繁，请在 ${seconds > 120 ? `${Math.ceil(seconds / 60)} 分钟` : `${seconds} 秒`}后再试。`,
    en: ({ seconds }) =>
      `Too many requests: please try again in ${seconds > 120 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} seconds`}.`,
  },
  tooManyStreams: {
    status: 429,
    'zh-CN': ({ limit }) => `已有 ${limit} 个页面在实时更新，请先关闭一些页面。`,
    en: ({ limit }) => `${limit} pages are being kept up to date already: please close some first.`,
  },
  mustChangePassword: say(403, '首次登录请先修改密码。', 'Please change your password first.'),
  passwordTooWeak: say(
    422,
    '密码至少 12 个字符，且不能包含用户名或只是重复的字符。',
    'A password needs at least 12 characters and must not contain the user name or repeat one character.',
  ),
  passwordReused: say(422, '新密码不能与当前密码相同。', 'The new password must differ from the current one.'),
  presenceNeeded: say(
    403,
    '签字或登记纸质签字前，请再次输入密码确认是您本人。',
    'Please enter your password once more to show that it is you who signs, or records a signature.',
  ),
  certificateUnavailable: say(
    503,
    '暂时无法使用您的个人证书签名，没有签字；请稍后再签。',
    'Your personal certificate could not be used for now, and nothing was signed: please sign again later.',
  ),
  crossSite: say(403, '来自其他网站的请求已被拒绝。', 'A request from another site was refused.'),
  notPermitted: {
    status: 403,
    'zh-CN': (f) => `此操作需要以下岗位：${offices(f.offices, 'zh-CN')}。`,
    en: (f) => `This needs one of these offices: ${offices(f.offices, 'en')}.`,
  },
  notFound: say(404, '未找到。', 'Not found.'),
  overtaken: {
    status: 412,
    'zh-CN': ({ happened }) => `您看到的内容已不是最新。${zhInstead(happened)}请刷新后再操作。`,
    en: ({ happened }) => `What you saw is no longer current.${enInstead(happened)} Please reload before you act.`,
  },
  changedMeanwhile: say(
    412,
    '此内容已被修改，请刷新后再保存；您输入的内容没有丢失。',
    'This was changed meanwhile: please reload before you save. Nothing you sent was stored.',
  ),
  keyReused: say(
    422,
    '此 Idempotency-Key 已用于另一项内容不同的请求。',
    'This Idempotency-Key was already used for a different request.',
  ),
  inUse: {
    status: 409,
    'zh-CN': ({ what }) => `仍被使用（${what}），不能删除；可以改为停用。`,
    en: ({ what }) => `Still in use (${what}): it cannot be deleted, but it can be made inactive.`,
  },
  alreadyEnded: say(409, '已经结束，不能再更改。', 'This has already ended and cannot be changed any more.'),
  limitReached: {
    status: 422,
    'zh-CN': ({ limit }) => `最多 ${limit} 条，请先删除不用的。`,
    en: ({ limit }) => `At most ${limit}: please delete what is not needed first.`,
  },
  lastAdministrator: say(
    409,
    '这是最后一位系统管理员，请先任命另一位。',
    'This is the last administrator: appoint another one first.',
  ),
  numberTaken: {
    status: 409,
    'zh-CN': ({ number }) => `编号 ${number} 已被使用，请系统管理员修改编号格式后再试。`,
    en: ({ number }) =>
      `The number ${number} is in use already: please ask the administrator to change the pattern of numbers.`,
  },
  setterIsSubstitute: say(
    422,
    '为他人设置代理时，不能指定自己为代理人。',
    'Whoever sets a substitute for somebody else cannot name themselves.',
  ),
  ownSubstitute: say(422, '不能由本人代理本人。', 'Nobody can be their own substitute.'),
  warrantOutlivesAppointment: say(
    422,
    '代理期限必须在被代理人的任期之内。',
    "A warrant must lie within the holder's appointment.",
  ),
  draftIncomplete: say(
    422,
    '草稿还不完整，请补齐后再提交；草稿已保留。',
    'The draft is not complete yet: it is kept, please fill in what is missing.',
  ),
  importFaulty: {
    status: 422,
    'zh-CN': ({ count }) => `有 ${count} 处错误，未导入任何一行。请按提示修改后重新导入。`,
    en: ({ count }) => `${count} faults: no row was imported. Please mend them and import again.`,
  },
  unknownReason: {
    status: 422,
    'zh-CN': ({ reason }) => `本机构的理由清单中没有「${reason}」。`,
    en: ({ reason }) => `“${reason}” is not in the institution's list of reasons.`,
  },
  unknownPerson: say(422, '所选人员不在本机构或已停用。', 'A person named is not, or no longer, in this institution.'),
  unknownPaper: say(
    422,
    '所附材料不存在、不是您上传的或已用于另一转诊。',
    'A paper named does not exist, is not yours or already belongs to another referral.',
  ),
  tooLarge: {
    status: 413,
    'zh-CN': ({ limit }) => `内容过大，上限为 ${inMegabytes(limit)} MB。`,
    en: ({ limit }) => `Too large: at most ${inMegabytes(limit)} MB.`,
  },
  unsupportedType: {
    status: 415,
    'zh-CN': ({ accepts }) => `不支持此内容类型，请使用：${accepts.join('、')}。`,
    en: ({ accepts }) => `This content type is not supported: please use ${accepts.join(', ')}.`,
  },
  fileLies: {
    status: 415,
    'zh-CN': ({ declared, found }) => `文件声称是 ${declared}，实际内容是 ${found}。`,
    en: ({ declared, found }) => `The file says it is ${declared} but its content is ${found}.`,
  },
  unknownFileType: {
    status: 415,
    'zh-CN': () => '只接受 PDF、JPEG 和 PNG 文件（按内容判断，与文件名无关）。',
    en: () => 'Only PDF, JPEG and PNG files are accepted, judged by their content and not by their name.',
  },
  fileDamaged: {
    status: 415,
    'zh-CN': ({ found }) => `文件（${found}）不完整或已损坏，请打开原件检查后重新上传。`,
    en: ({ found }) => `The file (${found}) is cut short or damaged: please open the original, check it and upload it again.`,
  },
  uploadBroken: say(
    400,
    '上传中断或格式不正确，文件未保存，请重新上传。',
    'The upload broke off or is malformed. Nothing was kept: please upload the file again.',
  ),
  paperAttached: say(409, '此材料已随转诊提交，不能删除。', 'This paper belongs to a referral and cannot be deleted.'),
  paperLost: say(
    500,
    '此材料的文件缺失或已被改动，无法提供，请联系系统管理员。',
    'The file of this paper is missing or was altered and is not given out: please tell the administrator.',
  ),
  paperNotScanned: say(
    409,
    '此材料正在等待病毒检查，查完即可打开，请稍候再试。',
    'This paper is still to be scanned for viruses and can be opened right after that: please try again shortly.',
  ),
  paperInfected: {
    status: 409,
    'zh-CN': ({ ids }) =>
      `${ids.length > 1 ? `有 ${ids.length} 份材料` : '材料'}查出病毒，不能打开，也不能用于转诊；请用没有病毒的电脑重新扫描原件后上传。`,
    en: ({ ids }) =>
      `${ids.length > 1 ? `${ids.length} papers are` : 'The paper is'} infected and can neither be opened nor be used for a referral: please scan the original again on a clean computer and upload it.`,
  },
  noThumbnail: say(
    404,
    '此材料无法生成缩略图，请直接打开材料。',
    'No thumbnail can be made of this paper: please open the paper itself.',
  ),
  thumbnailsBusy: say(
    503,
    '正在生成的缩略图过多，请稍候再试，或直接打开材料。',
    'Too many thumbnails are being made: please try again shortly, or open the paper itself.',
  ),
  documentNotReady: {
    status: 409,
    'zh-CN': ({ seconds }) => `文书正在生成，请在 ${seconds} 秒后再试。`,
    en: ({ seconds }) => `The document is still being made: please try again in ${seconds} seconds.`,
  },
  documentLost: say(
    500,
    '此文书的文件缺失或已被改动，无法提供，请联系系统管理员。',
    'The file of this document is missing or was altered and is not given out: please tell the administrator.',
  ),
  notReprintable: say(
    422,
    '草稿、作废件和已被新版本取代的文书不能补打，请补打当前有效的一份。',
    'Drafts, void copies and documents that a newer version took the place of are not reprinted: please reprint the one in force.',
  ),
  noLetterYet: say(422, '此转诊尚未开具介绍信。', 'No letter has been issued for this referral yet.'),
  imageTooLarge: {
    status: 422,
    'zh-CN': ({ pixels }) => `图片过大：宽和高都不能超过 ${pixels} 像素。`,
    en: ({ pixels }) => `The image is too large: at most ${pixels} pixels wide and high.`,
  },
  draftExists: say(
    409,
    '此转诊已有您的审批表草稿，请继续编辑该草稿；您刚输入的内容没有保存。',
    'You have a draft of this form already: please go on with that one. What you sent now was not stored.',
  ),
  verificationUnderWay: say(
    409,
    '正在核验全部日志，请等它完成。',
    'All logs are being verified already: please wait until that is done.',
  ),
  exportTooLarge: {
    status: 422,
    'zh-CN': ({ limit }) => `所选范围内的转诊超过 ${limit} 条，请缩短时间范围，或选定审批链、科室后再导出。`,
    en: ({ limit }) => `There are more than ${limit} referrals: please export a shorter period, one chain or one department.`,
  },
  packUnderWay: {
    status: 409,
    'zh-CN': ({ year }) => `${year} 年的检查包正在制作，请等它完成，或先取消它。`,
    en: ({ year }) => `The pack of ${year} is being made already: please wait for it, or cancel it first.`,
  },
  packNotReady: {
    status: 409,
    'zh-CN': ({ done, total }) => `检查包还没有做好（${total === null ? '正在准备' : `${done}/${total}`}），请稍后再来下载。`,
    en: ({ done, total }) =>
      `The pack is not ready yet (${total === null ? 'preparing' : `${done} of ${total}`}): please come back for it later.`,
  },
  packFailed: say(
    409,
    '此检查包没有做成，请删除后重新制作。',
    'This pack could not be made: please delete it and ask for it again.',
  ),
  packLost: say(
    500,
    '此检查包的文件缺失，请删除后重新制作。',
    'The file of this pack is missing: please delete it and ask for it again.',
  ),
  badCursor: say(400, '分页游标无效，请从第一页重新开始。', 'The cursor is not valid: please start from the first page.'),
  letterNotProved: {
    status: 422,
    'zh-CN': () => '凭证不能证明是本系统签发的介绍信，请重新扫描，或改用介绍信编号和回执码。',
    en: () => 'The token does not prove a letter of this system: please scan it again, or give the letter number and the return code.',
  },
  wrongReturnCode: say(
    403,
    '介绍信编号或回执码不正确，请对照纸质介绍信重新输入。',
    'The letter number or the return code is wrong: please compare with the paper letter.',
  ),
  outcomesReported: {
    status: 409,
    'zh-CN': ({ limit }) => `凭此介绍信已回报 ${limit} 次诊疗结果，不能再回报；如需更正，请联系签发医院的医保窗口。`,
    en: ({ limit }) =>
      `${limit} outcomes were reported with this letter, which is as many as may be. To correct them, please ask the hospital that issued it.`,
  },
  databaseUnavailable: say(
    503,
    '数据库暂时不可用，请稍后重试。提交过的操作请沿用同一个 Idempotency-Key 重试，不会重复生效。',
    'The database is unavailable: please try again. Repeat what you sent with the same Idempotency-Key: it takes effect once.',
  ),
  storageFull: say(
    503,
    '存储空间不足，文件未保存，请联系系统管理员。',
    'Storage is full. The file was not kept: please tell the administrator.',
  ),
  unexpected: say(
    500,
    '系统出现意外错误，请重试；若仍失败，请把编号告知系统管理员。',
    'Something unexpected went wrong. Please try again; if it stays, give the administrator the number below.',
  ),

  notAwaited: {
    status: 409,
    'zh-CN': (f) => `当前为「${stateWords[f.state]['zh-CN']}」，不能${actWords[f.act]['zh-CN']}。${zhInstead(f.happened)}`,
    en: (f) => `Now ${stateWords[f.state].en}: “${actWords[f.act].en}” is not possible.${enInstead(f.happened)}`,
  },
  ended: {
    status: 409,
    'zh-CN': (f) => `此转诊已结束（${stateWords[f.state]['zh-CN']}），不能${actWords[f.act]['zh-CN']}。${zhInstead(f.happened)}`,
    en: (f) => `The referral has ended (${stateWords[f.state].en}): “${actWords[f.act].en}” is not possible.${enInstead(f.happened)}`,
  },
  notYourOffice: {
    status: 403,
    'zh-CN': (f) => `「${actWords[f.act]['zh-CN']}」由${offices(f.offices, 'zh-CN')}办理。`,
    en: (f) => `“${actWords[f.act].en}” is for: ${offices(f.offices, 'en')}.`,
  },
  notYourDepartment: {
    status: 403,
    'zh-CN': (f) => `「${actWords[f.act]['zh-CN']}」由转诊所在科室的${offices(f.offices, 'zh-CN')}办理。`,
    en: (f) => `“${actWords[f.act].en}” is for the referral's own department: ${offices(f.offices, 'en')}.`,
  },
  officeNotChosen: {
    status: 422,
    'zh-CN': (f) => `您有多个岗位可以办理，请选择以哪个岗位：${offices(f.offices, 'zh-CN')}。`,
    en: (f) => `Several of your offices fit: say in which you act (${offices(f.offices, 'en')}).`,
  },
  holderNotChosen: {
    status: 422,
    'zh-CN': (f) => `您代理多人，请选择代谁办理：${f.holders.map(({ name }) => name).join('、')}。`,
    en: (f) => `You are substitute for several people: say for whom you act (${f.holders.map(({ name }) => name).join(', ')}).`,
  },
  sameDean: {
    status: 403,
    'zh-CN': (f) => `您或您所代理的人已以${officeWords[f.office]['zh-CN']}签字，两位院长须为不同的人。`,
    en: (f) => `You, or the person you stand for, signed as ${officeWords[f.office].en}: the two deans must be two people.`,
  },
  ownReport: say(403, '不能签署本人报告的转诊。', 'Nobody signs a referral that they reported.'),
  notLastToAct: {
    status: 409,
    'zh-CN': (f) => `最后一步「${actWords[f.last]['zh-CN']}」不是您办理的，只有办理人可以撤回。${zhInstead(f.happened)}`,
    en: (f) => `The last act (${actWords[f.last].en}) was not yours: only whoever did it can take it back.${enInstead(f.happened)}`,
  },
  cannotBeTakenBack: {
    status: 409,
    'zh-CN': (f) => `「${actWords[f.last]['zh-CN']}」不能撤回。${zhInstead(f.happened)}`,
    en: (f) => `“${actWords[f.last].en}” cannot be taken back.${enInstead(f.happened)}`,
  },
  awaitsYou: say(409, '正等着您本人办理，不用催办。', 'It awaits you yourself: act instead of reminding.'),
  readOnly: say(403, '您的岗位只能查阅。', 'Your office may read only.'),
  notInvolved: say(403, '此转诊不属于您的科室，您也未参与。', 'This referral is not of your department and you have no part in it.'),
  papersMissing: {
    status: 422,
    'zh-CN': (f) => `缺少材料：${list(paperKindWords, f.papers as PaperKind[], 'zh-CN')}。`,
    en: (f) => `Papers are missing: ${list(paperKindWords, f.papers as PaperKind[], 'en')}.`,
  },
  papersNotReviewed: {
    status: 422,
    'zh-CN': (f) => `以下材料尚未确认已审核：${list(paperKindWords, f.papers, 'zh-CN')}。`,
    en: (f) => `These papers are not marked as reviewed: ${list(paperKindWords, f.papers, 'en')}.`,
  },
  agentMissing: say(422, '外院转诊须填写经办人姓名和身份证号。', "Another hospital's referral must name its agent with ID number."),
  wrongCollector: {
    status: 422,
    'zh-CN': (f) => `${f.act === 'handOver' ? '介绍信' : '审批表'}不能交给${relationWords[f.relation]['zh-CN']}，可交给：${list(relationWords, f.allowed as Relation[], 'zh-CN')}。`,
    en: (f) => `The ${f.act === 'handOver' ? 'letter' : 'form'} cannot go to ${relationWords[f.relation].en}; it can go to: ${list(relationWords, f.allowed as Relation[], 'en')}.`,
  },
  notThePatientsCard: say(422, '本人领取时，身份证号须与患者一致。', "The patient collects in person: the ID number must be the patient's."),
  notTheirOwnCard: say(422, '经办人须出示本人身份证，不能用患者的。', "The agent must show their own ID card, not the patient's."),
  notTheAgent: say(422, '姓名或身份证号与报告中的经办人不一致。', 'Name or ID number is not that of the agent named in the report.'),
  wrongReturnTarget: {
    status: 422,
    'zh-CN': (f) => `不能退回到${returnTargetWords[f.to]['zh-CN']}，可退回到：${list(returnTargetWords, f.allowed as ReturnTarget[], 'zh-CN')}。`,
    en: (f) => `It cannot go back to ${returnTargetWords[f.to].en}; it can go to: ${list(returnTargetWords, f.allowed as ReturnTarget[], 'en')}.`,
  },
  signerNotInOffice: {
    status: 422,
    'zh-CN': (f) => `签字人当日不担任此步的签字岗位（${offices(f.offices, 'zh-CN')}）；补录的任职自录入之日起算。`,
    en: (f) => `On that day the signer held none of the offices that sign here: ${offices(f.offices, 'en')}. An office counts from the day it was entered.`,
  },
  signerOfficeNotChosen: {
    status: 422,
    'zh-CN': (f) => `签字人当日有多个岗位可以签字，请选择其签字岗位：${offices(f.offices, 'zh-CN')}。`,
    en: (f) => `Several of the signer's offices fit: say in which they signed (${offices(f.offices, 'en')}).`,
  },
  signerHolderNotChosen: {
    status: 422,
    'zh-CN': (f) => `签字人当日代理多人，请选择其代谁签字：${f.holders.map(({ name }) => name).join('、')}。`,
    en: (f) => `The signer was substitute for several people: say for whom they signed (${f.holders.map(({ name }) => name).join(', ')}).`,
  },
  signerIsOtherDean: {
    status: 403,
    'zh-CN': (f) => `签字人或其所代理的人已以${officeWords[f.office]['zh-CN']}签字，两位院长须为不同的人。`,
    en: (f) => `The signer, or the person they stood for, signed as ${officeWords[f.office].en}: the two deans must be two people.`,
  },
  signerReported: say(403, '签字人是此转诊的报告人，不能签字。', 'The signer reported this referral and cannot sign it.'),
  signerRecords: say(
    403,
    '不能登记您本人、您所代理的人或代理您的人的纸质签字，请在系统中签字，或由其他窗口人员登记。',
    'Nobody records their own signature from paper, nor that of whom they stand for or who stood for them: please sign here, or let another clerk record it.',
  ),
  scanOlderThanForm: say(
    422,
    '扫描件是在审批表最近一次填写或退回之前上传的，不能证明所签的是现在这份审批表；请核对纸质签字后重新扫描上传。',
    'The scan was uploaded before the form was last filled in or returned, so it cannot show the form as it is now: please check the paper and scan it again.',
  ),
  wrongDay: {
    status: 422,
    'zh-CN': (f) => (f.from === f.until ? `日期只能是 ${f.from}。` : `日期应在 ${f.from} 至 ${f.until} 之间。`),
    en: (f) => (f.from === f.until ? `The day can only be ${f.from}.` : `The day must be between ${f.from} and ${f.until}.`),
  },
  letterOutlived: {
    status: 409,
    'zh-CN': (f) => `介绍信有效期至 ${f.validUntil}，已过期。`,
    en: (f) => `The letter was valid until ${f.validUntil} and has expired.`,
  },
  letterUsed: {
    status: 409,
    'zh-CN': (f) => (f.uses === 1 ? '介绍信已使用，不能再次使用。' : `介绍信可用 ${f.uses} 次，已全部使用。`),
    en: (f) => (f.uses === 1 ? 'The letter has been used already.' : `The letter has been used as often as it may be: ${f.uses} times.`),
  },
  letterVoid: say(
    409,
    '介绍信已作废，不能使用；如有疑问，请联系签发医院的医保窗口。',
    'The letter is void. If you are in doubt, please ask the hospital that issued it.',
  ),
  letterReplaced: say(409, '介绍信已换发，请使用新的介绍信。', 'The letter was replaced: please use the new one.'),
  notArrived: say(
    409,
    '尚未登记患者凭此介绍信到院，请先登记到院。',
    'Nobody has been reported to have arrived with this letter: please report the arrival first.',
  ),
};

function inMegabytes(bytes: number): number {
  return Math.round((bytes / 1_048_576) * 10) / 10;
}

export const problemCodes = Object.keys(problems) as ProblemCode[];

export const statusOf = (code: ProblemCode): number => problems[code].status;

export const sayProblem = <C extends ProblemCode>(code: C, facts: ProblemFacts[C], language: Language): string =>
  problems[code][language](facts);
