import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { password, type Hospital, type Member } from './hospital.ts';
import type { Job, Outcome } from './jobs.ts';
import { CannotMeasure } from './options.ts';

/** The process that sends the load. */
export class Clients {
  private readonly process: ChildProcess;

  constructor() {
    this.process = fork(fileURLToPath(new URL('./load-process.js', import.meta.url)));
  }

  async run(job: Job): Promise<Outcome> {
    const outcome = await new Promise<Outcome>((resolve, reject) => {
      const ended = () => reject(new CannotMeasure('The clients gave up; they say above why.'));
      this.process.once('exit', ended);
      this.process.once('message', (message) => {
        this.process.off('exit', ended);
        resolve(message as Outcome);
      });
      this.process.send(job);
    });
    if (outcome.firstFailure) {
      throw new CannotMeasure(`${outcome.failed} of ${outcome.requests} requests were refused; ${outcome.firstFailure}`);
    }
    return outcome;
  }

  stop(): void {
    this.process.kill();
  }
}

/** Signs somebody in over HTTP, and proves that it is them who will sign. */
async function signIn(address: string, institution: string, { username }: Member): Promise<string> {
  const body = { institution, username: username.toLowerCase(), password, as: 'bearer' };
  const { token } = await post<{ token: string }>(`${address}/api/v1/sessions`, body, null);
  await post(`${address}/api/v1/session/presence`, { password }, token);
  return token;
}

export async function signInAll(
  address: string,
  { institution }: Hospital,
  members: readonly Member[],
): Promise<string[]> {
  const tokens: string[] = [];
  // One after the other: each password costs a moment of every core, and that is not what is measured here.
  for (const member of members) tokens.push(await signIn(address, institution.code, member));
  return tokens;
}

async function post<T>(url: string, body: object, token: string | null): Promise<T> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new CannotMeasure(`${new URL(url).pathname} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** How many entries the first page of somebody's inbox has. */
export async function pageSize(address: string, token: string): Promise<number> {
  const answer = await fetch(`${address}/api/v1/worklist?box=awaiting&limit=50`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!answer.ok) throw new CannotMeasure(`the inbox answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { items: unknown[] }).items.length;
}
