import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.ts';

/** For the whole application: nothing is limited that does not say so. */
export const rateLimits = {
  global: false,
  /** Addresses remembered by each route; the oldest are forgotten first. */
  cache: 10_000,
  addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
  addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
  errorResponseBuilder: (_request: FastifyRequest, { ttl }: { ttl: number }): Error =>
    new Problem('tooManyRequests', { seconds: Math.max(1, Math.ceil(ttl / 1000)) }),
};

/**
 * Of one address (of IPv6 its network), on each route that is open to anybody: more than a hospital's busiest desk scans,
 * and less than would trouble the server. The address is the connection's, unless TRUST_PROXY names who may tell another.
 */
export const floodLimit = { max: 60, timeWindow: 60_000 };

/** Of a page that a whole hospital opens in the same minute of the morning, behind one address. */
export const pageLimit = { max: 600, timeWindow: 60_000 };
