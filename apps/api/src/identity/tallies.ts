interface Tally {
  count: number;
  /** Milliseconds since 1970. */
  until: number;
}

const remembered = 10_000;

/** Counts of what failed. Forgets the oldest first, so that no flood of names or addresses can fill the memory. */
export class Tallies {
  private readonly tallies = new Map<string, Tally>();

  current(key: string, now: number): Tally | undefined {
    const tally = this.tallies.get(key);
    return tally && tally.until > now ? tally : undefined;
  }

  set(key: string, tally: Tally): void {
    this.tallies.delete(key);
    this.tallies.set(key, tally);
    if (this.tallies.size > remembered) this.tallies.delete(this.tallies.keys().next().value!);
  }
}

export const secondsUntil = (until: number, now: number): number => Math.max(1, Math.ceil((until - now) / 1000));
