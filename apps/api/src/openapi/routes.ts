import { RequestMethod, type INestApplication, type Type } from '@nestjs/common';
import { GUARDS_METADATA, METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { Once } from '../database/once.ts';
import { NoBody } from '../http/no-body.ts';
import { access, type Access } from '../identity/guard.ts';
import { Asked } from '../referrals/asked.ts';
import { IfMatch } from '../referrals/if-match.ts';

/** What the code itself says about a route: who may, and what it reads of a request. */
export interface Route {
  operationId: string;
  access: Access | undefined;
  /** The class that a body is validated against. */
  body: Type | null;
  /** A body is refused unless it is empty. */
  takesNoBody: boolean;
  readsQuery: boolean;
  readsKey: boolean;
  readsIfMatch: boolean;
}

type Arguments = Record<string, { index: number; factory?: unknown }>;

const argumentsOf = (controller: Type, handler: string): Arguments =>
  (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler) as Arguments | undefined) ?? {};

/** Nest keeps the function behind a parameter decorator with the route that uses it; so we can tell which do. */
function factoryOf(decorator: () => ParameterDecorator): unknown {
  class Probe {
    probe(): void {}
  }
  decorator()(Probe.prototype, 'probe', 0);
  return Object.values(argumentsOf(Probe, 'probe'))[0]?.factory;
}

const guardsOf = (method: object) => (Reflect.getMetadata(GUARDS_METADATA, method) ?? []) as unknown[];

/** The guard behind a method decorator, in the same way. */
function guardOf(decorator: MethodDecorator): unknown {
  class Probe {
    probe(): void {}
  }
  decorator(Probe.prototype, 'probe', Object.getOwnPropertyDescriptor(Probe.prototype, 'probe')!);
  return guardsOf(Probe.prototype.probe)[0];
}

const emptyBody = guardOf(NoBody());

const factories = {
  once: factoryOf(Once),
  asked: factoryOf(Asked),
  ifMatch: factoryOf(IfMatch),
};

const lower = (text: string) => text.replace(/^./, (first) => first.toLowerCase());
const upper = (text: string) => text.replace(/^./, (first) => first.toUpperCase());

/** `ReferralsController.sign` is the operation `referralsSign`. */
export const operationIdOf = (controller: string, handler: string): string =>
  lower(controller.replace(/Controller$/, '')) + upper(handler);

function routeOf(controller: Type, handler: string): Route {
  const method = (controller.prototype as Record<string, unknown>)[handler] as object;
  const read = Object.entries(argumentsOf(controller, handler));
  const uses = (factory: unknown) => read.some(([, argument]) => argument.factory === factory);
  const ofKind = (kind: RouteParamtypes) => read.find(([name]) => name.startsWith(`${kind}:`))?.[1];
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype as object, handler) ?? []) as Type[];
  const body = ofKind(RouteParamtypes.BODY);
  return {
    operationId: operationIdOf(controller.name, handler),
    access: (Reflect.getMetadata(access, method) ?? Reflect.getMetadata(access, controller)) as Access | undefined,
    body: body ? (types[body.index] ?? null) : null,
    takesNoBody: guardsOf(method).includes(emptyBody),
    readsQuery: ofKind(RouteParamtypes.QUERY) !== undefined,
    readsKey: uses(factories.once) || uses(factories.asked),
    readsIfMatch: uses(factories.ifMatch) || uses(factories.asked),
  };
}

/** Every route of every controller. */
export function routesOf(app: INestApplication): Route[] {
  const scanner = new MetadataScanner();
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) => {
    const controller = metatype as Type;
    const prototype = controller.prototype as Record<string, object>;
    return scanner
      .getAllMethodNames(prototype)
      .filter((name) => Reflect.hasMetadata(PATH_METADATA, prototype[name]!))
      .filter((name) => Reflect.getMetadata(METHOD_METADATA, prototype[name]!) !== RequestMethod.ALL)
      .map((name) => routeOf(controller, name));
  });
}
