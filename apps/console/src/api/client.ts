import type { ProblemDocument } from '@countersign/contract';
import { i18n } from '../i18n/i18n.ts';
import { NetworkError, ProblemError } from './problem.ts';
import { reach } from './reach.ts';

const base = '/api/v1';
/** Longer than a slow line needs; an upload sets its own. */
const patience = 30_000;

export interface Sending {
  /** The version that was seen: `If-Match`. */
  version?: number;
  /** Idempotency-Key; the same one when the same thing is sent again. */
  key?: string;
  signal?: AbortSignal;
  millis?: number;
  /** Whoever is signed in by now, also somebody else than the page was drawn for. */
  asWhoever?: boolean;
}

export interface Answer<T> {
  body: T;
  version: number | null;
  location: string | null;
}

type Listener = () => void;
const listeners = { signedOut: new Set<Listener>(), somebodyElse: new Set<Listener>() };

/** Called when the server says that the session is over, or is somebody else's. Answers how to stop listening. */
export function onRefusedFor(why: keyof typeof listeners, listener: Listener): () => void {
  listeners[why].add(listener);
  return () => listeners[why].delete(listener);
}

let reader: string | null = null;

/**
 * Tells whom this page is drawn for. Each request names them, and the server refuses it once the browser's one cookie is
 * somebody else's: what one person typed is never sent as another.
 */
export function drawnFor(personId: string): void {
  reader = personId;
}

/** 128 bits; a hospital's own network may be without HTTPS, and then there is no `randomUUID`. */
export const newKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

async function send<T>(method: string, path: string, body: unknown, sending: Sending = {}): Promise<Answer<T>> {
  const { version, key, signal, millis = patience, asWhoever = false } = sending;
  const isForm = body instanceof FormData || body instanceof Blob;
  const headers = everyHeader(asWhoever);
  if (body !== undefined && !isForm) headers['Content-Type'] = 'application/json';
  if (body instanceof Blob) headers['Content-Type'] = body.type;
  if (version !== undefined) headers['If-Match'] = `"${version}"`;
  if (key !== undefined) headers['Idempotency-Key'] = key;
  const timeout = AbortSignal.timeout(millis);
  const response = await fetch(`${base}${path}`, {
    method,
    headers,
    body: body === undefined ? undefined : isForm ? body : JSON.stringify(body),
    credentials: 'same-origin',
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw notReached(String(error));
  });
  if (response.ok) return readAnswer<T>(response);
  throw refusalOf(await readProblem(response));
}

/** A file as it is; refused like everything else, and waited for as long as it takes. */
async function readFile(path: string): Promise<Response> {
  const response = await fetch(`${base}${path}`, { headers: { ...everyHeader(), Accept: '*/*' }, credentials: 'same-origin' }).catch((error: unknown) => {
    throw notReached(String(error));
  });
  if (response.ok) return response;
  throw refusalOf(await readProblem(response));
}

const everyHeader = (asWhoever = false): Record<string, string> => ({
  Accept: 'application/json',
  'Accept-Language': i18n.language,
  ...(reader === null || asWhoever ? {} : { 'Countersign-Person': reader }),
});

function refusalOf(problem: ProblemDocument): ProblemError {
  const { code } = problem;
  if (code === 'signedOut' || code === 'somebodyElse') for (const listener of listeners[code]) listener();
  return new ProblemError(problem);
}

function notReached(why: string): NetworkError {
  reach.tell(false);
  return new NetworkError(why);
}

async function readAnswer<T>(response: Response): Promise<Answer<T>> {
  reach.tell(true);
  const isJson = response.headers.get('content-type')?.includes('json');
  const version = Number(/"(\d+)"/.exec(response.headers.get('etag') ?? '')?.[1]);
  const body = await (isJson ? response.json() : response.text()).catch((error: unknown) => {
    throw new NetworkError(String(error));
  });
  return {
    body: (isJson ? body : undefined) as T,
    version: Number.isNaN(version) ? null : version,
    location: response.headers.get('location'),
  };
}

/** What is no problem document comes from something between us and the server, which is as good as no answer. */
async function readProblem(response: Response): Promise<ProblemDocument> {
  if (!response.headers.get('content-type')?.includes('problem+json')) throw notReached(`${response.status}`);
  reach.tell(true);
  return (await response.json()) as ProblemDocument;
}

/** Sends files and tells how far it is, which fetch cannot. It ends when nothing more goes out for a while, however long it takes. */
function upload<T>(path: string, form: FormData, key: string, signal: AbortSignal, onProgress: (share: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let stalled: ReturnType<typeof setTimeout> | undefined;
    const watch = (): void => {
      clearTimeout(stalled);
      stalled = setTimeout(() => request.abort(), patience);
    };
    request.open('POST', `${base}${path}`);
    for (const [name, value] of Object.entries({ ...everyHeader(), 'Idempotency-Key': key })) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      watch();
      onProgress(total > 0 ? loaded / total : 0);
    });
    request.addEventListener('loadend', () => {
      clearTimeout(stalled);
      const type = request.getResponseHeader('content-type') ?? '';
      try {
        if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as T);
        else if (type.includes('problem+json')) reject(refusalOf(JSON.parse(request.responseText) as ProblemDocument));
        else reject(new NetworkError(String(request.status)));
      } catch (error) {
        reject(new NetworkError(String(error)));
      }
    });
    signal.addEventListener('abort', () => request.abort());
    watch();
    request.send(form);
  });
}

export const api = {
  get: async <T>(path: string, signal?: AbortSignal): Promise<T> => (await send<T>('GET', path, undefined, { signal })).body,
  whoever: async <T>(path: string): Promise<T> => (await send<T>('GET', path, undefined, { asWhoever: true })).body,
  read: <T>(path: string, signal?: AbortSignal) => send<T>('GET', path, undefined, { signal }),
  post: async <T>(path: string, body?: unknown, sending?: Sending): Promise<T> => (await send<T>('POST', path, body, sending)).body,
  create: <T>(path: string, body?: unknown, sending?: Sending) => send<T>('POST', path, body, sending),
  put: <T>(path: string, body?: unknown, sending?: Sending) => send<T>('PUT', path, body, sending),
  patch: async <T>(path: string, body?: unknown, sending?: Sending): Promise<T> => (await send<T>('PATCH', path, body, sending)).body,
  upload,
  file: readFile,
  delete: async (path: string, sending?: Sending): Promise<void> => void (await send('DELETE', path, undefined, sending)),
};

/** A path with the query's given values. */
export function withQuery(path: string, query: Record<string, string | number | boolean | null | undefined>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  if (given.length === 0) return path;
  return `${path}?${new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()}`;
}
