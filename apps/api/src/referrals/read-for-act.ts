import type { Facts, ReasonedAct } from '@countersign/policy';
import type { Database } from '../database/database.ts';
import type { StoredAnswer } from '../database/once.ts';
import {
  callerColumns,
  callerFrom,
  callerSentBy,
  callerWhere,
  type Caller,
  type CallerRow,
  type Credential,
} from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';

/** A referral as its row keeps it: the projection of its log. */
export interface ReferralRow {
  id: string;
  number: string;
  facts: Facts;
  version: number;
  seq: number;
  head: string;
  patient_id_lookup: string;
}

/** What an act needs to know beyond the referral: one more column of the same statement. Its value is $6. */
export interface Extra {
  /** Names the prepared statement. */
  name: string;
  sql: string;
  value: unknown;
}

export interface SeenForAct<X> {
  at: Date;
  caller: Caller;
  answer: StoredAnswer | null;
  referral: ReferralRow | null;
  extra: X;
}

type Row<X> = CallerRow & { answer: StoredAnswer | null; referral: ReferralRow | null; extra: X };

const noExtra: Extra = { name: 'nothing', sql: '$6::text', value: null };

/**
 * Everything an act is decided on, in one round trip: who asks, the institution's settings, the referral with its
 * standing signatures, an answer already given to this key, and what this act needs besides.
 */
export async function readForAct<X>(
  db: Database,
  credential: Credential,
  referralId: string | null,
  key: string,
  at: Date,
  extra: Extra = noExtra,
): Promise<SeenForAct<X>> {
  const [row] = await db.pipelined<Row<X>>(
    {
      name: `read-for-act-${extra.name}`,
      text: `SELECT ${callerColumns},
          CASE WHEN k.key IS NOT NULL
            THEN json_build_object('fingerprint', k.fingerprint, 'body', k.body) END AS answer,
          CASE WHEN r.id IS NOT NULL THEN jsonb_build_object(
            'id', r.id, 'number', r.number, 'facts', r.facts, 'version', r.version, 'seq', r.seq, 'head', r.head,
            'patient_id_lookup', r.patient_id_lookup) END AS referral,
          ${extra.sql} AS extra
        FROM ${callerFrom}
        LEFT JOIN referral r ON r.institution_id = s.institution_id AND r.id = $4
        LEFT JOIN idempotent_answer k
          ON k.institution_id = s.institution_id AND k.person_id = s.person_id AND k.key = $5
        WHERE ${callerWhere}`,
    },
    [credential.institutionId, credential.tokenHash, at, referralId, key, extra.value],
  );
  if (!row) throw new Problem('signedOut', {});
  const caller = callerSentBy(credential, row, at);
  if (caller.mustChangePassword) throw new Problem('mustChangePassword', {});
  return { at, caller, answer: row.answer, referral: row.referral, extra: row.extra };
}

/** An active reason of the institution's list for one act; `code` is SQL. */
export const reasonOf = (act: ReasonedAct, code: string): string =>
  `(SELECT jsonb_build_object('code', q.code, 'zh', q.zh, 'en', q.en) FROM reason q
    WHERE q.institution_id = s.institution_id AND q.act = '${act}' AND q.code = ${code} AND q.active)`;

export const reasonFor = (act: ReasonedAct, code: string): Extra => ({
  name: `reason-${act}`,
  sql: reasonOf(act, '$6'),
  value: code,
});
export type ReasonFound = { code: string; zh: string; en: string } | null;

/** Version 0 is what was reported; the form's own versions count from 1. */
export const reportedContent: Extra = {
  name: 'report',
  sql: `(SELECT f.content FROM form f
    WHERE f.institution_id = r.institution_id AND f.referral_id = r.id AND f.version = 0 AND $6::text IS NULL)`,
  value: null,
};
