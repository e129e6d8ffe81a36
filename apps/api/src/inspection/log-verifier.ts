import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Certificates } from '../certificates/certificates.ts';
import { Clock } from '../clock.ts';
import { Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import { JobRunner, type Job } from '../jobs/job-runner.ts';
import type { Progress } from '../jobs/progress.ts';
import { checkInstitution, firstLetterGap } from '../referrals/verify-log.ts';
import { Secrets } from '../secrets/secrets.ts';
import { nothingFound, type Found } from './read-verifications.ts';

/** Where so much is broken, more of it says nothing new. */
const mostBroken = 100;

interface VerificationJob extends Job {
  result: Found | null;
}

const countReferrals = {
  name: 'count-referrals-to-verify',
  text: 'SELECT count(*)::int AS total FROM referral WHERE institution_id = $1 AND reported_at <= $2',
};

/** Verifies all logs of an institution in the background. What was found is kept with how far it is. */
@Injectable()
export class LogVerifier implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly runner: JobRunner<VerificationJob>;

  constructor(
    private readonly config: Config,
    private readonly db: Database,
    private readonly secrets: Secrets,
    private readonly certificates: Certificates,
    clock: Clock,
  ) {
    this.runner = new JobRunner<VerificationJob>(db, clock, { name: 'verification_job', underWay: 'checking', outcome: 'result' }, {
      run: (job, progress, signal) => this.verify(job, progress, signal),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.runner.start(this.config);
  }

  onApplicationShutdown(): Promise<void> {
    return this.runner.close();
  }

  /** Looks for jobs now; somebody has just asked for one. */
  wake(): void {
    this.runner.wake();
  }

  private async verify(job: VerificationJob, progress: Progress, signal: AbortSignal): Promise<Found> {
    const { institution_id: institutionId, asked_at: until } = job;
    let found = job.result ?? nothingFound;
    progress.outcome = found;
    const [counted] = await this.db.query<{ total: number }>(countReferrals, [institutionId, until]);
    progress.begin(job.done, counted!.total);
    const { secrets, certificates } = this;
    for await (const { id, number, events, fault } of checkInstitution(
      this.db,
      { secrets, certificates },
      { institutionId, behind: found.behind, until },
    )) {
      signal.throwIfAborted();
      const isTold = fault !== null && found.broken.length < mostBroken;
      found = {
        ...found,
        behind: id,
        events: found.events + events,
        brokenCount: found.brokenCount + (fault ? 1 : 0),
        broken: isTold ? [...found.broken, { referralId: id, number, seq: fault.seq, why: fault.why }] : found.broken,
      };
      progress.done += 1;
      progress.outcome = found;
    }
    return { ...found, letterGap: await firstLetterGap(this.db, institutionId) };
  }
}
