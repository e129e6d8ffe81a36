import type { FastifyInstance } from 'fastify';
import { Problem } from '../problems/problem.ts';

/** Deeper than any message of ours; what reads a message by calling itself must not run out of stack. */
const deepest = 32;

/** Refuses a body of brackets inside brackets before anything reads it. */
export function refuseDeep(fastify: FastifyInstance): void {
  fastify.addHook('preValidation', (request, _reply, done) => {
    done(isDeep(request.body) ? new Problem('malformed', {}) : undefined);
  });
}

function isDeep(body: unknown): boolean {
  let level = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return false;
}
