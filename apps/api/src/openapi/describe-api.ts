import { readFileSync } from 'node:fs';
import { ReferralSummary } from '@countersign/contract';
import type { INestApplication } from '@nestjs/common';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { completeOperation } from './complete-operation.ts';
import { beginning, headers, parameters } from './components.ts';
import type { Answer, Methods } from './document.ts';
import { operations } from './operations.ts';
import { problemAnswers } from './problem-answers.ts';
import { problemExamples, problemSchema } from './problem-examples.ts';
import { operationIdOf, routesOf } from './routes.ts';

const prefix = '/api/v1';

const manifest = new URL('../../package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };

const sortedByName = <T>(entries: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** Paths in the order in which operations.ts names them. */
function inOrder(paths: Record<string, Methods>): Record<string, Methods> {
  const order = Object.keys(operations);
  const placeOf = ([path, methods]: [string, Methods]): number =>
    Math.min(...Object.keys(methods).map((one) => order.indexOf(`${one.toUpperCase()} ${path.slice(prefix.length)}`)));
  return Object.fromEntries(Object.entries(paths).toSorted((a, b) => placeOf(a) - placeOf(b)));
}

/** The whole API in OpenAPI 3.1: what the controllers say, and beside it what holds for all of them. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, beginning(version), {
    operationIdFactory: operationIdOf,
    extraModels: [ReferralSummary],
  });
  const components = document.components!;
  const schemas = sortedByName({ ...components.schemas, Problem: problemSchema as never });
  Object.assign(components, { schemas, examples: problemExamples(), parameters, headers });

  const routes = new Map(routesOf(app).map((route) => [route.operationId, route]));
  const shared: Record<string, Answer> = {};
  const paths = document.paths as unknown as Record<string, Methods>;
  for (const [fullPath, methods] of Object.entries(paths)) {
    const path = fullPath.slice(prefix.length);
    for (const [method, operation] of Object.entries(methods)) {
      const route = routes.get(operation.operationId)!;
      const problems = completeOperation({ operation, route, path, method, document });
      Object.assign(operation.responses, problemAnswers(problems, shared));
    }
  }
  document.paths = inOrder(paths) as never;
  components.responses = sortedByName(shared) as never;
  return document;
}
