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
    const about = detail instanceof Error ? { err: detail } : detail === undefined ? {} : { detail };
    log[quiet ? 'debug' : level]({ context, ...about }, String(message));
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

/** A database error carries the row it failed on; only what names the fault goes into the log. */
export const serializers = {
  err: ({ name, message, code, stack = '' }: Error & { code?: unknown }) => ({ type: name, message, code, stack }),
};
