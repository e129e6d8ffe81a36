/** Just enough of PostgreSQL's wire protocol (version 3) to tell where a client's request ends. */

const sslRequest = 80_877_103;
const gssRequest = 80_877_104;
const cancelRequest = 80_877_102;

/** What is run in one go: messages up to a Sync, one simple Query, or a start-up packet. */
export interface Turn {
  bytes: Buffer;
  /** Ended by Flush instead of Sync: the request goes on in the next turn. */
  goesOn: boolean;
}

export type Asked = Turn | 'encryption' | 'end';

/** Splits what one client sends into turns, and gives its prepared statements names of their own. */
export class RequestReader {
  private readonly statements = new Map<string, string>();
  private readonly prefix: string;
  private unread: Buffer = Buffer.alloc(0);
  private turn: Buffer[] = [];
  private started = false;

  constructor(prefix: string) {
    this.prefix = prefix;
  }

  /** The names under which this client's statements lie in the database. */
  get prepared(): string[] {
    return [...this.statements.values()];
  }

  *read(chunk: Buffer): Generator<Asked> {
    this.unread = this.unread.length === 0 ? chunk : Buffer.concat([this.unread, chunk]);
    for (;;) {
      const asked = this.started ? this.readMessage() : this.readStart();
      if (asked === 'unfinished') return;
      if (asked !== 'unended') yield asked;
    }
  }

  private take(length: number): Buffer | null {
    if (this.unread.length < length) return null;
    const taken = this.unread.subarray(0, length);
    this.unread = this.unread.subarray(length);
    return taken;
  }

  private readStart(): Asked | 'unfinished' {
    if (this.unread.length < 8) return 'unfinished';
    const code = this.unread.readInt32BE(4);
    const packet = this.take(this.unread.readInt32BE(0));
    if (!packet) return 'unfinished';
    if (code === sslRequest || code === gssRequest) return 'encryption';
    if (code === cancelRequest) return 'end';
    this.started = true;
    return { bytes: packet, goesOn: false };
  }

  private readMessage(): Asked | 'unfinished' | 'unended' {
    if (this.unread.length < 5) return 'unfinished';
    const message = this.take(1 + this.unread.readInt32BE(1));
    if (!message) return 'unfinished';
    const type = String.fromCharCode(message[0] ?? 0);
    if (type === 'X') return 'end';
    this.turn.push(this.renamed(type, message));
    if (!'SQFH'.includes(type)) return 'unended';
    const bytes = Buffer.concat(this.turn);
    this.turn = [];
    return { bytes, goesOn: type === 'H' };
  }

  /** Parse, Bind, Describe and Close name a statement; all clients share one session, where names must differ. */
  private renamed(type: string, message: Buffer): Buffer {
    const at = nameStart(type, message);
    if (at === null) return message;
    const end = message.indexOf(0, at);
    const name = message.toString('utf8', at, end);
    if (name === '') return message;
    const own = this.statements.get(name) ?? `${this.prefix}${this.statements.size}`;
    this.statements.set(name, own);
    const renamed = Buffer.concat([message.subarray(0, at), Buffer.from(own), message.subarray(end)]);
    renamed.writeInt32BE(renamed.length - 1, 1);
    return renamed;
  }
}

function nameStart(type: string, message: Buffer): number | null {
  switch (type) {
    case 'P':
      return 5;
    case 'B':
      return message.indexOf(0, 5) + 1;
    case 'C':
    case 'D':
      return message[5] === 'S'.charCodeAt(0) ? 6 : null;
    default:
      return null;
  }
}

/** Messages that drop prepared statements; answers to them are read by nobody. */
export function closing(statements: readonly string[]): Buffer {
  const closes = statements.map((name) => message('C', Buffer.from(`S${name}\0`)));
  return Buffer.concat([...closes, message('S', Buffer.alloc(0))]);
}

export const rollback = (): Buffer => message('Q', Buffer.from('ROLLBACK\0'));

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}
