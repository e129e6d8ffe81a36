import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import type { PaperType } from '@countersign/contract';
import type { Digest } from '@countersign/evidence';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { v4 as randomId } from 'uuid';
import { Config } from '../config/config.ts';
import { Problem } from '../problems/problem.ts';
import { Secrets } from '../secrets/secrets.ts';
import { PaperStore } from './paper-store.ts';
import type { Order } from './thumbnails/draw-thumbnail.ts';

/** Longest side in pixels. */
const side = 320;
/** A scanned page takes a tenth of this. */
const longest = 10_000;
/** Bytes that PDFium may take, and those of everything else in a thread. */
const heap = 256 * 1_048_576;
const resourceLimits = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 };
const threads = 2;
const longestQueue = 40;
/** How long a file of which none could be made is not tried again, and how many such files are remembered. */
const setAside = 600_000;
const mostSetAside = 1_000;

/** A thread can load what is compiled, not its source: under a test runner the compiled file is another folder's. */
const worker = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/papers/thumbnails/draw-thumbnail.js' : './thumbnails/draw-thumbnail.js',
  import.meta.url,
);

/**
 * Small pictures of papers, made when somebody first asks and kept under the digest, encrypted: the number of an ID card
 * can be read on one. Each is made in a thread of its own, which ends with it: a file made to break its reader breaks that
 * thread, and no other file's.
 */
@Injectable()
export class Thumbnails implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Thumbnails');
  private readonly folder: string;
  private readonly unfinished: string;
  private readonly making = new Map<Digest, Promise<Buffer>>();
  private readonly failed = new Map<Digest, number>();
  private readonly running = new Set<Worker>();
  private readonly queue: (() => void)[] = [];
  private busy = 0;
  private pdfium?: Promise<WebAssembly.Module>;

  constructor(
    config: Config,
    private readonly secrets: Secrets,
    private readonly store: PaperStore,
  ) {
    this.folder = join(config.dataDir, 'thumbnails');
    this.unfinished = join(this.folder, 'unfinished');
  }

  /** Whatever was being written when a server was killed; if another one is writing now, it makes that thumbnail again. */
  async onApplicationBootstrap(): Promise<void> {
    await rm(this.unfinished, { recursive: true, force: true });
  }

  /** As PNG. Refused: a paper of which none can be made, and one too many at a time. */
  async of(digest: Digest, mediaType: PaperType): Promise<Buffer> {
    const kept = await this.read(digest);
    if (kept) return kept;
    const until = this.failed.get(digest);
    if (until !== undefined && until > performance.now()) throw new Problem('noThumbnail', {});
    let made = this.making.get(digest);
    if (!made) {
      made = this.make(digest, mediaType).finally(() => this.making.delete(digest));
      this.making.set(digest, made);
    }
    return made;
  }

  async remove(digest: Digest): Promise<void> {
    await rm(this.placeOf(digest), { force: true });
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.running].map((thread) => thread.terminate()));
  }

  private async make(digest: Digest, mediaType: PaperType): Promise<Buffer> {
    await this.takeTurn();
    try {
      const bytes = await buffer(await this.store.open(digest));
      const thumbnail = await this.draw(bytes, mediaType).catch((error: Error) => this.giveUp(digest, error));
      await this.keep(digest, thumbnail);
      return thumbnail;
    } finally {
      this.passTurn();
    }
  }

  private giveUp(digest: Digest, error: Error): never {
    this.logger.warn(`no thumbnail of ${digest}: ${error.message}`);
    if (this.failed.size >= mostSetAside) this.failed.delete(this.failed.keys().next().value!);
    this.failed.set(digest, performance.now() + setAside);
    throw new Problem('noThumbnail', {});
  }

  private async draw(bytes: Buffer, mediaType: PaperType): Promise<Buffer> {
    const pdfium = await (this.pdfium ??= compilePdfium());
    const order: Order = { bytes, mediaType, pdfium, side, heap };
    const thread = new Worker(worker, { workerData: order, resourceLimits, env: {}, execArgv: [], stdout: true, stderr: true });
    this.running.add(thread);
    const timer = setTimeout(() => void thread.terminate(), longest);
    try {
      return await answerOf(thread);
    } finally {
      clearTimeout(timer);
      await thread.terminate();
      this.running.delete(thread);
    }
  }

  /** Null where there is none, or none that is still what was kept: then it is made anew. */
  private async read(digest: Digest): Promise<Buffer | null> {
    try {
      return this.secrets.unseal(await readFile(this.placeOf(digest)));
    } catch {
      return null;
    }
  }

  /** Derived, so a crash may lose it; but whoever reads it gets all of it. */
  private async keep(digest: Digest, thumbnail: Buffer): Promise<void> {
    const target = this.placeOf(digest);
    const path = join(this.unfinished, randomId());
    try {
      for (const folder of [this.unfinished, dirname(target)]) await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = await open(path, 'wx', 0o600);
      try {
        await file.writeFile(this.secrets.seal(thumbnail));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(path, target);
      // Whoever deletes a paper meanwhile removes its bytes first, and its thumbnail only then.
      if (!(await this.store.has(digest))) await this.remove(digest);
    } catch (error) {
      await rm(path, { force: true });
      this.logger.warn(`a thumbnail could not be kept: ${(error as Error).message}`);
    }
  }

  private async takeTurn(): Promise<void> {
    if (this.busy < threads) {
      this.busy += 1;
      return;
    }
    if (this.queue.length >= longestQueue) throw new Problem('thumbnailsBusy', {});
    await new Promise<void>((resolve) => {
      this.queue.push(resolve);
    });
  }

  private passTurn(): void {
    const next = this.queue.shift();
    if (next) next();
    else this.busy -= 1;
  }

  private placeOf(digest: Digest): string {
    const hex = digest.slice('sha256:'.length);
    return join(this.folder, hex.slice(0, 2), hex);
  }
}

/** Compiled once; a thread only begins it anew. */
async function compilePdfium(): Promise<WebAssembly.Module> {
  const path = createRequire(import.meta.url).resolve('@hyzyla/pdfium/pdfium.wasm');
  return WebAssembly.compile(await readFile(path));
}

function answerOf(thread: Worker): Promise<Buffer> {
  // What its libraries print is about a file that somebody made, and nobody's log.
  thread.stdout.resume();
  thread.stderr.resume();
  return new Promise((resolve, reject) => {
    thread.on('message', (png: Uint8Array) => resolve(Buffer.from(png.buffer, png.byteOffset, png.byteLength)));
    thread.on('error', (error) => reject(error instanceof Error ? error : new Error(String(error))));
    thread.on('exit', () => reject(new Error('it took too long')));
  });
}
