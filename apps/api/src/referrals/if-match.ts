import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.ts';

/** The version that If-Match names; 428 when it is missing (RFC 6585), so that nobody acts on what they never saw. */
export function versionIn(header: string | string[] | undefined): number {
  if (header === undefined || header === '') throw new Problem('ifMatchMissing', {});
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(String(header))?.[1];
  if (version === undefined) throw new Problem('ifMatchMalformed', {});
  return Number(version);
}

export const etagOf = (version: number): string => `"${version}"`;

export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number =>
  versionIn(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
);
