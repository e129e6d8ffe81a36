import { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock } from 'fs-native-extensions';

/** What the process that holds a data folder says about itself to others. */
export interface Holder {
  pid: number;
  /** Where it answers HTTP, once it does. */
  address?: string;
  /** Where its database answers, once it does. */
  databaseUrl?: string;
}

/** Held by one process at a time. The operating system lets go of it when the process ends, however it ends. */
export class DataFolderLock {
  private readonly folder: string;
  private readonly fd: number;
  private holder: Holder = { pid: process.pid };
  /** One that ended without letting go: it was killed. */
  readonly killed: Holder | null;

  private constructor(folder: string, fd: number) {
    this.folder = folder;
    this.fd = fd;
    this.killed = holderOf(folder);
    this.tell({});
  }

  /** null when another process has it. */
  static take(folder: string): DataFolderLock | null {
    const fd = openSync(join(folder, 'lock'), 'a', 0o600);
    if (tryLock(fd)) return new DataFolderLock(folder, fd);
    closeSync(fd);
    return null;
  }

  tell(more: Omit<Holder, 'pid'>): void {
    this.holder = { ...this.holder, ...more };
    const file = join(this.folder, 'server.json');
    writeFileSync(`${file}.new`, `${JSON.stringify(this.holder, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  release(): void {
    rmSync(join(this.folder, 'server.json'), { force: true });
    closeSync(this.fd);
  }
}

/** What the holder of a data folder said last; null in the moment before it has said anything. */
export function holderOf(folder: string): Holder | null {
  try {
    return JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8')) as Holder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
