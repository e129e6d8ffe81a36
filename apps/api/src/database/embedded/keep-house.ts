import { statfs } from 'node:fs/promises';
import { CannotStart } from '../../cannot-start.ts';
import type { Database } from '../database.ts';

/** With less free, the database might not finish writing its log, from which it does not recover while it runs. */
const reserve = 128 * 1024 ** 2;
const logBetweenCheckpoints = 64 * 1024 ** 2;
const lookEvery = 5_000;
const vacuumEvery = 60 * 60_000;

export type FreeBytes = (folder: string) => Promise<number>;

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

export async function requireRoom(folder: string, freeBytes: FreeBytes = freeBytesOf): Promise<void> {
  if ((await freeBytes(folder)) >= reserve) return;
  throw new CannotStart(
    `数据目录 ${folder} 所在磁盘剩余不足 128 MB，请清理空间或换一个 DATA_DIR。`,
    `The disk of the data folder ${folder} has less than 128 MB left; make room, or choose another DATA_DIR.`,
  );
}

/**
 * Does what a PostgreSQL server's own background processes would, of which the embedded one has none: checkpoints, so
 * that its log does not grow for ever, and vacuum. And it stops writes while there is still room to finish them; reads
 * go on, and so do writes when there is room again.
 */
export class HouseKeeping {
  private readonly timer: NodeJS.Timeout;
  private working: Promise<void> | null = null;
  private readOnly = false;
  private vacuumed = Date.now();

  constructor(
    private readonly database: Database,
    private readonly folder: string,
    private readonly report: (error: unknown) => void,
    private readonly freeBytes: FreeBytes = freeBytesOf,
  ) {
    this.timer = setInterval(() => {
      this.working ??= this.look()
        .catch(this.report)
        .finally(() => {
          this.working = null;
        });
    }, lookEvery).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.working;
  }

  async look(): Promise<void> {
    await this.guardRoom();
    if (this.readOnly) return;
    if ((await this.logSinceCheckpoint()) > logBetweenCheckpoints) await this.database.query('CHECKPOINT');
    if (Date.now() - this.vacuumed < vacuumEvery) return;
    this.vacuumed = Date.now();
    await this.database.query('VACUUM (ANALYZE)');
  }

  /** All connections share one session, so what is set here holds for all of them. */
  private async guardRoom(): Promise<void> {
    const full = (await this.freeBytes(this.folder)) < reserve;
    if (full === this.readOnly) return;
    await this.database.query(`SET default_transaction_read_only = ${full ? 'on' : 'off'}`);
    this.readOnly = full;
  }

  private async logSinceCheckpoint(): Promise<number> {
    const [row] = await this.database.query<{ bytes: string }>(
      'SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn) AS bytes FROM pg_control_checkpoint()',
    );
    return Number(row?.bytes);
  }
}
