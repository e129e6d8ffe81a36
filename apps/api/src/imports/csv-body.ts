import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import { applyDecorators } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Takes } from '../problems/problem.filter.ts';
import { Problem } from '../problems/problem.ts';

const mediaType = 'text/csv';
const bodyLimit = 5 * 1_048_576;

/** A route that takes a CSV file as its body, as bytes: only their reader can tell in what characters they are. */
export const TakesCsv = (example: string, mostRows: number) =>
  applyDecorators(
    RouteConfig({ accepts: [mediaType], bodyLimit } satisfies Takes),
    ApiConsumes(mediaType),
    ApiBody({ description: `UTF-8 or GB18030, at most 5 MB and ${mostRows.toLocaleString('en')} rows.`, schema: { type: 'string', example } }),
  );

export const CsvBody = createParamDecorator((_: unknown, context: ExecutionContext): Buffer => {
  const { body } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!Buffer.isBuffer(body)) throw new Problem('unsupportedType', { accepts: [mediaType] });
  return body;
});

/** Reads CSV bodies, and for the routes that take them alone. */
export function parseCsvBodies(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(mediaType, { parseAs: 'buffer', bodyLimit }, (request, body, done) => {
    const { accepts = ['application/json'] } = request.routeOptions.config as Takes;
    if (accepts.includes(mediaType)) done(null, body);
    else done(new Problem('unsupportedType', { accepts }));
  });
}
