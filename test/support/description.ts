import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

interface Answer {
  headers?: Record<string, object>;
  content?: Record<string, { schema?: object; examples?: object }>;
}

interface Operation {
  operationId: string;
  summary?: string;
  tags?: string[];
  parameters?: object[];
  requestBody?: { content: Record<string, object> };
  responses: Record<string, Answer>;
}

export interface Described {
  method: string;
  path: string;
  operation: Operation;
}

interface Document {
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, object>>;
}

interface Answered {
  status: number;
  headers: Headers;
  body: unknown;
}

/** OpenAPI's description of the API, and what of an answer it does not say. */
export class Description {
  readonly operations: Described[];
  readonly tags: string[];
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor(private readonly document: Document) {
    (formats as unknown as (ajv: Ajv2020) => void)(this.ajv);
    this.ajv.addSchema({ $id: 'api', components: closed(document.components) });
    this.tags = document.tags.map(({ name }) => name);
    this.operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => {
        const answers = Object.entries(operation.responses).map(([status, answer]) => [status, this.resolve(answer)]);
        const described = { ...operation, responses: Object.fromEntries(answers) };
        return { method: method.toUpperCase(), path, operation: described };
      }),
    );
  }

  /** What a reference leads to. */
  resolve(one: object): object {
    const { $ref } = one as { $ref?: string };
    if (!$ref) return one;
    const [, , kind = '', name = ''] = $ref.split('/');
    const found = this.document.components[kind]?.[name];
    if (!found) throw new Error(`the description names ${$ref}, which it does not hold`);
    return found;
  }

  problem(code: string): { value: unknown; description: string } {
    return this.resolve({ $ref: `#/components/examples/${code}` }) as { value: unknown; description: string };
  }

  problemsOf({ operation }: Described): string[] {
    return Object.values(operation.responses).flatMap(({ content }) =>
      Object.keys(content?.['application/problem+json']?.examples ?? {}),
    );
  }

  faultsOf(schema: object, value: unknown): string[] {
    const text = JSON.stringify(schema);
    let check = this.compiled.get(text);
    if (!check) this.compiled.set(text, (check = this.ajv.compile(closed(within(schema)) as object)));
    return check(value) ? [] : (check.errors ?? []).map(({ instancePath, message, params }) =>
      `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  /** What of an answer the description does not say; nothing where it belongs to no operation. */
  unsaidOf(method: string, path: string, { status, headers, body }: Answered): string[] {
    const described = this.operationAt(method, path);
    if (!described) return [];
    const { operation } = described;
    const where = `${method} ${described.path} ${status}`;
    const code = (body as { code?: string } | null)?.code;
    if (status >= 400) {
      const known = code !== undefined && this.problemsOf(described).includes(code);
      if (!known) return [`${where}: not among its problems: ${code}`];
    }
    const answer = operation.responses[String(status)];
    if (!answer) return [`${where}: not among its answers`];
    const watched = ['ETag', 'Location', 'Retry-After'];
    const unnamed = watched.filter((name) => headers.has(name) !== Boolean(answer.headers?.[name]));
    const type = (headers.get('Content-Type') ?? '').split(';')[0]!;
    const schema = answer.content?.[type]?.schema;
    return [
      ...unnamed.map((name) => `${where}: header ${name} ${headers.has(name) ? 'is not described' : 'is missing'}`),
      ...(type && !answer.content?.[type] ? [`${where}: content type ${type} is not described`] : []),
      ...(schema && type.endsWith('json') ? this.faultsOf(schema, body).map((fault) => `${where}: ${fault}`) : []),
    ];
  }

  private operationAt(method: string, path: string): Described | undefined {
    const segments = path.split('?')[0]!.split('/');
    const fits = (described: Described) => {
      const pattern = described.path.split('/');
      return pattern.length === segments.length && pattern.every((one, i) => one.startsWith('{') || one === segments[i]);
    };
    const found = this.operations.filter((one) => one.method === method && fits(one));
    return found.find((one) => !one.path.includes('{')) ?? found[0];
  }
}

/** References lead into the schema that holds all components. */
const within = (schema: unknown): unknown =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/'));

/** A message holds what is described and nothing else. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).map(([name, value]) => [name, /^examples?$/.test(name) ? value : closed(value)]);
  const copy = Object.fromEntries(entries) as Record<string, unknown>;
  const isOpen = typeof copy.properties === 'object' && copy.additionalProperties === undefined;
  return isOpen ? { ...copy, additionalProperties: false } : copy;
}

const descriptions = new Map<string, Promise<Description>>();
/** By their text: a server that is started anew most often describes itself as before, and schemas are dear to compile. */
const known = new Map<string, Description>();

function describedBy(text: string): Description {
  const found = known.get(text) ?? new Description(JSON.parse(text) as Document);
  known.set(text, found);
  return found;
}

/** What of an answer of this server its own description does not say. */
export async function unsaid(base: string, method: string, path: string, answer: Answered): Promise<string[]> {
  let description = descriptions.get(base);
  if (!description) {
    description = fetch(`${base}/api/docs/openapi.json`).then(async (one) => describedBy(await one.text()));
    descriptions.set(base, description);
  }
  return (await description).unsaidOf(method, path, answer);
}
