import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { fieldError, Problem } from '../problems/problem.ts';

/** Refuses what a message holds where it should hold nothing: a field that is ignored is a field misunderstood. */
export const NoBody = createParamDecorator((_: unknown, context: ExecutionContext): null => {
  const { body } = context.switchToHttp().getRequest<FastifyRequest>();
  if (body === undefined || body === null) return null;
  if (typeof body !== 'object' || Array.isArray(body)) throw new Problem('malformed', {});
  const errors = Object.keys(body).map((name) => fieldError(`/${name}`, { reason: 'unknown' }));
  if (errors.length > 0) throw new Problem('invalid', { errors });
  return null;
});
