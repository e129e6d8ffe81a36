import {
  letterStatuses,
  problemCodes,
  sayProblem,
  statusOf,
  type Language,
  type ProblemCode,
  type ProblemDocument,
  type ProblemFacts,
} from '@countersign/contract';
import { acts, offices, paperKinds, relations, states } from '@countersign/policy';
import { documentOf } from '../problems/problem.filter.ts';
import { fieldError, Problem } from '../problems/problem.ts';

const happened = { act: 'sign', state: 'awaitingInsurance', by: '周志远', at: '2026-11-22T03:10:00.000Z' } as const;
const referralEnded = { act: 'withdraw', state: 'withdrawn', by: '林晓东', at: '2026-11-22T03:10:00.000Z' } as const;
const id = '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f77';

/** Facts for an example of each problem. A new code does not compile before it has some. */
const facts: { [C in ProblemCode]: ProblemFacts[C] } = {
  malformed: {},
  invalid: {
    errors: [
      fieldError('/content/patient/idNumber', { reason: 'idCheckDigit' }),
      fieldError('/content/reason', { reason: 'tooLong', args: { max: 2000, length: 10_000 } }),
      fieldError('/content/colour', { reason: 'unknown' }),
    ],
  },
  idempotencyKeyMissing: {},
  idempotencyKeyMalformed: {},
  ifMatchMissing: {},
  ifMatchMalformed: {},
  signedOut: {},
  somebodyElse: {},
  wrongPassword: {},
  lockedOut: { seconds: 900 },
  tooManyRequests: { seconds: 240 },
  tooManyStreams: { limit: 10 },
  mustChangePassword: {},
  passwordTooWeak: {},
  passwordReused: {},
  presenceNeeded: {},
  certificateUnavailable: {},
  crossSite: {},
  notPermitted: { offices: ['administrator'] },
  notFound: {},
  overtaken: { happened },
  changedMeanwhile: {},
  keyReused: {},
  inUse: { what: '任职 appointments' },
  alreadyEnded: {},
  limitReached: { limit: 50 },
  lastAdministrator: {},
  numberTaken: { number: '转〔2026〕000001号' },
  setterIsSubstitute: {},
  ownSubstitute: {},
  warrantOutlivesAppointment: {},
  draftIncomplete: { errors: [fieldError('/content/diagnoses', { reason: 'tooFew', args: { min: 1 } })] },
  importFaulty: {
    rows: [
      { line: 3, column: 'username', reason: JSON.stringify({ reason: 'taken' }) },
      { line: 7, column: 'departmentCode', reason: JSON.stringify({ reason: 'notFound' }) },
    ],
    count: 2,
  },
  unknownReason: { reason: 'noSuchReason' },
  unknownPerson: { ids: [id] },
  unknownPaper: { ids: [id] },
  tooLarge: { limit: 1_048_576 },
  unsupportedType: { accepts: ['application/json'] },
  fileLies: { declared: 'application/pdf', found: 'image/png' },
  unknownFileType: { accepts: ['application/pdf', 'image/jpeg', 'image/png'] },
  fileDamaged: { found: 'application/pdf' },
  uploadBroken: {},
  paperAttached: {},
  paperLost: {},
  documentNotReady: { seconds: 3 },
  documentLost: {},
  notReprintable: {},
  noLetterYet: {},
  imageTooLarge: { pixels: 2000 },
  paperNotScanned: {},
  paperInfected: { ids: [id] },
  noThumbnail: {},
  thumbnailsBusy: {},
  draftExists: { id },
  verificationUnderWay: {},
  exportTooLarge: { limit: 20_000 },
  packUnderWay: { year: 2026 },
  packNotReady: { done: 312, total: 1_204 },
  packFailed: {},
  packLost: {},
  badCursor: {},
  letterNotProved: { letter: 'altered' },
  wrongReturnCode: {},
  outcomesReported: { limit: 3 },
  databaseUnavailable: {},
  storageFull: {},
  unexpected: {},

  notAwaited: { act: 'sign', state: 'awaitingInsurance', happened },
  ended: { act: 'sign', state: 'withdrawn', happened: referralEnded },
  notYourOffice: { act: 'sign', offices: ['medicalDirector'] },
  notYourDepartment: { act: 'sign', offices: ['departmentDirector', 'departmentLead'] },
  officeNotChosen: { act: 'sign', offices: ['deanInCharge', 'businessDean'] },
  holderNotChosen: {
    act: 'sign',
    holders: [
      { id: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f75', name: '陈静' },
      { id: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f76', name: '周志远' },
    ],
  },
  sameDean: { office: 'deanInCharge' },
  ownReport: {},
  notLastToAct: { last: 'sign', happened },
  cannotBeTakenBack: {
    last: 'report',
    happened: { ...happened, act: 'report', state: 'awaitingInform', by: '林晓东' },
  },
  awaitsYou: {},
  readOnly: {},
  notInvolved: {},
  papersMissing: { papers: ['criticalNotice'] },
  papersNotReviewed: { papers: ['criticalNotice', 'patientIdCard'] },
  agentMissing: {},
  wrongCollector: { act: 'releaseForm', relation: 'spouse', allowed: ['agent'] },
  notThePatientsCard: {},
  notTheirOwnCard: {},
  notTheAgent: {},
  wrongReturnTarget: { to: 'insurance', allowed: ['fillIn', 'department'] },
  signerNotInOffice: { offices: ['medicalDirector'] },
  signerOfficeNotChosen: { offices: ['deanInCharge', 'businessDean'] },
  signerHolderNotChosen: {
    holders: [
      { id: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f75', name: '陈静' },
      { id: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f76', name: '周志远' },
    ],
  },
  signerIsOtherDean: { office: 'deanInCharge' },
  signerReported: {},
  signerRecords: {},
  scanOlderThanForm: {},
  wrongDay: { from: '2026-11-20', until: '2026-11-22' },
  letterOutlived: { validUntil: '2026-11-21' },
  letterUsed: { uses: 1 },
  letterVoid: {},
  letterReplaced: {},
  notArrived: {},
};

type FactName = { [C in ProblemCode]: keyof ProblemFacts[C] }[ProblemCode];

const list = (values: readonly string[]) => ({ type: 'array', items: { type: 'string', enum: values } });
const person = {
  type: 'object',
  properties: { id: { type: 'string', format: 'uuid' }, name: { type: 'string' } },
  required: ['id', 'name'],
};

/** What stands in a problem beside the members of RFC 9457. A new fact does not compile before it is described. */
const factSchemas: Record<FactName, object> = {
  errors: {
    type: 'array',
    description: 'Each field that is wrong. `pointer` is a JSON Pointer (RFC 6901) into the message.',
    items: {
      type: 'object',
      properties: { pointer: { type: 'string' }, reason: { type: 'string' } },
      required: ['pointer', 'reason'],
    },
  },
  rows: {
    type: 'array',
    description: 'Each fault of an import; the header is line 1.',
    items: {
      type: 'object',
      properties: { line: { type: 'integer' }, column: { type: ['string', 'null'] }, reason: { type: 'string' } },
      required: ['line', 'column', 'reason'],
    },
  },
  count: { type: 'integer', description: 'All faults of an import; `rows` names the first thousand.' },
  number: { type: 'string', description: 'The number that is taken.' },
  happened: {
    type: ['object', 'null'],
    description: 'What happened instead, where an act came too late: the newest act that moved the referral.',
    properties: {
      act: { type: 'string', enum: acts },
      state: { type: 'string', enum: states },
      by: { type: ['string', 'null'], description: 'Null is the system.' },
      at: { type: 'string', format: 'date-time' },
    },
    required: ['act', 'state', 'by', 'at'],
  },
  seconds: { type: 'integer', description: 'When to try again, as in Retry-After.' },
  offices: { ...list(offices), description: 'The offices that may, or that fit.' },
  office: { type: 'string', enum: offices },
  holders: { type: 'array', items: person, description: 'The holders for whom the caller could act.' },
  act: { type: 'string', enum: acts, description: 'What was asked for.' },
  last: { type: 'string', enum: acts, description: 'The last act of the referral.' },
  state: { type: 'string', enum: states, description: 'Where the referral stands.' },
  papers: { ...list(paperKinds), description: 'Kinds of papers that are missing or not marked as reviewed.' },
  relation: { type: 'string', enum: relations },
  allowed: { type: 'array', items: { type: 'string' }, description: 'What would have been allowed.' },
  to: { type: 'string' },
  from: { type: 'string', format: 'date', description: 'The first day that is possible.' },
  until: { type: 'string', format: 'date', description: 'The last day that is possible.' },
  validUntil: { type: 'string', format: 'date', description: 'The last day on which the letter was valid.' },
  uses: { type: 'integer', description: 'How often the letter may be used.' },
  letter: { type: 'string', enum: letterStatuses, description: 'What can be said of the token.' },
  ids: { type: 'array', items: { type: 'string', format: 'uuid' }, description: 'Those that are not known, or are infected.' },
  id: { type: 'string', format: 'uuid', description: 'The draft that there is already.' },
  reason: { type: 'string', description: 'The code that is not in the list.' },
  what: { type: 'string', description: 'What still uses it.' },
  limit: { type: 'integer', description: 'The most there may be; bytes of a message or a file.' },
  accepts: { type: 'array', items: { type: 'string' }, description: 'Content types that are accepted.' },
  pixels: { type: 'integer', description: 'The most that an image may be wide and high.' },
  year: { type: 'integer' },
  done: { type: 'integer', description: 'Referrals packed so far.' },
  total: { type: ['integer', 'null'], description: 'Referrals to pack; null until they are counted.' },
  declared: { type: 'string' },
  found: { type: 'string' },
};

/** Problem document, RFC 9457. */
export const problemSchema = {
  type: 'object',
  description: 'Problem document (RFC 9457). `code` is stable and decides which of the further members there are.',
  properties: {
    type: { type: 'string', format: 'uri-reference', description: 'Where the code is explained.' },
    title: { type: 'string', description: 'The code.' },
    status: { type: 'integer' },
    code: { type: 'string', enum: problemCodes },
    detail: { type: 'string', description: 'A sentence in the language asked for: what is wrong and what to do.' },
    instance: { type: 'string', description: "The request's X-Correlation-Id, by which the server's log names it." },
    ...factSchemas,
  },
  required: ['type', 'title', 'status', 'code', 'detail', 'instance'],
};

const correlationId = '0197a1c2-6e10-7c4d-9a52-7d1b9a3f5e21';

/** What a client gets, made by what makes it for clients. */
export const exampleProblem = (code: ProblemCode, language: Language): ProblemDocument =>
  documentOf(new Problem(code, facts[code]), language, correlationId);

export const exampleSentence = <C extends ProblemCode>(code: C, language: Language): string =>
  sayProblem(code, facts[code], language);

/** `components.examples`: each code with its document in the default language and both sentences. */
export const problemExamples = () =>
  Object.fromEntries(
    problemCodes.map((code) => [
      code,
      {
        summary: `${code} ${statusOf(code)}`,
        description: `${exampleSentence(code, 'zh-CN')}\n\n${exampleSentence(code, 'en')}`,
        value: exampleProblem(code, 'zh-CN'),
      },
    ]),
  );
