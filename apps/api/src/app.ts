import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import { languageFor } from '@countersign/contract';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { AppModule, type Parts } from './app.module.ts';
import { serveConsole } from './console/serve-console.ts';
import { readJsonBodies } from './http/read-json.ts';
import { serveLetterKeys } from './letter-keys/serve-letter-keys.ts';
import { nestLogger, serializers } from './log.ts';
import { serveDocs } from './openapi/serve-docs.ts';
import { documentOf, ProblemFilter } from './problems/problem.filter.ts';
import { Problem } from './problems/problem.ts';
import { validation } from './problems/validation.ts';
import { rateLimits } from './verification/flood-limit.ts';
import { serveVerification } from './verification/pages/serve-verification.ts';

const bodyLimit = 1_048_576;

/** The application over its parts, ready to listen; `main` and the tests make it alike. */
export async function createApp(parts: Parts): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit,
    // For a whole request, an upload on a slow line included.
    requestTimeout: 120_000,
    trustProxy: parts.config.trustProxy,
    genReqId: correlationId,
    requestIdHeader: false,
    logController: new LogController({ requestIdLogLabel: 'correlationId', disableRequestLogging: true }),
    logger: { level: parts.config.logLevel, serializers },
    frameworkErrors: answerUnreadableAddress,
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(parts), adapter, {
    // Nest would also read forms; we read JSON, and papers by multipart.
    bodyParser: false,
    abortOnError: false,
    logger: nestLogger(fastify.log),
  });
  fastify.removeContentTypeParser('text/plain');
  nameEachRequest(fastify);
  logEachAnswer(fastify);
  letGoWhenClosing(fastify);
  secure(app, fastify);
  readJsonBodies(fastify);
  fastify.decorate('secrets', parts.secrets);
  await fastify.register(cookie);
  await fastify.register(multipart);
  await fastify.register(rateLimit, rateLimits);
  app.setGlobalPrefix('api/v1');
  app.useGlobalPipes(validation);
  app.useGlobalFilters(new ProblemFilter());
  serveDocs(app);
  serveLetterKeys(app);
  serveVerification(app);
  serveConsole(app);
  await app.init();
  return app;
}

/** The router gives up on an address it cannot read before any hook runs. Such an address names nothing here. */
function answerUnreadableAddress(_error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const language = languageFor(request.headers['accept-language']);
  void reply
    .status(404)
    .headers({
      'Content-Type': 'application/problem+json; charset=utf-8',
      'Content-Language': language,
      'X-Correlation-Id': request.id,
    })
    .send(documentOf(new Problem('notFound', {}), language, request.id));
}

/** The caller's own id where it is one, so that both sides' logs can be laid side by side. */
function correlationId({ headers }: { headers: Record<string, string | string[] | undefined> }): string {
  const given = headers['x-correlation-id'];
  return typeof given === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : randomUUID();
}

function nameEachRequest(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('X-Correlation-Id', request.id);
    done();
  });
}

/** The route and not the address: what people search for stands in the address. */
function logEachAnswer(fastify: FastifyInstance): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    const millis = Math.round(reply.elapsedTime);
    request.log.info({ method, route: routeOptions.url, status: reply.statusCode, millis }, 'answered');
    done();
  });
}

/** A connection kept open after its last answer would hold up the end. */
function letGoWhenClosing(fastify: FastifyInstance): void {
  let closing = false;
  fastify.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) void reply.header('Connection', 'close');
    done(null, payload);
  });
}

function secure(app: NestFastifyApplication, fastify: FastifyInstance): void {
  app.useSecurityHeaders({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: "'self'",
        baseUri: "'none'",
        formAction: "'self'",
        frameAncestors: "'none'",
        imgSrc: ["'self'", 'data:'],
        objectSrc: "'none'",
        styleSrc: ["'self'", "'unsafe-inline'"],
      },
    },
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    // Whoever puts TLS in front of this server decides that for the whole host.
    strictTransportSecurity: false,
  });
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    // Referrals are nobody's to keep: no browser or proxy may store what says nothing else about itself.
    if (!reply.hasHeader('Cache-Control')) void reply.header('Cache-Control', 'no-store');
    done(null, payload);
  });
}
