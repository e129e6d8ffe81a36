import { ReferralSummary } from '@countersign/contract';
import { officesWith } from '@countersign/policy';
import { getSchemaPath, type OpenAPIObject } from '@nestjs/swagger';
import { headerRef, parameterRef } from './components.ts';
import type { Operation } from './document.ts';
import { exampleOf, resolved, type Schema } from './example-of.ts';
import { messageExamples, type NamedExamples } from './message-examples.ts';
import { operations, type About } from './operations.ts';
import { problemsOf } from './problem-answers.ts';
import type { Route } from './routes.ts';

/** One operation as the controller describes it, and where it is. */
export interface Described {
  operation: Operation;
  route: Route;
  /** After /api/v1. */
  path: string;
  method: string;
  document: OpenAPIObject;
}

const authenticated = [{ bearer: [] }, { cookie: [] }];

/** Adds what the controller leaves unsaid; answers the problems that are left to add. */
export function completeOperation(described: Described) {
  const { operation, route, path, method } = described;
  const about = operations[`${method.toUpperCase()} ${path}`] ?? {};
  sayWhatItIs(described, about);
  operation.security = route.access?.kind === 'public' ? [] : authenticated;
  addParameters(described, about);
  addRequestExamples(described);
  completeAnswers(described, about);
  return problemsOf(operation, route, path, method, about);
}

function sayWhatItIs({ operation, route }: Described, about: About): void {
  operation.summary = [about.zh, operation.summary || about.en].filter(Boolean).join(' · ');
  const who = route.access?.kind === 'right' ? `For: ${officesWith[route.access.right].join(', ')}.` : '';
  const description = [operation.description, about.more, who].filter(Boolean).join('\n\n');
  if (description) operation.description = description;
  else delete operation.description;
  operation.tags = operation.tags?.map((tag) => tag.toLowerCase());
}

function addParameters({ operation, route, path }: Described, about: About): void {
  // Our own parameter decorators say nothing to the description, so an id may be missing there.
  const others = operation.parameters?.filter(({ in: place, name }) => place !== 'path' || name !== 'id') ?? [];
  operation.parameters = [
    ...(path.includes('{id}') ? [parameterRef('Id')] : []),
    ...others,
    ...(route.readsKey || about.key ? [parameterRef('IdempotencyKey')] : []),
    ...(route.readsIfMatch ? [parameterRef('IfMatch')] : []),
    parameterRef('AcceptLanguage'),
    parameterRef('CorrelationId'),
  ];
}

function addRequestExamples({ operation, route, document }: Described): void {
  for (const content of Object.values(operation.requestBody?.content ?? {})) {
    if (content.example !== undefined || content.examples !== undefined || !content.schema) continue;
    const plain = exampleOf(content.schema, document, ['as']);
    const named = route.body ? messageExamples[route.body.name] : undefined;
    const as = resolved(content.schema, document).properties?.as;
    if (named) content.examples = named(plain);
    else if (as) content.examples = plainAndAs(plain as object, as, document);
    else content.example = plain;
  }
}

/** The same message from somebody of whose capacities several would fit. */
function plainAndAs(plain: object, as: Schema, document: OpenAPIObject): NamedExamples {
  const summary = 'In one of several capacities that would fit, here as a substitute';
  return {
    plain: { summary: 'As whoever I am', value: plain },
    as: { summary, value: { ...plain, as: exampleOf(as, document) } },
  };
}

function completeAnswers({ operation, route, document }: Described, about: About): void {
  for (const [status, answer] of Object.entries(operation.responses)) {
    if (route.access?.kind === 'act') {
      answer.content ??= { 'application/json': { schema: { $ref: getSchemaPath(ReferralSummary) } } };
    }
    answer.description ||= status === '204' ? 'Done; there is nothing to say.' : 'Done.';
    answer.headers = {
      ...answer.headers,
      'X-Correlation-Id': headerRef('CorrelationId'),
      ...Object.fromEntries((about.headers ?? []).map((name) => [name, headerRef(name)])),
    };
    for (const content of Object.values(answer.content ?? {})) {
      if (content.schema) content.example ??= exampleOf(content.schema, document);
    }
  }
}
