import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { defaultSettings } from '../institutions/settings.ts';
import { Problem } from '../problems/problem.ts';
import { secondsUntil, Tallies } from './tallies.ts';

const minutes = 60_000;
const failuresOfAnAddress = { most: 100, within: 5 * minutes };

/**
 * Failed sign-ins that no person's row counts: those of one address, and those with names that nobody has. A name
 * that nobody has is locked out like one that somebody has; else the lock-out would tell who works here.
 */
@Injectable()
export class Attempts {
  private readonly addresses = new Tallies();
  private readonly strangers = new Tallies();

  refuseFlood(address: string, at: Date): void {
    const now = at.getTime();
    const tally = this.addresses.current(address, now);
    if (tally && tally.count >= failuresOfAnAddress.most) {
      throw new Problem('tooManyRequests', { seconds: secondsUntil(tally.until, now) });
    }
  }

  countFailure(address: string, at: Date): void {
    const now = at.getTime();
    const { count, until } = this.addresses.current(address, now) ?? { count: 0, until: now + failuresOfAnAddress.within };
    this.addresses.set(address, { count: count + 1, until });
  }

  /** The answer that somebody who exists would get to a wrong password. */
  refuseStranger(institution: string, username: string, at: Date, settings = defaultSettings): Problem {
    const now = at.getTime();
    const key = createHash('sha256').update(`${institution}\n${username}`).digest('base64');
    const before = this.strangers.current(key, now);
    const locked = (until: number) => new Problem('lockedOut', { seconds: secondsUntil(until, now) });
    if (before && before.count >= settings.lockOutAfter) return locked(before.until);
    const count = (before?.count ?? 0) + 1;
    const isLast = count >= settings.lockOutAfter;
    // Wrong passwords in a row add up however long ago; a day is long enough for a name that nobody has.
    const until = now + (isLast ? settings.lockOutMinutes * minutes : 24 * 60 * minutes);
    this.strangers.set(key, { count, until });
    return isLast ? locked(until) : new Problem('wrongPassword', {});
  }
}
