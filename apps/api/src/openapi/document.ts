import type { Schema } from './example-of.ts';

/** As much of an OpenAPI document as is worked on here. */
export interface Parameter {
  $ref?: string;
  name?: string;
  in?: string;
}

interface Content {
  schema?: Schema;
  example?: unknown;
  examples?: Record<string, unknown>;
}

export interface Answer {
  description: string;
  headers?: Record<string, unknown>;
  content?: Record<string, Content>;
}

export interface Operation {
  operationId: string;
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, Content> };
  responses: Record<string, Answer>;
  security?: object[];
}

export type Methods = Record<string, Operation>;
