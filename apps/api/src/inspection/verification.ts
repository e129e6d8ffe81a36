import {
  actWords,
  officeWords,
  stepWords,
  type CertificateVerified,
  type Language,
  type LetterVerified,
  type OnPaper,
  type Said,
  type SignatureEnd,
  type SignatureEnded,
  type SignatureVerified,
  type VerificationCheck,
  type VerificationResponse,
} from '@countersign/contract';
import type { LetterReading } from '@countersign/evidence';
import {
  capacitiesOf,
  capacitiesOn,
  foldEach,
  stateName,
  type Actor,
  type Appointment,
  type Chain,
  type Entry,
  type EntryOf,
  type Facts,
  type Named,
  type Warrant,
} from '@countersign/policy';
import { brokenIn, papersIn, type BrokenLog, type LoggedReferral } from '../referrals/verify-log.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { brokenSays, checkSays, proofs } from './verification-words.ts';

/** What the register of offices has about somebody who signed. */
export interface Registered {
  personId: string;
  appointments: Appointment[];
  warrants: Warrant[];
}

/** Bytes that belong to a referral, and whether they are still those that their digest says. */
export interface Kept {
  digest: string;
  whole: boolean;
}

/** All that a verification is made of; whoever fills it in has read the database, the files and the keys. */
export interface Evidence {
  institution: Named;
  logged: LoggedReferral;
  register: Registered[];
  papers: Kept[];
  documents: Kept[];
  /** Whether some of them are still to come. */
  beingMade: boolean;
  /** What each letter's token reads as, oldest letter first. */
  tokens: LetterReading[];
  /** Whether the certificate's signature holds, by the event that has one. */
  certificates: ReadonlyMap<number, boolean>;
  /** Whether the authorities that issue certificates are known here, so that what holds is also trusted. */
  authoritiesKnown: boolean;
  at: Date;
}

type SignatureEntry = EntryOf<'sign' | 'signOnPaper'>;

/** The check that a fault in the log belongs to. */
const checkOf: Record<BrokenLog['why'], VerificationCheck> = {
  missing: 'log',
  notLinked: 'log',
  altered: 'log',
  endMissing: 'log',
  columnsDiffer: 'log',
  notPolicy: 'policy',
  projectionDiffers: 'record',
  formDiffers: 'forms',
  letterDiffers: 'letters',
  paperDiffers: 'papers',
};

const ofTheLog: readonly VerificationCheck[] = ['log', 'policy', 'record', 'forms', 'letters'];
/** Without these nothing can be said about any signature. */
const saysWhatStands: readonly VerificationCheck[] = ['log', 'policy', 'forms'];

/** What holds of a referral and what does not. Pure: the same evidence gives the same report. */
export function verificationOf(evidence: Evidence, secrets: Secrets): VerificationResponse {
  const { logged, institution, at } = evidence;
  const broken = brokenIn(logged, secrets);
  const failed = broken && checkOf[broken.why];
  const log = logged.events.map(({ body }) => body);
  // A log that is not sound says nothing about what stands; one that its row merely contradicts does.
  const sound = failed === null || !saysWhatStands.includes(failed);
  const facts = sound ? foldEach(log) : null;
  const signatures = readEach(signatureEntries(log), (entry) => [signatureVerified(entry, evidence, facts)]);
  const letters = lettersIn(logged);
  const checks = [...logChecks(failed), ...furtherChecks(evidence, log, letters, failed)].map(
    ({ check, holds }) => ({ check, holds, says: checkSays(check, holds, logged.events.length, check === 'offices' ? !sound : failed !== null) }),
  );
  const last = facts?.at(-1) ?? null;
  const holds = checks.every((check) => check.holds !== false);
  return {
    institution,
    referral: {
      id: logged.id,
      number: logged.number,
      chain: logged.columns.chain as Chain,
      chainVersion: String(logged.columns.chainVersion),
      state: last && stateName(last.state),
      seq: logged.events.length,
      head: logged.head,
    },
    checkedAt: at.toISOString(),
    holds,
    broken: broken && {
      seq: broken.seq,
      act: log[broken.seq - 1]?.act ?? null,
      why: broken.why,
      says: brokenSays(broken),
    },
    checks,
    signatures,
    letters,
    ...proofs({ holds, logHolds: facts !== null, signatures, letters }),
  };
}

interface Outcome {
  check: VerificationCheck;
  holds: boolean | null;
}

/** They rest one on another, in this order: what comes after a fault is not reached. */
function logChecks(failed: VerificationCheck | null): Outcome[] {
  const at = failed !== null && ofTheLog.includes(failed) ? ofTheLog.indexOf(failed) : ofTheLog.length;
  return ofTheLog.map((check, i) => ({ check, holds: i < at ? true : i === at ? false : null }));
}

function furtherChecks(evidence: Evidence, log: readonly Entry[], letters: LetterVerified[], failed: VerificationCheck | null): Outcome[] {
  const { papers, documents, beingMade, tokens, certificates } = evidence;
  const sound = failed === null || !saysWhatStands.includes(failed);
  const named = [...readEach(log, papersIn), ...papers].map(({ digest }) => digest);
  const allOf = <T>(items: readonly T[], holds: (item: T) => boolean): boolean | null =>
    items.length === 0 ? null : items.every(holds);
  const areWhole = allOf(documents, ({ whole }) => whole);
  const isWhole = (digest: string) => papers.some((paper) => paper.digest === digest && paper.whole);
  return [
    { check: 'offices', holds: sound ? allOf(signatureEntries(log), (entry) => isRegistered(entry, evidence.register)) : null },
    { check: 'papers', holds: failed === 'papers' ? false : allOf(named, isWhole) },
    { check: 'documents', holds: beingMade && areWhole !== false ? null : areWhole },
    { check: 'tokens', holds: failed !== null ? null : allOf(letters, (letter) => tokens.some((reading) => fits(reading, letter))) },
    { check: 'certificates', holds: allOf([...certificates.values()], (holds) => holds) },
  ];
}

/** What entries say; nothing of one that was altered until it can no longer be read as the act it names. */
export function readEach<E extends Entry, T>(entries: readonly E[], read: (entry: E) => T[]): T[] {
  return entries.flatMap((entry) => {
    try {
      return read(entry);
    } catch (error) {
      if (error instanceof TypeError) return [];
      throw error;
    }
  });
}

export const signatureEntries = (log: readonly Entry[]): SignatureEntry[] =>
  log.filter((entry) => entry?.act === 'sign' || entry?.act === 'signOnPaper');

/** Of a signature given on paper, whoever recorded it is not who gave it. */
export const signerOf = (entry: SignatureEntry): Actor => (entry.act === 'sign' ? entry.actor! : entry.data.signer);

const fits = (reading: LetterReading, { number, validFrom, validUntil, destination, seq, head }: LetterVerified): boolean => {
  if (!reading.genuine) return false;
  const { claims } = reading;
  return (
    claims.letterNo === number &&
    claims.validFrom === validFrom &&
    claims.validUntil === validUntil &&
    claims.destination === destination &&
    claims.seq === seq &&
    claims.head === head
  );
};

/** Whether the register of offices has what the signature says: the office, or the warrant, at that moment. */
function isRegistered(entry: SignatureEntry, register: readonly Registered[]): boolean {
  const { id, office, departmentId, onBehalfOf, warrantNo } = signerOf(entry);
  const { appointments, warrants } = register.find(({ personId }) => personId === id) ?? { appointments: [], warrants: [] };
  const at = new Date(entry.at);
  const held =
    entry.act === 'sign'
      ? capacitiesOf(appointments, warrants, at)
      : capacitiesOn(appointments, warrants, entry.data.signedOn, at);
  return held.some(
    (capacity) =>
      capacity.office === office &&
      capacity.departmentId === departmentId &&
      (capacity.onBehalfOf?.id ?? null) === (onBehalfOf?.id ?? null) &&
      capacity.warrantNo === warrantNo,
  );
}

const said = (words: Record<Language, string>): Said => ({ zh: words['zh-CN'], en: words.en });

function signatureVerified(entry: SignatureEntry, evidence: Evidence, facts: readonly Facts[] | null): SignatureVerified {
  const { seq, at, data } = entry;
  if (Number.isNaN(Date.parse(at))) throw new TypeError('a signature has a moment');
  const { previous, hash } = evidence.logged.events.find((event) => event.body === entry)!;
  const { id, name, office, onBehalfOf, warrantNo } = signerOf(entry);
  const ended = endOf(entry, evidence.logged.events.map(({ body }) => body), facts);
  return {
    seq,
    step: data.step,
    stepName: said(stepWords[data.step]),
    person: { id, name },
    office,
    officeName: said(officeWords[office]),
    onBehalfOf,
    warrantNo,
    at,
    opinion: data.opinion,
    formVersion: data.formVersion,
    materialDigest: data.materialDigest,
    previous,
    hash,
    ownReport: data.ownReport,
    stands: ended === null,
    ended,
    onPaper: entry.act === 'sign' ? null : onPaper(entry),
    certificate: entry.act === 'sign' ? certificate(entry, evidence) : null,
  };
}

const onPaper = ({ actor, data }: EntryOf<'signOnPaper'>): OnPaper => ({
  signedOn: data.signedOn,
  recordedBy: { id: actor!.id, name: actor!.name },
  paper: data.paper.digest,
});

function certificate({ seq, data }: EntryOf<'sign'>, { certificates, authoritiesKnown }: Evidence): CertificateVerified | null {
  const holds = certificates.get(seq) ?? false;
  return data.certificate && { algorithm: data.certificate.algorithm, holds, trusted: holds && authoritiesKnown };
}

const stands = ({ signatures, form }: Facts, { seq, data }: SignatureEntry): boolean =>
  data.materialDigest === form?.materialDigest && signatures.some((signature) => signature.seq === seq);

/** What took a signature out of force; null while it stands. */
function endOf(entry: SignatureEntry, log: readonly Entry[], facts: readonly Facts[] | null): SignatureEnded | null {
  if (facts === null) return ended('notKnown', null);
  if (stands(facts.at(-1)!, entry)) return null;
  const last = facts.findLastIndex((after) => stands(after, entry)) + 1;
  return ended(endBy(log[last]!), log[last]!);
}

function endBy({ act }: Entry): SignatureEnd {
  if (act === 'recall') return 'recalled';
  return act === 'returnForCorrection' ? 'returned' : 'contentChanged';
}

function ended(why: SignatureEnd, by: Entry | null): SignatureEnded {
  const seq = by?.seq ?? null;
  const act = by && actWords[by.act];
  switch (why) {
    case 'notKnown':
      return {
        why,
        seq,
        says: { zh: '日志或审批表有误，无法判断此签字是否有效。', en: 'The log or a form is at fault: whether it stands cannot be said.' },
      };
    case 'contentChanged':
      return {
        why,
        seq,
        says: { zh: `第 ${seq} 条「${act!['zh-CN']}」改变了签字所覆盖的内容。`, en: `Entry ${seq} (${act!.en}) changed what was signed.` },
      };
    case 'returned':
      return {
        why,
        seq,
        says: { zh: `第 ${seq} 条「${act!['zh-CN']}」退回到这一步，须重新签字。`, en: `Entry ${seq} (${act!.en}) sent it back to this step, to be signed anew.` },
      };
    case 'recalled':
      return {
        why,
        seq,
        // Not always by its signer: one given on paper is taken back by the window that recorded it.
        says: { zh: `第 ${seq} 条：由${by!.actor!.name}撤回。`, en: `Entry ${seq}: taken back by ${by!.actor!.name}.` },
      };
  }
}

/** The letters as the log has them, each with the head that its token fixes. */
function lettersIn({ events }: LoggedReferral): LetterVerified[] {
  const hashes = new Map(events.map(({ body, hash }) => [body, hash]));
  return readEach([...hashes.keys()], (body) => {
    if (body.act !== 'issueLetter' && body.act !== 'replaceLetter') return [];
    const { number, validFrom, validUntil, destination, replaces } = body.data.letter;
    return [{ number, seq: body.seq, validFrom, validUntil, destination, replaces, head: hashes.get(body)! }];
  });
}
