import { isId } from '@countersign/contract';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.ts';

const readId = createParamDecorator((name: string, context: ExecutionContext): string => {
  const { params } = context.switchToHttp().getRequest<FastifyRequest>();
  const id = (params as Record<string, string>)[name];
  // What is no id names nothing: the answer is that of an id that nothing has.
  if (!isId(id)) throw new Problem('notFound', {});
  return id;
});

/** An id in the path. */
export const PathId =
  (name = 'id'): ParameterDecorator =>
  (target, key, index) => {
    readId(name)(target, key, index);
    ApiParam({ name, schema: { type: 'string', format: 'uuid' } })(
      target,
      key!,
      Object.getOwnPropertyDescriptor(target, key!)!,
    );
  };
