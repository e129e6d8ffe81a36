import { hash } from 'node:crypto';
import { canonical } from '@countersign/evidence';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { Database, Transaction } from './database.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Decorated in app.ts, for what reads a request before any provider does. */
    secrets: Secrets;
  }
}

/** A request's key, and a digest of what it asks for, so that the same key with another message is found out. */
export interface RequestKey {
  key: string;
  fingerprint: string;
}

/** Idempotency-Key, draft-ietf-httpapi-idempotency-key-header-07: missing 400, reused for another payload 422. */
export function requestKeyOf(request: FastifyRequest): RequestKey {
  const key = request.headers['idempotency-key'];
  if (key === undefined || key === '') throw new Problem('idempotencyKeyMissing', {});
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(key)) throw new Problem('idempotencyKeyMalformed', {});
  const asked = `${request.method} ${request.url}\n${textOf(request.body)}`;
  // Keyed, because a message may hold an ID number, and a digest of it alone could be guessed back to it.
  return { key, fingerprint: request.server.secrets.lookup(asked) };
}

/** A message as JSON, whatever the order of its fields; a file as its digest. */
const textOf = (body: unknown): string =>
  Buffer.isBuffer(body) ? hash('sha256', body) : body === undefined ? '' : canonical(body);

export const Once = createParamDecorator((_: unknown, context: ExecutionContext): RequestKey =>
  requestKeyOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

export interface StoredAnswer {
  fingerprint: string;
  body: unknown;
}

/** The answer that this key already has, or undefined; a key used for something else is refused. */
export function sameAnswer<T>(stored: StoredAnswer | null | undefined, { fingerprint }: RequestKey): T | undefined {
  if (!stored) return undefined;
  if (stored.fingerprint !== fingerprint) throw new Problem('keyReused', {});
  return stored.body as T;
}

const readAnswer = {
  name: 'read-answer',
  text: `SELECT fingerprint, body FROM idempotent_answer WHERE institution_id = $1 AND person_id = $2 AND key = $3`,
};

const keepAnswer = {
  name: 'keep-answer',
  text: `INSERT INTO idempotent_answer (institution_id, person_id, key, fingerprint, body, at)
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING key`,
};

/** The answer that this request was given before, if it was. */
export async function answeredBefore<T>(db: Database, caller: Caller, request: RequestKey): Promise<T | undefined> {
  const names = [caller.institution.id, caller.person.id, request.key];
  return sameAnswer<T>((await db.query<StoredAnswer>(readAnswer, names))[0], request);
}

/** Binds a key to its message where the answer is not one but many, each kept by itself. */
export async function claimKey(db: Database, caller: Caller, request: RequestKey, at: Date): Promise<void> {
  const { key, fingerprint } = request;
  const claimed = await db.query(keepAnswer, [caller.institution.id, caller.person.id, key, fingerprint, 'null', at]);
  if (claimed.length === 0) await answeredBefore(db, caller, request);
}

class AnsweredMeanwhile extends Error {}

/**
 * Does the work of a POST once per key: work and its answer are committed together, so a repetition gets the same
 * answer and has no second effect, also when two arrive at the same moment.
 */
export async function once<T>(
  db: Database,
  caller: Caller,
  request: RequestKey,
  at: Date,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const answered = () => answeredBefore<T>(db, caller, request);
  const before = await answered();
  if (before !== undefined) return before;
  try {
    return await db.transaction(async (tx) => {
      const answer = await work(tx);
      const kept = await tx.query(keepAnswer, [
        caller.institution.id,
        caller.person.id,
        request.key,
        request.fingerprint,
        JSON.stringify(answer ?? null),
        at,
      ]);
      if (kept.length === 0) throw new AnsweredMeanwhile();
      return answer;
    });
  } catch (error) {
    // Whoever lost the race may also have run into a unique value that the winner took.
    const winner = await answered();
    if (winner !== undefined) return winner;
    throw error;
  }
}
