import { apply, dateInShanghai, stateName, type EntryOf, type Facts } from '@countersign/policy';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../clock.ts';
import { Database, isUnavailable } from '../database/database.ts';
import { settingsOf, type Settings } from '../institutions/settings.ts';
import type { ReferralRow } from './read-for-act.ts';
import { writeAct } from './write-act.ts';

type Row = ReferralRow & { institution_id: string; settings: Partial<Settings>; letter_until: string };

// By their last days, as their index has them: by referral, all referrals would be read to find the few.
const overdue = {
  name: 'overdue-letters',
  text: `SELECT r.institution_id, i.settings, r.letter_until, r.id, r.number, r.facts, r.version, r.seq, r.head,
      r.patient_id_lookup
    FROM referral r JOIN institution i ON i.id = r.institution_id
    WHERE r.letter_until < $1 AND (r.letter_until, r.institution_id, r.id) > ($2::date, $3::uuid, $4::uuid)
    ORDER BY r.letter_until, r.institution_id, r.id LIMIT 100`,
};

const hour = 3_600_000;
const nil = '00000000-0000-0000-0000-000000000000';

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

  /**
   * Expires every overdue letter, one after the other; answers how many. One that cannot be stops no other; where the
   * database is away, the rest waits for the next hour: an overdue letter is in force no more, expired or not.
   */
  async expireOverdue(): Promise<number> {
    const today = dateInShanghai(this.clock.now());
    let expired = 0;
    let after: [string, string, string] = ['-infinity', nil, nil];
    for (;;) {
      const rows = await this.db.query<Row>(overdue, [today, ...after]);
      for (const row of rows) {
        if (await this.expireOrTell(row)) expired += 1;
      }
      const last = rows.at(-1);
      if (!last) return expired;
      after = [last.letter_until, last.institution_id, last.id];
    }
  }

  private async expireOrTell(row: Row): Promise<boolean> {
    try {
      return await this.expire(row);
    } catch (error) {
      if (isUnavailable(error)) throw error;
      this.logger.error(`letter of ${row.number} could not be expired: ${(error as Error).message}`);
      return false;
    }
  }

  private async expire(row: Row): Promise<boolean> {
    const { institution_id: institutionId, settings, letter_until: _, ...referral } = row;
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
