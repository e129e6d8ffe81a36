import { languageFor, type Language } from '@countersign/contract';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** The language in which the reader wants words. */
export const ReaderLanguage = createParamDecorator((_: unknown, context: ExecutionContext): Language =>
  languageFor(context.switchToHttp().getRequest<FastifyRequest>().headers['accept-language']),
);
