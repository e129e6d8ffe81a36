import { setTimeout as sleep } from 'node:timers/promises';
import type { PaperKind } from '@countersign/policy';
import type { Digest } from '@countersign/evidence';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { audit } from '../audit/audit.ts';
import { Clock } from '../clock.ts';
import { Config } from '../config/config.ts';
import { Database, isUnavailable } from '../database/database.ts';
import { ping, scan, ScanFailed, ScannerDown } from './clamd.ts';
import { PaperStore } from './paper-store.ts';

/** Of which one may be a file that clamd chews on for minutes, while others wait. */
const lanes = 2;
const poll = 3_000;
/** How long clamd may take to say that it is there. */
const patience = 5_000;
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
  /** Unknown before it was first asked. */
  private present?: boolean;
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
    return this.present ? 'up' : 'down';
  }

  onApplicationBootstrap(): void {
    if (!this.on) return;
    const work = Array.from({ length: lanes }, () => this.scanAll());
    this.running = Promise.all([this.watch(), ...work]);
  }

  async onApplicationShutdown(): Promise<void> {
    this.end.abort();
    await this.running;
  }

  /** There is something to do. */
  nudge(): void {
    this.wake.abort();
    this.wake = new AbortController();
  }

  /** Whether the scanner is there: a matter of its own, for a file may keep a lane busy for minutes. */
  private async watch(): Promise<void> {
    while (!this.end.signal.aborted) {
      await ping({ ...this.conversation, silence: patience }).then(
        () => this.found(),
        (error: Error) => this.missed(error),
      );
      await this.pause(poll);
    }
  }

  private async scanAll(): Promise<void> {
    while (!this.end.signal.aborted) {
      const woken = this.wake.signal;
      const worked = this.present && (await this.scanNext().catch((error: Error) => this.missed(error)));
      if (!worked) await this.pause(poll, woken);
    }
  }

  /** Scans one file; answers whether there was one. */
  private async scanNext(): Promise<boolean> {
    const now = this.clock.now().getTime();
    const waiting = [...this.setAside].filter(([, { until }]) => until > now).map(([digest]) => digest);
    const [found] = await this.db.query<{ digest: Digest }>(newestUnscanned, [[...this.inHand, ...waiting]]);
    if (!found) return false;
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

  private found(): void {
    if (this.present) return;
    this.present = true;
    this.logger.log('the virus scanner answers');
    this.nudge();
  }

  /** Told once: papers wait until somebody sees to it. What is wrong with the database, every request tells. */
  private missed(error: Error): false {
    if (this.end.signal.aborted || isUnavailable(error)) return false;
    if (!(error instanceof ScannerDown || error instanceof ScanFailed)) {
      this.logger.error(`papers cannot be scanned: ${error.message}`);
    } else if (this.present !== false) {
      this.present = false;
      this.logger.error(`papers wait for the virus scanner: ${error.message}`);
    }
    return false;
  }

  private async pause(millis: number, woken?: AbortSignal): Promise<void> {
    const signal = woken ? AbortSignal.any([this.end.signal, woken]) : this.end.signal;
    await sleep(millis, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
