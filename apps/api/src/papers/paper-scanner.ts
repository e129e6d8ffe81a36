import { setTimeout as sleep } from 'node:timers/promises';
import type { PaperKind } from '@countersign/policy';
import type { Digest } from '@countersign/evidence';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { audit } from '../audit/audit.ts';
import { Clock } from '../clock.ts';
import { Config } from '../config/config.ts';
import { Database, isUnavailable } from '../database/database.ts';
import { ping, scan, ScannerDown } from './clamd.ts';
import { PaperStore } from './paper-store.ts';

/** Of which one may be a file that clamd chews on for minutes, while others wait. */
const lanes = 2;
const poll = 5_000;
const longestPause = 30_000;
const longestSetAside = 3_600_000;

const newestUnscanned = {
  name: 'newest-unscanned-paper',
  text: `SELECT digest FROM paper WHERE scan IN ('off', 'pending') AND digest <> ALL ($1::text[]) ORDER BY id DESC LIMIT 1`,
};

const markClean = {
  name: 'mark-paper-clean',
  text: `UPDATE paper SET scan = 'clean' WHERE digest = $1 AND scan IN ('off', 'pending')`,
};

/** The same bytes are infected wherever else they lie, also where an older scanner found them clean. */
const markInfected = {
  name: 'mark-paper-infected',
  text: `UPDATE paper SET scan = 'infected', virus = $2 WHERE digest = $1 AND scan <> 'infected'
    RETURNING institution_id, id, kind, referral_id`,
};

interface Infected {
  institution_id: string;
  id: string;
  kind: PaperKind;
  referral_id: string | null;
}

/**
 * Has every paper scanned that was not, the newest first, for as long as the server runs. What waits is what the
 * database says, so a restart loses nothing, and several servers at most scan the same file twice.
 */
@Injectable()
export class PaperScanner implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('PaperScanner');
  private readonly end = new AbortController();
  private wake = new AbortController();
  private running: Promise<unknown> = Promise.resolve();
  private answers = false;
  private readonly inHand = new Set<Digest>();
  /** Files about which the scanner could not say anything, and until when nobody asks again. */
  private readonly setAside = new Map<Digest, { until: number; tries: number }>();

  constructor(
    private readonly config: Config,
    private readonly db: Database,
    private readonly store: PaperStore,
    private readonly clock: Clock,
  ) {}

  /** Whether papers are scanned at all. */
  get on(): boolean {
    return this.config.clamd !== null;
  }

  get state(): 'off' | 'up' | 'down' {
    if (!this.on) return 'off';
    return this.answers ? 'up' : 'down';
  }

  onApplicationBootstrap(): void {
    if (this.on) this.running = Promise.all(Array.from({ length: lanes }, () => this.runLane()));
  }

  async onApplicationShutdown(): Promise<void> {
    this.end.abort();
    await this.running;
  }

  /** There is something to scan. */
  nudge(): void {
    this.wake.abort();
    this.wake = new AbortController();
  }

  private async runLane(): Promise<void> {
    let failures = 0;
    while (!this.end.signal.aborted) {
      try {
        const woken = this.wake.signal;
        const worked = await this.scanNext();
        failures = 0;
        if (!worked) await this.pause(poll, woken);
      } catch (error) {
        if (this.end.signal.aborted) return;
        failures += 1;
        this.tell(error as Error, failures);
        await this.pause(Math.min(1_000 * 2 ** (failures - 1), longestPause));
      }
    }
  }

  /** Scans one file; answers whether there was one. */
  private async scanNext(): Promise<boolean> {
    const now = this.clock.now().getTime();
    for (const [digest, { until }] of this.setAside) if (until < now - longestSetAside) this.setAside.delete(digest);
    const waiting = [...this.setAside].filter(([, { until }]) => until > now).map(([digest]) => digest);
    const [found] = await this.db.query<{ digest: Digest }>(newestUnscanned, [[...this.inHand, ...waiting]]);
    if (!found) {
      await ping(this.conversation);
      this.setUp(true);
      return false;
    }
    const { digest } = found;
    // The other lane may have found the same one at the same time.
    if (this.inHand.has(digest)) return true;
    this.inHand.add(digest);
    try {
      await this.scanOne(digest);
    } finally {
      this.inHand.delete(digest);
    }
    return true;
  }

  private async scanOne(digest: Digest): Promise<void> {
    try {
      const verdict = await scan(this.conversation, await this.store.open(digest));
      this.setUp(true);
      if (verdict.clean) await this.db.query(markClean, [digest]);
      else await this.markInfected(digest, verdict.virus);
      this.setAside.delete(digest);
    } catch (error) {
      if (error instanceof ScannerDown || isUnavailable(error) || this.end.signal.aborted) throw error;
      const tries = (this.setAside.get(digest)?.tries ?? 0) + 1;
      const pause = Math.min(2_000 * 2 ** (tries - 1), longestSetAside);
      this.setAside.set(digest, { tries, until: this.clock.now().getTime() + pause });
      this.logger.warn(`${digest} could not be scanned and is tried again in ${pause / 1000} s: ${(error as Error).message}`);
    }
  }

  private async markInfected(digest: Digest, virus: string): Promise<void> {
    const at = this.clock.now();
    const infected = await this.db.transaction(async (tx) => {
      const rows = await tx.query<Infected>(markInfected, [digest, virus]);
      for (const { institution_id: id, id: subject, kind, referral_id: referralId } of rows) {
        const details = { referralId, kind, digest, virus };
        await audit(tx, { institution: { id }, person: null }, { what: 'paperInfected', subject, at, details });
      }
      return rows;
    });
    for (const { id } of infected) this.logger.warn(`paper ${id} is infected with ${virus}`);
  }

  private get conversation() {
    return { address: this.config.clamd!, signal: this.end.signal };
  }

  private setUp(answers: boolean): void {
    if (answers && !this.answers) this.logger.log('the virus scanner answers');
    this.answers = answers;
  }

  private tell(error: Error, failures: number): void {
    if (!(error instanceof ScannerDown)) {
      this.logger.error(`papers cannot be scanned: ${error.message}`);
      return;
    }
    this.setUp(false);
    if (failures === 1) this.logger.error(`papers wait for the virus scanner: ${error.message}`);
  }

  private async pause(millis: number, woken?: AbortSignal): Promise<void> {
    const signal = woken ? AbortSignal.any([this.end.signal, woken]) : this.end.signal;
    await sleep(millis, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
