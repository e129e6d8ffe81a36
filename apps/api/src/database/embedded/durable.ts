import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

interface EmscriptenFiles {
  filesystems: {
    NODEFS: {
      stream_ops: { fsync?: (stream: { nfd?: number }) => number };
      tryFSOperation<T>(work: () => T): T;
    };
  };
}

/** PGlite's own folder filesystem has no fsync: what the database believes written might be lost with the power. */
class DurableFolder extends NodeFS {
  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(...args);
    const giveFsync = ({ FS }: { FS: unknown }): void => {
      const { NODEFS } = (FS as EmscriptenFiles).filesystems;
      NODEFS.stream_ops.fsync = ({ nfd }) => {
        if (nfd !== undefined) NODEFS.tryFSOperation(() => fsyncSync(nfd));
        return 0;
      };
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), giveFsync] } };
  }
}

/** As PGlite starts, but with fsync, by the one method of this build that reaches the filesystem. */
const startParams = [
  ...PGlite.defaultStartParams.filter((one) => one !== '-F'),
  ...['-c', 'wal_sync_method=fsync', '-c', 'min_wal_size=32MB', '-c', 'max_wal_size=64MB'],
];

/** Opens the database in a folder, creating it at first. A commit that is answered is on disk. */
export async function openFolder(folder: string): Promise<PGlite> {
  if (!existsSync(folder)) await create(folder);
  return PGlite.create({ fs: new DurableFolder(folder), startParams });
}

/** Under another name until it is complete, so that a start broken off leaves no half database behind. */
async function create(folder: string): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  const db = await PGlite.create({ fs: new DurableFolder(unfinished), startParams });
  await db.close();
  for (const { parentPath, name } of readdirSync(unfinished, { recursive: true, withFileTypes: true })) {
    flush(join(parentPath, name));
  }
  renameSync(unfinished, folder);
  flush(dirname(folder));
}

function flush(path: string): void {
  const fd = openSync(path, 'r');
  fsyncSync(fd);
  closeSync(fd);
}
