import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import type { Takes } from '../problems/problem.filter.ts';
import { Problem } from '../problems/problem.ts';

const mediaType = 'application/json';
/** Deeper than any message of ours; what reads a message by calling itself must not run out of stack. */
const deepest = 32;
/** Ten times as many as our longest message has. To check them takes far longer than to read them: 80,000 take seconds. */
const mostValues = 5_000;

/** Reads JSON bodies. What no message of ours can be is refused before anything else looks at it. */
export function readJsonBodies(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeContentTypeParser(mediaType);
  fastify.addContentTypeParser(mediaType, { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    const { accepts = [mediaType] } = request.routeOptions.config as Takes;
    if (!saysUtf8(request.headers['content-type'])) return done(new Problem('unsupportedType', { accepts }));
    // Read leniently, a broken character would be kept as another one.
    if (!isUtf8(bytes)) return done(new Problem('malformed', {}));
    void parse(request, bytes.toString('utf8'), (error, body) =>
      done(error ?? (isMessage(body) ? null : new Problem('malformed', {})), body),
    );
  });
}

/** JSON is UTF-8 (RFC 8259, section 8.1), whether its type says so or not. */
function saysUtf8(contentType = ''): boolean {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(contentType)?.[1];
  return charset === undefined || /^utf-?8$/i.test(charset);
}

/** Neither too deep nor too wide, and without numbers too large to be numbers: 1e999 is read as Infinity. */
function isMessage(body: unknown): boolean {
  let level = [body];
  let values = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    values += level.length;
    if (depth > deepest || values > mostValues) return false;
    if (level.some((value) => typeof value === 'number' && !Number.isFinite(value))) return false;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return true;
}
