import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

/** A problem document (RFC 9457) as an error: what was refused, and why. */
export class Refused extends Error {
  /** @param {string} what @param {{ status: number, code: string, detail: string, errors?: { pointer: string, reason: string }[] }} problem */
  constructor(what, { status, code, detail, errors = [] }) {
    const fields = errors.map(({ pointer, reason }) => `${pointer} ${reason}`).join('；');
    super(`${what}：${status} ${code} ${detail}${fields && `（${fields}）`}`);
    this.code = code;
  }
}

/** Nobody answered for as long as the client was willing to wait. */
export class NoServer extends Error {}

const firstPause = 200;
const longestPause = 3_000;

/**
 * The public HTTP API. A request that nobody answered, or that was answered with 503, is sent again with the same
 * Idempotency-Key: had it been carried out, the server repeats its answer instead of doing it twice.
 */
export class Client {
  /** @param {string} base @param {{ patience?: number, onSilence?: (why: string) => void }} [options] patience in ms */
  constructor(base, { patience = 60_000, onSilence = () => {} } = {}) {
    this.base = base.replace(/\/+$/, '');
    this.patience = patience;
    this.onSilence = onSilence;
  }

  /** @param {string} path @param {Asking} [asking] */
  get(path, asking = {}) {
    return this.send('GET', path, asking);
  }

  /** @param {string} path @param {Asking} asking */
  post(path, asking) {
    return this.send('POST', path, { key: randomUUID(), ...asking });
  }

  /**
   * @typedef {{ token?: string, key?: string, version?: number, body?: unknown }} Asking A FormData body goes as it is,
   *   any other as JSON.
   * @typedef {{ status: number, body: any, version: number | null }} Answer The body of a file is its bytes.
   * @param {string} method @param {string} path after /api/v1 @param {Asking} asking
   * @returns {Promise<Answer>}
   */
  async send(method, path, asking) {
    let waited = 0;
    for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
      const tried = await this.try(method, path, asking);
      if (typeof tried !== 'string') return tried;
      if (waited >= this.patience) throw new NoServer(`${this.base} 没有应答 (${tried})`);
      if (waited === 0) this.onSilence(tried);
      // Not all at the same moment, where several clients wait for the same server.
      const now = pause * (0.75 + Math.random() / 2);
      await wait(now);
      waited += now;
    }
  }

  /**
   * One try: the answer, or why there was none that counts.
   * @param {string} method @param {string} path @param {Asking} asking
   * @returns {Promise<Answer | string>}
   */
  async try(method, path, { token, key, version, body }) {
    const isForm = body instanceof FormData;
    let response, bytes;
    try {
      response = await fetch(`${this.base}/api/v1${path}`, {
        method,
        headers: {
          Accept: 'application/json',
          'Accept-Language': 'zh-CN',
          ...(token && { Authorization: `Bearer ${token}` }),
          ...(key && { 'Idempotency-Key': key }),
          ...(version !== undefined && { 'If-Match': `"${version}"` }),
          ...(body !== undefined && !isForm && { 'Content-Type': 'application/json' }),
        },
        body: body === undefined || isForm ? body : JSON.stringify(body),
        signal: AbortSignal.timeout(30_000),
      });
      bytes = Buffer.from(await response.arrayBuffer());
    } catch (error) {
      // fetch throws for nothing but a connection that failed, before the answer or within it.
      const { cause, message } = /** @type {Error & { cause?: { code?: string } }} */ (error);
      return cause?.code ?? message;
    }
    const { status } = response;
    const isJson = /[/+]json\b/.test(response.headers.get('Content-Type') ?? '');
    const answer = isJson && bytes.length > 0 ? JSON.parse(bytes.toString('utf8')) : null;
    if (status === 503) return `503 ${answer?.detail ?? ''}`;
    if (status >= 400) {
      throw new Refused(`${method} ${path}`, answer ?? { status, code: 'notAnApiAnswer', detail: bytes.toString('utf8').slice(0, 200) });
    }
    const etag = /^"(\d+)"$/.exec(response.headers.get('ETag') ?? '')?.[1];
    return { status, body: isJson ? answer : bytes, version: etag === undefined ? null : Number(etag) };
  }
}
