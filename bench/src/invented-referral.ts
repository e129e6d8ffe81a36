import { formVersion, refOf } from '@countersign/api/dist/referrals/form-version.js';
import type { FormVersion } from '@countersign/api/dist/referrals/write-act.js';
import type { Secrets } from '@countersign/api/dist/secrets/secrets.js';
import type { FormContent, ReportContent } from '@countersign/contract';
import { linkTo, originOf, type Digest, type Link } from '@countersign/evidence';
import {
  apply,
  checkCharacterOf,
  currentVersion,
  maskIdNumber,
  type ActData,
  type Actor,
  type Entry,
  type Facts,
  type Step,
} from '@countersign/policy';
import type { Hospital, Member } from './hospital.ts';

/** A referral with its whole log, as the acts would have left it. */
export interface InventedReferral {
  id: string;
  number: string;
  content: FormContent;
  facts: Facts;
  links: Link<Entry>[];
  forms: FormVersion[];
}

/** Ids can be worked out from numbers, also in SQL; later numbers have later ids, as those of version 7 do. */
export const idOf = (n: number): string => `0197a1c2-5b6e-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** Every fourth referral is kept for pgbench, whose signatures prove nothing and break the log. */
export const isForPgbench = (n: number): boolean => n % 4 === 0;

/** What the invented referrals wait for: a signature, or the window's letter over all signatures. */
export type Awaiting = 'signature' | 'letter';

/** Halves: inpatients await the insurance office, outpatients the medical department. */
export const isInpatient = (n: number): boolean => Math.floor(n / 4) % 2 === 0;

/** Acts before the signature that is awaited: the version to be named in If-Match. */
export const actsDone = 5;

const surnames = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗';
const givenNames = ['秀英', '建国', '丽华', '志强', '桂兰', '子轩', '雨桐', '浩然', '淑珍', '海燕', '国庆', '玉梅', '欣怡'];
const urgencyOf = (n: number) => (n % 20 === 0 ? 'emergency' : n % 20 < 6 ? 'urgent' : 'routine');

function idNumberOf(n: number): string {
  const born = new Date(Date.UTC(1940, 0, 1 + (n % 27_000))).toISOString().slice(0, 10).replaceAll('-', '');
  const digits = `441900${born}${String(Math.floor(n / 27_000) % 1000).padStart(3, '0')}`;
  return digits + checkCharacterOf(digits);
}

export function inventedContent(n: number): FormContent {
  return {
    patient: {
      name: surnames[n % surnames.length]! + givenNames[Math.floor(n / 20) % givenNames.length]!,
      idNumber: idNumberOf(n),
      phone: `138${String(n % 100_000_000).padStart(8, '0')}`,
      address: '东莞市松湖镇湖滨路 8 号',
      insuranceKind: '310',
      insuranceNo: `44190000${String(n).padStart(8, '0')}`,
      medicalRecordNo: `M2026${String(n).padStart(8, '0')}`,
    },
    diagnoses: [{ code: 'C34.900', name: '支气管或肺恶性肿瘤' }],
    condition: '右肺上叶占位 3.2 cm，无远处转移。',
    reason: '本院无胸腔镜肺叶切除条件，需上级医院手术治疗。',
    urgency: urgencyOf(n),
    destination: { code: 'H44010000123', name: '中山大学附属示例肿瘤医院', division: '440100', department: '胸外科' },
    remark: null,
  };
}

export function reportOf({ patient, diagnoses, reason, urgency, destination }: FormContent): ReportContent {
  return { patient, diagnoses, reason, urgency, destination };
}

const actorOf = ({ id, name, office, departmentId, onBehalfOf, warrantNo }: Member): Actor => ({
  id,
  name,
  office,
  departmentId,
  onBehalfOf,
  warrantNo,
});

interface Done<A extends keyof ActData> {
  act: A;
  by: Member;
  data: ActData[A];
}

const step = <A extends keyof ActData>(act: A, by: Member, data: ActData[A]): Done<A> => ({ act, by, data });

/**
 * The n-th referral: reported, informed, form released and filled in, signed by its department; now it waits. One that
 * awaits its letter is an inpatient's and signed by the insurance office too.
 */
export function invent(
  n: number,
  { institution, departments, clerks, insuranceLeads }: Hospital,
  secrets: Secrets,
  begun: Date,
  awaiting: Awaiting = 'signature',
): InventedReferral {
  const department = departments[n % departments.length]!;
  const id = idOf(n);
  const number = `R2026${String(n).padStart(7, '0')}`;
  const content = inventedContent(n);
  const [reported, filled] = [
    formVersion(0, reportOf(content), secrets, 'sha256'),
    formVersion(1, content, secrets, 'sha256'),
  ];
  const origin = originOf({ institutionId: institution.id, referralId: id });
  const inpatient = awaiting === 'letter' || isInpatient(n);
  const signed = (of: Step, by: Member) =>
    step('sign', by, {
      step: of,
      opinion: '同意转诊。',
      formVersion: 1,
      materialDigest: filled.materialDigest,
      ownReport: false,
      image: null,
      certificate: null,
    });
  const acts = [
    step('report', inpatient ? department.bedDoctor : department.attendingPhysician, {
      ...refOf(reported),
      chain: inpatient ? 'inpatient' : 'outpatient',
      chainVersion: currentVersion(inpatient ? 'inpatient' : 'outpatient'),
      number,
      departmentId: department.id,
      papers: [],
    }),
    step('inform', department.director, { comment: '病情属实，建议转诊。', papersReviewed: [] }),
    step('releaseForm', clerks[n % clerks.length]!, { collector: collectorOf(content, secrets) }),
    step('fillIn', inpatient ? department.bedDoctor : department.director, refOf(filled)),
    signed('department', department.director),
    ...(awaiting === 'letter' ? [signed('insurance', insuranceLeads[n % insuranceLeads.length]!)] : []),
  ];
  return { id, number, content, forms: [reported, filled], ...logOf(acts, origin, begun) };
}

function collectorOf({ patient: { name, idNumber } }: FormContent, secrets: Secrets) {
  return {
    name,
    relation: 'self' as const,
    idNumberMasked: maskIdNumber(idNumber),
    idNumberEncrypted: secrets.encrypt(idNumber),
  };
}

/** Every entry goes through policy, one minute after the other. */
function logOf(acts: readonly Done<keyof ActData>[], origin: Digest, begun: Date): { facts: Facts; links: Link<Entry>[] } {
  const links: Link<Entry>[] = [];
  let facts: Facts | null = null;
  for (const [i, { act, by, data }] of acts.entries()) {
    const at = new Date(begun.getTime() + i * 60_000).toISOString();
    const entry = { seq: i + 1, act, at, actor: actorOf(by), data } as Entry;
    facts = apply(facts, entry);
    links.push(linkTo(links.at(-1)?.hash ?? origin, entry));
  }
  return { facts: facts!, links };
}
