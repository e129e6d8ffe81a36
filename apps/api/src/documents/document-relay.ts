import type { Act } from '@countersign/policy';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../clock.ts';
import { Config } from '../config/config.ts';
import { Database, isUnavailable } from '../database/database.ts';
import { PublicAddress } from '../http/public-address.ts';
import { ActBell } from '../referrals/act-bell.ts';
import { DocumentMaker } from './document-maker.ts';
import { DrawingThreads } from './drawing-threads.ts';
import { keepAnswerTo, rowOf, type DocumentRow } from './keep-documents.ts';
import { isMade, logOf, readSource } from './read-source.ts';
import { actsWithDocuments, asksForDocuments, versionsAfter } from './versions.ts';

interface Message {
  institution_id: string;
  id: number;
  referral_id: string;
  seq: number;
  act: Act;
  tries: number;
}

const pollMillis = 1_000;
/** Far longer than a document takes. A server that is killed keeps its messages this long from the others. */
const leaseSeconds = 60;
const longestPauseSeconds = 600;

const mostDropped = 500;

/**
 * Messages are found once and then gone to by their place in the table, or found there in one pass over it. Joined to the
 * table by their keys, they would be looked for anew for each row of it: PostgreSQL takes a table that is mostly empty for
 * empty, and plans accordingly. Few at a time, since such a pass compares each row with each of them.
 */
export const dropUnasked = {
  name: 'drop-unasked-messages',
  text: `DELETE FROM outgoing WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM outgoing WHERE NOT act = ANY ($1::text[]) LIMIT ${mostDropped} FOR UPDATE SKIP LOCKED))
    RETURNING id`,
};

export const take = {
  name: 'take-messages',
  text: `UPDATE outgoing SET taken_until = now() + make_interval(secs => $3::int)
    WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM outgoing WHERE act = ANY ($1::text[]) AND (taken_until IS NULL OR taken_until < now())
      ORDER BY at, id LIMIT $2::int FOR UPDATE SKIP LOCKED))
    RETURNING institution_id, id, referral_id, seq, act, tries`,
};

const tryLater = {
  name: 'try-message-later',
  text: `UPDATE outgoing SET tries = least(tries + 1, 10000), taken_until = now() + make_interval(secs => $3::int)
    WHERE institution_id = $1 AND id = $2`,
};

const giveBack = {
  name: 'give-messages-back',
  text: `UPDATE outgoing SET taken_until = NULL WHERE (institution_id, id) IN (
      SELECT * FROM unnest($1::uuid[], $2::bigint[]))`,
};

/** One second, then twice as long each time. */
const pauseAfter = (tries: number): number => Math.min(2 ** Math.min(tries, 20), longestPauseSeconds);

/**
 * Makes the documents that acts ask for, from their outgoing messages. A message is taken for a while, its documents are
 * drawn and their bytes kept, and then one statement adds their rows and removes the message: whenever a server is killed,
 * the message stays, somebody takes it again, and each version has one row in the end.
 */
@Injectable()
export class DocumentRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('DocumentRelay');
  private readonly taken: Message[] = [];
  private timer?: NodeJS.Timeout;
  private working: Promise<void> | null = null;
  private taking: Promise<void> | null = null;
  private rung = false;
  private stopped = false;
  private failing = false;

  constructor(
    private readonly config: Config,
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly address: PublicAddress,
    private readonly maker: DocumentMaker,
    private readonly threads: DrawingThreads,
    private readonly bell: ActBell,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.publicUrl === null && this.config.databaseUrl !== null) {
      this.logger.warn('PUBLIC_URL is not set: the QR codes of letters will name an address of this machine, which others may not reach');
    }
    // Nobody else can have this database open: whoever took these messages is gone.
    if (this.config.databaseUrl === null) await this.db.query('UPDATE outgoing SET taken_until = NULL WHERE taken_until > now()');
    this.bell.onRing(({ act }) => {
      if (!asksForDocuments(act)) return;
      this.rung = true;
      this.wake();
    });
    this.timer = setInterval(() => this.wake(), pollMillis).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.working;
  }

  private wake(): void {
    // What is drawn names the address where the server listens: before that, it waits.
    if (this.stopped || this.working || this.address.url === null) return;
    this.working = this.work()
      .then(() => {
        this.failing = false;
      })
      .catch((error: unknown) => this.tell(error))
      .finally(() => {
        this.working = null;
        if (this.rung) this.wake();
      });
  }

  /** Once when it begins: a database that is away is asked again every second. */
  private tell(error: unknown): void {
    this.rung = false;
    if (!this.failing) this.logger.error('outgoing messages cannot be read; trying every second', error);
    this.failing = true;
  }

  /** One more hand than there are threads, so that no thread waits while another message is read or written. */
  private async work(): Promise<void> {
    this.rung = false;
    const hands = Array.from({ length: this.threads.size + 1 }, () => this.workOff());
    const failed = (await Promise.allSettled(hands)).find(({ status }) => status === 'rejected');
    if (this.stopped) await this.giveBack();
    if (failed) throw (failed as PromiseRejectedResult).reason;
  }

  private async workOff(): Promise<void> {
    while (!this.stopped) {
      if (this.taken.length === 0) await (this.taking ??= this.take().finally(() => (this.taking = null)));
      const message = this.taken.shift();
      if (!message) return;
      await this.answerOrTryLater(message);
    }
  }

  /** What asks for nothing is removed each time: while many documents wait, people go on signing. */
  private async take(): Promise<void> {
    while ((await this.db.query(dropUnasked, [actsWithDocuments])).length === mostDropped);
    const most = 4 * this.threads.size;
    this.taken.push(...(await this.db.query<Message>(take, [actsWithDocuments, most, leaseSeconds])));
  }

  /** What was taken and not begun is free for others at once. */
  private async giveBack(): Promise<void> {
    const left = this.taken.splice(0);
    if (left.length === 0) return;
    await this.db.query(giveBack, [left.map((one) => one.institution_id), left.map(({ id }) => id)]);
  }

  private async answerOrTryLater(message: Message): Promise<void> {
    try {
      await this.answer(message);
    } catch (error) {
      if (isUnavailable(error)) {
        // Nothing is wrong with the message: it is the first when the database is back.
        this.taken.unshift(message);
        throw error;
      }
      const { institution_id: institutionId, id, referral_id: referralId, seq, tries } = message;
      const pause = pauseAfter(tries);
      this.logger.error(`documents of ${referralId} after event ${seq} could not be made; trying again in ${pause} s`, error);
      await this.db.query(tryLater, [institutionId, id, pause]);
    }
  }

  private async answer({ institution_id: institutionId, id, referral_id: referralId, seq }: Message): Promise<void> {
    const source = await readSource(this.db, institutionId, referralId, seq);
    if (!source) throw new Error(`there is no referral ${referralId}`);
    const rows: DocumentRow[] = [];
    for (const version of versionsAfter(logOf(source))) {
      if (isMade(source, version)) continue;
      rows.push(rowOf(version, 1, await this.maker.make(source, version, 1)));
    }
    await keepAnswerTo(this.db, id, source, rows, this.clock.now());
  }
}
