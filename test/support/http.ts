import { randomUUID } from 'node:crypto';
import { unsaid } from './description.ts';

export interface Answer {
  status: number;
  headers: Headers;
  /** JSON as it came, else text, else null. A test says by what it expects which it is. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

export interface Sending {
  /** Idempotency-Key: made up for each POST; null sends none. */
  key?: string | null;
  /** The version for If-Match, bare or as an ETag. */
  ifMatch?: number | string;
  headers?: Record<string, string>;
}

/**
 * A client of the API, as an integrator would write it. Immutable: `as` and `with` give another one. Every answer is
 * held against the API's own description: what that does not say fails the test.
 */
export class Http {
  constructor(
    readonly base: string,
    private readonly headers: Record<string, string> = {},
  ) {}

  as(token: string): Http {
    return this.with({ Authorization: `Bearer ${token}` });
  }

  with(headers: Record<string, string>): Http {
    return new Http(this.base, { ...this.headers, ...headers });
  }

  get(path: string, sending?: Sending): Promise<Answer> {
    return this.send('GET', path, undefined, sending);
  }

  post(path: string, body: unknown = {}, sending: Sending = {}): Promise<Answer> {
    return this.send('POST', path, body, { key: randomUUID(), ...sending });
  }

  put(path: string, body: unknown, sending?: Sending): Promise<Answer> {
    return this.send('PUT', path, body, sending);
  }

  patch(path: string, body: unknown, sending?: Sending): Promise<Answer> {
    return this.send('PATCH', path, body, sending);
  }

  delete(path: string, sending?: Sending): Promise<Answer> {
    return this.send('DELETE', path, undefined, sending);
  }

  /** A FormData, text or bytes goes out as it is; anything else as JSON. `path` starts after /api/v1. */
  async send(method: string, path: string, body?: unknown, sending: Sending = {}): Promise<Answer> {
    const asIs = body instanceof FormData || typeof body === 'string' || body instanceof Uint8Array;
    const { key, ifMatch } = sending;
    const answer = await fetch(`${this.base}/api/v1${path}`, {
      method,
      headers: {
        ...(body === undefined || asIs ? {} : { 'Content-Type': 'application/json' }),
        ...(key ? { 'Idempotency-Key': key } : {}),
        ...(ifMatch === undefined ? {} : { 'If-Match': typeof ifMatch === 'number' ? `"${ifMatch}"` : ifMatch }),
        ...this.headers,
        ...sending.headers,
      },
      body: body === undefined ? undefined : asIs ? (body as RequestInit['body']) : JSON.stringify(body),
    });
    const { status, headers } = answer;
    const read = { status, headers, body: await bodyOf(answer) };
    const faults = await unsaid(this.base, method, `/api/v1${path}`, read);
    if (faults.length > 0) throw new Error(`The API's description (apps/api/src/openapi) does not say:\n${faults.join('\n')}`);
    return read;
  }
}

async function bodyOf(answer: Response): Promise<unknown> {
  const text = await answer.text();
  if (text === '') return null;
  return /[/+]json\b/.test(answer.headers.get('Content-Type') ?? '') ? JSON.parse(text) : text;
}
