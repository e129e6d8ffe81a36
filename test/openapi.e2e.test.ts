import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { problemCodes } from '@countersign/contract';
import * as contract from '@countersign/contract';
import { Validator } from '@seriousme/openapi-schema-validator';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { describeInPreview } from '../apps/api/src/openapi/describe-in-preview.ts';
import { operations } from '../apps/api/src/openapi/operations.ts';
import { Description, type Described } from './support/description.ts';
import { root } from './support/root.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());

const get = (path: string) => fetch(`${server.http.base}${path}`);
const document = (await (await get('/api/docs/openapi.json')).json()) as never;
const description = new Description(document);
const all = description.operations;

interface Content {
  schema?: { $ref?: string };
  example?: unknown;
  examples?: Record<string, object>;
}

interface Parameter {
  name: string;
  in: string;
  example?: unknown;
  schema?: { example?: unknown; enum?: unknown[] };
}

/** Of a media type: `example`, or the values of `examples`. */
function examplesIn({ example, examples = {} }: Content): unknown[] {
  if (example !== undefined) return [example];
  return Object.values(examples).map((one) => (description.resolve(one) as { value: unknown }).value);
}

const nameOf = ({ method, path }: Described) => `${method} ${path}`;
const contentsOf = (of: { content?: Record<string, object> } | undefined) =>
  Object.entries(of?.content ?? {}) as [string, Content][];
const parametersOf = (operation: Described['operation']) =>
  (operation.parameters ?? []).map((one) => description.resolve(one) as Parameter);
const hasNoExample = ({ example, schema }: Parameter) => (example ?? schema?.example ?? schema?.enum) === undefined;
/** Bytes of a file need none. */
const lacksExample = (answer: Parameters<typeof contentsOf>[0]) =>
  contentsOf(answer).length === 0 ||
  contentsOf(answer).some(([type, one]) => isJson(type) && examplesIn(one).length === 0);
const isJson = (type: string) => /[/+]json$/.test(type);

describe('the description', () => {
  test('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(document).toMatchObject({ openapi: expect.stringMatching(/^3\.1\./) });
  });

  test('is the one that docs/openapi.json keeps: else run "npm run openapi"', async () => {
    const kept = JSON.parse(readFileSync(join(root, 'docs', 'openapi.json'), 'utf8')) as unknown;
    expect(kept).toEqual(document);
    expect(JSON.parse(JSON.stringify(await describeInPreview()))).toEqual(document);
  });

  test('holds every route that the server has, and no other', () => {
    expect(all.map(nameOf).toSorted()).toEqual(server.routes.filter((route) => route.includes(' /api/v1/')).toSorted());
  });

  test('has Chinese words for every operation, and words for no other', () => {
    const named = all.map(({ method, path }) => `${method} ${path.replace('/api/v1', '')}`);
    expect(Object.keys(operations).toSorted()).toEqual(named.toSorted());
    expect(new Set(all.map(({ operation }) => operation.operationId)).size).toBe(all.length);
  });

  test('sums up every operation in both languages, under one tag', () => {
    const wanting = all.filter(
      ({ operation: { summary = '', tags = [] } }) =>
        !/^\p{Script=Han}.+ · .*[a-z]/u.test(summary) || tags.length !== 1 || !description.tags.includes(tags[0]!),
    );
    expect(wanting.map(nameOf)).toEqual([]);
  });

  test('gives an example of every message that comes in, and of every question in an address', () => {
    const wanting = all.filter(({ operation }) => {
      const asked = parametersOf(operation).filter((one) => one.in === 'query');
      const messages = contentsOf(operation.requestBody);
      return asked.some(hasNoExample) || messages.some(([, one]) => examplesIn(one).length === 0);
    });
    expect(wanting.map(nameOf)).toEqual([]);
  });

  test('gives an example of every answer, and of every problem', () => {
    const wanting = all.flatMap((one) =>
      Object.entries(one.operation.responses)
        .filter(([status, answer]) => status !== '204' && lacksExample(answer))
        .map(([status]) => `${nameOf(one)} ${status}`),
    );
    expect(wanting).toEqual([]);
  });

  test('gives no example of a message that the class of this message refuses', async () => {
    const messages = all.flatMap((one) =>
      contentsOf(one.operation.requestBody)
        .filter(([type]) => type === 'application/json')
        .map(([, content]) => ({ where: nameOf(one), content, name: content.schema!.$ref!.split('/').at(-1)! })),
    );
    expect(messages.length).toBeGreaterThan(20);
    for (const { where, content, name } of messages) {
      const messageClass = (contract as unknown as Record<string, new () => object>)[name];
      expect([where, name, typeof messageClass]).toEqual([where, name, 'function']);
      for (const example of examplesIn(content)) {
        const message = plainToInstance(messageClass!, example);
        const faults = await validate(message, { whitelist: true, forbidNonWhitelisted: true });
        expect([where, ...faults.map(String)]).toEqual([where]);
        expect([where, ...description.faultsOf(content.schema!, example)]).toEqual([where]);
      }
    }
  });

  test('gives examples of answers that fit their schemas', () => {
    const faults = all.flatMap((one) =>
      Object.values(one.operation.responses).flatMap((answer) =>
        contentsOf(answer)
          .filter(([type]) => isJson(type))
          .flatMap(([, content]) => examplesIn(content).flatMap((one) => description.faultsOf(content.schema!, one)))
          .map((fault) => `${nameOf(one)} ${fault}`),
      ),
    );
    expect(faults).toEqual([]);
  });

  test('names everything that varies in an address, and gives an example of it', () => {
    const wanting = all.filter(({ path, operation }) => {
      const varying = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
      const named = parametersOf(operation).filter((one) => one.in === 'path');
      return named.some(hasNoExample) || varying.join() !== named.map(({ name }) => name).join();
    });
    expect(wanting.map(nameOf)).toEqual([]);
  });

  test('asks for a key wherever something is created or done, and for a version in every act', () => {
    const headersOf = ({ operation }: Described) => parametersOf(operation).map(({ name }) => name);
    const unkeyed = all.filter((one) => one.method === 'POST' && !headersOf(one).includes('Idempotency-Key'));
    const withoutKey = [
      '/api/v1/sessions',
      '/api/v1/session/presence',
      // Only reads: what it asks for must not stand in an address.
      '/api/v1/referrals/find',
      // Nobody is known whose key it could be; what is reported twice is recorded once by what it says.
      '/api/v1/letters/verify',
      '/api/v1/letters/arrival',
      '/api/v1/letters/outcome',
    ];
    expect(unkeyed.map(({ path }) => path)).toEqual(withoutKey);
    const acts = all.filter(({ path }) => /\/referrals\/\{id\}\/(?!history|forms|reveal|papers|documents|verification|pack)/.test(path));
    expect(acts.filter((one) => !headersOf(one).includes('If-Match')).map(nameOf)).toEqual([]);
    expect(acts.length).toBeGreaterThan(10);
  });
});

describe('the problems', () => {
  test.each([...problemCodes])('%s has a status, two sentences and an example', (code) => {
    const { value, description: sentences } = description.problem(code);
    const [zh, en] = sentences.split('\n\n');
    expect(zh).toMatch(/\p{Script=Han}/u);
    expect(en).toMatch(/^[^\p{Script=Han}]*[a-z]/u);
    expect(value).toMatchObject({ code, status: expect.any(Number), type: `/api/docs/problems#${code}`, detail: zh });
  });

  test('are each explained where their type leads', async () => {
    const answer = await get('/api/docs/problems');
    expect(answer.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    const page = await answer.text();
    for (const code of problemCodes) expect(page).toContain(`<section id="${code}">`);
  });

  test('can each be answered by some operation', () => {
    const answered = new Set(all.flatMap((one) => description.problemsOf(one)));
    expect(problemCodes.filter((code) => !answered.has(code))).toEqual([]);
  });
});

describe('the pages at /api/docs', () => {
  test('need nothing from anywhere else', async () => {
    const page = await get('/api/docs');
    expect(page.headers.get('Content-Security-Policy')).toContain("default-src 'self'");
    const sources = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => source!);
    expect(sources).toHaveLength(4);
    for (const source of sources) {
      expect(source).toMatch(/^\/api\/docs\//);
      const asset = await get(source);
      expect([source, asset.status]).toEqual([source, 200]);
      expect((await asset.arrayBuffer()).byteLength).toBeGreaterThan(100);
    }
  });

  test('say which language they speak and where the description is', async () => {
    expect(await (await get('/api/docs')).text()).toContain('lang="zh-CN"');
    expect(await (await get('/api/docs/show.js')).text()).toContain('/api/docs/openapi.json');
    expect(existsSync(join(root, 'docs', 'openapi.json'))).toBe(true);
  });
});
