import type { ProblemCode } from '@countersign/contract';
import { offeredActs, type OfferedAct } from '@countersign/policy';

/** What no code can say for itself about an operation. Who may, keys and versions are read off the routes. */
export interface About {
  zh?: string;
  /** Where the route has no summary of its own. */
  en?: string;
  more?: string;
  /** Problems beyond those that follow from who may, what is read and where it stands. */
  problems?: readonly ProblemCode[];
  headers?: readonly ('ETag' | 'Location')[];
  /** It answers without the database. */
  alone?: boolean;
  /** The route reads Idempotency-Key by itself. */
  key?: boolean;
  /** The route takes a body that no class describes. */
  body?: boolean;
}

/** In the order in which a reader meets them. */
export const tags = {
  health: ['运行状况', 'For whoever keeps the server running.'],
  identity: ['登录与会话', 'Signing in and out, proof of presence, passwords.'],
  referrals: ['转诊', 'One case, from its report to its letter: one verb, one endpoint.'],
  worklist: ['工作台', 'What awaits me, what I did, started or was copied on; search.'],
  overview: ['总览', 'What is where and since when, for the insurance office and those who answer for it.'],
  drafts: ['草稿', 'Reports and forms that are not complete yet.'],
  papers: ['材料', 'Files that come with a referral.'],
  documents: ['文书', 'Approval forms and letters as PDF, made after the act; and the images of signatures on them.'],
  letters: ['介绍信核验', 'For whoever holds a letter: what it is worth, and the return slip. No account.'],
  phrases: ['常用语', 'Stock phrases for opinions.'],
  reasons: ['理由', 'Coded reasons of the institution for decline, return, reject, replacing and voiding a letter.'],
  institutions: ['机构', 'The institution and what it decided for itself.'],
  departments: ['科室', 'Departments of the institution.'],
  people: ['人员、任职与代理', 'People, their offices from–until, and substitutes by warrant.'],
  directory: ['诊断与医院目录', 'What a referral names by a code: diagnoses of ICD-10, hospitals to refer to.'],
  imports: ['批量导入', 'Departments, people, diagnoses and hospitals from a CSV file: all rows or none.'],
  audit: ['审计', 'What is recorded beside the acts on referrals.'],
  inspection: ['核验与检查', 'What holds of a referral and what that proves; packs for inspectors.'],
} as const satisfies Record<string, readonly [zh: string, en: string]>;

const everyAct = ['notInvolved', 'readOnly', 'notYourOffice', 'overtaken'] as const;
const ofAnOffice = [...everyAct, 'notAwaited', 'ended', 'notYourDepartment', 'holderNotChosen'] as const;
const ofASigner = [...ofAnOffice, 'officeNotChosen', 'sameDean', 'ownReport'] as const;

const ofAReturnSlip = ['tooManyRequests', 'lockedOut', 'letterNotProved', 'wrongReturnCode', 'wrongDay'] as const;

const preview = 'With `preview` nothing is written, and nothing is kept under the Idempotency-Key.';
const ofAList = 'New codes are added, known ones are written anew, but for columns that the file does not have; with `replace` the file is the whole list.';

interface AboutAct {
  zh: string;
  en: string;
  problems: readonly ProblemCode[];
}

const acts: Record<OfferedAct, AboutAct> = {
  inform: {
    zh: '告知医保办',
    en: 'Vouch for the report and inform the insurance office',
    problems: [...ofAnOffice, 'papersNotReviewed', 'unknownPaper', 'paperInfected'],
  },
  decline: { zh: '不予转诊', en: 'Decline the report', problems: [...ofAnOffice, 'unknownReason'] },
  releaseForm: {
    zh: '发放转诊审批表',
    en: 'Release the form against an ID card',
    problems: [...ofAnOffice, 'wrongCollector', 'notThePatientsCard', 'notTheirOwnCard', 'notTheAgent'],
  },
  fillIn: { zh: '填写转诊审批表', en: 'Fill in the form', problems: ofAnOffice },
  sign: { zh: '签字', en: 'Sign the form as it stands', problems: [...ofASigner, 'presenceNeeded', 'certificateUnavailable'] },
  signOnPaper: {
    zh: '登记纸质签字',
    en: 'Record a signature that was given on paper, with its scan',
    problems: [
      ...ofAnOffice,
      'signerNotInOffice',
      'signerOfficeNotChosen',
      'signerHolderNotChosen',
      'signerIsOtherDean',
      'signerReported',
      'signerRecords',
      'wrongDay',
      'scanOlderThanForm',
      'papersMissing',
      'unknownPaper',
      'paperInfected',
      'unknownPerson',
      'presenceNeeded',
    ],
  },
  returnForCorrection: {
    zh: '退回修改',
    en: 'Return for correction, to whoever fills in or to an earlier signer',
    problems: [...ofASigner, 'wrongReturnTarget', 'unknownReason'],
  },
  reject: { zh: '否决', en: 'Reject the referral for good', problems: [...ofASigner, 'unknownReason'] },
  withdraw: { zh: '撤销转诊', en: 'Withdraw the referral before its letter', problems: ofAnOffice },
  recall: {
    zh: '撤回',
    en: 'Take my last act back, until someone acts after me',
    problems: [...everyAct, 'ended', 'notYourDepartment', 'notLastToAct', 'cannotBeTakenBack'],
  },
  remind: { zh: '催办', en: 'Remind whoever is awaited', problems: [...everyAct, 'notAwaited', 'ended', 'awaitsYou'] },
  comment: { zh: '留言', en: 'Comment', problems: everyAct },
  copyTo: { zh: '抄送', en: 'Copy colleagues, who may see it from then on', problems: [...everyAct, 'unknownPerson'] },
  issueLetter: { zh: '开具转诊介绍信', en: 'Issue the letter', problems: [...ofAnOffice, 'numberTaken'] },
  replaceLetter: {
    zh: '换发转诊介绍信',
    en: 'Replace a letter in force by a new one that names it; the old one is void from then on',
    problems: [...ofAnOffice, 'unknownReason', 'numberTaken', 'letterOutlived'],
  },
  handOver: {
    zh: '交付转诊介绍信',
    en: 'Hand over the letter in force against an ID card; it may be handed over again',
    problems: [...ofAnOffice, 'wrongCollector', 'notThePatientsCard', 'notTheirOwnCard', 'notTheAgent', 'letterOutlived'],
  },
  void: { zh: '作废介绍信', en: 'Void an issued letter', problems: [...ofAnOffice, 'unknownReason'] },
};

export const operations: Record<string, About> = {
  'GET /health/live': { zh: '进程存活', alone: true },
  'GET /health/ready': { zh: '可以提供服务' },

  'GET /sign-in-options': {
    zh: '登录页可选项',
    more: 'Several institutions on one server are not listed to strangers: only a single one is named. `demo` is null unless this server was started with the demo.',
    problems: ['tooManyRequests'],
  },
  'POST /sessions': { zh: '登录', problems: ['wrongPassword', 'lockedOut', 'tooManyRequests'] },
  'GET /sessions': { zh: '我的会话' },
  'DELETE /sessions': { zh: '退出全部会话' },
  'DELETE /sessions/{id}': { zh: '终止我的一个会话' },
  'GET /session': { zh: '我是谁、现在能以何岗位办理什么' },
  'DELETE /session': { zh: '退出登录' },
  'POST /session/presence': { zh: '签字前的本人确认', problems: ['wrongPassword', 'lockedOut'] },
  'DELETE /session/presence': { zh: '提前结束本人确认' },
  'PUT /password': { zh: '修改密码', problems: ['wrongPassword', 'lockedOut', 'passwordTooWeak', 'passwordReused'] },

  'POST /referrals': {
    zh: '报告转诊',
    en: 'Report a case: the referral begins',
    problems: [
      'notYourOffice', 'notYourDepartment', 'holderNotChosen', 'papersMissing', 'agentMissing', 'unknownPaper', 'paperInfected',
    ],
    headers: ['ETag', 'Location'],
  },
  'GET /referrals/{id}': {
    zh: '查看转诊',
    en: 'A referral as I may see it, and what is open to me',
    problems: ['notInvolved'],
    headers: ['ETag'],
  },
  ...Object.fromEntries(
    offeredActs.map((act) => [
      `POST /referrals/{id}/${act}`,
      { ...acts[act], headers: ['ETag'] as const },
    ]),
  ),
  'POST /referrals/sign': {
    zh: '批量签字',
    en: 'Sign up to 100 referrals, each its own act and answered by itself',
    more: 'The answer is 200 whatever becomes of each: a referral that was not signed has its own problem inside it.',
  },
  'GET /referrals/{id}/history': {
    zh: '流转记录',
    en: 'The log of a referral, hash by hash',
    problems: ['notInvolved'],
  },
  'GET /referrals/{id}/forms': {
    zh: '审批表的各个版本',
    en: 'Every version of what the referral says, from the report on',
    problems: ['notInvolved'],
  },
  'POST /referrals/{id}/reveal': {
    zh: '查看完整证件号和电话',
    en: 'ID and phone numbers in the clear; that you looked is recorded',
    more: 'Sent again with its key, it is looked up and recorded again: no copy of the numbers is kept.',
    problems: ['notInvolved'],
  },

  'GET /worklist': { zh: '我的工作台', en: 'What awaits me, or what I did, started or was copied on' },
  'GET /worklist/counts': { zh: '工作台计数', en: 'How much is in each box' },
  'GET /worklist/stream': {
    zh: '工作台实时更新',
    en: 'What changes in the worklist, as it changes: server-sent events',
    more: [
      '`counts` (as GET /worklist/counts answers) comes first and whenever they change; `changed` (WorklistChanged) for a referral',
      'that concerns the person, so that open pages ask for it again; `signedOut` when the session has ended, and is the last.',
      'After a connection was lost, what changed meanwhile is not told again: ask anew for what is open.',
    ].join('\n'),
    problems: ['tooManyStreams'],
  },
  'GET /referrals': { zh: '查询转诊', en: 'Every referral that I may see, or those found by name or number' },
  'POST /referrals/find': {
    zh: '按身份证号查找转诊',
    en: "A patient's referrals that I may see, newest first; that you looked is recorded",
    more: 'It only reads, and needs no key. The page after asks for the same ID number again.',
    problems: ['badCursor'],
  },

  'GET /overview/standing': {
    zh: '在办总览',
    en: 'What is where and since when: running referrals by chain, step and department',
    more: 'A referral that awaits several offices counts once in every line, so the lines of both deans may add up to more than there are referrals.',
  },
  'GET /overview/waiting': {
    zh: '在办明细',
    en: 'The running referrals behind a line of the overview, longest waiting first',
  },
  'GET /overview/turnaround': {
    zh: '办结时效',
    en: 'Letters issued in a period, and how long each step was waited for',
    more: 'Counted from the log. An act that was taken back counts as if it had not been; a letter that was replaced is one.',
  },
  'GET /overview/reasons': {
    zh: '不予转诊、退回、否决与作废的理由',
    en: 'Why referrals were declined, returned or rejected, and letters voided, in a period',
    more: 'Counted from the log. A return that was taken back does not count.',
  },
  'GET /overview/export.xlsx': {
    zh: '导出总览（xlsx）',
    en: 'The overview of a period and every referral reported in it, as a workbook; that you took it is recorded',
    more: 'Moments are those of the clocks in Shanghai. ID numbers are masked.',
    problems: ['exportTooLarge'],
  },

  'GET /drafts': { zh: '我的草稿', en: 'My drafts, newest first' },
  'POST /drafts': {
    zh: '新建草稿',
    en: 'Begin a draft of a report or of a form, however little is written yet',
    more: 'A form has one draft per person; a second one is refused and names the first.',
    problems: ['notInvolved', 'notFound', 'draftExists', 'limitReached'],
    headers: ['ETag', 'Location'],
  },
  'GET /drafts/{id}': { zh: '查看草稿', en: 'A draft of mine, with all that was typed', headers: ['ETag'] },
  'PUT /drafts/{id}': {
    zh: '保存草稿',
    en: 'Save what was typed since',
    problems: ['changedMeanwhile'],
    headers: ['ETag'],
  },
  'DELETE /drafts/{id}': { zh: '删除草稿', en: 'Delete a draft of mine' },
  'POST /drafts/{id}/submit': {
    zh: '提交草稿',
    en: 'Report the case, or fill in the form, by what the draft says',
    more: 'Answers like the act itself, and refuses like it: a draft whose act is refused is kept.',
    problems: [
      'draftIncomplete', 'changedMeanwhile', ...ofAnOffice, 'papersMissing', 'agentMissing', 'unknownPaper', 'paperInfected',
    ],
    headers: ['ETag', 'Location'],
  },

  'POST /papers': {
    zh: '上传材料',
    en: 'Take in one paper: a PDF, JPEG or PNG by its content, 20 MB at most',
    more: 'As `multipart/form-data`: the field `kind` and one file, `file`. Name the ids of papers when you report.',
    problems: ['unknownFileType', 'fileLies', 'fileDamaged', 'uploadBroken', 'storageFull'],
    headers: ['Location'],
    key: true,
    body: true,
  },
  'GET /papers/{id}': { zh: '材料信息', en: 'What is known of a paper', problems: ['notInvolved'] },
  'GET /papers/{id}/content': {
    zh: '下载材料',
    en: 'The bytes of a paper; that you fetched them is recorded',
    more: 'To be saved, or with `inline=true` to be shown in a frame of our own pages.',
    problems: ['notInvolved', 'paperNotScanned', 'paperInfected', 'paperLost'],
    headers: ['ETag'],
  },
  'GET /papers/{id}/thumbnail': {
    zh: '材料缩略图',
    en: 'A small picture of a paper; that you saw it is recorded',
    problems: ['notInvolved', 'paperNotScanned', 'paperInfected', 'noThumbnail', 'thumbnailsBusy', 'paperLost'],
  },
  'DELETE /papers/{id}': {
    zh: '删除未使用的材料',
    en: 'Delete a paper of my own that no referral has',
    problems: ['notInvolved', 'paperAttached'],
  },
  'GET /referrals/{id}/papers': { zh: '转诊的材料', en: 'The papers of a referral', problems: ['notInvolved'] },

  'GET /referrals/{id}/documents': {
    zh: '转诊的文书',
    en: 'Approval forms and letters of a referral, as they were made',
    more: 'Documents follow an act within seconds; `beingMade` tells that some are still on their way.',
    problems: ['notInvolved'],
  },
  'POST /referrals/{id}/documents': {
    zh: '立即生成文书',
    en: 'Make a document of the referral as it stands now: before the letter, a draft of the form',
    more: 'One version is made once: where it is there already, that one is answered.',
    problems: ['notInvolved', 'noLetterYet', 'documentNotReady', 'storageFull'],
    headers: ['Location'],
  },
  'GET /documents/{id}/content': {
    zh: '查看文书（PDF）',
    en: 'The PDF, with ID numbers in full; that you fetched it is recorded',
    problems: ['notInvolved', 'documentLost'],
    headers: ['ETag'],
  },
  'POST /documents/{id}/reprint': {
    zh: '补打文书',
    en: 'A numbered reprint of a document in force',
    problems: ['notInvolved', 'notReprintable', 'documentNotReady', 'storageFull'],
    headers: ['Location'],
  },
  'GET /session/signature-image': {
    zh: '我的签名图片',
    en: 'The image of my handwritten signature',
    problems: ['notFound', 'documentLost'],
    headers: ['ETag'],
  },
  'PUT /session/signature-image': {
    zh: '上传我的签名图片',
    en: 'Set the image of my handwritten signature: what I sign from now on shows it',
    more: 'PNG or JPEG by its content, 200 kB and 2000 × 2000 pixels at most.',
    problems: ['unknownFileType', 'fileLies', 'fileDamaged', 'imageTooLarge', 'storageFull'],
    body: true,
  },
  'DELETE /session/signature-image': {
    zh: '删除我的签名图片',
    en: 'From now on sign without an image; what I signed before keeps the one it was signed with',
  },

  'POST /letters/verify': {
    zh: '核验介绍信',
    en: 'What a letter is worth at this moment, for whoever holds it',
    more: 'For people there is the page `/verify`; its address with the token stands in the QR code of the letter.',
    problems: ['tooManyRequests'],
  },
  'POST /letters/arrival': {
    zh: '登记到院',
    en: 'The receiving hospital reports that the patient has arrived',
    more: 'It needs no key: the same report, sent again, is recorded once and has the same answer.',
    problems: [...ofAReturnSlip, 'letterOutlived', 'letterUsed', 'letterVoid', 'letterReplaced'],
  },
  'POST /letters/outcome': {
    zh: '回报诊疗结果',
    en: 'The receiving hospital reports what became of the patient',
    more: 'It needs no key: the same report, sent again, is recorded once and has the same answer.',
    problems: [...ofAReturnSlip, 'notArrived', 'outcomesReported'],
  },

  'GET /phrases': { zh: '常用语列表' },
  'POST /phrases': { zh: '新增常用语', problems: ['notPermitted', 'limitReached'] },
  'PATCH /phrases/{id}': { zh: '修改常用语', problems: ['notPermitted'] },
  'DELETE /phrases/{id}': { zh: '删除常用语', problems: ['notPermitted'] },

  'GET /reasons': { zh: '理由列表' },
  'POST /reasons': { zh: '新增理由' },
  'PATCH /reasons/{act}/{code}': { zh: '修改或停用理由', problems: ['notFound'] },

  'GET /institution': { zh: '本机构' },
  'PATCH /institution': { zh: '修改本机构名称或设置' },

  'GET /departments': { zh: '科室列表' },
  'POST /departments': { zh: '新增科室' },
  'PATCH /departments/{id}': { zh: '修改或停用科室' },
  'DELETE /departments/{id}': { zh: '删除从未使用的科室', problems: ['inUse'] },

  'GET /colleagues': { zh: '可抄送或可代理的同事' },
  'GET /people': { zh: '人员列表' },
  'POST /people': { zh: '新增人员' },
  'GET /people/{id}': { zh: '查看人员' },
  'PATCH /people/{id}': { zh: '修改人员' },
  'GET /people/{id}/phone': { zh: '查看完整电话' },
  'POST /people/{id}/deactivate': { zh: '停用人员', problems: ['alreadyEnded', 'lastAdministrator'] },
  'POST /people/{id}/reactivate': { zh: '启用人员' },
  'POST /people/{id}/password-reset': { zh: '重置密码' },
  'POST /people/{id}/unlock': { zh: '解除锁定' },
  'GET /appointments': { zh: '任职列表' },
  'GET /appointments/vacancies': { zh: '空缺岗位，以及会停在那里的审批链' },
  'POST /appointments': { zh: '任职' },
  'POST /appointments/{id}/end': { zh: '免职', problems: ['alreadyEnded', 'lastAdministrator'] },
  'GET /substitutes': { zh: '代理列表' },
  'POST /substitutes': {
    zh: '设置代理',
    problems: [
      'notPermitted',
      'ownSubstitute',
      'setterIsSubstitute',
      'warrantOutlivesAppointment',
      'numberTaken',
      'unknownPerson',
    ],
  },
  'DELETE /substitutes/{id}': { zh: '撤销代理', problems: ['notPermitted', 'alreadyEnded'] },

  'GET /diagnoses': {
    zh: '诊断目录',
    more: 'An institution begins with a sample of the insurance edition, until it imports the whole.',
  },
  'GET /hospitals': { zh: '医院目录' },

  'POST /imports/departments': {
    zh: '导入科室', en: 'Import departments from a CSV file: all rows or none', more: preview, problems: ['importFaulty'], body: true,
  },
  'POST /imports/people': {
    zh: '导入人员', en: 'Import people and their offices from a CSV file: all rows or none', more: preview, problems: ['importFaulty'], body: true,
  },
  'POST /imports/diagnoses': {
    zh: '导入诊断目录',
    en: 'Import diagnoses from a CSV file: all rows or none',
    more: `${ofAList} ${preview}`,
    problems: ['importFaulty'],
    body: true,
  },
  'POST /imports/hospitals': {
    zh: '导入医院目录',
    en: 'Import hospitals from a CSV file: all rows or none',
    more: `${ofAList} ${preview}`,
    problems: ['importFaulty'],
    body: true,
  },

  'GET /audit': { zh: '审计记录' },
  'GET /events': { zh: '流转日志查询', en: "Events of all referrals' logs, the latest first" },

  'GET /referrals/{id}/verification': {
    zh: '核验转诊',
    en: 'What holds of a referral: its log, forms, signatures, letters and files, and what that proves',
    problems: ['notInvolved'],
  },
  'GET /referrals/{id}/pack': {
    zh: '下载检查包',
    en: 'All that proves a referral as one ZIP, to be checked without us; that you took it is recorded',
  },
  'POST /verifications': {
    zh: '核验全部日志',
    en: 'Have every log of the institution verified, in the background',
    more: 'What `npm run verify-log` checks, of every referral reported until now: log, policy, record, forms, letters, papers, certificates.',
    problems: ['verificationUnderWay'],
    headers: ['Location'],
  },
  'GET /verifications': { zh: '全部日志的历次核验', en: 'Verifications of all logs and what they found' },
  'GET /verifications/{id}': { zh: '全部日志核验的进度与结果', en: 'How far a verification of all logs is, and what it found so far' },
  'POST /packs': {
    zh: '制作年度检查包',
    en: 'Have the packs of a year made, in the background',
    problems: ['packUnderWay', 'limitReached'],
    headers: ['Location'],
  },
  'GET /packs': { zh: '年度检查包列表', en: 'Year packs and how far they are' },
  'GET /packs/{id}': { zh: '年度检查包的进度', en: 'How far a year pack is' },
  'GET /packs/{id}/content': {
    zh: '下载年度检查包',
    en: 'A year pack that is ready; that you fetched it is recorded',
    problems: ['packNotReady', 'packFailed', 'packLost'],
  },
  'DELETE /packs/{id}': { zh: '取消或删除年度检查包', en: 'Cancel a year pack, or remove one that is ready' },
};
