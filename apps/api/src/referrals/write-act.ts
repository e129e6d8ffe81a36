import { linkTo, originOf, type Digest, type Link } from '@countersign/evidence';
import {
  awaiting,
  isAside,
  stateName,
  urgencies,
  type Actor,
  type Awaited,
  type Entry,
  type Facts,
  type LetterRef,
  type Rules,
} from '@countersign/policy';
import type { ReferralSummary } from '@countersign/contract';
import type { Database } from '../database/database.ts';
import type { RequestKey } from '../database/once.ts';

/** Columns of a referral that lists and searches show; a projection of its current content. */
export interface ReferralDigest {
  patientName: string;
  patientIdMasked: string;
  patientIdLookup: string;
  urgency: string;
  diagnosis: string;
  destination: string | null;
}

export interface FormVersion {
  version: number;
  /** Content with ID and phone numbers encrypted. */
  sealed: object;
  materialDigest: string;
  contentDigest: string;
}

/** All that one act changes. Written by one statement, or not at all. */
export interface ActWrite {
  institutionId: string;
  referral: { id: string; number: string; version: number; seq: number; head: string; facts: Facts } | null;
  id: string;
  number: string;
  entry: Entry;
  facts: Facts;
  rules: Rules;
  form?: FormVersion;
  digest?: ReferralDigest;
  papers?: string[];
  letter?: LetterRef & { content: object };
  draftId?: string;
  /** Null for the system's own acts: nobody asked, so nobody is answered. */
  asked: { personId: string; request: RequestKey; status: number } | null;
}

export interface Written {
  link: Link<Entry>;
  answer: ReferralSummary;
}

const nobody = '00000000-0000-0000-0000-000000000000';

/** A statement put together from parts; the same parts always make the same text, so it is prepared once. */
class Statement {
  private readonly ctes: string[] = [];
  private readonly names: string[] = [];
  readonly values: unknown[] = [];

  add(name: string, sql: (value: (v: unknown) => string) => string): void {
    this.names.push(name);
    this.ctes.push(`${name} AS (${sql((v) => `$${this.values.push(v)}`)})`);
  }

  text(select: (value: (v: unknown) => string) => string): { name: string; text: string } {
    const last = select((v) => `$${this.values.push(v)}`);
    return { name: `act-${this.names.join('-')}`, text: `WITH ${this.ctes.join(',\n')}\n${last}` };
  }
}

const sameItem = (a: Awaited, b: Awaited): boolean =>
  a.office === b.office &&
  a.step === b.step &&
  a.departmentId === b.departmentId &&
  a.except.length === b.except.length &&
  a.except.every((id, i) => id === b.except[i]);

function summaryOf({ id, number, facts, entry }: ActWrite, version: number, open: readonly Awaited[]): ReferralSummary {
  return {
    id,
    number,
    chain: facts.chain,
    state: stateName(facts.state),
    version,
    seq: entry.seq,
    letter: facts.letter,
    awaiting: open.map(({ office, departmentId, step }) => ({ office, departmentId, step })),
  };
}

function involved(entry: Entry): { personId: string; kind: string }[] {
  const actor: Actor | null = entry.actor;
  const did = actor ? [{ personId: actor.id, kind: 'did' }] : [];
  const started = entry.act === 'report' && actor ? [{ personId: actor.id, kind: 'started' }] : [];
  const copied = entry.act === 'copyTo' ? entry.data.people.map(({ id }) => ({ personId: id, kind: 'copied' })) : [];
  return [...did, ...started, ...copied];
}

/**
 * The one guarded write of an act: the referral where version and log still stand where they were read, its event,
 * form, letter, worklist, involvement, outgoing message and the answer to be repeated. Null when it was overtaken.
 * A clash of unique values (letter serial, request key) and a paper taken meanwhile undo the whole statement.
 */
export async function writeAct(db: Database, act: ActWrite): Promise<Written | null> {
  const { institutionId, id, entry, facts, rules, referral } = act;
  const at = new Date(entry.at);
  const link = linkTo((referral?.head ?? originOf({ institutionId, referralId: id })) as Digest, entry);
  const version = (referral?.version ?? 0) + (isAside(entry.act) ? 0 : 1);
  const open = awaiting(facts, rules, at);
  const answer = summaryOf(act, version, open);
  const statement = new Statement();
  const { digest, letter } = act;

  if (referral === null) {
    statement.add(
      'begun',
      (v) => `INSERT INTO referral (institution_id, id, number, chain, chain_version, department_id, state, facts,
          version, seq, head, patient_name, patient_id_masked, patient_id_lookup, urgency, diagnosis, destination,
          reporter_id, reported_at, changed_at)
        VALUES (${v(institutionId)}, ${v(id)}, ${v(act.number)}, ${v(facts.chain)}, ${v(facts.chainVersion)},
          ${v(facts.departmentId)}, ${v(JSON.stringify(facts.state))}, ${v(JSON.stringify(facts))}, ${v(version)},
          ${v(entry.seq)}, ${v(link.hash)}, ${v(digest!.patientName)}, ${v(digest!.patientIdMasked)},
          ${v(digest!.patientIdLookup)}, ${v(digest!.urgency)}, ${v(digest!.diagnosis)}, ${v(digest!.destination)},
          ${v(facts.reporter.personId)}, ${v(at)}, ${v(at)})
        RETURNING institution_id, id, department_id, urgency`,
    );
  } else {
    statement.add(
      digest ? 'rewritten' : letter ? 'lettered' : 'moved',
      (v) => `UPDATE referral SET state = ${v(JSON.stringify(facts.state))}, facts = ${v(JSON.stringify(facts))},
          version = ${v(version)}, seq = ${v(entry.seq)}, head = ${v(link.hash)}, changed_at = ${v(at)}
          ${letter ? `, letter_no = ${v(letter.number)}` : ''}
          ${
            digest
              ? `, patient_name = ${v(digest.patientName)}, patient_id_masked = ${v(digest.patientIdMasked)},
              patient_id_lookup = ${v(digest.patientIdLookup)}, urgency = ${v(digest.urgency)},
              diagnosis = ${v(digest.diagnosis)}, destination = ${v(digest.destination)}`
              : ''
          }
        WHERE institution_id = ${v(institutionId)} AND id = ${v(id)}
          AND version = ${v(referral.version)} AND seq = ${v(referral.seq)} AND head = ${v(referral.head)}
        RETURNING institution_id, id, department_id, urgency`,
    );
  }
  const moved = referral === null ? 'begun' : digest ? 'rewritten' : letter ? 'lettered' : 'moved';

  statement.add(
    'logged',
    (v) => `INSERT INTO event (institution_id, referral_id, seq, act, person_id, at, body, previous, hash)
      SELECT institution_id, id, ${v(entry.seq)}::int, ${v(entry.act)}, ${v(entry.actor?.id ?? null)}::uuid,
        ${v(at)}::timestamptz, ${v(JSON.stringify(entry))}::jsonb, ${v(link.previous)}, ${v(link.hash)} FROM ${moved}`,
  );
  addWorklist(statement, moved, act, open, at);
  addInvolvement(statement, moved, entry, at);
  statement.add(
    'sent',
    (v) => `INSERT INTO outgoing (institution_id, referral_id, seq, act, at)
      SELECT institution_id, id, ${v(entry.seq)}::int, ${v(entry.act)}, ${v(at)}::timestamptz FROM ${moved}`,
  );
  if (act.form) addForm(statement, moved, act.form);
  if (letter) addLetter(statement, moved, letter, at);
  if (act.papers?.length) addPapers(statement, moved, act.papers, entry);
  if (act.draftId) addDraftEnd(statement, moved, act.draftId, entry);
  if (act.asked) {
    const { personId, request, status } = act.asked;
    statement.add(
      'answered',
      (v) => `INSERT INTO idempotent_answer (institution_id, person_id, key, fingerprint, status, body, at)
        SELECT institution_id, ${v(personId)}::uuid, ${v(request.key)}, ${v(request.fingerprint)}, ${v(status)}::int,
          ${v(JSON.stringify(answer))}::jsonb, ${v(at)}::timestamptz FROM ${moved}`,
    );
  }
  // A paper that went to another referral meanwhile undoes everything.
  const text = statement.text((v) =>
    act.papers?.length
      ? `SELECT id, CASE WHEN (SELECT count(*) FROM attached) <> ${v(act.papers.length)}::int THEN overtaken() END FROM ${moved}`
      : `SELECT id FROM ${moved}`,
  );
  const rows = await db.query(text, statement.values);
  return rows.length === 1 ? { link, answer } : null;
}

function addWorklist(statement: Statement, moved: string, act: ActWrite, open: readonly Awaited[], at: Date): void {
  const before = act.referral ? awaiting(act.referral.facts, act.rules, at) : [];
  const gone = before.filter(({ office }) => !open.some((item) => item.office === office)).map(({ office }) => office);
  // Urgency is read from the new row, so a rewritten form shows everywhere with its new urgency.
  const fresh = act.digest ? open : open.filter((item) => !before.some((old) => sameItem(old, item)));
  if (gone.length > 0) {
    statement.add(
      'closed',
      (v) => `DELETE FROM worklist_item w USING ${moved} m
        WHERE w.institution_id = m.institution_id AND w.referral_id = m.id AND w.office = ANY (${v(gone)}::text[])`,
    );
  }
  if (fresh.length === 0) return;
  const items = fresh.map(({ office, departmentId, step, except }) => ({
    office,
    department: departmentId ?? nobody,
    step,
    except,
  }));
  // A dean who is still asked keeps their place in the queue: since changes only with the step.
  statement.add(
    'opened',
    (v) => `INSERT INTO worklist_item AS w (institution_id, referral_id, office, office_department_id, step, chain,
        department_id, urgency_rank, since, except_people)
      SELECT m.institution_id, m.id, i.office, i.department, i.step, ${v(act.facts.chain)}, m.department_id,
        array_position(${v(urgencies)}::text[], m.urgency) - 1, ${v(at)}::timestamptz, i."except"
      FROM ${moved} m,
        jsonb_to_recordset(${v(JSON.stringify(items))}::jsonb) AS i(office text, department uuid, step text, "except" uuid[])
      ON CONFLICT (institution_id, referral_id, office) DO UPDATE SET
        since = CASE WHEN w.step = excluded.step THEN w.since ELSE excluded.since END,
        step = excluded.step, urgency_rank = excluded.urgency_rank, except_people = excluded.except_people`,
  );
}

function addInvolvement(statement: Statement, moved: string, entry: Entry, at: Date): void {
  const all = involved(entry);
  if (all.length === 0) return;
  statement.add(
    'involved',
    (v) => `INSERT INTO involvement (institution_id, person_id, kind, referral_id, at)
      SELECT institution_id, p.person_id, p.kind, id, ${v(at)}::timestamptz
      FROM ${moved}, unnest(${v(all.map(({ personId }) => personId))}::uuid[],
        ${v(all.map(({ kind }) => kind))}::text[]) AS p(person_id, kind)
      ON CONFLICT (institution_id, person_id, kind, referral_id) DO UPDATE SET at = excluded.at`,
  );
}

function addForm(statement: Statement, moved: string, form: FormVersion): void {
  statement.add(
    'filled',
    (v) => `INSERT INTO form (institution_id, referral_id, version, content, material_digest, content_digest)
      SELECT institution_id, id, ${v(form.version)}::int, ${v(JSON.stringify(form.sealed))}::jsonb,
        ${v(form.materialDigest)}, ${v(form.contentDigest)} FROM ${moved}`,
  );
}

function addLetter(statement: Statement, moved: string, letter: NonNullable<ActWrite['letter']>, at: Date): void {
  statement.add(
    'numbered',
    (v) => `INSERT INTO letter (institution_id, year, serial, number, referral_id, issued_at, valid_from, valid_until, content)
      SELECT institution_id, ${v(letter.year)}::int, ${v(letter.serial)}::int, ${v(letter.number)}, id,
        ${v(at)}::timestamptz, ${v(letter.validFrom)}::date, ${v(letter.validUntil)}::date,
        ${v(JSON.stringify(letter.content))}::jsonb FROM ${moved}`,
  );
}

function addPapers(statement: Statement, moved: string, papers: readonly string[], entry: Entry): void {
  statement.add(
    'attached',
    (v) => `UPDATE paper p SET referral_id = m.id FROM ${moved} m
      WHERE p.institution_id = m.institution_id AND p.id = ANY (${v(papers)}::uuid[])
        AND p.uploaded_by = ${v(entry.actor!.id)}::uuid AND p.referral_id IS NULL
      RETURNING p.id`,
  );
}

function addDraftEnd(statement: Statement, moved: string, draftId: string, entry: Entry): void {
  statement.add(
    'submitted',
    (v) => `DELETE FROM draft d USING ${moved} m
      WHERE d.institution_id = m.institution_id AND d.id = ${v(draftId)}::uuid AND d.person_id = ${v(entry.actor!.id)}::uuid`,
  );
}
