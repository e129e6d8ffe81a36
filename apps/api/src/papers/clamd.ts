import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { addAbortSignal, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Config } from '../config/config.ts';

export type Verdict = { clean: true } | { clean: false; virus: string };

/** There is no scanner where one should be. */
export class ScannerDown extends Error {}

/** The scanner is there, and could not say anything about this content. */
export class ScanFailed extends Error {}

export interface Conversation {
  address: NonNullable<Config['clamd']>;
  signal: AbortSignal;
  /** How long nothing at all may happen; clamd itself gives up a file after two minutes unless told otherwise. */
  silence?: number;
}

const defaultSilence = 150_000;
const connecting = 5_000;

/** Asks clamd about content, chunk by chunk as it is read (clamd(8), INSTREAM). */
export async function scan(conversation: Conversation, content: Readable): Promise<Verdict> {
  const answer = await ask(conversation, inStream(content)).finally(() => content.destroy());
  if (answer === 'stream: OK') return { clean: true };
  const virus = /^stream: (.+) FOUND$/.exec(answer)?.[1];
  if (virus === undefined) throw new ScanFailed(`the scanner says: ${answer}`);
  return { clean: false, virus: virus.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 200) };
}

/** Whether clamd is there and takes commands. */
export async function ping(conversation: Conversation): Promise<void> {
  const answer = await ask(conversation, ['zPING\0']);
  if (answer !== 'PONG') throw new ScannerDown(`what listens there is no clamd: ${answer}`);
}

/** Each chunk after its length in four bytes; a chunk of no bytes ends the content. */
async function* inStream(content: Readable): AsyncGenerator<Buffer | string> {
  yield 'zINSTREAM\0';
  for await (const chunk of content as AsyncIterable<Buffer>) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.length);
    yield length;
    yield chunk;
  }
  yield Buffer.alloc(4);
}

async function ask(
  { address, signal, silence = defaultSilence }: Conversation,
  question: Iterable<string> | AsyncIterable<string | Buffer>,
): Promise<string> {
  const socket = addAbortSignal(signal, await connected(address, signal));
  socket.setTimeout(silence, () => socket.destroy(new ScanFailed(`no word from the scanner in ${silence} ms`)));
  const answer = readAnswer(socket);
  // An answer may come before the end of the question, and is then all there will be.
  const asked = pipeline(Readable.from(question), socket, { end: false }).catch((error: Error) => {
    socket.destroy(error);
  });
  try {
    return await answer;
  } finally {
    socket.destroy();
    await asked;
  }
}

async function connected(address: Conversation['address'], signal: AbortSignal): Promise<Socket> {
  const socket = connect(address);
  try {
    await once(socket, 'connect', { signal: AbortSignal.any([signal, AbortSignal.timeout(connecting)]) });
    return socket;
  } catch (error) {
    socket.destroy();
    throw new ScannerDown(`no scanner answers: ${(error as Error).message}`);
  }
}

/** Longer than any answer; whoever says more is no clamd. */
const longestAnswer = 4_096;

function readAnswer(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.setEncoding('latin1').on('data', (piece: string) => {
      text += piece;
      const end = text.indexOf('\0');
      if (end !== -1) resolve(text.slice(0, end));
      else if (text.length > longestAnswer) reject(new ScanFailed('the scanner says too much'));
    });
    socket.on('error', (error) => reject(error instanceof ScanFailed ? error : new ScanFailed(error.message)));
    socket.on('close', () => reject(new ScanFailed('the scanner hung up without an answer')));
  });
}
