import {
  languageFor,
  sayFieldReason,
  type FieldReason,
  type Language,
  type ProblemDocument,
} from '@countersign/contract';
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isGivenUp, isUnavailable } from '../database/database.ts';
import { Problem, type FieldFault } from './problem.ts';

const logger = new Logger('Problem');

/** Reasons travel as JSON until the reader's language is known. */
function inWords(reason: string, language: Language): string {
  const { reason: code, args } = JSON.parse(reason) as FieldFault;
  return sayFieldReason(code as FieldReason, language, args);
}

function translated(problem: Problem, language: Language): Problem {
  const { errors, rows } = problem.facts as { errors?: { reason: string }[]; rows?: { reason: string }[] };
  const say = <T extends { reason: string }>(one: T) => ({ ...one, reason: inWords(one.reason, language) });
  if (errors) return new Problem(problem.code, { ...problem.facts, errors: errors.map(say) } as never);
  if (rows) return new Problem(problem.code, { ...problem.facts, rows: rows.map(say) } as never);
  return problem;
}

/** What a route takes that takes something else than JSON; said by its RouteConfig. */
export interface Takes {
  accepts?: string[];
  bodyLimit?: number;
}

/** Nothing is wrong with the request: it can be sent again. */
const isFailing = (error: unknown): boolean => isUnavailable(error) || isGivenUp(error);

/** What the framework throws before our code is reached, in our words. */
function problemOf(error: unknown, { accepts = ['application/json'], bodyLimit = 1_048_576 }: Takes): Problem | null {
  if (error instanceof Problem) return error;
  if (isFailing(error)) return new Problem('databaseUnavailable', {});
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number })?.statusCode;
  switch (status) {
    case 400:
      return new Problem('malformed', {});
    case 404:
      return new Problem('notFound', {});
    case 413:
      return new Problem('tooLarge', { limit: bodyLimit });
    case 415:
      return new Problem('unsupportedType', { accepts });
    default:
      return null;
  }
}

/** Any failure as a problem; what nobody foresaw is told to the log and not to the client. */
function knownOrUnexpected(error: unknown, instance: string, takes: Takes = {}): Problem {
  const known = problemOf(error, takes);
  const about = { correlationId: instance };
  // The client learns that the database cannot be had; why, whoever runs the server must be able to read.
  if (isFailing(error)) logger.warn(`the database is unavailable: ${(error as Error).message}`, about);
  if (known) return known;
  logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error), about);
  return new Problem('unexpected', {});
}

/** The problem document of a failure, where it stands inside an answer. */
export const documentOf = (error: unknown, language: Language, instance: string): ProblemDocument =>
  translated(knownOrUnexpected(error, instance), language).document(language, instance);

/** Answers every failure with a problem document; a stack trace goes to the server's log alone. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = knownOrUnexpected(error, request.id, request.routeOptions?.config as Takes | undefined);
    const language = languageFor(request.headers['accept-language']);
    const { seconds } = problem.facts as { seconds?: number };
    if (seconds !== undefined) void reply.header('Retry-After', String(seconds));
    void reply
      .status(problem.status)
      .header('Content-Type', 'application/problem+json; charset=utf-8')
      .header('Content-Language', language)
      .send(translated(problem, language).document(language, request.id));
  }
}
