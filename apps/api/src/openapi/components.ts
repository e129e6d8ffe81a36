import { DocumentBuilder } from '@nestjs/swagger';
import { sessionCookie } from '../identity/caller.ts';
import type { Parameter } from './document.ts';
import { tags } from './operations.ts';

/** What is said once and holds for the whole API. */
const introduction = `
Countersign 转诊会签: a hospital's insurance referrals 转诊, from the report to the letter 转诊介绍信, signed provably.

- **Who.** Sign in with \`POST /api/v1/sessions\`; programs ask for \`"as": "bearer"\` and send
  \`Authorization: Bearer …\`, browsers get an HttpOnly cookie. Whoever sends \`Countersign-Person\` with the id of the
  person they take themselves for is refused with 403 where somebody else is signed in: pages share one cookie.
- **Once.** Every POST that creates or acts carries an \`Idempotency-Key\`: send the same key when you repeat a request,
  and it has one effect and the same answer. Keys are kept for a week.
- **As seen.** Every act carries \`If-Match\` with the \`ETag\` that was read last: 428 without it, 412 when somebody
  acted meanwhile, and then the problem says what happened instead.
- **Problems.** Every failure is \`application/problem+json\` (RFC 9457) with a stable \`code\`; [all
  codes](/api/docs/problems). \`detail\` is Chinese unless \`Accept-Language\` prefers English.
- **Times** are ISO 8601 with their offset; dates of letters are dates in Asia/Shanghai.
- **Pages.** Lists answer with \`nextCursor\`; pass it back as \`cursor\` until it is null.
- A referral of another institution is answered like one that does not exist: 404.
`.trim();

export const someId = '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f73';

export const parameters = {
  Id: { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' }, example: someId },
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
    description: "Your name for this request in the server's log: up to 64 letters, digits, `.`, `_` and `-`.",
    schema: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,64}$' },
    example: 'his-20261122-0001',
  },
};

const text = { type: 'string' };

export const headers = {
  CorrelationId: { description: "The request's name, yours or one made for it.", schema: text },
  ETag: { description: 'The version, for If-Match.', schema: text, example: '"5"' },
  Location: {
    description: 'Where what was created is read.',
    schema: text,
    example: `/api/v1/referrals/${someId}`,
  },
  RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer' }, example: 900 },
  ContentLanguage: { description: 'The language of the sentences.', schema: { type: 'string', enum: ['zh-CN', 'en'] } },
};

export const parameterRef = (name: keyof typeof parameters): Parameter => ({ $ref: `#/components/parameters/${name}` });
export const headerRef = (name: keyof typeof headers) => ({ $ref: `#/components/headers/${name}` });

export function beginning(version: string) {
  const bearer = 'The token of POST /sessions with "as": "bearer".';
  const cookie = 'Set by POST /sessions; writes must come from our own pages.';
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Countersign 转诊会签')
    .setVersion(version)
    .setDescription(introduction)
    .addServer('/')
    .addBearerAuth({ type: 'http', description: bearer, bearerFormat: undefined })
    .addCookieAuth(sessionCookie, { type: 'apiKey', description: cookie });
  for (const [name, [zh, en]] of Object.entries(tags)) builder.addTag(name, `${zh} · ${en}`);
  return builder.build();
}
