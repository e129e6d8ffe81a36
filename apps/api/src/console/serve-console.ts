import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Where Vite puts the console; as far from the sources as from what is compiled of them. */
const built = fileURLToPath(new URL('../../../console/dist', import.meta.url));

const aYear = '365d';
/** Addresses that are never pages of the console: what is not found there is answered in the way of that place. */
const ofOthers = /^\/(api|verify|\.well-known|assets)(\/|$|\?)/;
const hasExtension = /\.[a-z0-9]+$/i;

/**
 * The web console at `/`. Its scripts and styles bear a digest in their names and are kept for ever, compressed ahead of
 * time; the one page that names them is asked for anew each time. The console finds by itself which of its pages an
 * address means, so every such address is answered with that page.
 */
export function serveConsole(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  // A server can be run for its API alone: nothing was built then.
  if (!existsSync(built)) return;
  // Not awaited: that would settle the routes before this one without the error handler that Nest sets at its start.
  void fastify.register(fastifyStatic, {
    root: `${built}/assets`,
    prefix: '/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: aYear,
    index: false,
    decorateReply: true,
  });
  fastify.get('/*', { exposeHeadRoute: false }, (request, reply) => answer(request, reply));
}

function answer({ url, headers }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const [path = '/'] = url.split('?', 1);
  if (ofOthers.test(path)) return reply.callNotFound() as unknown as FastifyReply;
  const revalidated = { cacheControl: false } as const;
  if (hasExtension.test(path)) {
    void reply.header('Cache-Control', 'public, max-age=3600');
    return reply.sendFile(path.slice(1), built, revalidated);
  }
  // A program that asks for a page by mistake wants to be told so, and not to read HTML.
  if (!headers.accept?.includes('text/html')) return reply.callNotFound() as unknown as FastifyReply;
  void reply.header('Cache-Control', 'no-cache');
  return reply.sendFile('index.html', built, revalidated);
}
