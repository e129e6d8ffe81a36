import type { Language, LogVerificationResponse } from '@countersign/contract';
import { v7 as newId } from 'uuid';
import { audit } from '../audit/audit.ts';
import type { Database, Transaction } from '../database/database.ts';
import { once, type RequestKey } from '../database/once.ts';
import { constraintOf } from '../database/taken.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';
import { verificationShown, type VerificationRow } from './read-verifications.ts';

/** Asks for a verification of all logs. One at a time: a second one would find the same. */
export async function askForVerification(
  db: Database,
  caller: Caller,
  request: RequestKey,
  language: Language,
  at: Date,
): Promise<LogVerificationResponse> {
  try {
    const row = await once(db, caller, request, at, (tx) => insertJob(tx, caller, at));
    return verificationShown({ ...row, asked_at: new Date(row.asked_at) }, language);
  } catch (error) {
    if (constraintOf(error) !== 'verification_job_under_way') throw error;
    throw new Problem('verificationUnderWay', {});
  }
}

async function insertJob(tx: Transaction, caller: Caller, at: Date): Promise<VerificationRow> {
  const { institution, person } = caller;
  const id = newId();
  await tx.query(
    `INSERT INTO verification_job (institution_id, id, state, asked_by, asked_at) VALUES ($1, $2, 'waiting', $3, $4)`,
    [institution.id, id, person.id, at],
  );
  await audit(tx, caller, { what: 'verificationAsked', subject: id, at });
  return {
    id,
    state: 'waiting',
    done: 0,
    total: null,
    result: null,
    error: null,
    asked_by: { id: person.id, name: person.name },
    asked_at: at,
    ended_at: null,
  };
}
