import type { FillInRequest, ReferralSummary, ReportRequest, SignRequest } from '@countersign/contract';
import type { OfferedAct } from '@countersign/policy';
import { Injectable } from '@nestjs/common';
import { Certificates } from '../certificates/certificates.ts';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import type { RequestKey } from '../database/once.ts';
import type { Credential } from '../identity/caller.ts';
import { Secrets } from '../secrets/secrets.ts';
import { fillIn } from './acts/fill-in.ts';
import { sign } from './acts/sign.ts';
import { ActBell } from './act-bell.ts';
import { perform, type ActRequest, type Recipe } from './perform.ts';
import { report } from './report.ts';
import type { DraftRef } from './write-act.ts';

/** A queue for each institution, so that clerks of one server number their letters in turn instead of by retrying. */
class Queues {
  private readonly tails = new Map<string, Promise<unknown>>();

  run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.tails.get(name) ?? Promise.resolve()).then(work, work);
    this.tails.set(name, turn);
    const forget = () => {
      if (this.tails.get(name) === turn) this.tails.delete(name);
    };
    turn.then(forget, forget);
    return turn;
  }
}

const numbersLetters = (act: OfferedAct): boolean => act === 'issueLetter' || act === 'replaceLetter';

/** The acts, wired to this server's database, clock and secrets. */
@Injectable()
export class ReferralActs {
  private readonly queues = new Queues();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    readonly secrets: Secrets,
    private readonly certificates: Certificates,
    private readonly bell: ActBell,
  ) {}

  async perform<A extends OfferedAct, X>(asked: ActRequest, recipe: Recipe<A, X>): Promise<ReferralSummary> {
    const { institutionId } = asked.credential;
    const work = () => perform(this.db, this.clock, asked, recipe);
    const inTurn = numbersLetters(recipe.act) ? this.queues.run(institutionId, work) : work();
    const answer = await inTurn;
    this.bell.ring({ institutionId, act: recipe.act });
    return answer;
  }

  /** `draft` is one of the caller's own, which ends with the act, in the same write. */
  async report(credential: Credential, key: RequestKey, asked: ReportRequest, draft?: DraftRef): Promise<ReferralSummary> {
    const answer = await report(this.db, this.clock, this.secrets, credential, key, asked, draft);
    this.bell.ring({ institutionId: credential.institutionId, act: 'report' });
    return answer;
  }

  fillIn(asked: ActRequest, request: FillInRequest, draft?: DraftRef): Promise<ReferralSummary> {
    return this.perform(asked, fillIn(request, this.secrets, draft));
  }

  sign(asked: ActRequest, request: SignRequest): Promise<ReferralSummary> {
    return this.perform(asked, sign(request, this.certificates));
  }
}
