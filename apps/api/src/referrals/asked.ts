import { isId } from '@countersign/contract';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { requestKeyOf } from '../database/once.ts';
import { Problem } from '../problems/problem.ts';
import { versionIn } from './if-match.ts';
import type { ActRequest } from './perform.ts';

/** What every act needs from its request beside the body: who asks, the key, the referral and the version seen. */
export const Asked = createParamDecorator((_: unknown, context: ExecutionContext): ActRequest => {
  const request = context.switchToHttp().getRequest<FastifyRequest<{ Params: { id: string } }>>();
  const { credential, params, headers } = request;
  if (!credential) throw new Error('an act is not guarded');
  if (!isId(params.id)) throw new Problem('notFound', {});
  return { credential, referralId: params.id, request: requestKeyOf(request), version: versionIn(headers['if-match']) };
});
