import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';

const day = 86_400_000;
const soon = 5 * 60_000;

const dropSessions = {
  name: 'drop-sessions',
  text: `DELETE FROM session WHERE expires_at <= $1 OR revoked_at <= $1`,
};

const dropAnswers = {
  name: 'drop-answers',
  text: `DELETE FROM idempotent_answer WHERE at < $1`,
};

/** Removes what nobody can use any more: ended sessions, and answers that no client repeats after a week. */
export async function sweep(db: Database, at: Date): Promise<void> {
  await db.query(dropSessions, [at]);
  await db.query(dropAnswers, [new Date(at.getTime() - 7 * day)]);
}

@Injectable()
export class Sweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Sweep');
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    // Soon after the start as well: a server that is restarted every night would else never sweep.
    this.timers.push(setTimeout(() => void this.run(), soon).unref(), setInterval(() => void this.run(), day).unref());
  }

  onApplicationShutdown(): void {
    this.timers.forEach((timer) => clearTimeout(timer));
  }

  private async run(): Promise<void> {
    try {
      await sweep(this.db, this.clock.now());
    } catch (error) {
      this.logger.error('ended sessions and old answers could not be removed; the next try is tomorrow', error);
    }
  }
}
