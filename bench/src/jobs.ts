/** What the load process is asked to do: requests from so many connections, one after the other on each. */
export type Job =
  | SignJob
  | { kind: 'inbox'; address: string; connections: number; seconds: number; tokens: string[] }
  | { kind: 'letters'; address: string; connections: number; seconds: number; walkers: WalkerTokens[]; from: number }
  | NumberJob;

/** Issues a letter for each referral, over and over until it is answered. */
export interface NumberJob {
  kind: 'number';
  address: string;
  connections: number;
  referrals: number[];
  clerkTokens: string[];
}

export interface SignJob {
  kind: 'sign';
  address: string;
  connections: number;
  seconds: number;
  /** Referrals to sign, each once; who signs depends on what each awaits. */
  referrals: number[];
  insuranceTokens: string[];
  medicalTokens: string[];
}

/** Those who take one inpatient from report to letter. */
export interface WalkerTokens {
  departmentId: string;
  bedDoctor: string;
  director: string;
  clerk: string;
  insuranceLead: string;
}

export interface Outcome {
  /** Signatures, pages or letters. */
  done: number;
  /** Referrals that were begun, whether or not they were answered with success. */
  used: number;
  requests: number;
  seconds: number;
  /** Milliseconds of every request. */
  latencies: number[];
  cpuSeconds: number;
  failed: number;
  firstFailure: string | null;
  /** Which referral was answered which letter number. */
  numbers: [n: number, number: string][];
  /** Requests that nobody answered, or that were answered with 503, and that were sent again with the same key. */
  sentAgain: number;
}
