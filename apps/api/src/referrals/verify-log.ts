import { setImmediate } from 'node:timers/promises';
import { algorithmOf, canonical, firstBrokenLink, originOf, type Digest } from '@countersign/evidence';
import { fold, versionOf, type Entry, type EntryOf, type Facts, type PaperRef } from '@countersign/policy';
import type { Certificates } from '../certificates/certificates.ts';
import { NoCertificates } from '../certificates/no-certificates.ts';
import { verifyCertificates } from '../certificates/verify-certificates.ts';
import type { Database } from '../database/database.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { digestForLists, formVersion } from './form-version.ts';
import { open, type Content } from './personal.ts';

export interface LoggedReferral {
  institution_id: string;
  id: string;
  number: string;
  state: unknown;
  facts: Facts;
  version: number;
  seq: number;
  head: string;
  /** The row's other columns, as they are stored. */
  columns: Record<string, unknown>;
  events: { seq: number; act: string; personId: string | null; at: string; body: Entry; previous: string; hash: string }[];
  forms: { version: number; content: Content; materialDigest: string; contentDigest: string }[];
  letters: Record<string, unknown>[];
  papers: PaperRef[];
}

/** The first thing in a referral that does not hold, with the number of the event where it shows. */
export interface BrokenLog {
  number: string;
  seq: number;
  why:
    | 'missing'
    | 'notLinked'
    | 'altered'
    | 'endMissing'
    | 'columnsDiffer'
    | 'notPolicy'
    | 'projectionDiffers'
    | 'formDiffers'
    | 'letterDiffers'
    | 'paperDiffers';
}

/**
 * Checks one referral against its log: every link of the hash chain, the columns beside each event, that policy
 * allows the acts in this order, that forms, letters and papers are those the log names, and that the row says what they
 * say.
 */
export function brokenIn(referral: LoggedReferral, secrets: Secrets): BrokenLog | null {
  const { number, events } = referral;
  const broken = (seq: number, why: BrokenLog['why']): BrokenLog => ({ number, seq, why });

  const gap = events.findIndex(({ seq }, i) => seq !== i + 1);
  if (gap >= 0) return broken(gap + 1, 'missing');
  const subject = { institutionId: referral.institution_id, referralId: referral.id };
  const origin = originOf(subject, algorithmOf(events[0]?.previous ?? ''));
  const links = events.map(({ body, previous, hash }) => ({
    entry: body,
    previous: previous as Digest,
    hash: hash as Digest,
  }));
  const link = firstBrokenLink(origin, links, referral.head as Digest);
  if (link) return broken(link.at + 1, link.why);
  const stray = events.find(
    ({ seq, act, personId, at, body }) =>
      body.seq !== seq ||
      body.act !== act ||
      (body.actor?.id ?? null) !== personId ||
      Date.parse(body.at) !== Date.parse(at),
  );
  if (stray) return broken(stray.seq, 'columnsDiffer');

  const log = events.map(({ body }) => body);
  const facts = foldedOrNull(log);
  if (!facts) return broken(firstOutsidePolicy(log), 'notPolicy');
  const says = { facts, state: facts.state, version: versionOf(log), seq: log.length };
  const { facts: shown, state, version, seq } = referral;
  if (canonical(says) !== canonical({ facts: shown, state, version, seq })) {
    return broken(log.length, 'projectionDiffers');
  }
  const form = log.find((entry) => namesAForm(entry) && !isTheFormNamed(entry, referral, secrets));
  if (form) return broken(form.seq, 'formDiffers');
  if (referral.forms.length !== log.filter(namesAForm).length) return broken(log.length, 'formDiffers');
  const current = referral.forms.find(({ version }) => version === (facts.form?.version ?? 0))!.content;
  if (canonical(referral.letters) !== canonical(lettersIn(log, current))) return broken(log.length, 'letterDiffers');
  const paper = log.find((entry) => papersIn(entry).some((named) => !isAmong(referral.papers, named)));
  if (paper) return broken(paper.seq, 'paperDiffers');
  const papers = log.flatMap(papersIn);
  if (!referral.papers.every((kept) => isAmong(papers, kept))) return broken(log.length, 'paperDiffers');
  const columns = canonical(columnsOf(current, log, facts, secrets));
  return columns === canonical(referral.columns) ? null : broken(log.length, 'projectionDiffers');
}

/** Letters as the log has them, in the shape of their rows: each to the destination of the form, which changes no more. */
const lettersIn = (log: readonly Entry[], { destination }: Content): object[] =>
  log.flatMap((entry) =>
    entry.act === 'issueLetter' || entry.act === 'replaceLetter' ? [{ ...entry.data.letter, content: destination }] : [],
  );

/** The papers that an entry names: reported with, reviewed, or a scan of what was signed. */
export function papersIn(entry: Entry): PaperRef[] {
  if (entry.act === 'report') return entry.data.papers;
  if (entry.act === 'inform') return entry.data.papersReviewed;
  return entry.act === 'signOnPaper' ? [entry.data.paper] : [];
}

const isAmong = (papers: readonly PaperRef[], { id, kind, digest }: PaperRef): boolean =>
  papers.some((paper) => paper.id === id && paper.kind === kind && paper.digest === digest);

/** What the row must say beside its facts: what was reported, and its current content in the lists' words. */
function columnsOf(current: Content, log: readonly Entry[], facts: Facts, secrets: Secrets): object {
  const reported = log[0] as EntryOf<'report'>;
  const inForce = facts.state === 'issued';
  return {
    ...digestForLists(open(current, secrets), secrets),
    number: reported.data.number,
    chain: facts.chain,
    chainVersion: facts.chainVersion,
    departmentId: facts.departmentId,
    reporterId: facts.reporter.personId,
    letterNo: facts.letter?.number ?? null,
    letterUntil: inForce ? facts.letter!.validUntil : null,
  };
}

function foldedOrNull(log: readonly Entry[]): Facts | null {
  try {
    return fold(log);
  } catch {
    // fold throws exactly where the log says what no chain allows: that is the finding.
    return null;
  }
}

const firstOutsidePolicy = (log: readonly Entry[]): number =>
  log.findIndex((_, i) => foldedOrNull(log.slice(0, i + 1)) === null) + 1;

const namesAForm = (entry: Entry): boolean => entry.act === 'report' || entry.act === 'fillIn';

function isTheFormNamed(entry: Entry, { forms }: LoggedReferral, secrets: Secrets): boolean {
  if (entry.act !== 'report' && entry.act !== 'fillIn') return true;
  const { formVersion: version, materialDigest, contentDigest } = entry.data;
  const stored = forms.find((form) => form.version === version);
  if (!stored) return false;
  const content = openedOrNull(stored.content, secrets);
  if (!content) return false;
  const made = formVersion(version, content, secrets, algorithmOf(contentDigest));
  return [stored, made].every(
    (form) => form.materialDigest === materialDigest && form.contentDigest === contentDigest,
  );
}

function openedOrNull(content: Content, secrets: Secrets): Content | null {
  try {
    return open(content, secrets);
  } catch {
    // An encrypted number that no longer opens was altered: that is the finding.
    return null;
  }
}

const selectLogged = `SELECT r.institution_id, r.id, r.number, r.state, r.facts, r.version, r.seq, r.head,
      jsonb_build_object('patientName', r.patient_name, 'patientIdMasked', r.patient_id_masked,
        'patientIdLookup', r.patient_id_lookup, 'urgency', r.urgency, 'diagnosis', r.diagnosis,
        'destination', r.destination, 'number', r.number, 'chain', r.chain, 'chainVersion', r.chain_version,
        'departmentId', r.department_id, 'reporterId', r.reporter_id, 'letterNo', r.letter_no,
        'letterUntil', r.letter_until) AS columns,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('number', l.number, 'year', l.year, 'serial', l.serial,
          'validFrom', l.valid_from, 'validUntil', l.valid_until, 'destination', l.content->>'name',
          'content', l.content, 'uses', l.uses, 'replaces', l.replaces) ORDER BY l.year, l.serial), '[]')
        FROM letter l WHERE l.institution_id = r.institution_id AND l.referral_id = r.id) AS letters,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'kind', p.kind, 'digest', p.digest)), '[]')
        FROM paper p WHERE p.institution_id = r.institution_id AND p.referral_id = r.id) AS papers,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('seq', e.seq, 'act', e.act, 'personId', e.person_id, 'at', e.at, 'body', e.body,
          'previous', e.previous, 'hash', e.hash) ORDER BY e.seq), '[]') FROM event e
        WHERE e.institution_id = r.institution_id AND e.referral_id = r.id) AS events,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('version', f.version, 'content', f.content,
          'materialDigest', f.material_digest, 'contentDigest', f.content_digest)), '[]') FROM form f
        WHERE f.institution_id = r.institution_id AND f.referral_id = r.id) AS forms
    FROM referral r`;

/** Each with its whole log: as many as may be held at once. */
const pageSize = 50;

const page = {
  name: 'verify-page',
  text: `${selectLogged}
    WHERE (r.institution_id, r.id) > ($1::uuid, $2::uuid) AND ($3::text IS NULL OR r.number = $3)
    ORDER BY r.institution_id, r.id LIMIT ${pageSize}`,
};

const pageOfInstitution = {
  name: 'verify-page-of-institution',
  text: `${selectLogged} WHERE r.institution_id = $1 AND r.id > $2 AND r.reported_at <= $3 ORDER BY r.id LIMIT ${pageSize}`,
};

const one = {
  name: 'verify-one',
  text: `${selectLogged} WHERE r.institution_id = $1 AND r.id = $2`,
};

/** One referral with all that its log is checked against, as it stands in the database at one moment. */
export async function readLogged(db: Database, institutionId: string, id: string): Promise<LoggedReferral> {
  const [row] = await db.query<LoggedReferral>(one, [institutionId, id]);
  if (!row) throw new Error(`there is no referral ${id}`);
  return row;
}

/** Where the serials of letters are not what they should be in some institution's year. */
export interface LetterGap {
  year: number;
  serial: number;
}

const letterGap = `
  SELECT year, serial FROM (
    SELECT l.institution_id, l.year, l.serial,
      row_number() OVER (PARTITION BY l.institution_id, l.year ORDER BY l.serial) AS place
    FROM letter l WHERE $1::uuid IS NULL OR l.institution_id = $1) numbered
  WHERE serial <> place
  ORDER BY institution_id, year, serial LIMIT 1`;

/** The first letter serial behind a missing one, of one institution or of all. */
export async function firstLetterGap(db: Database, institutionId: string | null): Promise<LetterGap | null> {
  const [gap] = await db.query<LetterGap>(letterGap, [institutionId]);
  return gap ?? null;
}

/** A log that holds, with a signature whose certificate does not. */
export interface BrokenCertificate {
  number: string;
  seq: number;
  why: 'certificateFails';
}

async function brokenCertificateIn(referral: LoggedReferral, certificates: Certificates): Promise<BrokenCertificate | null> {
  const { institution_id: institutionId, id: referralId, number, events } = referral;
  const log = events.map(({ body }) => body);
  const found = await verifyCertificates(certificates, { institutionId, referralId }, log);
  const [failed] = [...found].find(([, holds]) => !holds) ?? [];
  return failed === undefined ? null : { number, seq: failed, why: 'certificateFails' };
}

/** A referral that was checked, with the first thing that does not hold. */
export interface Checked {
  id: string;
  number: string;
  events: number;
  fault: BrokenLog | BrokenCertificate | null;
}

/** What a log is checked with. */
export interface Checking {
  secrets: Secrets;
  certificates: Certificates;
}

async function* checkPages(
  { secrets, certificates }: Checking,
  pageBehind: (last: LoggedReferral | undefined) => Promise<LoggedReferral[]>,
): AsyncGenerator<Checked> {
  let last: LoggedReferral | undefined;
  do {
    const rows = await pageBehind(last);
    for (const row of rows) {
      const fault = brokenIn(row, secrets) ?? (await brokenCertificateIn(row, certificates));
      yield { id: row.id, number: row.number, events: row.events.length, fault };
      // A log takes a millisecond of reckoning: in between, others are served.
      await setImmediate();
    }
    last = rows.at(-1);
  } while (last);
}

const nil = '00000000-0000-0000-0000-000000000000';

/** Checks an institution's referrals that were reported until then, in the order of their ids, behind the one named. */
export const checkInstitution = (
  db: Database,
  checking: Checking,
  { institutionId, behind, until }: { institutionId: string; behind: string | null; until: Date },
): AsyncGenerator<Checked> =>
  checkPages(checking, (last) => db.query<LoggedReferral>(pageOfInstitution, [institutionId, last?.id ?? behind ?? nil, until]));

export interface Verification {
  referrals: number;
  events: number;
  broken: (BrokenLog | BrokenCertificate)[];
  letterGap: LetterGap | null;
}

/** Checks every referral of the database, or the one with this number. */
export async function verifyLog(
  db: Database,
  secrets: Secrets,
  number: string | null,
  certificates: Certificates = new NoCertificates(),
): Promise<Verification> {
  const broken: Verification['broken'] = [];
  let [referrals, events] = [0, 0];
  const checked = checkPages({ secrets, certificates }, (last) =>
    db.query<LoggedReferral>(page, [last?.institution_id ?? nil, last?.id ?? nil, number]),
  );
  for await (const one of checked) {
    referrals += 1;
    events += one.events;
    if (one.fault) broken.push(one.fault);
  }
  return { referrals, events, broken, letterGap: number === null ? await firstLetterGap(db, null) : null };
}
