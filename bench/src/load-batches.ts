import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { digestForLists } from '@countersign/api/dist/referrals/form-version.js';
import { Secrets } from '@countersign/api/dist/secrets/secrets.js';
import { awaiting as awaitedBy, urgencies, type Urgency } from '@countersign/policy';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { invent, type InventedReferral } from './invented-referral.ts';
import type { Loading } from './load-referrals.ts';

const nobody = '00000000-0000-0000-0000-000000000000';
const rules = { ownReportAllowed: false };

/** In the order in which rows may refer to each other. */
const tables = {
  referral: `institution_id, id, number, chain, chain_version, department_id, state, facts, version, seq, head,
    patient_name, patient_id_masked, patient_id_lookup, urgency, diagnosis, destination, reporter_id, reported_at,
    changed_at`,
  form: 'institution_id, referral_id, version, content, material_digest, content_digest',
  event: 'institution_id, referral_id, seq, act, person_id, at, body, previous, hash',
  worklist_item: `institution_id, referral_id, office, office_department_id, step, chain, department_id, urgency_rank,
    since, except_people`,
  involvement: 'institution_id, person_id, kind, referral_id, at',
} as const;
type Table = keyof typeof tables;
type Rows = Record<Table, string[]>;

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A line of COPY's text format: tabs between, backslashes before what would end a value, \N for null. */
const line = (...values: (string | number | null)[]): string =>
  values.map((value) => (value === null ? '\\N' : String(value).replace(/[\\\t\n\r]/g, (c) => escapes[c]!))).join('\t');

function addRows(rows: Rows, institutionId: string, referral: InventedReferral, secrets: Secrets): void {
  const { id, number, content, facts, links, forms } = referral;
  const { entry: first } = links[0]!;
  const { entry: last, hash: head } = links.at(-1)!;
  const digest = digestForLists(content, secrets);
  rows.referral.push(
    line(
      ...[institutionId, id, number, facts.chain, facts.chainVersion, facts.departmentId, JSON.stringify(facts.state)],
      ...[JSON.stringify(facts), links.length, links.length, head, digest.patientName, digest.patientIdMasked],
      ...[digest.patientIdLookup, digest.urgency, digest.diagnosis, digest.destination, facts.reporter.personId],
      ...[first.at, last.at],
    ),
  );
  for (const { version, sealed, materialDigest, contentDigest } of forms) {
    rows.form.push(line(institutionId, id, version, JSON.stringify(sealed), materialDigest, contentDigest));
  }
  for (const { entry, previous, hash } of links) {
    const { seq, act, at, actor } = entry;
    rows.event.push(line(institutionId, id, seq, act, actor!.id, at, JSON.stringify(entry), previous, hash));
  }
  for (const { office, departmentId, step, except } of awaitedBy(facts, rules, new Date(last.at))) {
    rows.worklist_item.push(
      line(
        ...[institutionId, id, office, departmentId ?? nobody, step, facts.chain, facts.departmentId],
        ...[urgencies.indexOf(digest.urgency as Urgency), last.at, `{${except.join(',')}}`],
      ),
    );
  }
  const did = new Map(links.map(({ entry: { actor, at } }) => [actor!.id, at]));
  rows.involvement.push(line(institutionId, facts.reporter.personId, 'started', id, first.at));
  for (const [person, at] of did) rows.involvement.push(line(institutionId, person, 'did', id, at));
}

async function copy(db: pg.Client, table: Table, lines: readonly string[]): Promise<void> {
  const stream = db.query(copyFrom(`COPY ${table} (${tables[table]}) FROM STDIN`));
  if (!stream.write(`${lines.join('\n')}\n`)) await once(stream, 'drain');
  stream.end();
  await finished(stream);
}

async function loadBatches(loading: Loading): Promise<void> {
  const { databaseUrl, key, hospital, first, last, awaiting, batch, workers, worker } = loading;
  const secrets = new Secrets(Buffer.from(key, 'hex'));
  const now = Date.now();
  const db = new pg.Client({ connectionString: databaseUrl });
  await db.connect();
  for (let from = first + worker * batch; from <= last; from += workers * batch) {
    const rows: Rows = { referral: [], form: [], event: [], worklist_item: [], involvement: [] };
    for (let n = from; n <= Math.min(last, from + batch - 1); n += 1) {
      // One begun each second, the last an hour ago.
      const begun = new Date(now - 3_600_000 - (last - n) * 1_000);
      addRows(rows, hospital.institution.id, invent(n, hospital, secrets, begun, awaiting), secrets);
    }
    await db.query('BEGIN');
    for (const table of Object.keys(tables) as Table[]) await copy(db, table, rows[table]);
    await db.query('COMMIT');
  }
  await db.end();
}

process.once('message', (loading: Loading) => {
  loadBatches(loading).then(
    () => process.exit(0),
    (error: Error) => {
      console.error(error.message);
      process.exit(1);
    },
  );
});
