import type { Language } from './language.ts';

type Args = Record<string, string | number>;
type Sentence = Record<Language, (args: Args) => string>;

const say = (zh: string, en: string): Sentence => ({ 'zh-CN': () => zh, en: () => en });

/** Why a field was refused, as a person reads it. */
export const fieldReasons = {
  required: say('必填', 'is required'),
  unknown: say('不是本接口的字段', 'is not a field of this message'),
  malformed: say('格式不正确', 'is malformed'),
  notText: say('应为文本', 'must be text'),
  unprintable: say('含有不允许的控制字符或残缺字符', 'contains control characters or broken characters'),
  tooShort: { 'zh-CN': ({ min }) => `至少 ${min} 个字`, en: ({ min }) => `must have at least ${min} characters` },
  tooLong: {
    'zh-CN': ({ max, length }) => `最多 ${max} 个字，现有 ${length} 个字`,
    en: ({ max, length }) => `must have at most ${max} characters, has ${length}`,
  },
  notCode: say('只能用字母、数字和 - _ .，最多 64 位', 'must be letters, digits, - _ or ., at most 64'),
  notDiagnosisCode: say('不是 ICD-10 编码', 'is not an ICD-10 code'),
  notDivision: say('应为 6 位行政区划代码', 'must be a division of six digits'),
  notId: say('不是有效的标识', 'is not an id'),
  notIds: say('应为标识的列表', 'must be a list of ids'),
  notPhone: say('不是有效的电话号码', 'is not a phone number'),
  idShape: say('身份证号应为 18 位：17 位数字加校验码', 'must be 17 digits and a check character'),
  idBirthDate: say('身份证号中的出生日期不存在', 'holds a birth date that does not exist'),
  idCheckDigit: say('身份证号校验码不符，请核对', 'has a wrong check digit: please compare with the card'),
  notChoice: {
    'zh-CN': ({ choices }) => `只能是：${choices}`,
    en: ({ choices }) => `must be one of: ${choices}`,
  },
  notOffice: say('不是岗位名称', 'is not the name of an office'),
  notLevel: say('不是医院等级', 'is not a level of hospitals'),
  notFlag: say('应为 true 或 false', 'must be true or false'),
  notCount: say('应为整数', 'must be a whole number'),
  outOfRange: {
    'zh-CN': ({ min, max }) => `应在 ${min} 与 ${max} 之间`,
    en: ({ min, max }) => `must be between ${min} and ${max}`,
  },
  notDay: say('应为 yyyy-MM-dd 格式的日期', 'must be a date, yyyy-MM-dd'),
  notMoment: say('应为带时区的 ISO 8601 时间', 'must be an ISO 8601 moment with its offset'),
  noSuchDay: say('日历上没有这一天', 'is a day that does not exist'),
  notObject: say('应为对象', 'must be an object'),
  notList: say('应为列表', 'must be a list'),
  tooFew: { 'zh-CN': ({ min }) => `至少 ${min} 项`, en: ({ min }) => `must have at least ${min} items` },
  tooMany: { 'zh-CN': ({ max }) => `最多 ${max} 项`, en: ({ max }) => `must have at most ${max} items` },
  repeated: say('有重复的项', 'names something twice'),
  notNumberPattern: say(
    '须含有一个 {year} 和一个 {serial:n}（n 为 1 到 9），不得有其他花括号',
    'must contain one {year} and one {serial:n} (n from 1 to 9), and no other braces',
  ),
  notAllowed: say('这里不能填写', 'must not be given here'),
  notFound: say('不存在', 'does not exist'),
  taken: say('已被使用', 'is already in use'),
  wrongOrder: say('结束时间必须晚于开始时间', 'must end after it begins'),
  periodTooLong: {
    'zh-CN': ({ max }) => `时间范围最多 ${max} 天`,
    en: ({ max }) => `must end at most ${max} days after it begins`,
  },
  past: say('不能早于现在', 'must not be in the past'),
  wrongColumns: {
    'zh-CN': ({ columns }) => `表头应为：${columns}`,
    en: ({ columns }) => `the header must be: ${columns}`,
  },
  notCsv: say('不是可读的 CSV 文本（UTF-8 或 GB18030）', 'is not readable CSV text (UTF-8 or GB18030)'),
  brokenQuotes: say('引号不配对，无法读取此行及以后的内容', 'has unbalanced quotes: nothing from here on can be read'),
  noRows: say('没有数据行', 'holds no rows'),
  tooManyRows: { 'zh-CN': ({ max }) => `最多 ${max} 行`, en: ({ max }) => `must have at most ${max} rows` },
  wrongCells: {
    'zh-CN': ({ expected, found }) => `应有 ${expected} 列，现有 ${found} 列`,
    en: ({ expected, found }) => `must have ${expected} cells, has ${found}`,
  },
  differs: {
    'zh-CN': ({ line }) => `与第 ${line} 行同一用户名的内容不一致`,
    en: ({ line }) => `differs from line ${line}, which has the same user name`,
  },
} as const satisfies Record<string, Sentence>;

export type FieldReason = keyof typeof fieldReasons;

export const sayFieldReason = (reason: FieldReason, language: Language, args: Args = {}): string =>
  (fieldReasons[reason] as Sentence)[language](args);
