import fastifyRateLimit from '@fastify/rate-limit';
import { Injectable } from '@nestjs/common';
import { secondsUntil, Tallies } from '../identity/tallies.ts';
import { Problem } from '../problems/problem.ts';

const within = 15 * 60_000;
/** Of 40 bits, so that nobody guesses one in a lifetime; enough for whoever has the letter and bad eyes. */
const mostOfALetter = 10;
const mostOfAnAddress = 40;

/**
 * Wrong return codes, by letter and by address. Letters that there are not count like those that there are. Held in
 * memory, of each server its own: a restart gives a guesser so few more tries that it does not matter.
 */
@Injectable()
export class CodeAttempts {
  private readonly letters = new Tallies();
  private readonly addresses = new Tallies();

  /**
   * Each attempt counts as wrong until it has proved right, so that many at the same moment are no more than one after
   * the other. `letter` stands for a letter as somebody named it: whoever only types numbers cannot lock out whoever
   * holds the token.
   */
  async prove<T>(letter: string, address: string, at: Date, work: () => Promise<T>): Promise<T> {
    const now = at.getTime();
    const from = fastifyRateLimit.normalizeIP(address);
    const wrong = this.letters.current(letter, now);
    if (wrong && wrong.count >= mostOfALetter) throw new Problem('lockedOut', { seconds: secondsUntil(wrong.until, now) });
    const flood = this.addresses.current(from, now);
    if (flood && flood.count >= mostOfAnAddress) {
      throw new Problem('tooManyRequests', { seconds: secondsUntil(flood.until, now) });
    }
    count(this.letters, letter, now, 1);
    count(this.addresses, from, now, 1);
    let isWrong = false;
    try {
      return await work();
    } catch (error) {
      isWrong = error instanceof Problem && error.code === 'wrongReturnCode';
      throw error;
    } finally {
      if (!isWrong) {
        count(this.letters, letter, now, -1);
        count(this.addresses, from, now, -1);
      }
    }
  }
}

function count(tallies: Tallies, key: string, now: number, by: 1 | -1): void {
  const tally = tallies.current(key, now);
  if (tally || by > 0) tallies.set(key, { count: (tally?.count ?? 0) + by, until: tally?.until ?? now + within });
}
