import { readFileSync } from 'node:fs';
import { problemCodes, ReferralSummary, type ProblemCode } from '@countersign/contract';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, getSchemaPath, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { sessionCookie } from '../identity/caller.ts';
import { exampleOf, resolved, type Schema } from './example-of.ts';
import { operations, tags, type About } from './operations.ts';
import { problemExamples, problemSchema, statusOf } from './problem-examples.ts';
import { messageExamples } from './message-examples.ts';
import { operationIdOf, routesOf, type Route } from './routes.ts';

const prefix = '/api/v1';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };

interface Parameter {
  $ref?: string;
  name?: string;
  in?: string;
  schema?: object;
}
interface Content {
  schema?: Schema;
  example?: unknown;
  examples?: Record<string, unknown>;
}
interface Answer {
  description: string;
  headers?: Record<string, unknown>;
  content?: Record<string, Content>;
}
interface Components {
  responses: Record<string, Answer>;
}
interface Operation {
  operationId: string;
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, Content> };
  responses: Record<string, Answer>;
  security?: object[];
}
type Methods = Record<string, Operation>;

const introduction = `
Countersign 转诊会签: a hospital's insurance referrals 转诊, from the report to the letter 转诊介绍信, signed provably.

- **Who.** Sign in with \`POST ${prefix}/sessions\`; programs ask for \`"as": "bearer"\` and send \`Authorization: Bearer …\`,
  browsers get an HttpOnly cookie.
- **Once.** Every POST that creates or acts carries an \`Idempotency-Key\`: send the same key when you repeat a request, and it
  has one effect and the same answer. Keys are kept for a week.
- **As seen.** Every act carries \`If-Match\` with the \`ETag\` that was read last: 428 without it, 412 when somebody acted
  meanwhile, and then the problem says what happened instead.
- **Problems.** Every failure is \`application/problem+json\` (RFC 9457) with a stable \`code\`; [all codes](/api/docs/problems).
  \`detail\` is Chinese unless \`Accept-Language\` prefers English.
- **Times** are ISO 8601 with their offset; dates of letters are dates in Asia/Shanghai.
- **Pages.** Lists answer with \`nextCursor\`; pass it back as \`cursor\` until it is null.
- A referral of another institution is answered like one that does not exist: 404.
`.trim();

const parameters = {
  Id: {
    name: 'id',
    in: 'path',
    required: true,
    schema: { type: 'string', format: 'uuid' },
    example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f73',
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description: 'A unique key of this request, the same when it is repeated: 1 to 128 visible characters.',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,128}$' },
    example: '5f1c1d0e-6a55-4a9b-9a1e-0c9d6a7f7a10',
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'The ETag of what was read last: its version in quotation marks.',
    schema: { type: 'string', pattern: '^(W/)?"\\d{1,9}"$' },
    example: '"5"',
  },
  AcceptLanguage: {
    name: 'Accept-Language',
    in: 'header',
    required: false,
    description: 'zh-CN (the default) or en: the language of sentences and names.',
    schema: { type: 'string', default: 'zh-CN' },
    example: 'zh-CN',
  },
  CorrelationId: {
    name: 'X-Correlation-Id',
    in: 'header',
    required: false,
    description: "Your name for this request, to be found in the server's log: up to 64 letters, digits, `.`, `_` and `-`.",
    schema: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,64}$' },
    example: 'his-20261122-0001',
  },
};

const text = { type: 'string' };
const headers = {
  CorrelationId: { description: "The request's name, yours or one made for it.", schema: text },
  ETag: { description: 'The version, for If-Match.', schema: text, example: '"5"' },
  Location: { description: 'Where what was created is read.', schema: text, example: '/api/v1/referrals/0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f73' },
  RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer' }, example: 900 },
  ContentLanguage: { description: 'The language of the sentences.', schema: { type: 'string', enum: ['zh-CN', 'en'] } },
};

const parameterRef = (name: keyof typeof parameters): Parameter => ({ $ref: `#/components/parameters/${name}` });
const headerRef = (name: keyof typeof headers) => ({ $ref: `#/components/headers/${name}` });

function base() {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Countersign 转诊会签')
    .setVersion(version)
    .setDescription(introduction)
    .addServer('/')
    .addBearerAuth({ type: 'http', description: 'The token of POST /sessions with "as": "bearer".', bearerFormat: undefined })
    .addCookieAuth(sessionCookie, { type: 'apiKey', description: 'Set by POST /sessions; writes must come from our own pages.' });
  for (const [name, [zh, en]] of Object.entries(tags)) builder.addTag(name, `${zh} · ${en}`);
  return builder.build();
}

/** Problems that follow from who may, what is read and where it stands. */
function impliedProblems(operation: Operation, route: Route, path: string, method: string, about: About): ProblemCode[] {
  const { access, body, takesNoBody, readsQuery, readsKey, readsIfMatch } = route;
  const writes = method !== 'get';
  const signedIn: ProblemCode[] = access?.kind === 'public' ? [] : ['signedOut'];
  if (signedIn.length > 0 && writes) signedIn.push('crossSite');
  if (signedIn.length > 0 && access?.kind !== 'anyPassword') signedIn.push('mustChangePassword');
  return [
    ...signedIn,
    ...(access?.kind === 'offices' ? (['notPermitted'] as const) : []),
    ...(path.includes('{id}') ? (['notFound'] as const) : []),
    ...(about.body ? (['invalid', 'tooLarge', 'unsupportedType'] as const) : []),
    ...(body ? (['malformed', 'invalid', 'tooLarge', 'unsupportedType'] as const) : []),
    ...(takesNoBody ? (['malformed', 'invalid', 'tooLarge', 'unsupportedType'] as const) : []),
    ...(readsQuery ? (['invalid'] as const) : []),
    ...(operation.parameters?.some(({ name }) => name === 'cursor') ? (['badCursor'] as const) : []),
    ...(readsKey || about.key ? (['idempotencyKeyMissing', 'idempotencyKeyMalformed', 'keyReused'] as const) : []),
    ...(readsIfMatch ? (['ifMatchMissing', 'ifMatchMalformed'] as const) : []),
    ...(about.alone ? [] : (['databaseUnavailable'] as const)),
    'unexpected',
  ];
}

const phrases: Record<number, string> = {
  400: 'The message is malformed or wrong.',
  401: 'Not signed in, or the password is wrong.',
  403: 'Not allowed to this person.',
  404: 'There is none, or none that this institution has.',
  409: 'The state does not allow it.',
  412: 'What was seen is no longer current.',
  413: 'Too large.',
  415: 'The content type is not supported.',
  422: 'Understood, but not possible like this.',
  428: 'If-Match is missing.',
  429: 'Too many attempts.',
  500: 'Something unexpected went wrong.',
  503: 'The database or the storage cannot take it now.',
};

/** Each status with the problems that it may stand for here. */
function problemAnswers(codes: readonly ProblemCode[], components: Components): Record<string, Answer> {
  const listed = problemCodes.filter((code) => codes.includes(code));
  const statuses = [...new Set(listed.map(statusOf))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => {
      const here = listed.filter((code) => statusOf(code) === status);
      // Many operations answer alike: what they share is written down once.
      const name = [status, ...here].join('.');
      components.responses[name] ??= problemAnswer(status, here);
      return [String(status), { $ref: `#/components/responses/${name}` } as never];
    }),
  );
}

const problemAnswer = (status: number, codes: readonly ProblemCode[]): Answer => ({
  description: [phrases[status], ...codes.map((code) => `[\`${code}\`](/api/docs/problems#${code})`)].join(' '),
  headers: {
    'X-Correlation-Id': headerRef('CorrelationId'),
    'Content-Language': headerRef('ContentLanguage'),
    ...(status === 429 ? { 'Retry-After': headerRef('RetryAfter') } : {}),
  },
  content: {
    'application/problem+json': {
      schema: { $ref: '#/components/schemas/Problem' },
      examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
    },
  },
});

function completeRequest(operation: Operation, route: Route, path: string, about: About, document: OpenAPIObject): void {
  const given = operation.parameters ?? [];
  // Our own parameter decorators say nothing to the description.
  const hasId = path.includes('{id}');
  const others = given.filter((parameter) => !(parameter.in === 'path' && parameter.name === 'id'));
  operation.parameters = [
    ...(hasId ? [parameterRef('Id')] : []),
    ...others,
    ...(route.readsKey || about.key ? [parameterRef('IdempotencyKey')] : []),
    ...(route.readsIfMatch ? [parameterRef('IfMatch')] : []),
    parameterRef('AcceptLanguage'),
    parameterRef('CorrelationId'),
  ];
  for (const content of Object.values(operation.requestBody?.content ?? {})) {
    if (content.example !== undefined || content.examples !== undefined || !content.schema) continue;
    const plain = exampleOf(content.schema, document, ['as']);
    const named = route.body && messageExamples[route.body.name];
    if (named) {
      content.examples = named(plain);
      continue;
    }
    const hasAs = resolved(content.schema, document).properties?.as !== undefined;
    if (!hasAs) content.example = plain;
    else content.examples = { plain: { summary: 'As whoever I am', value: plain }, ...actingFor(plain, content.schema, document) };
  }
}

/** The same message from somebody of whose capacities several would fit. */
function actingFor(plain: unknown, schema: Schema, document: OpenAPIObject) {
  const as = exampleOf(resolved(schema, document).properties!.as!, document);
  const summary = 'In one of several capacities that would fit, here as a substitute';
  return { as: { summary, value: { ...(plain as object), as } } };
}

function completeAnswers(operation: Operation, route: Route, codes: readonly ProblemCode[], about: About, document: OpenAPIObject): void {
  for (const [status, answer] of Object.entries(operation.responses)) {
    const isAct = route.access?.kind === 'act';
    if (isAct && !answer.content) answer.content = { 'application/json': { schema: { $ref: getSchemaPath(ReferralSummary) } } };
    answer.description ||= status === '204' ? 'Done; there is nothing to say.' : 'Done.';
    answer.headers = {
      ...answer.headers,
      'X-Correlation-Id': headerRef('CorrelationId'),
      ...Object.fromEntries((about.headers ?? []).map((name) => [name, headerRef(name)])),
    };
    for (const content of Object.values(answer.content ?? {})) {
      if (content.example === undefined && content.schema) content.example = exampleOf(content.schema, document);
    }
  }
  Object.assign(operation.responses, problemAnswers(codes, document.components as unknown as Components));
}

const authenticated = [{ bearer: [] }, { cookie: [] }];

function complete(operation: Operation, route: Route, path: string, method: string, document: OpenAPIObject): void {
  const about: About = operations[`${method.toUpperCase()} ${path}`] ?? {};
  operation.summary = [about.zh, operation.summary || about.en].filter(Boolean).join(' · ');
  const who = route.access?.kind === 'offices' ? `For: ${route.access.offices.join(', ')}.` : '';
  const description = [operation.description, about.more, who].filter(Boolean).join('\n\n');
  if (description) operation.description = description;
  else delete operation.description;
  operation.tags = operation.tags?.map((tag) => tag.toLowerCase());
  operation.security = route.access?.kind === 'public' ? [] : authenticated;
  completeRequest(operation, route, path, about, document);
  const codes = [...impliedProblems(operation, route, path, method, about), ...(about.problems ?? [])];
  completeAnswers(operation, route, codes, about, document);
}

const sortedByName = <T>(entries: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Paths in the order in which operations.ts names them. */
function inOrder(paths: Record<string, Methods>): Record<string, Methods> {
  const order = Object.keys(operations);
  const placeOf = (path: string, method: string) => order.indexOf(`${method.toUpperCase()} ${path.slice(prefix.length)}`);
  const first = ([path, methods]: [string, Methods]) => Math.min(...Object.keys(methods).map((method) => placeOf(path, method)));
  return Object.fromEntries(Object.entries(paths).sort((a, b) => first(a) - first(b)));
}

/** The whole API in OpenAPI 3.1: what the controllers say, and beside it what holds for all of them. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, base(), {
    operationIdFactory: operationIdOf,
    extraModels: [ReferralSummary],
  });
  const components = document.components!;
  components.schemas = sortedByName({ ...components.schemas, Problem: problemSchema as never });
  components.examples = problemExamples();
  components.parameters = parameters as never;
  components.headers = headers as never;
  components.responses = {};
  const routes = new Map(routesOf(app).map((route) => [route.operationId, route]));
  const paths = document.paths as unknown as Record<string, Methods>;
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      complete(operation, routes.get(operation.operationId)!, path.slice(prefix.length), method, document);
    }
  }
  document.paths = inOrder(paths) as never;
  components.responses = sortedByName(components.responses);
  return document;
}
