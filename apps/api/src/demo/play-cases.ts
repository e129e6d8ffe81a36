import type { FormContent, ReferralSummary, ReportContent, ReportRequest } from '@countersign/contract';
import { v7 as newId } from 'uuid';
import type { Parts } from '../app.module.ts';
import { Clock } from '../clock.ts';
import { Database, type Statement, type Transaction } from '../database/database.ts';
import type { RequestKey } from '../database/once.ts';
import type { PaperStore } from '../papers/paper-store.ts';
import { perform } from '../referrals/perform.ts';
import { report } from '../referrals/report.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { addPapers } from './add-papers.ts';
import { demoCases, type DemoCase } from './cases.ts';
import type { Founded } from './found-hospitals.ts';
import { Sessions } from './sessions.ts';
import type { DemoMoment, DemoStep } from './steps.ts';
import { workdayBefore } from './workdays.ts';

/** The application's own acts, written by this transaction. */
class WithinTransaction extends Database {
  constructor(
    database: Database,
    private readonly tx: Transaction,
  ) {
    super(database.dataSource);
  }

  override query<Row extends object>(statement: Statement | string, values?: readonly unknown[]): Promise<Row[]> {
    return this.tx.query<Row>(statement, values);
  }

  override pipelined<Row extends object>(statement: Statement, values?: readonly unknown[]): Promise<Row[]> {
    return this.tx.query<Row>(statement, values);
  }
}

/** Stands at the moment of the act that is being played. */
class PastClock extends Clock {
  constructor(private readonly moment: Date) {
    super();
  }

  override now(): Date {
    return this.moment;
  }
}

/**
 * Plays every case by the acts themselves, at the times they are said to have happened: the same rules, the same log
 * and the same worklist as for any other referral. In order of time, so that numbers rise with it.
 */
export async function playCases(
  tx: Transaction,
  { database, secrets }: Parts,
  store: PaperStore,
  hospitals: Map<string, Founded>,
  now: Date,
): Promise<void> {
  const db = new WithinTransaction(database, tx);
  const sessions = new Sessions(tx, hospitals, now);
  const acts = demoCases.flatMap((one) => {
    const playing = new Playing(db, secrets, store, sessions, hospitals.get(one.hospital)!, one);
    const begin = { moment: one.reported.at, play: (at: Date) => playing.begin(at) };
    return [begin, ...one.steps.map((step) => ({ moment: step.at, play: (at: Date) => playing.proceed(step, at) }))];
  });
  const timed = acts.map(({ moment, play }) => ({ at: atMoment(now, moment), play }));
  for (const { at, play } of timed.sort((a, b) => a.at.getTime() - b.at.getTime())) await play(at);
  await sessions.end();
}

const atMoment = (now: Date, { workdaysAgo, time }: DemoMoment): Date => workdayBefore(now, workdaysAgo, time);

const newKey = (): RequestKey => ({ key: newId(), fingerprint: 'demo' });

/** One case on its way. */
class Playing {
  private referral?: ReferralSummary;
  private papers: string[] = [];

  constructor(
    private readonly db: Database,
    private readonly secrets: Secrets,
    private readonly store: PaperStore,
    private readonly sessions: Sessions,
    private readonly founded: Founded,
    private readonly one: DemoCase,
  ) {}

  async begin(at: Date): Promise<void> {
    const { chain, hospital, department, reported } = this.one;
    const credential = await this.sessions.of(hospital, reported.by);
    if (chain === 'otherHospital') {
      const { institutionId, people } = this.founded;
      const by = { institutionId, personId: people.get(reported.by)!, at };
      this.papers = await addPapers(this.db, this.store, this.one, by);
    }
    const departmentId = department === null ? null : this.founded.departments.get(department)!;
    const request: ReportRequest = { chain, departmentId, content: reportOf(this.one), papers: this.papers };
    this.referral = await report(this.db, new PastClock(at), this.secrets, credential, newKey(), request);
  }

  async proceed({ by, play }: DemoStep, at: Date): Promise<void> {
    const credential = await this.sessions.of(this.one.hospital, by);
    const { id: referralId, version } = this.referral!;
    const asked = { credential, request: newKey(), referralId, version };
    const { db, secrets, papers } = this;
    const clock = new PastClock(at);
    this.referral = await play({ at, secrets, papers, form: formOf(this.one), perform: (recipe) => perform(db, clock, asked, recipe) });
  }
}

const reportOf = ({ patient, diagnoses, reason, urgency, destination, agent }: DemoCase): ReportContent => ({
  patient,
  diagnoses,
  reason,
  urgency,
  destination,
  ...(agent ? { agent } : {}),
});

const formOf = ({ patient, diagnoses, condition, reason, urgency, destination }: DemoCase): FormContent => ({
  patient,
  diagnoses,
  condition,
  reason,
  urgency,
  destination,
});
