import { setTimeout as sleep } from 'node:timers/promises';

export interface ServerEvent {
  event: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  data: any;
}

/** What a page hears on an open stream. */
export class Listening {
  readonly events: ServerEvent[] = [];
  /** Everything as it came, comments too. */
  text = '';
  readonly ended: Promise<void>;
  private read = 0;

  private constructor(
    readonly answer: Response,
    private readonly leaving: AbortController,
  ) {
    this.ended = this.listen();
  }

  static async to(url: string, headers: Record<string, string>): Promise<Listening> {
    const leaving = new AbortController();
    const answer = await fetch(url, { headers, signal: leaving.signal });
    if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
    return new Listening(answer, leaving);
  }

  leave(): void {
    this.leaving.abort();
  }

  /** The next event of this kind that was not taken yet. */
  async next(event: string, millis = 6_000): Promise<ServerEvent['data']> {
    for (const until = Date.now() + millis; Date.now() < until; await sleep(20)) {
      while (this.read < this.events.length) {
        const found = this.events[this.read++]!;
        if (found.event === event) return found.data;
      }
    }
    throw new Error(`no ${event} came, but ${JSON.stringify(this.events)}`);
  }

  /** Waits until this is the newest of its kind. */
  async until(event: string, met: (data: ServerEvent['data']) => boolean, millis = 6_000): Promise<void> {
    const newest = () => this.events.findLast((one) => one.event === event);
    for (const until = Date.now() + millis; Date.now() < until; await sleep(20)) {
      const found = newest();
      if (found && met(found.data)) return;
    }
    throw new Error(`the newest ${event} is ${JSON.stringify(newest())}`);
  }

  private async listen(): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    try {
      for await (const bytes of this.answer.body!) {
        const text = decoder.decode(bytes as Uint8Array, { stream: true });
        this.text += text;
        const blocks = (rest + text).split('\n\n');
        rest = blocks.pop()!;
        for (const block of blocks) this.hear(block);
      }
    } catch (error) {
      // Whoever leaves hears no more; anything else that breaks off is for the test to see.
      if (!this.leaving.signal.aborted) throw error;
    }
  }

  private hear(block: string): void {
    const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
    if (event) this.events.push({ event, data: JSON.parse(data!) });
  }
}
