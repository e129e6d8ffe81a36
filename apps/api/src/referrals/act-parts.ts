import type { ReferralSummary } from '@countersign/contract';
import type { Link } from '@countersign/evidence';
import { awaiting, stateName, urgencies, type Awaited, type Entry, type Facts } from '@countersign/policy';
import type { Statement } from './statement.ts';
import type { ActWrite, FormVersion } from './write-act.ts';

/** The parts that an act's statement is put together from. Each names the rows it works for by the part before it. */

const nobody = '00000000-0000-0000-0000-000000000000';

/** Begins a referral. Answers the name of this part. */
export function addReferral(statement: Statement, act: ActWrite, head: string, version: number): string {
  const { institutionId, id, number, facts, entry } = act;
  const digest = act.digest!;
  const at = new Date(entry.at);
  return statement.add(
    'begun',
    (v) => `INSERT INTO referral (institution_id, id, number, chain, chain_version, department_id, state, facts,
        version, seq, head, patient_name, patient_id_masked, patient_id_lookup, urgency, diagnosis, destination,
        reporter_id, reported_at, changed_at)
      VALUES (${v(institutionId)}, ${v(id)}, ${v(number)}, ${v(facts.chain)}, ${v(facts.chainVersion)},
        ${v(facts.departmentId)}, ${v(JSON.stringify(facts.state))}, ${v(JSON.stringify(facts))}, ${v(version)},
        ${v(entry.seq)}, ${v(head)}, ${v(digest.patientName)}, ${v(digest.patientIdMasked)},
        ${v(digest.patientIdLookup)}, ${v(digest.urgency)}, ${v(digest.diagnosis)}, ${v(digest.destination)},
        ${v(facts.reporter.personId)}, ${v(at)}, ${v(at)})
      RETURNING institution_id, id, department_id, urgency`,
  );
}

/** Last valid day of a letter in force. */
const letterUntil = ({ state, letter }: Facts): string | null =>
  stateName(state) === 'issued' ? letter!.validUntil : null;

/** Moves a referral that still stands where it was read; no row where it does not. Answers the name of this part. */
export function addMove(statement: Statement, act: ActWrite, head: string, version: number): string {
  const { institutionId, id, facts, entry, digest, letter } = act;
  const referral = act.referral!;
  const until = letterUntil(facts);
  const letterEnds = until === null && letterUntil(referral.facts) !== null;
  const name = digest ? 'rewritten' : letter ? 'lettered' : letterEnds ? 'ended' : 'moved';
  return statement.add(name, (v) => {
    const sets = [
      `state = ${v(JSON.stringify(facts.state))}`,
      `facts = ${v(JSON.stringify(facts))}`,
      `version = ${v(version)}`,
      `seq = ${v(entry.seq)}`,
      `head = ${v(head)}`,
      `changed_at = ${v(new Date(entry.at))}`,
    ];
    if (letter) sets.push(`letter_no = ${v(letter.number)}`);
    if (letter || letterEnds) sets.push(`letter_until = ${v(until)}`);
    if (digest) {
      sets.push(
        `patient_name = ${v(digest.patientName)}`,
        `patient_id_masked = ${v(digest.patientIdMasked)}`,
        `patient_id_lookup = ${v(digest.patientIdLookup)}`,
        `urgency = ${v(digest.urgency)}`,
        `diagnosis = ${v(digest.diagnosis)}`,
        `destination = ${v(digest.destination)}`,
      );
    }
    return `UPDATE referral SET ${sets.join(', ')}
      WHERE institution_id = ${v(institutionId)} AND id = ${v(id)}
        AND version = ${v(referral.version)} AND seq = ${v(referral.seq)} AND head = ${v(referral.head)}
      RETURNING institution_id, id, department_id, urgency`;
  });
}

export function addEvent(statement: Statement, moved: string, { entry, previous, hash }: Link<Entry>): void {
  statement.add(
    'logged',
    (v) => `INSERT INTO event (institution_id, referral_id, seq, act, person_id, at, body, previous, hash)
      SELECT institution_id, id, ${v(entry.seq)}::int, ${v(entry.act)}, ${v(entry.actor?.id ?? null)}::uuid,
        ${v(new Date(entry.at))}::timestamptz, ${v(JSON.stringify(entry))}::jsonb, ${v(previous)}, ${v(hash)} FROM ${moved}`,
  );
}

/** The message from which papers, SMS and filing are made after the act. */
export function addOutgoing(statement: Statement, moved: string, { seq, act, at }: Entry): void {
  statement.add(
    'sent',
    (v) => `INSERT INTO outgoing (institution_id, referral_id, seq, act, at)
      SELECT institution_id, id, ${v(seq)}::int, ${v(act)}, ${v(new Date(at))}::timestamptz FROM ${moved}`,
  );
}

export function addAnswer(
  statement: Statement,
  moved: string,
  { personId, request, status }: NonNullable<ActWrite['asked']>,
  answer: ReferralSummary,
  at: Date,
): void {
  statement.add(
    'answered',
    (v) => `INSERT INTO idempotent_answer (institution_id, person_id, key, fingerprint, status, body, at)
      SELECT institution_id, ${v(personId)}::uuid, ${v(request.key)}, ${v(request.fingerprint)}, ${v(status)}::int,
        ${v(JSON.stringify(answer))}::jsonb, ${v(at)}::timestamptz FROM ${moved}`,
  );
}

const sameItem = (a: Awaited, b: Awaited): boolean =>
  a.office === b.office &&
  a.step === b.step &&
  a.departmentId === b.departmentId &&
  a.except.length === b.except.length &&
  a.except.every((id, i) => id === b.except[i]);

export function addWorklist(statement: Statement, moved: string, act: ActWrite, open: readonly Awaited[], at: Date): void {
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

function involved(entry: Entry): { personId: string; kind: string }[] {
  const { actor } = entry;
  const did = actor ? [{ personId: actor.id, kind: 'did' }] : [];
  const started = entry.act === 'report' && actor ? [{ personId: actor.id, kind: 'started' }] : [];
  const copied = entry.act === 'copyTo' ? entry.data.people.map(({ id }) => ({ personId: id, kind: 'copied' })) : [];
  return [...did, ...started, ...copied];
}

export function addInvolvement(statement: Statement, moved: string, entry: Entry, at: Date): void {
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

export function addForm(statement: Statement, moved: string, form: FormVersion): void {
  statement.add(
    'filled',
    (v) => `INSERT INTO form (institution_id, referral_id, version, content, material_digest, content_digest)
      SELECT institution_id, id, ${v(form.version)}::int, ${v(JSON.stringify(form.sealed))}::jsonb,
        ${v(form.materialDigest)}, ${v(form.contentDigest)} FROM ${moved}`,
  );
}

export function addLetter(statement: Statement, moved: string, letter: NonNullable<ActWrite['letter']>, at: Date): void {
  statement.add(
    'numbered',
    (v) => `INSERT INTO letter (institution_id, year, serial, number, referral_id, issued_at, valid_from, valid_until, content)
      SELECT institution_id, ${v(letter.year)}::int, ${v(letter.serial)}::int, ${v(letter.number)}, id,
        ${v(at)}::timestamptz, ${v(letter.validFrom)}::date, ${v(letter.validUntil)}::date,
        ${v(JSON.stringify(letter.content))}::jsonb FROM ${moved}`,
  );
}

export function addPapers(statement: Statement, moved: string, papers: readonly string[], entry: Entry): void {
  statement.add(
    'attached',
    (v) => `UPDATE paper p SET referral_id = m.id FROM ${moved} m
      WHERE p.institution_id = m.institution_id AND p.id = ANY (${v(papers)}::uuid[])
        AND p.uploaded_by = ${v(entry.actor!.id)}::uuid AND p.referral_id IS NULL
      RETURNING p.id`,
  );
}

export function addDraftEnd(statement: Statement, moved: string, draftId: string, entry: Entry): void {
  statement.add(
    'submitted',
    (v) => `DELETE FROM draft d USING ${moved} m
      WHERE d.institution_id = m.institution_id AND d.id = ${v(draftId)}::uuid AND d.person_id = ${v(entry.actor!.id)}::uuid`,
  );
}
