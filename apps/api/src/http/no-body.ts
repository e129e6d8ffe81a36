import { UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { fieldError, Problem } from '../problems/problem.ts';
import { invalid } from '../problems/validation.ts';

class EmptyBody implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { body } = context.switchToHttp().getRequest<FastifyRequest>();
    if (body === undefined || body === null) return true;
    if (typeof body !== 'object' || Array.isArray(body)) throw new Problem('malformed', {});
    const errors = Object.keys(body).map((name) => fieldError(`/${name}`, { reason: 'unknown' }));
    if (errors.length > 0) throw invalid(errors);
    return true;
  }
}

/** A route whose message holds nothing. A field that would be ignored is refused: somebody meant something by it. */
export const NoBody = () => UseGuards(EmptyBody);
