import type { ReferralSummary } from '@countersign/contract';
import type { Link } from '@countersign/evidence';
import { awaiting, stateName, urgencies, type Awaited, type Entry, type Facts } from '@countersign/policy';
import type { Statement } from './statement.ts';
import type { ActWrite, DraftRef, FormVersion, ReferralDigest } from './write-act.ts';

/** The parts that an act's statement is put together from. Each names the rows it works for by the part before it. */

const nobody = '00000000-0000-0000-0000-000000000000';

/** Begins a referral. Answers the name of this part. */
export function addReferral(statement: Statement, act: ActWrite, head: string, version: number): string {
  const { institutionId, id, number, facts, entry } = act;
  const digest = act.digest!;
  const row = {
    institution_id: institutionId,
    id,
    number,
    chain: facts.chain,
    chain_version: facts.chainVersion,
    department_id: facts.departmentId,
    state: JSON.stringify(facts.state),
    facts: JSON.stringify(facts),
    version,
    seq: entry.seq,
    head,
    ...columnsOf(digest),
    reporter_id: facts.reporter.personId,
    reported_at: entry.at,
    changed_at: entry.at,
  };
  return statement.add(
    'begun',
    Object.values(row),
    (...places) => `INSERT INTO referral (${Object.keys(row).join(', ')}) VALUES (${places.join(', ')})
      RETURNING institution_id, id, department_id, urgency`,
  );
}

const columnsOf = (digest: ReferralDigest) => ({
  patient_name: digest.patientName,
  patient_id_masked: digest.patientIdMasked,
  patient_id_lookup: digest.patientIdLookup,
  urgency: digest.urgency,
  diagnosis: digest.diagnosis,
  destination: digest.destination,
});

/** Last valid day of a letter in force. */
const letterUntil = ({ state, letter }: Facts): string | null =>
  stateName(state) === 'issued' ? letter!.validUntil : null;

/** Moves a referral that still stands where it was read; no row where it does not. Answers the name of this part. */
export function addMove(statement: Statement, act: ActWrite, head: string, version: number): string {
  const { institutionId, id, facts, entry, digest, letter } = act;
  const referral = act.referral!;
  const until = letterUntil(facts);
  const letterEnds = until === null && letterUntil(referral.facts) !== null;
  const changes = {
    state: JSON.stringify(facts.state),
    facts: JSON.stringify(facts),
    version,
    seq: entry.seq,
    head,
    changed_at: entry.at,
    ...(letter ? { letter_no: letter.number } : {}),
    ...(letter || letterEnds ? { letter_until: until } : {}),
    ...(digest ? columnsOf(digest) : {}),
  };
  const { version: seenVersion, seq: seenSeq, head: seenHead } = referral;
  return statement.add(
    digest ? 'rewritten' : letter ? 'lettered' : letterEnds ? 'ended' : 'moved',
    [institutionId, id, seenVersion, seenSeq, seenHead, ...Object.values(changes)],
    (institution, referralId, ofVersion, ofSeq, ofHead, ...places) => `UPDATE referral
      SET ${Object.keys(changes).map((column, i) => `${column} = ${places[i]}`).join(', ')}
      WHERE institution_id = ${institution} AND id = ${referralId}
        AND version = ${ofVersion} AND seq = ${ofSeq} AND head = ${ofHead}
      RETURNING institution_id, id, department_id, urgency`,
  );
}

export function addEvent(statement: Statement, moved: string, { entry, previous, hash }: Link<Entry>): void {
  statement.add(
    'logged',
    [entry.seq, entry.act, entry.actor?.id ?? null, entry.at, JSON.stringify(entry), previous, hash],
    (seq, act, person, at, body, before, own) => `INSERT INTO event
        (institution_id, referral_id, seq, act, person_id, at, body, previous, hash)
      SELECT institution_id, id, ${seq}::int, ${act}, ${person}::uuid, ${at}::timestamptz, ${body}::jsonb, ${before}, ${own}
      FROM ${moved}`,
  );
}

/** The message from which papers, SMS and filing are made after the act. */
export function addOutgoing(statement: Statement, moved: string, entry: Entry): void {
  statement.add(
    'sent',
    [entry.seq, entry.act, entry.at],
    (seq, act, at) => `INSERT INTO outgoing (institution_id, referral_id, seq, act, at)
      SELECT institution_id, id, ${seq}::int, ${act}, ${at}::timestamptz FROM ${moved}`,
  );
}

export function addAnswer(
  statement: Statement,
  moved: string,
  { personId, request }: NonNullable<ActWrite['asked']>,
  answer: ReferralSummary,
  { at: answeredAt }: Entry,
): void {
  statement.add(
    'answered',
    [personId, request.key, request.fingerprint, JSON.stringify(answer), answeredAt],
    (person, key, fingerprint, body, at) => `INSERT INTO idempotent_answer
        (institution_id, person_id, key, fingerprint, body, at)
      SELECT institution_id, ${person}::uuid, ${key}, ${fingerprint}, ${body}::json, ${at}::timestamptz
      FROM ${moved}`,
  );
}

const sameItem = (a: Awaited, b: Awaited): boolean =>
  a.office === b.office &&
  a.step === b.step &&
  a.departmentId === b.departmentId &&
  a.except.length === b.except.length &&
  a.except.every((id, i) => id === b.except[i]);

export function addWorklist(statement: Statement, moved: string, act: ActWrite, open: readonly Awaited[]): void {
  const before = act.referral ? awaiting(act.referral.facts, act.rules, new Date(act.entry.at)) : [];
  const gone = before.filter(({ office }) => !open.some((item) => item.office === office)).map(({ office }) => office);
  // Urgency is read from the new row, so a rewritten form shows everywhere with its new urgency.
  const fresh = act.digest ? open : open.filter((item) => !before.some((old) => sameItem(old, item)));
  if (gone.length > 0) {
    statement.add(
      'closed',
      [gone],
      (offices) => `DELETE FROM worklist_item w USING ${moved} m
        WHERE w.institution_id = m.institution_id AND w.referral_id = m.id AND w.office = ANY (${offices}::text[])`,
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
    [act.facts.chain, urgencies, act.entry.at, JSON.stringify(items)],
    (chain, ranks, at, awaited) => `INSERT INTO worklist_item AS w (institution_id, referral_id, office,
        office_department_id, step, chain, department_id, urgency_rank, since, except_people)
      SELECT m.institution_id, m.id, i.office, i.department, i.step, ${chain}, m.department_id,
        array_position(${ranks}::text[], m.urgency) - 1, ${at}::timestamptz, i."except"
      FROM ${moved} m,
        jsonb_to_recordset(${awaited}::jsonb) AS i(office text, department uuid, step text, "except" uuid[])
      ON CONFLICT (institution_id, referral_id, office) DO UPDATE SET
        since = CASE WHEN w.step = excluded.step THEN w.since ELSE excluded.since END,
        step = excluded.step, urgency_rank = excluded.urgency_rank, except_people = excluded.except_people`,
  );
}

function involved(entry: Entry): { personId: string; kind: string }[] {
  const { actor } = entry;
  const did = actor ? [{ personId: actor.id, kind: 'did' }] : [];
  // Who signed on paper finds the referral among what they did, as if they had signed here.
  const signed = entry.act === 'signOnPaper' ? [{ personId: entry.data.signer.id, kind: 'did' }] : [];
  const started = entry.act === 'report' && actor ? [{ personId: actor.id, kind: 'started' }] : [];
  const copied = entry.act === 'copyTo' ? entry.data.people.map(({ id }) => ({ personId: id, kind: 'copied' })) : [];
  return [...did, ...signed, ...started, ...copied];
}

export function addInvolvement(statement: Statement, moved: string, entry: Entry): void {
  const all = involved(entry);
  if (all.length === 0) return;
  statement.add(
    'involved',
    [entry.at, all.map(({ personId }) => personId), all.map(({ kind }) => kind)],
    (at, people, kinds) => `INSERT INTO involvement (institution_id, person_id, kind, referral_id, at)
      SELECT institution_id, p.person_id, p.kind, id, ${at}::timestamptz
      FROM ${moved}, unnest(${people}::uuid[], ${kinds}::text[]) AS p(person_id, kind)
      ON CONFLICT (institution_id, person_id, kind, referral_id) DO UPDATE SET at = excluded.at`,
  );
}

export function addForm(statement: Statement, moved: string, form: FormVersion): void {
  statement.add(
    'filled',
    [form.version, JSON.stringify(form.sealed), form.materialDigest, form.contentDigest],
    (version, content, material, whole) => `INSERT INTO form
        (institution_id, referral_id, version, content, material_digest, content_digest)
      SELECT institution_id, id, ${version}::int, ${content}::jsonb, ${material}, ${whole} FROM ${moved}`,
  );
}

export function addLetter(
  statement: Statement,
  moved: string,
  letter: NonNullable<ActWrite['letter']>,
  { at: issuedAt }: Entry,
): void {
  const { year, serial, number, validFrom, validUntil, uses, replaces, content } = letter;
  statement.add(
    'numbered',
    [year, serial, number, issuedAt, validFrom, validUntil, uses, replaces, JSON.stringify(content)],
    (ofYear, place, text, at, from, until, times, old, destination) => `INSERT INTO letter
        (institution_id, year, serial, number, referral_id, issued_at, valid_from, valid_until, uses, replaces, content)
      SELECT institution_id, ${ofYear}::int, ${place}::int, ${text}, id, ${at}::timestamptz, ${from}::date, ${until}::date,
        ${times}::int, ${old}, ${destination}::jsonb FROM ${moved}`,
  );
}

export function addPapers(statement: Statement, moved: string, papers: readonly string[], entry: Entry): void {
  statement.add(
    'attached',
    [papers, entry.actor!.id],
    (ids, uploader) => `UPDATE paper p SET referral_id = m.id FROM ${moved} m
      WHERE p.institution_id = m.institution_id AND p.id = ANY (${ids}::uuid[])
        AND p.uploaded_by = ${uploader}::uuid AND p.referral_id IS NULL
      RETURNING p.id`,
  );
  // A paper that went to another referral meanwhile undoes everything.
  statement.add(
    'complete',
    [papers.length],
    (count) => `SELECT CASE WHEN (SELECT count(*) FROM attached) <> ${count}::int THEN overtaken() END AS fault`,
  );
}

export function addDraftEnd(statement: Statement, moved: string, { id, version }: DraftRef, entry: Entry): void {
  statement.add(
    'submitted',
    [id, version, entry.actor!.id],
    (draft, asRead, writer) => `DELETE FROM draft d USING ${moved} m
      WHERE d.institution_id = m.institution_id AND d.id = ${draft}::uuid AND d.version = ${asRead}::int
        AND d.person_id = ${writer}::uuid
      RETURNING d.id`,
  );
  // A draft that another window of its writer submitted or saved meanwhile undoes everything, and no other try helps.
  statement.add(
    'undrafted',
    [],
    () => `SELECT CASE WHEN NOT EXISTS (SELECT FROM submitted) THEN overtaken('no_data_found') END AS fault`,
  );
}
