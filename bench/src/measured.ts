import type { Outcome } from './jobs.ts';

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

export interface Measured {
  perSecond: number;
  requests: number;
  p50Millis: number;
  p99Millis: number;
  /** Microseconds of processor time that one request cost each side; null where the system does not tell. */
  serverMicros: number | null;
  clientMicros: number;
}

/** Adds up the slices of one kind of load, each with the processor seconds that the server spent on it. */
export class Slices {
  private readonly outcomes: Outcome[] = [];
  private serverSeconds: number | null = 0;

  add(outcome: Outcome, serverSeconds: number | null): void {
    this.outcomes.push(outcome);
    this.serverSeconds = serverSeconds === null || this.serverSeconds === null ? null : this.serverSeconds + serverSeconds;
  }

  get measured(): Measured {
    const sum = (of: (outcome: Outcome) => number) => this.outcomes.reduce((total, outcome) => total + of(outcome), 0);
    const requests = sum((outcome) => outcome.requests);
    const latencies = Float64Array.from(this.outcomes.flatMap((outcome) => outcome.latencies)).sort();
    return {
      perSecond: sum(({ done }) => done) / sum(({ seconds }) => seconds),
      requests,
      p50Millis: percentile(latencies as unknown as number[], 0.5),
      p99Millis: percentile(latencies as unknown as number[], 0.99),
      serverMicros: this.serverSeconds === null ? null : (this.serverSeconds * 1e6) / requests,
      clientMicros: (sum(({ cpuSeconds }) => cpuSeconds) * 1e6) / requests,
    };
  }
}

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
