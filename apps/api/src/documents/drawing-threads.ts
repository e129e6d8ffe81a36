import { availableParallelism } from 'node:os';
import type { ApprovalFormView, LetterView, Rendered } from '@countersign/documents';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import { Problem } from '../problems/problem.ts';

export type Drawing = { kind: 'approvalForm'; view: ApprovalFormView } | { kind: 'letter'; view: LetterView };

/** A page is drawn in a tenth of a second: what takes this long, the wait for its turn included, hangs. */
const longest = 30_000;
/** People who wait for a drawing of theirs. */
const longestQueue = 50;
/** What a client is told when there are more: by then most of the queue is drawn. */
const retrySeconds = 5;

/** A thread can load what is compiled, not its source: under a test runner the compiled file is another folder's. */
const worker = new URL(import.meta.url.endsWith('.ts') ? '../../dist/documents/draw-worker.js' : './draw-worker.js', import.meta.url);

/**
 * Draws documents beside the thread that answers requests, and behind it: by fewer threads than there are processors, of
 * lower priority. They begin with the first drawing, so that a server that draws nothing pays nothing.
 */
@Injectable()
export class DrawingThreads implements OnApplicationShutdown {
  readonly size = Math.max(1, Math.min(4, availableParallelism() - 1));
  private readonly logger = new Logger('DrawingThreads');
  private pool?: Piscina<Drawing, Rendered>;

  async draw(drawing: Drawing): Promise<Rendered> {
    return (this.pool ??= this.open()).run(drawing, { signal: AbortSignal.timeout(longest) });
  }

  /** For a drawing that somebody waits for: where too many do, they are told to come again. */
  requireRoom(): void {
    if ((this.pool?.queueSize ?? 0) >= longestQueue) throw new Problem('documentNotReady', { seconds: retrySeconds });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.destroy();
  }

  private open(): Piscina<Drawing, Rendered> {
    const pool = new Piscina<Drawing, Rendered>({
      filename: worker.href,
      // One keeps its fonts; more come with a rush, and go.
      minThreads: 1,
      maxThreads: this.size,
      idleTimeout: 60_000,
      niceIncrement: 10,
      execArgv: [],
      // A document that asks for more is broken; its thread ends, and the server does not. What is young is collected
      // early: left alone, a thread holds on to 48 MB of what its last pages no longer need.
      resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 12 },
    });
    // Of a thread that ended while it had nothing to do; the next drawing gets another one.
    pool.on('error', (error) => this.logger.error('a drawing thread ended', error));
    return pool;
  }
}
