import type { LoggerService } from '@nestjs/common';
import type { FastifyBaseLogger } from 'fastify';

/** Nest's own account of how it wires itself up. */
const wiring = ['InstanceLoader', 'NestApplication', 'NestFactory', 'RouterExplorer', 'RoutesResolver'];

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** Lets Nest's loggers write the same JSON lines as Fastify's. */
export function nestLogger(log: FastifyBaseLogger): LoggerService {
  const write = (level: Level) => (message: unknown, ...rest: unknown[]) => {
    const context = rest.pop();
    const [detail] = rest;
    const quiet = level === 'info' && wiring.includes(String(context));
    log[quiet ? 'debug' : level]({ context, ...fieldsOf(detail) }, String(message));
  };
  return {
    fatal: write('fatal'),
    error: write('error'),
    warn: write('warn'),
    log: write('info'),
    debug: write('debug'),
    verbose: write('trace'),
  };
}

/** What a line says beside its sentence: an error, fields by their names, or a word. */
function fieldsOf(detail: unknown): object {
  if (detail instanceof Error) return { err: detail };
  if (typeof detail === 'object' && detail !== null) return detail;
  return detail === undefined ? {} : { detail };
}

/** A database error carries the row it failed on; only what names the fault goes into the log. */
export const serializers = {
  err: ({ name, message, code, stack = '' }: Error & { code?: unknown }) => ({ type: name, message, code, stack }),
};
