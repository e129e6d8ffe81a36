import { Description } from './description.ts';
import type { Answer } from './http.ts';

interface Field {
  /** `POST /referrals/{id}/sign` */
  route: string;
  /** `/opinion` in the message; `?search` in the address. */
  pointer: string;
  text: string;
  /** Its text only names something that is there. */
  isName: boolean;
}

interface Schema {
  type?: string | string[];
  maxLength?: number;
  pattern?: string;
  format?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
}

const cut = (text: string, max: number): string => [...text].slice(0, max).join('').trim();

/** SQL, HTML and rare characters, begun by a number so that no two are alike. */
export const hostile = (number: number, max: number): string =>
  cut(`${number}'");DROP TABLE event;--<b>&amp;𠮷🙂e\u0301\\%_$1{{7}} %s \${7*7} <script>alert(1)</script>`, max);

/** A number of letters or warrants must say where year and serial stand, and has no other braces. */
const hostilePattern = (number: number): string => `${hostile(number, 40)}{year}-{serial:6}`;

/** What people write as they like: fields that are made by Text, Prose and NumberPattern. */
export const isText = ({ type, maxLength, pattern, format, enum: choices }: Schema): boolean =>
  [type].flat().includes('string') && maxLength !== undefined && !pattern && !format && !choices;

/** Every text field that comes in, as the API's own description has them, and whether each was read as it was written. */
export class HostileTexts {
  readonly fields: Field[];
  private readonly read = new Set<Field>();
  private readonly unread: Field[] = [];

  private constructor(private readonly description: Description) {
    this.fields = description.operations
      .flatMap(({ method, path, operation: { parameters = [], requestBody } }) => {
        const asked = parameters.map((one) => description.resolve(one) as { in: string; name: string; schema: Schema });
        const messages = Object.values(requestBody?.content ?? {}) as { schema: Schema }[];
        const found = [
          ...asked.filter((one) => one.in === 'query').flatMap(({ name, schema }) => this.textsOf(schema, `?${name}`)),
          ...messages.flatMap(({ schema }) => this.textsOf(schema)),
        ];
        return found.map(([pointer, max]) => ({ route: `${method} ${path.slice('/api/v1'.length)}`, pointer, max }));
      })
      .map(({ max, ...field }, i) => {
        const isPattern = field.pointer.endsWith('NumberPattern');
        const isName = /^[?/](cursor|referral|token|letterNo|code)$/.test(field.pointer);
        return { ...field, isName, text: isPattern ? hostilePattern(i) : hostile(i, max) };
      });
  }

  static async of(base: string): Promise<HostileTexts> {
    return new HostileTexts(new Description((await (await fetch(`${base}/api/docs/openapi.json`)).json()) as never));
  }

  /** The text that is written into a field: `POST /phrases`, `/text`. */
  textIn(route: string, pointer: string): string {
    return this.fields.find((field) => field.route === route && field.pointer === pointer)!.text;
  }

  /** The message with a text of its own in each text field that it has a place for, and that is no name. */
  written<T extends object>(route: string, message: T): T {
    const copy = structuredClone(message);
    const own = this.fields.filter((field) => field.route === route && !field.isName);
    this.unread.push(...own.filter(({ pointer, text }) => put(copy, pointer.slice(1).split('/'), text)));
    return copy;
  }

  /** What was written since the last reading and does not stand in these answers as it was written. */
  missingIn(answers: Answer[]): Field[] {
    const shown = new Set(answers.flatMap(({ body }) => stringsIn(body)));
    const written = this.unread.splice(0);
    const missing = written.filter(({ text }) => !shown.has(text));
    for (const field of written) if (!missing.includes(field)) this.read.add(field);
    return missing;
  }

  /** Tells that the test itself has looked after the text of a field. */
  tested(field: Field): void {
    this.read.add(field);
  }

  get untested(): string[] {
    return this.fields.filter((field) => !this.read.has(field)).map(({ route, pointer }) => `${route} ${pointer}`);
  }

  private textsOf(schema: Schema, pointer = ''): [pointer: string, max: number][] {
    const { properties = {}, items, anyOf = [], ...one } = this.description.resolve(schema) as Schema;
    if (isText(one)) return [[pointer, one.maxLength!]];
    return [
      ...Object.entries(properties).flatMap(([name, part]) => this.textsOf(part, `${pointer}/${name}`)),
      ...(items ? this.textsOf(items, `${pointer}/*`) : []),
      ...anyOf.flatMap((part) => this.textsOf(part, pointer)),
    ];
  }
}

/** Puts a text where a pointer leads, `*` into each of a list; false where the message has no such place. */
function put(part: unknown, [first = '', ...rest]: string[], text: string): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if (first === '*') return Object.values(part).filter((one) => put(one, rest, text)).length > 0;
  const message = part as Record<string, unknown>;
  if (rest.length > 0) return put(message[first], rest, text);
  message[first] = text;
  return true;
}

export const stringsIn = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap(stringsIn);
