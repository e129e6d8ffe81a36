import { problemCodes, statusOf, type ProblemCode } from '@countersign/contract';
import { headerRef } from './components.ts';
import type { Answer, Operation } from './document.ts';
import type { About } from './operations.ts';
import { exampleProblem } from './problem-examples.ts';
import type { Route } from './routes.ts';

const ofAMessage: readonly ProblemCode[] = ['malformed', 'invalid', 'tooLarge', 'unsupportedType'];
const ofAFile: readonly ProblemCode[] = ['invalid', 'tooLarge', 'unsupportedType'];
const ofAKey: readonly ProblemCode[] = ['idempotencyKeyMissing', 'idempotencyKeyMalformed', 'keyReused'];
const ofAVersion: readonly ProblemCode[] = ['ifMatchMissing', 'ifMatchMalformed'];

function ofWho({ access }: Route, method: string): ProblemCode[] {
  if (access?.kind === 'public') return [];
  return [
    'signedOut',
    'somebodyElse',
    ...(method === 'get' ? [] : (['crossSite'] as const)),
    ...(access?.kind === 'anyPassword' ? [] : (['mustChangePassword'] as const)),
    ...(access?.kind === 'right' ? (['notPermitted'] as const) : []),
  ];
}

/** Every problem an operation may answer: those that follow from who may and what is read, and its own. */
export function problemsOf(
  operation: Operation,
  route: Route,
  path: string,
  method: string,
  about: About,
): ProblemCode[] {
  const hasCursor = operation.parameters?.some(({ name }) => name === 'cursor') ?? false;
  return [
    ...ofWho(route, method),
    ...(path.includes('{id}') ? (['notFound'] as const) : []),
    ...(route.body || route.takesNoBody ? ofAMessage : []),
    ...(about.body ? ofAFile : []),
    ...(route.readsQuery ? (['invalid'] as const) : []),
    ...(hasCursor ? (['badCursor'] as const) : []),
    ...(route.readsKey || about.key ? ofAKey : []),
    ...(route.readsIfMatch ? ofAVersion : []),
    ...(about.alone ? [] : (['databaseUnavailable'] as const)),
    ...(about.problems ?? []),
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

/** A header is described where every problem of the status has it. */
const saysWhenToRetry = (code: ProblemCode): boolean => 'seconds' in exampleProblem(code, 'en');

const problemAnswer = (status: number, codes: readonly ProblemCode[]): Answer => ({
  description: [phrases[status], ...codes.map((code) => `[\`${code}\`](/api/docs/problems#${code})`)].join(' '),
  headers: {
    'X-Correlation-Id': headerRef('CorrelationId'),
    'Content-Language': headerRef('ContentLanguage'),
    ...(codes.every(saysWhenToRetry) ? { 'Retry-After': headerRef('RetryAfter') } : {}),
  },
  content: {
    'application/problem+json': {
      schema: { $ref: '#/components/schemas/Problem' },
      examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
    },
  },
});

/** Each status with the problems it may stand for. Many operations answer alike: what they share is kept once. */
export function problemAnswers(
  codes: readonly ProblemCode[],
  shared: Record<string, Answer>,
): Record<string, { $ref: string }> {
  const listed = problemCodes.filter((code) => codes.includes(code));
  const statuses = [...new Set(listed.map(statusOf))].toSorted((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => {
      const here = listed.filter((code) => statusOf(code) === status);
      const name = [status, ...here].join('.');
      shared[name] ??= problemAnswer(status, here);
      return [String(status), { $ref: `#/components/responses/${name}` }];
    }),
  );
}
