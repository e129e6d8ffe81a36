import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'undici';
import { actsDone, idOf, inventedContent, isInpatient, reportOf } from './invented-referral.ts';
import type { Job, NumberJob, Outcome, SignJob, WalkerTokens } from './jobs.ts';

/**
 * The clients, in a process of their own so that their cost can be told from the server's. One connection each, kept
 * alive, the next request when the last is answered.
 */
class Load {
  private readonly latencies: number[] = [];
  private readonly deadline: number;
  private requests = 0;
  private failed = 0;
  private firstFailure: string | null = null;
  private keys = 0;
  private readonly keyPrefix = randomUUID();
  readonly numbers: [n: number, number: string][] = [];
  private sentAgain = 0;
  done = 0;
  used = 0;

  constructor(seconds: number) {
    this.deadline = performance.now() + seconds * 1_000;
  }

  get over(): boolean {
    return performance.now() >= this.deadline || this.failed > 0;
  }

  async get(client: Client, path: string, token: string): Promise<boolean> {
    return (await this.request(client, 'GET', path, { authorization: `Bearer ${token}` }, null)) !== null;
  }

  /** The headers of the answer, or null where it was not a success. */
  post(client: Client, path: string, token: string, ifMatch: string | null, body: string) {
    this.keys += 1;
    const headers: Record<string, string> = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': `${this.keyPrefix}-${this.keys}`,
    };
    if (ifMatch !== null) headers['if-match'] = ifMatch;
    return this.request(client, 'POST', path, headers, body);
  }

  private async request(
    client: Client,
    method: 'GET' | 'POST',
    path: string,
    headers: Record<string, string>,
    body: string | null,
  ) {
    const begun = performance.now();
    const answer = await client.request({ method, path: `/api/v1${path}`, headers, body });
    const text = await answer.body.text();
    this.latencies.push(performance.now() - begun);
    this.requests += 1;
    if (answer.statusCode < 300) return answer.headers;
    this.failed += 1;
    this.firstFailure ??= `${method} ${path}: ${answer.statusCode} ${text}`;
    return null;
  }

  /** Sends a message again, with the same key, until somebody answers it. */
  async insist(client: Client, path: string, token: string, ifMatch: string): Promise<string | null> {
    this.keys += 1;
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': `${this.keyPrefix}-${this.keys}`,
      'if-match': ifMatch,
    };
    for (;;) {
      const { status, text } = await answerOrSilence(client, path, headers);
      this.requests += 1;
      if (status === 200) return text;
      if (status !== 503) {
        this.failed += 1;
        this.firstFailure ??= `POST ${path}: ${status} ${text}`;
        return null;
      }
      this.sentAgain += 1;
      await sleep(200);
    }
  }

  outcome(seconds: number, cpuSeconds: number): Outcome {
    const { done, used, requests, latencies, failed, firstFailure, numbers, sentAgain } = this;
    return { done, used, requests, seconds, latencies, cpuSeconds, failed, firstFailure, numbers, sentAgain };
  }
}

const broken = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'];

/** A server that is away is as one that says that it cannot now. */
async function answerOrSilence(client: Client, path: string, headers: Record<string, string>) {
  try {
    const { statusCode, body } = await client.request({ method: 'POST', path: `/api/v1${path}`, headers, body: '{}' });
    return { status: statusCode, text: await body.text() };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!broken.includes(code)) throw error;
    return { status: 503, text: code };
  }
}

/** Acts before the letter that is awaited: one signature more than before the signature. */
const actsBeforeLetter = actsDone + 1;

async function numberLetters(load: Load, client: Client, { referrals, clerkTokens }: NumberJob): Promise<void> {
  for (let n = referrals[load.used]; n !== undefined; n = referrals[load.used]) {
    load.used += 1;
    const token = clerkTokens[n % clerkTokens.length]!;
    const answer = await load.insist(client, `/referrals/${idOf(n)}/issueLetter`, token, `"${actsBeforeLetter}"`);
    if (answer === null) return;
    load.numbers.push([n, (JSON.parse(answer) as { letter: { number: string } }).letter.number]);
    load.done += 1;
  }
}

async function sign(load: Load, client: Client, job: SignJob): Promise<void> {
  const body = JSON.stringify({ opinion: '同意转诊。' });
  while (!load.over && load.used < job.referrals.length) {
    const n = job.referrals[load.used]!;
    load.used += 1;
    const tokens = isInpatient(n) ? job.insuranceTokens : job.medicalTokens;
    const token = tokens[load.used % tokens.length]!;
    if (await load.post(client, `/referrals/${idOf(n)}/sign`, token, `"${actsDone}"`, body)) load.done += 1;
  }
}

async function readInboxes(load: Load, client: Client, tokens: readonly string[]): Promise<void> {
  while (!load.over) {
    load.used += 1;
    if (await load.get(client, '/worklist?box=awaiting&limit=50', tokens[load.used % tokens.length]!)) load.done += 1;
  }
}

/** Inpatients from report to letter: seven acts by four people, each upon the answer to the one before. */
async function takeToLetters(load: Load, client: Client, walker: WalkerTokens, from: number): Promise<void> {
  const { bedDoctor, director, clerk, insuranceLead } = walker;
  while (!load.over) {
    const form = inventedContent(from + load.used);
    load.used += 1;
    const { name, idNumber } = form.patient;
    const report = { chain: 'inpatient', departmentId: walker.departmentId, content: reportOf(form) };
    const begun = await load.post(client, '/referrals', bedDoctor, null, JSON.stringify(report));
    if (!begun) return;
    const id = String(begun.location).split('/').at(-1)!;
    const acts: [act: string, token: string, message: object][] = [
      ['inform', director, { comment: '病情属实，建议转诊。' }],
      ['releaseForm', clerk, { name, relation: 'self', idNumber }],
      ['fillIn', bedDoctor, { form }],
      ['sign', director, { opinion: '同意转诊。' }],
      ['sign', insuranceLead, { opinion: '同意转诊。' }],
      ['issueLetter', clerk, {}],
    ];
    let etag = String(begun.etag);
    for (const [act, token, message] of acts) {
      const answer = await load.post(client, `/referrals/${id}/${act}`, token, etag, JSON.stringify(message));
      if (!answer) return;
      etag = String(answer.etag);
    }
    load.done += 1;
  }
}

function work(load: Load, client: Client, job: Job, i: number): Promise<void> {
  switch (job.kind) {
    case 'sign':
      return sign(load, client, job);
    case 'inbox':
      return readInboxes(load, client, job.tokens);
    case 'letters':
      return takeToLetters(load, client, job.walkers[i % job.walkers.length]!, job.from);
    case 'number':
      return numberLetters(load, client, job);
  }
}

async function run(job: Job): Promise<Outcome> {
  const clients = Array.from({ length: job.connections }, () => new Client(job.address));
  const load = new Load('seconds' in job ? job.seconds : Infinity);
  const begun = performance.now();
  const cpu = process.cpuUsage();
  await Promise.all(clients.map((client, i) => work(load, client, job, i)));
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - begun) / 1_000;
  await Promise.all(clients.map((client) => client.close()));
  return load.outcome(seconds, (user + system) / 1e6);
}

process.on('message', (job: Job) => {
  run(job).then(
    (outcome) => process.send!(outcome),
    (error: Error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
