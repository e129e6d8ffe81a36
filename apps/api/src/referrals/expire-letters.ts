import { apply, dateInShanghai, stateName, type EntryOf, type Facts } from '@countersign/policy';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import { settingsOf, type Settings } from '../institutions/settings.ts';
import type { ReferralRow } from './read-for-act.ts';
import { writeAct } from './write-act.ts';

type Row = ReferralRow & { institution_id: string; settings: Partial<Settings> };

const overdue = {
  name: 'overdue-letters',
  text: `SELECT r.institution_id, i.settings, r.id, r.number, r.facts, r.version, r.seq, r.head, r.patient_id_lookup
    FROM referral r JOIN institution i ON i.id = r.institution_id
    WHERE r.letter_until < $1
    LIMIT 100`,
};

const hour = 3_600_000;

/** A letter not used by its last valid day is expired by the system, and the log says that it was the system. */
@Injectable()
export class LetterExpiry implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('LetterExpiry');
  private timer?: NodeJS.Timeout;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    const sweep = () => {
      this.running = this.expireOverdue().catch((error: unknown) => this.logger.error(error));
    };
    this.timer = setInterval(sweep, hour).unref();
    sweep();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Expires every overdue letter; answers how many. */
  async expireOverdue(): Promise<number> {
    let expired = 0;
    for (;;) {
      const rows = await this.db.query<Row>(overdue, [dateInShanghai(this.clock.now())]);
      const done = await Promise.all(rows.map((row) => this.expire(row)));
      expired += done.filter(Boolean).length;
      // Somebody voids a letter at the same moment: the next reading no longer finds it.
      if (rows.length < 100) return expired;
    }
  }

  private async expire(row: Row): Promise<boolean> {
    const { institution_id: institutionId, settings, ...referral } = row;
    const entry: EntryOf<'expire'> = {
      seq: referral.seq + 1,
      act: 'expire',
      at: this.clock.now().toISOString(),
      actor: null,
      data: { letterNo: referral.facts.letter!.number },
    };
    const facts: Facts = apply(referral.facts, entry);
    const { ownReportAllowed } = settingsOf(settings);
    const written = await writeAct(this.db, {
      institutionId,
      referral,
      id: referral.id,
      number: referral.number,
      entry,
      facts,
      rules: { ownReportAllowed },
      asked: null,
    });
    if (written) this.logger.log(`letter of ${referral.number} is ${stateName(facts.state)}`);
    return written !== null;
  }
}
