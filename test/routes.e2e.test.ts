import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { getMetadataStorage } from 'class-validator';
import { AppModule } from '../apps/api/src/app.module.ts';
import { seedInstitution } from './support/people.ts';
import { root } from './support/root.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());

const hospital = await seedInstitution(server, {
  departments: { XWK: '胸外科' },
  people: { everything: ['administrator', 'auditor', 'insuranceLead', 'attendingPhysician@XWK'] },
});

/** Every route of the API: method and path after /api/v1, with `{id}` for what varies. */
const routes = server.routes
  .map((route) => route.split(' ') as [string, string])
  .filter(([, path]) => path.startsWith('/api/v1/'))
  .map(([method, path]) => ({ method, path: path.slice('/api/v1'.length) }));
const someId = '01980000-0000-7000-8000-000000000000';
const filled = (path: string) => path.replaceAll(/\{[^}]+\}/g, someId);

const forHolders = ['POST /letters/verify', 'POST /letters/arrival', 'POST /letters/outcome'];
const open = ['GET /sign-in-options', 'POST /sessions', 'GET /health/live', 'GET /health/ready', ...forHolders];
/** They create nothing and act on nothing; what they ask for must not stand in an address. */
const reading = ['POST /referrals/find'];
const withoutKey = ['POST /sessions', 'POST /session/presence', ...forHolders, ...reading];

test('the routes are known', () => {
  expect(routes.length).toBeGreaterThan(50);
  for (const route of open) expect(routes.map(({ method, path }) => `${method} ${path}`)).toContain(route);
});

describe('every route is guarded', () => {
  test.each(routes.filter(({ method, path }) => !open.includes(`${method} ${path}`)))(
    '$method $path is closed to who is not signed in',
    async ({ method, path }) => {
      const { status, body } = await server.http.send(method, filled(path));
      expect([status, body.code]).toEqual([401, 'signedOut']);
    },
  );

  test.each(open)('%s is open', async (route) => {
    const [method, path] = route.split(' ') as [string, string];
    expect((await server.http.send(method, path)).body.code).not.toBe('signedOut');
  });
});

describe('every POST that creates or acts wants an Idempotency-Key', () => {
  const everything = hospital.signIn('everything');
  test.each(routes.filter(({ method, path }) => method === 'POST' && !withoutKey.includes(`POST ${path}`)))(
    'POST $path',
    async ({ path }) => {
      const isFile = path.startsWith('/imports/');
      const [message, headers] = isFile ? ['code,name', { 'Content-Type': 'text/csv' }] : [{}, undefined];
      const sending = { key: null, ifMatch: 1, headers };
      const { status, body } = await (await everything).post(filled(path), message, sending);
      expect([status, body.code]).toEqual([400, 'idempotencyKeyMissing']);
    },
  );
});

interface Handler {
  name: string;
  controller: Type;
  handler: string;
}

/** Modules name each other in their metadata; `with` adds only the parts. */
function controllersOf(module: Type): Type[] {
  const list = (key: string) => (Reflect.getMetadata(key, module) ?? []) as Type[];
  return [...list('controllers'), ...list('imports').flatMap(controllersOf)];
}

const handlers: Handler[] = [...new Set(controllersOf(AppModule))].flatMap((controller) => {
  const prototype = controller.prototype as Record<string, object>;
  return Object.getOwnPropertyNames(prototype)
    .filter((handler) => handler !== 'constructor' && Reflect.hasMetadata(PATH_METADATA, prototype[handler]!))
    .map((handler) => ({ name: `${controller.name}.${handler}`, controller, handler }));
});

/** What a handler reads of the request by Nest's own decorators: kind, name of a single field, class. */
function argumentsOf({ controller, handler }: Handler) {
  const read = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler) ?? {}) as Record<
    string,
    { index: number; data?: unknown }
  >;
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype as object, handler) ?? []) as Type[];
  return Object.entries(read).map(([key, { index, data }]) => ({
    kind: Number(key.split(':')[0]) as RouteParamtypes,
    field: data,
    type: types[index],
  }));
}

const isValidated = (type: Type | undefined): boolean =>
  type !== undefined && getMetadataStorage().getTargetValidationMetadatas(type, '', false, false).length > 0;

describe('every message is validated', () => {
  const messages = handlers.flatMap((handler) =>
    argumentsOf(handler)
      .filter(({ kind }) => [RouteParamtypes.BODY, RouteParamtypes.QUERY].includes(kind))
      .map((argument) => ({ name: handler.name, ...argument })),
  );

  test('there are messages', () => {
    expect(messages.length).toBeGreaterThan(30);
  });

  test.each(messages)('$name reads it as a whole, by a class that says what is allowed', ({ field, type }) => {
    expect(field).toBeUndefined();
    expect(isValidated(type)).toBe(true);
  });

  test('a class without rules, or none at all, would be found', () => {
    class Bare {
      anything!: string;
    }
    expect(isValidated(Bare)).toBe(false);
    expect(isValidated(Object as unknown as Type)).toBe(false);
  });

  test('what writes without a class reads its body by a reader of its own', () => {
    const writes = handlers.filter(({ controller, handler }) => {
      const method = Reflect.getMetadata(METHOD_METADATA, (controller.prototype as Record<string, object>)[handler]!);
      // POST, PUT, PATCH: a body means something.
      return [1, 2, 4].includes(method as number);
    });
    const unread = writes.filter((handler) => !argumentsOf(handler).some(({ kind }) => kind === RouteParamtypes.BODY));
    expect(unread.map(({ name }) => name).toSorted()).toEqual(
      [
        // Nothing may stand in it: NoBody.
        'PeopleController.deactivate',
        'PeopleController.reactivate',
        'PeopleController.reset',
        'PeopleController.unlock',
        'ReferralsController.reveal',
        'DocumentsController.reprint',
        'VerificationsController.ask',
        // A file.
        'ImportsController.departments',
        'ImportsController.diagnoses',
        'ImportsController.hospitals',
        'ImportsController.people',
        'PapersController.upload',
        'SignatureImageController.set',
      ].toSorted(),
    );
  });
});

describe('no route is without a test', () => {
  const folder = join(root, 'test');
  const tests = readdirSync(folder)
    .filter((file) => file.endsWith('.e2e.test.ts') && file !== 'routes.e2e.test.ts')
    .map((file) => readFileSync(join(folder, file), 'utf8'));

  /** Whether some test names the route: its path in a text of its own, and a client that sends its method. */
  function isNamed({ method, path }: { method: string; path: string }): boolean {
    const act = /^\/referrals\/\{id\}\/(\w+)$/.exec(path)?.[1];
    const pattern = path.replaceAll(/[.()]/g, '\\$&').replaceAll(/\{[^}]+\}/g, '[^/\\s\'"`]+');
    const asPath = new RegExp(`['"\`]${pattern}(\\?[^'"\`]*)?['"\`?]`);
    const asAct = new RegExp(`['"\`/]${act}['"\`]`);
    return tests.some(
      (text) =>
        text.includes(`.${method.toLowerCase()}(`) && (asPath.test(text) || (act !== undefined && asAct.test(text))),
    );
  }

  test.each(routes)('$method $path', (route) => {
    expect(isNamed(route)).toBe(true);
  });

  test('a route that nothing names would be found', () => {
    expect(isNamed({ method: 'POST', path: '/people/{id}/forget' })).toBe(false);
  });
});
