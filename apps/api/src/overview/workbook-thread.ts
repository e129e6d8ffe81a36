import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import type { Sheet } from './workbook.ts';

/** What takes this long, the wait for its turn included, hangs. */
const longest = 120_000;

/** A thread can load what is compiled, not its source: under a test runner the compiled file is another folder's. */
const worker = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/overview/workbook-worker.js' : './workbook-worker.js',
  import.meta.url,
);

/** Writes workbooks one after the other, beside the thread that answers requests and behind it. */
@Injectable()
export class WorkbookThread implements OnApplicationShutdown {
  private pool?: Piscina<readonly Sheet[], Uint8Array>;

  write(sheets: readonly Sheet[]): Promise<Uint8Array> {
    return (this.pool ??= this.open()).run(sheets, { signal: AbortSignal.timeout(longest) });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.destroy();
  }

  private open(): Piscina<readonly Sheet[], Uint8Array> {
    return new Piscina<readonly Sheet[], Uint8Array>({
      filename: worker.href,
      minThreads: 0,
      maxThreads: 1,
      idleTimeout: 10_000,
      niceIncrement: 10,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
  }
}
