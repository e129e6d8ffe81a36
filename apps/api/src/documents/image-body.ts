import { maxSignatureImageBytes, signatureImageTypes } from '@countersign/contract';
import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Takes } from '../problems/problem.filter.ts';
import { Problem } from '../problems/problem.ts';

const accepts = [...signatureImageTypes];
const bodyLimit = maxSignatureImageBytes;

/** What a client sent as an image, and what it says that is. */
export interface SentImage {
  bytes: Buffer;
  declared: string;
}

/** A route that takes an image as its body. */
export const TakesImage = () =>
  applyDecorators(
    RouteConfig({ accepts, bodyLimit } satisfies Takes),
    ApiConsumes(...accepts),
    ApiBody({ description: 'At most 200 kB and 2000 × 2000 pixels.', schema: { type: 'string', format: 'binary', example: '(PNG)' } }),
  );

export const ImageBody = createParamDecorator((_: unknown, context: ExecutionContext): SentImage => {
  const { body, headers } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!Buffer.isBuffer(body)) throw new Problem('unsupportedType', { accepts });
  return { bytes: body, declared: (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase() };
});

/** Reads images as bodies, and for the routes that take them alone. */
export function parseImageBodies(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(accepts, { parseAs: 'buffer', bodyLimit }, (request, body, done) => {
    const takes = (request.routeOptions.config as Takes).accepts ?? ['application/json'];
    if (takes.includes(accepts[0]!)) done(null, body);
    else done(new Problem('unsupportedType', { accepts: takes }));
  });
}
