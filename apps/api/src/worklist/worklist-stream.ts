import { Readable } from 'node:stream';
import type { WorklistChanged, WorklistCountsResponse } from '@countersign/contract';
import type { Person } from '@countersign/policy';
import type { Caller } from '../identity/caller.ts';

/** Before a proxy takes a silent connection for a dead one. */
const heartbeat = 20_000;
/** Whoever leaves so many characters unread has gone away, or is better served by a new connection. */
const mostUnread = 65_536;

/** One open page: server-sent events, as the HTML standard describes them. */
export class WorklistStream extends Readable {
  readonly sessionId: string;
  person: Person;
  /** Whether something happened that may have changed its counts. */
  due = true;
  /** When they were last counted, by performance.now(). */
  countedAt = 0;
  private counts = '';
  private ended = false;
  private readonly timer = setInterval(() => this.write(':\n\n'), heartbeat).unref();

  constructor({ session, person }: Caller) {
    super({ encoding: 'utf8' });
    this.sessionId = session.id;
    this.person = person;
    this.write('retry: 3000\n\n');
  }

  /** Events come when something happens, not when they are asked for. */
  override _read(): void {}

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearInterval(this.timer);
    done(error);
  }

  tellCounts(counts: WorklistCountsResponse): void {
    const text = JSON.stringify(counts);
    if (text !== this.counts) this.tell('counts', text);
    this.counts = text;
  }

  tellChanged({ referralId, version }: WorklistChanged): void {
    this.tell('changed', JSON.stringify({ referralId, version } satisfies WorklistChanged));
  }

  tellSignedOut(): void {
    this.tell('signedOut', '{}');
    this.end();
  }

  /** The page connects again after a while. */
  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.push(null);
  }

  private tell(event: string, data: string): void {
    this.write(`event: ${event}\ndata: ${data}\n\n`);
  }

  private write(text: string): void {
    if (this.ended || this.destroyed) return;
    if (this.readableLength > mostUnread) this.destroy();
    else this.push(text);
  }
}
