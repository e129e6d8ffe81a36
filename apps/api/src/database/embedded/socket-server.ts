import { createServer, type Server, type Socket } from 'node:net';
import type { PGlite } from '@electric-sql/pglite';
import { closing, RequestReader, rollback, type Turn } from './wire.ts';

interface Client {
  socket: Socket;
  reader: RequestReader;
}

interface Waiting {
  client: Client;
  turn: Turn;
}

/** A client that leaves its transaction open and asks for nothing keeps everybody waiting; it is cut off. */
const idleInTransactionMillis = 60_000;

/**
 * Lets any number of `pg` connections share PGlite, which is one session. A request runs as a whole; a client whose
 * transaction is open goes first until it ends, and the others wait. See docs/decisions/0002-embedded-socket.md.
 */
export class SocketServer {
  private readonly server: Server;
  private readonly clients = new Set<Client>();
  private waiting: Waiting[] = [];
  private owner: Client | null = null;
  private ownerTimer: NodeJS.Timeout | undefined;
  private working: Promise<void> | null = null;
  private served = 0;

  constructor(private readonly db: PGlite) {
    this.server = createServer((socket) => this.accept(socket));
  }

  listen(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(path, () => resolve());
    });
  }

  /** Stops taking connections, ends those that are left and waits for what runs. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const { socket } of this.clients) socket.destroy();
    await closed;
    await this.working;
  }

  private accept(socket: Socket): void {
    const client: Client = { socket, reader: new RequestReader(`c${(this.served += 1)}_`) };
    this.clients.add(client);
    socket.on('data', (chunk) => this.hear(client, chunk));
    // A broken pipe says no more than the close that follows it.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.leave(client));
  }

  private hear(client: Client, chunk: Buffer): void {
    for (const asked of client.reader.read(chunk)) {
      if (asked === 'end') client.socket.end();
      else if (asked === 'encryption') client.socket.write('N');
      else this.enqueue({ client, turn: asked });
    }
  }

  private leave(client: Client): void {
    this.clients.delete(client);
    this.waiting = this.waiting.filter((one) => one.client !== client);
    if (this.owner === client) this.enqueue({ client, turn: { bytes: rollback(), goesOn: false } });
    if (client.reader.prepared.length > 0) {
      this.enqueue({ client, turn: { bytes: closing(client.reader.prepared), goesOn: false } });
    }
  }

  private enqueue(waiting: Waiting): void {
    this.waiting.push(waiting);
    this.working ??= this.work().finally(() => {
      this.working = null;
    });
  }

  private async work(): Promise<void> {
    for (let next = this.next(); next; next = this.next()) await this.run(next);
  }

  private next(): Waiting | undefined {
    if (!this.owner) return this.waiting.shift();
    const at = this.waiting.findIndex(({ client }) => client === this.owner);
    return at === -1 ? undefined : this.waiting.splice(at, 1)[0];
  }

  private async run({ client, turn }: Waiting): Promise<void> {
    clearTimeout(this.ownerTimer);
    const answer: Buffer[] = [];
    try {
      await this.db.runExclusive(() =>
        // The bytes are a view into the database's memory, which its next step overwrites.
        this.db.execProtocolRawStream(turn.bytes, { onRawData: (bytes) => answer.push(Buffer.from(bytes)) }),
      );
    } catch (error) {
      client.socket.destroy(error as Error);
      return;
    }
    if (client.socket.writable) client.socket.write(Buffer.concat(answer));
    this.owner = turn.goesOn || this.db.isInTransaction() ? client : null;
    if (this.owner) this.ownerTimer = setTimeout(() => client.socket.destroy(), idleInTransactionMillis).unref();
  }
}
