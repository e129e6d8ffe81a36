import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOfBytes, type Digest } from '@countersign/evidence';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { v4 as randomId } from 'uuid';
import { Clock } from '../clock.ts';
import { Config } from '../config/config.ts';
import { clearUnfinished, onDisk, placeOf, syncFolder } from '../papers/on-disk.ts';
import { Secrets } from '../secrets/secrets.ts';

/** The file of a document is gone, or is no longer what was made. */
export class DocumentLost extends Error {}

const hour = 3_600_000;

/**
 * The bytes of documents and of signature images, outside the database and encrypted: they show ID numbers in full. Each
 * content lies once under the digest of its plain bytes. A file appears there whole or not at all: a crash leaves at most
 * bytes that no row names.
 */
@Injectable()
export class DocumentStore implements OnApplicationBootstrap {
  private readonly logger = new Logger('DocumentStore');
  private readonly folder: string;
  private readonly arriving: string;

  constructor(
    config: Config,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {
    this.folder = join(config.dataDir, 'documents');
    this.arriving = join(this.folder, 'arriving');
  }

  async onApplicationBootstrap(): Promise<void> {
    await mkdir(this.arriving, { recursive: true, mode: 0o700 });
    await this.clearArriving();
  }

  /** Lasting once this is done. Content that is there already is replaced by itself. */
  async keep(bytes: Uint8Array): Promise<Digest> {
    const digest = digestOfBytes(bytes);
    const [folder, target] = placeOf(this.folder, digest);
    const path = join(this.arriving, randomId());
    try {
      await onDisk(mkdir(this.arriving, { recursive: true, mode: 0o700 }));
      await onDisk(mkdir(folder, { recursive: true, mode: 0o700 }));
      await this.write(path, this.secrets.seal(bytes));
      await onDisk(rename(path, target));
      await onDisk(syncFolder(folder));
      await onDisk(syncFolder(this.folder));
      return digest;
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  }

  /** The bytes under a digest, proved to be those. */
  async read(digest: string): Promise<Buffer> {
    const [, path] = placeOf(this.folder, digest);
    const sealed = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') throw new DocumentLost(`no file for ${digest}`);
      throw error;
    });
    const bytes = this.unsealed(digest, sealed);
    const found = digestOfBytes(bytes);
    if (found !== digest) throw new DocumentLost(`the file for ${digest} has digest ${found}`);
    return bytes;
  }

  private unsealed(digest: string, sealed: Buffer): Buffer {
    try {
      return this.secrets.unseal(sealed);
    } catch (error) {
      throw new DocumentLost(`the file for ${digest} was altered: ${(error as Error).message}`);
    }
  }

  private async write(path: string, bytes: Uint8Array): Promise<void> {
    const file = await onDisk(open(path, 'wx', 0o600));
    try {
      await onDisk(file.writeFile(bytes));
      await onDisk(file.sync());
    } finally {
      await file.close();
    }
  }

  /** What was being written when a server was killed. Another server may be writing now: that takes no hour. */
  private async clearArriving(): Promise<void> {
    const before = this.clock.now().getTime() - hour;
    for (const name of await clearUnfinished(this.arriving, before)) {
      this.logger.log(`cleared a document that was never finished: ${name}`);
    }
  }
}
