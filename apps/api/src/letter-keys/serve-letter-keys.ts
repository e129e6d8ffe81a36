import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { floodLimit } from '../verification/flood-limit.ts';
import { LetterKeys } from './letter-keys.ts';

/** Where anybody finds the public halves (RFC 8615), to check letters by themselves from then on. */
export const letterKeysAddress = '/.well-known/countersign-letter-keys.json';

/** Outside /api/v1 and without an account: who checks a letter need not be known to us. */
export function serveLetterKeys(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const letterKeys = app.get(LetterKeys);
  fastify.get(letterKeysAddress, { config: { rateLimit: floodLimit } }, (_request, reply) =>
    reply
      .type('application/jwk-set+json')
      // Not for long: after a rotation the new key must be known soon.
      .header('Cache-Control', 'public, max-age=60')
      .send(JSON.stringify(letterKeys.publicKeys, null, 2)),
  );
}
