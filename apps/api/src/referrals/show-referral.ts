import { sayProblem, type Language, type OpenAct, type ReferralShown, type SignatureShown } from '@countersign/contract';
import {
  asides,
  openTo,
  returnTargetsOf,
  stateName,
  type Entry,
  type EntryOf,
  type Facts,
  type Openness,
} from '@countersign/policy';
import type { Database } from '../database/database.ts';
import type { PaperScanner } from '../papers/paper-scanner.ts';
import { scanShown } from '../papers/readable-paper.ts';
import { Problem } from '../problems/problem.ts';
import type { Caller } from '../identity/caller.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { rulesOf } from './perform.ts';
import { mask, patientAbout, type Content } from './personal.ts';
import { requireSight } from './require-referral.ts';
import { showWay } from './show-way.ts';

interface Row {
  id: string;
  number: string;
  facts: Facts;
  version: number;
  seq: number;
  head: string;
  department: { id: string; name: string } | null;
  reporter: { id: string; name: string };
  reported_at: Date;
  changed_at: Date;
  report: Content;
  form: { version: number; content: Content } | null;
  log: Entry[];
  awaiting: ReferralShown['awaiting'];
  papers: ReferralShown['papers'];
}

/** What people said beside the way; who took the letter is shown. */
const leftOut = asides.filter((act) => act !== 'handOver');

const readShown = {
  name: 'show-referral',
  text: `SELECT r.id, r.number, r.facts, r.version, r.seq, r.head, r.reported_at, r.changed_at,
      (SELECT jsonb_build_object('id', d.id, 'name', d.name) FROM department d
        WHERE d.institution_id = r.institution_id AND d.id = r.department_id) AS department,
      (SELECT jsonb_build_object('id', p.id, 'name', p.name) FROM person p
        WHERE p.institution_id = r.institution_id AND p.id = r.reporter_id) AS reporter,
      (SELECT f.content FROM form f
        WHERE f.institution_id = r.institution_id AND f.referral_id = r.id AND f.version = 0) AS report,
      (SELECT jsonb_build_object('version', f.version, 'content', f.content) FROM form f
        WHERE f.institution_id = r.institution_id AND f.referral_id = r.id
          AND f.version = (r.facts->'form'->>'version')::int) AS form,
      (SELECT coalesce(jsonb_agg(e.body ORDER BY e.seq), '[]') FROM event e
        WHERE e.institution_id = r.institution_id AND e.referral_id = r.id AND e.act <> ALL ($3::text[])) AS log,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('office', w.office,
          'departmentId', nullif(w.office_department_id, '00000000-0000-0000-0000-000000000000'),
          'step', w.step, 'since', w.since) ORDER BY w.office), '[]') FROM worklist_item w
        WHERE w.institution_id = r.institution_id AND w.referral_id = r.id) AS awaiting,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'kind', p.kind, 'name', p.name, 'mediaType', p.media_type,
          'size', p.size, 'digest', p.digest, 'scan', p.scan) ORDER BY p.id), '[]') FROM paper p
        WHERE p.institution_id = r.institution_id AND p.referral_id = r.id) AS papers
    FROM referral r WHERE r.institution_id = $1 AND r.id = $2`,
};

/** A referral as the caller may see it: what it says, who signed, how far it is on its way, and what is open to them. */
export async function showReferral(
  db: Database,
  secrets: Secrets,
  scanner: PaperScanner,
  caller: Caller,
  id: string,
  language: Language,
  at: Date,
): Promise<ReferralShown> {
  const [row] = await db.query<Row>(readShown, [caller.institution.id, id, leftOut]);
  if (!row) throw new Problem('notFound', {});
  requireSight(row.facts, caller);
  const { facts } = row;
  const open = openTo(facts, caller.person, rulesOf(caller), at);
  return {
    id: row.id,
    number: row.number,
    chain: facts.chain,
    chainVersion: facts.chainVersion,
    state: stateName(facts.state),
    version: row.version,
    seq: row.seq,
    head: row.head,
    department: row.department,
    reporter: row.reporter,
    reportedAt: row.reported_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    patient: patientAbout(row.form?.content ?? row.report, secrets, at),
    report: mask(row.report, secrets) as ReferralShown['report'],
    form: row.form && { version: row.form.version, content: mask(row.form.content, secrets) as never },
    signatures: row.log.filter(isSignature).map((entry) => signatureShown(entry, facts)),
    papers: row.papers.map((paper) => ({ ...paper, scan: scanShown(paper.scan, scanner.on) })),
    letter: facts.letter,
    handedOver: handedOver(row.log, facts),
    uses: facts.uses,
    awaiting: row.awaiting,
    ...showWay(facts, row.log, row.awaiting, language, at),
    returnTargets: open.returnForCorrection.open ? returnTargetsOf(facts, at) : [],
    acts: Object.fromEntries(Object.entries(open).map(([act, openness]) => [act, openAct(openness, language)])),
  } as ReferralShown;
}

type Signed = EntryOf<'sign' | 'signOnPaper'>;

const isSignature = (entry: Entry): entry is Signed => entry.act === 'sign' || entry.act === 'signOnPaper';

function signatureShown(entry: Signed, facts: Facts): SignatureShown {
  const { seq, at } = entry;
  const { step, opinion, formVersion, materialDigest, ownReport } = entry.data;
  const actor = entry.act === 'sign' ? entry.actor! : entry.data.signer;
  const held = facts.signatures.some((signature) => signature.seq === seq);
  const stands = held && materialDigest === facts.form?.materialDigest;
  return { seq, step, opinion, at, actor, formVersion, materialDigest, ownReport, stands, onPaper: onPaperShown(entry) };
}

function onPaperShown(entry: Signed): SignatureShown['onPaper'] {
  if (entry.act === 'sign') return null;
  const { signedOn, paper } = entry.data;
  return { signedOn, recordedBy: entry.actor!, paperId: paper.id };
}

function handedOver(log: readonly Entry[], { letter }: Facts): ReferralShown['handedOver'] {
  const last = log.findLast((entry) => entry.act === 'handOver' && entry.data.letterNo === letter?.number);
  if (last?.act !== 'handOver') return null;
  const { seq, at, actor, data } = last;
  const { name, relation, idNumberMasked } = data.collector;
  return { seq, at, by: actor!, letterNo: data.letterNo, name, relation, idNumberMasked };
}

function openAct(openness: Openness, language: Language): OpenAct {
  if (openness.open) return { open: true, as: openness.as.map(({ capacity }) => capacity) };
  const { code, ...facts } = openness.why;
  return { open: false, code, reason: sayProblem(code, facts as never, language) };
}
