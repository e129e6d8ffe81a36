import { actWords, chainWords, divisionName, officeWords, returnTargetWords, urgencyWords, type FormContent, type ReportContent } from '@countersign/contract';
import type {
  ApprovalFormView,
  DestinationView,
  Letterhead,
  LetterView,
  PatientView,
  SignatureView,
} from '@countersign/documents';
import type { Digest, LetterClaims, Link } from '@countersign/evidence';
import {
  ageOn,
  birthDateOf,
  dateInShanghai,
  fold,
  hasEnded,
  maskIdNumber,
  maskName,
  sexOf,
  stepsOf,
  type Actor,
  type Entry,
  type Facts,
  type LetterRef,
  type Named,
  type Urgency,
} from '@countersign/policy';
import { open, type Content } from '../referrals/personal.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { insuranceName, stepTitles } from './printed-words.ts';
import { logOf, type Source } from './read-source.ts';
import { letterEvent, type Version } from './versions.ts';

/** Images of signatures by their digest. */
export type Images = ReadonlyMap<string, Uint8Array>;

/** What of a letter comes from outside of the log, and is the same whenever it is worked out. */
export interface LetterProof {
  verifyUrl: string;
  verifyPage: string;
  returnCode: string;
}

/** A source as one version sees it: nothing of what happened later. */
interface Seen {
  source: Source;
  log: Entry[];
  facts: Facts;
  /** The event that the version is named by. */
  last: Link<Entry>;
  content: Content;
}

function seenBy(source: Source, { seq }: Version, secrets: Secrets): Seen {
  const links = source.links.slice(0, seq);
  const log = links.map(({ entry }) => entry);
  const facts = fold(log)!;
  const content = open(source.forms[facts.form?.version ?? 0]!, secrets);
  return { source, log, facts, last: links.at(-1)!, content };
}

/** The form of the version, as its page shows it. Certificates count where their authorities are known. */
export function fillApprovalForm(
  source: Source,
  version: Version,
  copy: number,
  images: Images,
  secrets: Secrets,
  authoritiesKnown: boolean,
): ApprovalFormView {
  const { log, facts, last, content } = seenBy(source, version, secrets);
  const reported = log[0]!;
  const form = 'condition' in content ? content : null;
  return {
    letterhead: letterheadOf(source),
    number: source.referral.number,
    chainName: chainWords[facts.chain]['zh-CN'],
    mark: version.mark,
    copy,
    department: source.department,
    urgency: urgencyWords[content.urgency as Urgency]['zh-CN'],
    reporter: { ...named(reported.actor), at: reported.at },
    agent: agentOf(source),
    patient: patientOf(content, last.entry.at),
    diagnoses: content.diagnoses.map(({ code, name }) => ({ code, name })),
    condition: form?.condition ?? '',
    reason: content.reason,
    remark: form?.remark ?? null,
    destination: content.destination ? destinationOf(content.destination) : null,
    signatures: log.flatMap((entry) => signatureOf(entry, facts, images, authoritiesKnown)),
    awaited: awaitedBy(facts, last.entry),
    remarks: log.flatMap(remarkOf),
    letterNo: version.letterNo,
    head: last.hash,
    madeAt: last.entry.at,
  };
}

/** The letter of the version, as its page shows it. A void copy proves the same as the letter did. */
export function fillLetter(source: Source, version: Version, copy: number, proof: LetterProof, secrets: Secrets): LetterView {
  const { log, last, content } = seenBy(source, version, secrets);
  const { entry, letter } = letterEvent(log, version.letterNo!);
  const { destination } = content as FormContent;
  return {
    letterhead: letterheadOf(source),
    number: letter.number,
    replaces: letter.replaces,
    mark: version.mark,
    copy,
    referralNumber: source.referral.number,
    otherHospital: agentOf(source)?.hospital ?? null,
    patient: patientOf(content, entry.at),
    diagnoses: content.diagnoses.map(({ code, name }) => ({ code, name })),
    reason: content.reason,
    destination: destinationOf(destination),
    validFrom: letter.validFrom,
    validUntil: letter.validUntil,
    uses: letter.uses,
    issuedAt: entry.at,
    issuedBy: entry.actor!.name,
    ...proof,
    head: last.hash,
  };
}

/** What the token of a letter says: the letter as it was issued, whatever became of it. */
export function claimsOf(source: Source, letterNo: string, secrets: Secrets): LetterClaims {
  const log = logOf(source);
  const { entry, letter } = letterEvent(log, letterNo);
  const { form } = fold(log.slice(0, entry.seq))!;
  const { hash } = source.links[entry.seq - 1]!;
  return claimsOfEvent(source.institution, { entry, letter, hash }, source.forms[form!.version]!, secrets);
}

/** The same, of the event that issued the letter and the form that it was issued over. */
export function claimsOfEvent(
  { id, name }: Named,
  { entry, letter, hash }: { entry: Entry; letter: LetterRef; hash: string },
  form: Content,
  secrets: Secrets,
): LetterClaims {
  const { patient } = open(form, secrets);
  return {
    institution: { id, name },
    letterNo: letter.number,
    patient: maskName(patient.name),
    idNumber: maskIdNumber(patient.idNumber),
    destination: letter.destination,
    validFrom: letter.validFrom,
    validUntil: letter.validUntil,
    issuedAt: entry.at,
    seq: entry.seq,
    head: hash as Digest,
  };
}

/** Digests of the images that the form of a version shows. */
export const imagesIn = (source: Source, { seq }: Version): string[] => [
  ...new Set(
    source.links
      .slice(0, seq)
      .flatMap(({ entry }) => (entry.act === 'sign' && entry.data.image ? [entry.data.image] : [])),
  ),
];

const letterheadOf = ({ institution: { name, settings } }: Source): Letterhead => ({
  institution: name,
  sealText: settings.sealText,
  footer: settings.documentFooter,
});

const named = (actor: Actor | null): { name: string; office: string } =>
  actor ? { name: actor.name, office: officeWords[actor.office]['zh-CN'] } : { name: '系统', office: '' };

/** Only a report names one, and only of another hospital's inpatient. */
function agentOf({ forms }: Source): ApprovalFormView['agent'] {
  const { agent } = forms[0] as ReportContent;
  return agent ? { name: agent.name, hospital: agent.hospital } : null;
}

function patientOf({ patient }: Content, at: string): PatientView {
  const birthDate = birthDateOf(patient.idNumber)!;
  return {
    name: patient.name,
    sex: sexOf(patient.idNumber) === 'male' ? '男' : '女',
    birthDate,
    age: ageOn(dateInShanghai(new Date(at)), birthDate),
    idNumber: patient.idNumber,
    phone: patient.phone ?? null,
    address: patient.address ?? null,
    insurance: insuranceName(patient.insuranceKind),
    insuranceNo: patient.insuranceNo ?? null,
    medicalRecordNo: patient.medicalRecordNo ?? null,
  };
}

const destinationOf = ({ name, code, division, department }: FormContent['destination']): DestinationView => ({
  name,
  code: code ?? null,
  division: divisionName(division),
  department: department ?? null,
});

function signatureOf(entry: Entry, facts: Facts, images: Images, authoritiesKnown: boolean): SignatureView[] {
  if (entry.act !== 'sign' && entry.act !== 'signOnPaper') return [];
  const { step, opinion, materialDigest } = entry.data;
  const signer = entry.act === 'sign' ? entry.actor! : entry.data.signer;
  const { onBehalfOf, warrantNo } = signer;
  const held = facts.signatures.some(({ seq }) => seq === entry.seq);
  const { image, certificate } = entry.act === 'sign' ? entry.data : { image: null, certificate: null };
  return [
    {
      step: stepTitles[step],
      opinion,
      ...named(signer),
      onBehalfOf: onBehalfOf && { name: onBehalfOf.name, warrantNo: warrantNo! },
      at: entry.at,
      image: (image && images.get(image)) || null,
      stands: held && materialDigest === facts.form?.materialDigest,
      onPaper: entry.act === 'signOnPaper' ? entry.data.signedOn : null,
      // Where no authority is known, whoever can write the log can put a certificate of their own making into it.
      reliable: authoritiesKnown && certificate !== null,
    },
  ];
}

/** A referral that has ended, or has its letter, demands nothing more. */
function awaitedBy(facts: Facts, { at }: Entry): string[] {
  if (facts.letter || hasEnded(facts, new Date(at))) return [];
  const standing = facts.signatures.filter(({ materialDigest }) => materialDigest === facts.form?.materialDigest);
  return stepsOf(facts.chain, facts.chainVersion)
    .filter((step) => !standing.some((signature) => signature.step === step))
    .map((step) => stepTitles[step]);
}

/** What else was decided. What people said beside it is not the form's. */
function remarkOf(entry: Entry): ApprovalFormView['remarks'] {
  const remark = (text: string, more = '') => [
    { title: `${actWords[entry.act]['zh-CN']}${more}`, text, name: named(entry.actor).name, at: entry.at },
  ];
  switch (entry.act) {
    case 'returnForCorrection':
      return remark(reasoned(entry.data), `（退回${returnTargetWords[entry.data.to]['zh-CN']}）`);
    case 'decline':
    case 'reject':
    case 'void':
      return remark(reasoned(entry.data));
    case 'replaceLetter':
      return remark(`${reasoned(entry.data)}（${entry.data.letter.number} 替代 ${entry.data.letter.replaces}）`);
    case 'withdraw':
      return remark(entry.data.comment);
    case 'expire':
      return remark(`介绍信 ${entry.data.letterNo} 有效期已满`);
    default:
      return [];
  }
}

const reasoned = ({ reason, comment }: { reason: { zh: string }; comment: string }): string => `${reason.zh}：${comment}`;
