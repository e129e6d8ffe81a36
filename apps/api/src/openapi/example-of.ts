import type { OpenAPIObject } from '@nestjs/swagger';

/** As much of JSON Schema as our messages use. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  example?: unknown;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
}

const prefix = '#/components/schemas/';

export function resolved(schema: Schema, document: OpenAPIObject): Schema {
  if (!schema.$ref) return schema;
  const found = document.components?.schemas?.[schema.$ref.slice(prefix.length)];
  if (!found) throw new Error(`the description names ${schema.$ref}, which it does not hold`);
  return found as Schema;
}

/** One example of a whole message, put together from the examples of its fields. `without` names members to leave out. */
export function exampleOf(schema: Schema, document: OpenAPIObject, without: readonly string[] = []): unknown {
  const own = resolved(schema, document);
  if (own.example !== undefined) return own.example;
  const inner = own.allOf ?? own.anyOf ?? own.oneOf;
  if (inner?.[0]) return exampleOf(inner[0], document);
  if (own.properties) {
    const members = Object.entries(own.properties).filter(([name]) => !without.includes(name));
    return Object.fromEntries(members.map(([name, member]) => [name, exampleOf(member, document)]));
  }
  if (own.items) return [exampleOf(own.items, document)];
  return own.enum?.[0];
}
