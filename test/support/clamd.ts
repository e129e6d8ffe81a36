import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** The test file that every scanner finds; in two parts, so that none finds this one. */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

export type Mood =
  /** As clamd answers. */
  | 'well'
  /** Takes its time over every file. */
  | 'slow'
  /** Hangs up after the first bytes of a file. */
  | 'cutOff'
  /** Hangs up in the middle of its answer. */
  | 'halfAnswer'
  /** Refuses every file as too large, before it has all of it. */
  | 'tooLarge'
  /** Takes everything and never says a word. */
  | 'silent'
  /** Is something else. */
  | 'stranger';

/** Speaks as much of clamd(8) as matters here: PING, and INSTREAM up to the chunk of no bytes. */
export class FakeClamd {
  mood: Mood = 'well';
  /** Contents that were scanned to their end. */
  readonly scanned: Buffer[] = [];
  private server?: Server;
  private readonly sockets = new Set<Socket>();

  private constructor(private listening: { port: number; host: string } | { path: string }) {}

  static async start(on: { port: number; host: string } | { path: string } = { port: 0, host: '127.0.0.1' }): Promise<FakeClamd> {
    const clamd = new FakeClamd(on);
    await clamd.up();
    return clamd;
  }

  /** As CLAMD names it. */
  get address(): string {
    return 'path' in this.listening ? this.listening.path : `${this.listening.host}:${this.listening.port}`;
  }

  async up(): Promise<void> {
    const server = createServer((socket) => this.serve(socket));
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(this.listening, resolve);
    });
    const address = server.address();
    if (address !== null && typeof address === 'object') this.listening = { port: address.port, host: '127.0.0.1' };
  }

  async down(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => {
      if (this.server) this.server.close(resolve);
      else resolve(null);
    });
    this.server = undefined;
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    let bytes = Buffer.alloc(0);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (piece: Buffer) => {
      bytes = Buffer.concat([bytes, piece]);
      const refused = this.refusalOf(bytes);
      if (refused !== null) {
        socket.end(refused);
        return;
      }
      const answer = answerTo(bytes, this.scanned);
      if (answer !== null && this.mood !== 'silent') void this.say(socket, answer);
    });
  }

  private refusalOf(bytes: Buffer): string | null {
    const isFile = bytes.toString('latin1', 0, 10) === 'zINSTREAM\0' && bytes.length > 20;
    if (this.mood === 'stranger') return 'HTTP/1.1 400 Bad Request\r\n\r\n\0';
    if (this.mood === 'cutOff' && isFile) return '';
    if (this.mood === 'tooLarge' && isFile) return 'INSTREAM size limit exceeded. ERROR\0';
    return null;
  }

  private async say(socket: Socket, answer: string): Promise<void> {
    if (this.mood === 'slow') await sleep(2_500);
    socket.end(this.mood === 'halfAnswer' && answer.startsWith('stream') ? answer.slice(0, 8) : answer);
  }
}

/** What clamd answers once it has heard everything; null before. */
function answerTo(bytes: Buffer, scanned: Buffer[]): string | null {
  if (bytes.toString('latin1') === 'zPING\0') return 'PONG\0';
  if (bytes.toString('latin1', 0, 10) !== 'zINSTREAM\0') return bytes.includes(0) ? 'UNKNOWN COMMAND\0' : null;
  const chunks: Buffer[] = [];
  for (let position = 10; position + 4 <= bytes.length; ) {
    const length = bytes.readUInt32BE(position);
    if (length === 0) {
      const content = Buffer.concat(chunks);
      scanned.push(content);
      return content.includes(eicar) ? 'stream: Win.Test.EICAR_HDB-1 FOUND\0' : 'stream: OK\0';
    }
    chunks.push(bytes.subarray(position + 4, position + 4 + length));
    position += 4 + length;
  }
  return null;
}
