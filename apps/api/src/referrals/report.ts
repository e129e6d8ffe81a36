import type { ReferralSummary, ReportRequest } from '@countersign/contract';
import { apply, currentVersion, decideReport, dateInShanghai, reportsOpenTo, type EntryOf } from '@countersign/policy';
import { v7 as newId } from 'uuid';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { sameAnswer, type RequestKey } from '../database/once.ts';
import type { Caller, Credential } from '../identity/caller.ts';
import { namedInLog, requireUninfected, type PaperFound } from '../papers/readable-paper.ts';
import { Problem, invalidField, refused } from '../problems/problem.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { digestForLists, formVersion, refOf } from './form-version.ts';
import { actingAs, actorOf, rulesOf, untilWritten } from './perform.ts';
import { readForAct, type Extra } from './read-for-act.ts';
import { writeAct, type DraftRef } from './write-act.ts';

interface ReportRead {
  serial: number;
  papers: PaperFound[];
}

/** The next referral number, and those of the papers that are the reporter's and not yet another referral's. */
const numberAndPapers = (papers: readonly string[]): Extra => ({
  name: 'report-number',
  sql: `jsonb_build_object(
    'serial', nextval('referral_number'),
    'papers', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'kind', q.kind, 'digest', q.digest,
        'scan', q.scan) ORDER BY q.id), '[]')
      FROM paper q WHERE q.institution_id = s.institution_id AND q.id = ANY ($6::uuid[])
        AND q.uploaded_by = s.person_id AND q.referral_id IS NULL))`,
  value: papers,
});

/** `report` begins a referral. One read and one write, as every act. */
export async function report(
  db: Database,
  clock: Clock,
  secrets: Secrets,
  credential: Credential,
  key: RequestKey,
  asked: ReportRequest,
  draft?: DraftRef,
): Promise<ReferralSummary> {
  return untilWritten(async () => {
    const at = clock.now();
    const read = await readForAct<ReportRead>(db, credential, null, key.key, at, numberAndPapers(asked.papers ?? []));
    const before = sameAnswer<ReferralSummary>(read.answer, key);
    return before ?? begin(db, secrets, key, asked, at, read.caller, read.extra, draft);
  }, () => new Problem('databaseUnavailable', {}));
}

async function begin(
  db: Database,
  secrets: Secrets,
  key: RequestKey,
  asked: ReportRequest,
  at: Date,
  caller: Caller,
  { serial, papers: found }: ReportRead,
  draft?: DraftRef,
): Promise<ReferralSummary | null> {
  const { chain, content } = asked;
  requireFittingParts(asked);
  const departmentId = chain === 'otherHospital' ? null : (asked.departmentId ?? onlyDepartmentOf(caller, chain));
  const papers = found.map(namedInLog);
  const decision = decideReport(
    { chain, departmentId, papers: papers.map(({ kind }) => kind), agentNamed: Boolean(content.agent) },
    caller.person,
    actingAs(asked.as),
  );
  if (!decision.allowed) throw refused(decision.why);
  const missing = (asked.papers ?? []).filter((id) => !papers.some((paper) => paper.id === id));
  if (missing.length > 0) throw new Problem('unknownPaper', { ids: missing });
  requireUninfected(found);

  const id = newId();
  const number = `R${dateInShanghai(at).slice(0, 4)}${String(serial).padStart(7, '0')}`;
  const form = formVersion(0, content, secrets, caller.institution.settings.digestAlgorithm);
  const entry: EntryOf<'report'> = {
    seq: 1,
    act: 'report',
    at: at.toISOString(),
    actor: actorOf(caller, decision),
    data: { ...refOf(form), chain, chainVersion: currentVersion(chain), number, departmentId, papers },
  };
  const written = await writeAct(db, {
    institutionId: caller.institution.id,
    referral: null,
    id,
    number,
    entry,
    facts: apply(null, entry),
    rules: rulesOf(caller),
    form,
    digest: digestForLists(content, secrets),
    papers: papers.map((paper) => paper.id),
    draft,
    asked: { personId: caller.person.id, request: key },
  });
  return written?.answer ?? null;
}

function requireFittingParts({ chain, departmentId, content }: ReportRequest): void {
  if (chain === 'otherHospital') {
    if (departmentId) throw invalidField('/departmentId', { reason: 'notAllowed' });
    return;
  }
  if (content.agent) throw invalidField('/content/agent', { reason: 'notAllowed' });
}

/** Somebody who reports for one department alone need not name it. */
function onlyDepartmentOf({ person }: Caller, chain: ReportRequest['chain']): string | null {
  const departmentIds = reportsOpenTo(person).find((open) => open.chain === chain)?.departmentIds ?? [];
  if (departmentIds.length > 1) throw invalidField('/departmentId', { reason: 'required' });
  return departmentIds[0] ?? null;
}
