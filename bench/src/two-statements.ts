import { writeFileSync } from 'node:fs';
import { signatureImage } from '@countersign/api/dist/referrals/acts/sign.js';
import { readForAct } from '@countersign/api/dist/referrals/read-for-act.js';
import { writeAct, type ActWrite } from '@countersign/api/dist/referrals/write-act.js';
import type { Database } from '@countersign/api/dist/database/database.js';
import type { Secrets } from '@countersign/api/dist/secrets/secrets.js';
import { apply, type Entry } from '@countersign/policy';
import type { Hospital } from './hospital.ts';
import { actsDone, idOf, invent } from './invented-referral.ts';
import type { Script } from './pgbench.ts';

interface Recorded {
  text: string;
  values: readonly unknown[];
}

/** What the server would say to the database. */
async function recorded(work: (db: Database) => Promise<unknown>): Promise<Recorded> {
  let said: Recorded | undefined;
  const stop = new Error('recorded');
  const pipelined = ({ text }: { text: string }, values: readonly unknown[]) => {
    said = { text, values };
    throw stop;
  };
  try {
    await work({ pipelined } as unknown as Database);
  } catch (error) {
    if (error !== stop) throw error;
  }
  return said!;
}

/** Values that differ from signature to signature, as pgbench's variables. */
const perSignature = new Map<unknown, string>([
  ['the token', ':token'],
  ['the key', ':key'],
  ['the head', ':head'],
  [actsDone, ':version'],
  [1_000_000 + actsDone, ':seq'],
]);

function inScript({ text, values }: Recorded, variables: Script['variables'], more: Map<unknown, string>): string {
  return text.replaceAll(/\$(\d+)/g, (_, place: string) => {
    const value = values[Number(place) - 1];
    const known = perSignature.get(value) ?? more.get(value);
    if (known) return known;
    if (value === null) return 'NULL';
    if (value instanceof Date) return 'now()';
    const name = `v${place}_${Object.keys(variables).length}`;
    variables[name] = Array.isArray(value) ? `{${value.join(',')}}` : String(value);
    return `:${name}`;
  });
}

/**
 * The very statements with which the server signs, as a script for pgbench: what a signature costs without Node. Its
 * own file, written anew for each run, so that it never lags behind the server.
 */
export async function twoStatements(file: string, hospital: Hospital, secrets: Secrets, at: Date): Promise<Script> {
  const variables: Script['variables'] = {};
  const { number, facts } = invent(8, hospital, secrets, at);
  const { institution } = hospital;
  const signer = hospital.insuranceLeads[0]!;
  const { username: _, ...actor } = signer;
  const referral = { id: idOf(8), number, facts, version: actsDone, seq: 1_000_000 + actsDone, head: 'the head' };
  const entry = {
    seq: referral.seq + 1,
    act: 'sign',
    at: at.toISOString(),
    actor,
    data: {
      step: 'insurance',
      opinion: '同意转诊。',
      formVersion: 1,
      materialDigest: facts.form!.materialDigest,
      ownReport: false,
      image: null,
      certificate: null,
    },
  } as Entry;
  const write: ActWrite = {
    institutionId: institution.id,
    referral,
    id: referral.id,
    number,
    entry,
    facts: apply(facts, entry),
    rules: { ownReportAllowed: false },
    asked: { personId: signer.id, request: { key: 'the key', fingerprint: '0'.repeat(43) } },
  };
  const credential = { institutionId: institution.id, tokenHash: 'the token', via: 'bearer' as const };
  const read = await recorded((db) => readForAct(db, credential, referral.id, 'the key', at, signatureImage));
  const written = await recorded((db) => writeAct(db, write));
  const ofHospital = [[institution.id, ':institution']] as const;
  const id = `('0197a1c2-5b6e-7000-8000-' || lpad(to_hex(:n::bigint), 12, '0'))::uuid`;
  const field = (name: string) => `referral->>'${name}' AS ${name}`;
  writeFileSync(
    file,
    `\\set n 8 * random(1, :share / 2)
\\set nonce random(1, 9000000000000000000)
\\set key :nonce
WITH read AS MATERIALIZED (${inScript(read, variables, new Map([...ofHospital, [referral.id, id]]))})
SELECT ${field('id')}, ${field('version')}, ${field('seq')}, ${field('head')}, read.* FROM read \\gset
${inScript(
  written,
  variables,
  new Map<unknown, string>([
    ...ofHospital,
    [referral.id, ':id'],
    [signer.id, ':person_id'],
    [actsDone + 1, '(:version::int + 1)'],
    [referral.seq + 1, '(:seq::int + 1)'],
  ]),
)};
`,
  );
  return { file, variables };
}
