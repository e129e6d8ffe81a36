import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Digest } from '@countersign/evidence';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { v4 as randomId } from 'uuid';
import { Clock } from '../clock.ts';
import { Config } from '../config/config.ts';
import { Problem } from '../problems/problem.ts';
import { clearUnfinished, onDisk, placeOf, syncFolder } from './on-disk.ts';

/** Bytes that have arrived and are on disk, but not yet among the papers. */
export interface Arrival {
  digest: Digest;
  size: number;
  path: string;
}

/** The file of a paper is gone, or is no longer what was uploaded. */
export class PaperLost extends Error {}

const day = 86_400_000;

/**
 * The bytes of papers, outside the database, each content once under its digest. A file appears there whole or not at
 * all: a crash leaves at most bytes that no paper names.
 */
@Injectable()
export class PaperStore implements OnApplicationBootstrap {
  private readonly logger = new Logger('PaperStore');
  private readonly folder: string;
  private readonly arriving: string;

  constructor(
    config: Config,
    private readonly clock: Clock,
  ) {
    this.folder = join(config.dataDir, 'papers');
    this.arriving = join(this.folder, 'arriving');
  }

  async onApplicationBootstrap(): Promise<void> {
    await mkdir(this.arriving, { recursive: true, mode: 0o700 });
    await this.clearArriving();
  }

  /** Takes in a stream of at most so many bytes. Whoever asked keeps or discards what arrived. */
  async receive(stream: Readable, limit: number): Promise<Arrival> {
    const path = join(this.arriving, randomId());
    await onDisk(mkdir(this.arriving, { recursive: true, mode: 0o700 }));
    try {
      const file = await onDisk(open(path, 'wx', 0o600));
      try {
        return { ...(await this.copy(stream, file, limit)), path };
      } finally {
        await file.close();
      }
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  }

  private async copy(stream: Readable, file: FileHandle, limit: number): Promise<{ digest: Digest; size: number }> {
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) throw new Problem('tooLarge', { limit });
      hash.update(chunk);
      await onDisk(file.writeFile(chunk));
    }
    await onDisk(file.sync());
    return { digest: `sha256:${hash.digest('hex')}`, size };
  }

  /** Puts what arrived among the papers. Content that is there already is replaced by itself. */
  async keep({ digest, path }: Arrival): Promise<void> {
    const [folder, target] = placeOf(this.folder, digest);
    await onDisk(mkdir(folder, { recursive: true, mode: 0o700 }));
    await onDisk(rename(path, target));
    await onDisk(syncFolder(folder));
    await onDisk(syncFolder(this.folder));
  }

  /** Does nothing to what was kept. */
  async discard({ path }: Arrival): Promise<void> {
    await rm(path, { force: true });
  }

  /** The bytes under a digest, proved to be those before the first of them is given out. */
  async open(digest: Digest): Promise<Readable> {
    const [, path] = placeOf(this.folder, digest);
    const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') throw new PaperLost(`no file for ${digest}`);
      throw error;
    });
    try {
      const hash = createHash('sha256');
      for await (const chunk of file.createReadStream({ start: 0, autoClose: false })) hash.update(chunk as Buffer);
      const found = hash.digest('hex');
      if (`sha256:${found}` !== digest) throw new PaperLost(`the file for ${digest} has digest ${found}`);
      return file.createReadStream({ start: 0 });
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async has(digest: Digest): Promise<boolean> {
    return stat(placeOf(this.folder, digest)[1]).then(
      () => true,
      () => false,
    );
  }

  async remove(digest: Digest): Promise<void> {
    await rm(placeOf(this.folder, digest)[1], { force: true });
  }

  /** What was arriving when a server stopped, and no longer can be. */
  private async clearArriving(): Promise<void> {
    const before = this.clock.now().getTime() - day;
    for (const name of await clearUnfinished(this.arriving, before)) {
      this.logger.log(`cleared an upload that never ended: ${name}`);
    }
  }
}
